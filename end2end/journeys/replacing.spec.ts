import { expect, test } from "../support/test";
import type { Person } from "../support/person";

/** Opens the menu of a device and chooses *I have a new phone*. */
async function hasNewPhone(ana: Person, device: string): Promise<void> {
  const row = ana.device(device).first();
  await row.locator("summary").click();
  await row.getByRole("link", { name: "I have a new phone" }).click();
  await ana.sees("I have a new phone");
}

test("a new phone takes the place of the old one, which works until then", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const old = await ana.setsUp();
  await ana.keepsCodes();
  await hasNewPhone(ana, "My phone");
  await ana.reads("The new phone takes the place of My phone and gets its name.");
  await ana.types("Password", "not the password");
  await ana.presses("Continue");
  await ana.reads("This password is not right.");
  await ana.types("Password", ana.member.password);
  await ana.presses("Continue");
  await ana.sees("Scan the QR code");
  await ana.reads("With the right passcode the new phone takes the place of My phone");
  const phone = await ana.scans();
  expect(phone.scanned.label, "the old entry may still be in the app").not.toBe(old.scanned.label);

  // The list has both meanwhile, and leads back to the QR code.
  await ana.visit("/security/two-factor");
  await expect(ana.device("My phone")).toHaveCount(2);
  await expect(ana.device("My phone").first()).toContainText("Confirmed");
  await ana.reads("The old one works until then.");
  await ana.watch.axe(ana.page);
  await ana.follows("Continue");
  await ana.sees("Scan the QR code");
  watch.formRefused(422);
  await ana.passes(await phone.wrong());
  await ana.reads("That passcode is not right.");
  await ana.passes(await phone.code());
  await ana.sees("Two-factor authentication");
  await ana.reads("Your new phone works. The old one is removed.");
  await expect(ana.device("My phone")).toHaveCount(1);
  await expect(ana.device("My phone")).toContainText("Confirmed");
  await ana.visit("/security/activity");
  await ana.reads("Replaced a device");

  await ana.signsOut();
  await ana.wait(60);
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  watch.formRefused(422);
  await ana.passes(await old.code());
  await ana.reads("That passcode is not right.");
  await ana.passes(await phone.code());
  await ana.sees("Home");
});

test("without a fresh proof it asks for a passcode, and a discarded one leaves everything", async ({ person: ana }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  await ana.wait(11 * 60);
  await ana.visit("/security/two-factor");
  await hasNewPhone(ana, "My phone");
  await ana.reads("No device to make a passcode?");
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Continue");
  await ana.sees("Scan the QR code");
  await ana.presses("Start again");
  await ana.sees("Two-factor authentication");
  await ana.reads("The pending device is discarded.");
  await expect(ana.device("My phone")).toHaveCount(1);
  await ana.signsOut();
  await ana.wait(30);
  await ana.signsIn(phone);
});

test("a lost phone: a recovery code, and a new phone in its place", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.setsUp();
  const codes = await ana.keepsCodes();
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.follows("Use a recovery code");
  await ana.types("Recovery code", codes[0] ?? "");
  await ana.presses("Continue");
  await ana.sees("Two-factor authentication");
  await hasNewPhone(ana, "My phone");
  await ana.types("Password", ana.member.password);
  await ana.presses("Continue");
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  await ana.passes(await phone.code());
  await ana.sees("Two-factor authentication");
  await expect(ana.device("My phone")).toHaveCount(1);
  await expect(ana.page.getByRole("button", { name: "Sign out" }).or(ana.page.locator("details.person")).first()).toBeVisible();
  await ana.page.context().clearCookies({ name: "session" });
  await ana.wait(30);
  await ana.signsIn(phone);
});

test("a device that was not used for 28 days asks to be tried once", async ({ person: ana }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  const tablet = await ana.adds("Tablet");
  await expect(ana.page.getByText("Not used for 28 days.")).toHaveCount(0);

  await ana.wait(28 * 86_400);
  await ana.signsIn(phone);
  await ana.visit("/security/two-factor");
  await expect(ana.device("Tablet")).toContainText("Not used for 28 days. Enter one of its passcodes to check that it still works.");
  await expect(ana.device("My phone")).not.toContainText("Not used for 28 days.");
  await ana.follows("Enter one of its passcodes to check that it still works.");
  await ana.sees("Try this device");
  await ana.types("Passcode", await tablet.wrong());
  await ana.presses("Check");
  await ana.reads("That passcode is not right.");
  await ana.sees("Try this device");
  await ana.types("Passcode", await tablet.code(-20 * 60));
  await ana.presses("Check");
  await ana.reads("Your phone’s clock is about 20 minutes slow.");
  await ana.types("Passcode", await tablet.code());
  await ana.presses("Check");
  await ana.sees("Two-factor authentication");
  await ana.reads("It works.");
  await expect(ana.device("Tablet")).toContainText("to try it");
  await expect(ana.page.getByText("Not used for 28 days.")).toHaveCount(0);
});
