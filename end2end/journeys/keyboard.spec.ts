import { expect, type Locator } from "@playwright/test";
import type { Person } from "../support/person";
import type { Phone } from "../support/phone";
import { test } from "../support/test";

/** Presses Tab until the target has the focus; fails if it cannot be reached. */
async function reaches(ana: Person, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let i = 0; i < 60; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await ana.page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${target}`);
}

/** Scans the QR code and types the first passcode. With scripts the sixth digit submits it. */
async function entersFirstPasscode(ana: Person, scripts: boolean): Promise<Phone> {
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  await reaches(ana, ana.field("Passcode"));
  await ana.page.keyboard.type(await phone.code());
  if (!scripts) await ana.page.keyboard.press("Enter");
  return phone;
}

test("a phone is replaced, and tried, with the keyboard alone", async ({ person: ana, scripts }) => {
  const { keyboard } = ana.page;
  await ana.signsIn();
  await ana.setsUp();
  await ana.keepsCodes();
  await reaches(ana, ana.device("My phone").locator("summary"));
  await keyboard.press("Enter");
  await reaches(ana, ana.page.getByRole("link", { name: "I have a new phone" }));
  await keyboard.press("Enter");
  await ana.sees("I have a new phone");
  await reaches(ana, ana.field("Password"));
  await keyboard.type(ana.member.password);
  await keyboard.press("Enter");
  const phone = await entersFirstPasscode(ana, scripts);
  await ana.sees("Two-factor authentication");
  await ana.reads("Your new phone works.");

  const path = await ana.device("My phone").locator("a[href$='/replace']").getAttribute("href");
  await ana.wait(30);
  await ana.visit((path ?? "").replace("/replace", "/try"));
  await ana.sees("Try this device");
  await reaches(ana, ana.field("Passcode"));
  await keyboard.type(await phone.code());
  await keyboard.press("Enter");
  await ana.sees("Two-factor authentication");
  await ana.reads("It works.");
});

test("the main journey with the keyboard alone", async ({ person: ana, scripts }) => {
  const { page } = ana;
  const { keyboard } = page;
  const link = (name: string) => page.getByRole("main").getByRole("link", { name, exact: true }).first();

  await ana.visit("/sign-in");
  await reaches(ana, ana.field("E-mail"));
  await keyboard.type(ana.member.email);
  await reaches(ana, ana.field("Password"));
  await keyboard.type(ana.member.password);
  await keyboard.press("Enter");
  await ana.sees("Home");

  await reaches(ana, link("Add new device"));
  await keyboard.press("Enter");
  await ana.sees("Add new device");
  await reaches(ana, ana.field("Device name"));
  await keyboard.press("ControlOrMeta+A");
  await keyboard.type("My phone");
  await reaches(ana, ana.field("Password"));
  await keyboard.type(ana.member.password);
  await keyboard.press("Enter");
  const phone = await entersFirstPasscode(ana, scripts);
  await ana.sees("Recovery codes");
  const codes = await ana.codes();
  await reaches(ana, ana.field("Recovery code"));
  await keyboard.type(codes[0] ?? "");
  await keyboard.press("Enter");
  await ana.reads("Saved. You won’t need them often.");
  await reaches(ana, page.getByRole("button", { name: "Done" }));
  await keyboard.press("Enter");
  await ana.sees("Two-factor authentication");
  // A page that is shown in place takes the focus to its heading; a document begins at its top.
  if (scripts) await expect(page.getByRole("heading", { level: 1 })).toBeFocused();

  // The menu opens and closes and returns the focus.
  await page.keyboard.press("Tab");
  const menu = page.locator("details.person > summary");
  await reaches(ana, menu);
  await keyboard.press("Enter");
  await reaches(ana, page.getByRole("button", { name: "Sign out" }));
  if (scripts) {
    await keyboard.press("Escape");
    await expect(menu).toBeFocused();
    await keyboard.press("Enter");
    await reaches(ana, page.getByRole("button", { name: "Sign out" }));
  }
  await keyboard.press("Enter");
  await ana.sees("Sign in");

  await ana.wait(30);
  await reaches(ana, ana.field("E-mail"));
  await keyboard.press("ControlOrMeta+A");
  await keyboard.type(ana.member.email);
  await reaches(ana, ana.field("Password"));
  await keyboard.type(ana.member.password);
  await keyboard.press("Enter");
  await ana.sees("Enter your passcode");
  await expect(ana.field("Passcode")).toBeFocused();
  await keyboard.type(await phone.code());
  if (!scripts) await keyboard.press("Enter");
  await ana.sees("Home");
});

test("the skip link leads past the bar and the side list", async ({ person: ana }) => {
  const { page } = ana;
  await ana.signsIn();
  await ana.visit("/security");
  await ana.sees("Access and security");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main#main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.locator("#main :focus")).toHaveCount(1);
});
