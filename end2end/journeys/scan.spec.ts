import type { Page } from "@playwright/test";
import { expect, inNewBrowser, test } from "../support/test";
import { Person } from "../support/person";
import { Phone } from "../support/phone";
import { Stand } from "../support/stand";
import { Watch } from "../support/watch";

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

test.describe("the longest names", () => {
  test.use({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 1 });

  test("both decoders read the QR code of a product with 24 kanji", async ({ page: _, browser, watch, database }) => {
    const stand = await Stand.start(database, { STAND_NAME: "認証統合管理基盤利用者向安全中心東京本社情報部門" });
    const own = new Watch(stand.origin, watch.scripts);
    const page = await inNewBrowser(browser, stand, own, { viewport: { width: 360, height: 740 } });
    const ana = Person.invent(page, stand, own);
    await stand.addMember(ana.member);
    await ana.visit("/sign-in");
    await ana.types("E-mail", ana.member.email);
    await ana.types("Password", ana.member.password);
    await ana.presses("Sign in");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Home");
    await ana.visit("/security/two-factor/new");
    await ana.types("Device name", "新".repeat(64));
    await ana.types("Password", ana.member.password);
    await ana.presses("Add");
    await expect(ana.qr).toBeVisible();
    const modules = Number((await ana.qr.getAttribute("viewBox"))?.split(" ")[2]);
    const width = (await ana.qr.boundingBox())?.width ?? 0;
    expect(width / modules, `${width} px for ${modules} modules`).toBeGreaterThanOrEqual(4);
    expect(await overflow(page), "nothing sticks out").toBe(0);
    const phone = await ana.scans();
    expect(phone.scanned.issuer).toBe("認証統合管理…");
    await page.context().close();
    own.verdict();
    await stand.stop();
  });
});

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
