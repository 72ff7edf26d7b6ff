import { Gallery } from "./support/gallery";
import { test } from "./support/test";

// Pictures of the pages that say which API keys need a second factor, see pictures.spec.ts.

test.setTimeout(180_000);

test("switching two-factor with API keys", async ({ person: ana, watch }) => {
  watch.resizes();
  const { page } = ana;
  const gallery = new Gallery(watch, "keys-covered");
  await ana.signsIn();
  const makes = async (name: string): Promise<void> => {
    await ana.visit("/security/api-keys/new");
    await ana.types("Name", name);
    await page.getByLabel(/^me /).check();
    await ana.presses("Make the key");
    await ana.sees("API key");
  };
  const scans = async (picture: string): Promise<void> => {
    await ana.visit("/security/two-factor/new");
    await ana.namesDevice("My phone");
    await ana.sees("Scan the QR code");
    await gallery.takes(page, picture);
  };
  await scans("01-scan-no-key");
  await makes("Nightly backup");
  const key = (await page.locator("#key").textContent()) ?? "";
  await fetch(`${new URL(page.url()).origin}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
  await makes("x".repeat(64));
  await scans("02-scan-two-keys");
  for (const name of ["<b>\"Bea's\"</b> & co", "مفتاح النسخ الاحتياطي", "Deploy"]) await makes(name);
  await scans("03-scan-five-keys");
  await page.locator(".changes summary").click();
  await gallery.takes(page, "04-scan-five-keys-open");
  const phone = await ana.scans();
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  await ana.visit("/security/api-keys");
  await gallery.takes(page, "05-keys-on");
  await ana.wait(601);
  await ana.visit("/security/api-keys");
  await page.locator("summary", { hasText: "Switch off" }).click();
  await gallery.takes(page, "06-keys-on-open");
  await ana.visit("/security/two-factor/switch-off");
  await page.locator("summary", { hasText: "Show all" }).click();
  await gallery.takes(page, "07-switch-off-still");
  await ana.visit("/security/api-keys");
  await page.locator("summary", { hasText: "Switch off" }).click();
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Switch off");
  await ana.reads("The keys of members without two-factor");
  await gallery.takes(page, "08-keys-off");
  await ana.visit("/security/two-factor/switch-off");
  await gallery.takes(page, "09-switch-off");
  await ana.visit("/security/two-factor");
  await ana.visit((await page.locator("a[href$='/remove']").first().getAttribute("href")) ?? "");
  await gallery.takes(page, "10-remove-last");
  await gallery.hang();
});
