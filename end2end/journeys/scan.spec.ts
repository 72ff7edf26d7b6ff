import type { Page } from "@playwright/test";
import { expect, test } from "../support/test";
import { Phone } from "../support/phone";

const SCREENS = [
  { name: "on a phone, light", viewport: { width: 360, height: 740 }, colorScheme: "light", deviceScaleFactor: 1 },
  { name: "on a phone, dark", viewport: { width: 360, height: 740 }, colorScheme: "dark", deviceScaleFactor: 2 },
  // A zoom of 200 % halves the page's width and doubles its pixel ratio.
  { name: "at 200 %, light", viewport: { width: 640, height: 400 }, colorScheme: "light", deviceScaleFactor: 2 },
  { name: "at 200 %, dark", viewport: { width: 640, height: 400 }, colorScheme: "dark", deviceScaleFactor: 2 },
  { name: "on a desktop, dark", viewport: { width: 1280, height: 800 }, colorScheme: "dark", deviceScaleFactor: 1 },
] as const;

for (const { name, ...screen } of SCREENS) {
  test.describe(name, () => {
    test.use(screen);

    test("both decoders read the QR code, and its code is right", async ({ person: ana }) => {
      await ana.signsIn();
      await ana.visit("/security/two-factor/new");
      await ana.namesDevice("My phone");
      await ana.sees("Scan the QR code");
      const box = await ana.qr.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), "at least 200 px").toBeGreaterThanOrEqual(200);
      const wide = await overflow(ana.page);
      expect(wide, "nothing sticks out").toBe(0);
      const phone = await ana.scans();
      await ana.passes(await phone.code());
      await ana.sees("Recovery codes");
    });
  });
}

test("the key can be typed instead of scanned", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const scanned = await ana.scans();
  const text = (await ana.page.locator("main").textContent()) ?? "";
  const key = /(?:[A-Z2-7]{4}\s*){8}/.exec(text)?.[0].replace(/\s/g, "") ?? "";
  expect(key).toBe(scanned.scanned.secret);
  const link = ana.page.getByRole("link", { name: "Open in authenticator app" });
  expect(await link.getAttribute("href")).toBe(scanned.uri);
  await ana.passes(await Phone.typed(key, ana.now).code());
  await ana.sees("Recovery codes");
});

test("a slow phone is told so", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  watch.formRefused(422);
  await ana.passes(await phone.code(-300));
  await ana.reads("Your phone’s clock is about 5 minutes slow.");
  await expect(ana.qr).toBeVisible();
  watch.formRefused(422);
  await ana.passes(await phone.code(600));
  await ana.reads("Your phone’s clock is about 10 minutes fast.");
  watch.formRefused(422);
  await ana.passes(await phone.wrong());
  await ana.reads("That passcode is not right.");
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
});

test("a QR code works for 15 minutes", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  await ana.wait(15 * 60);
  // With scripts the form is refused, without them the page that it redirects to.
  watch.refused(404);
  await ana.passes(await phone.code());
  await ana.reads(watch.scripts ? "The time to confirm this device is over." : "This QR code is over");
  await ana.visit("/security/two-factor");
  await ana.reads("No devices yet");
});

/** Evaluated by the test runner, so it also works where the page's scripts are disabled. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
