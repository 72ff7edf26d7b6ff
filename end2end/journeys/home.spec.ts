import { expect, test } from "../support/test";

const DAY = 86_400;

test("the first sign-in recommends two-factor; “Not now” is kept for 14 days", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.reads("Protect your account");
  await ana.presses("Not now");
  await expect(ana.page.getByRole("heading", { name: "Protect your account" })).toBeHidden();
  await ana.reload();
  await ana.sees("Home");
  await expect(ana.page.getByRole("heading", { name: "Protect your account" })).toBeHidden();

  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Home");
  await expect(ana.page.getByRole("heading", { name: "Protect your account" })).toBeHidden();

  await ana.wait(14 * DAY);
  await ana.signsIn();
  await ana.reads("Protect your account");
});

test("one step leads from Home to the first device, and is gone with it", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.follows("Add new device");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  await ana.keepsCodes();
  await ana.follows("Home");
  await ana.sees("Home");
  await expect(ana.page.getByRole("heading", { name: "Protect your account" })).toBeHidden();
  await ana.opensMenu();
  await ana.follows("My profile");
  await ana.follows("Manage two-factor authentication");
  await ana.sees("Two-factor authentication");
});

test("“Change” on Home leads to the field for the password", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.wait(11 * 60);
  await ana.visit("/");
  await ana.follows("Change Password");
  await ana.sees("My profile");
  await expect(ana.field("Current password")).toBeFocused();
  await expect(ana.field("Current password")).toBeInViewport();
});
