import { expect, test } from "./support/test";
import { Gallery } from "./support/gallery";

// A phone that takes the place of another, and a device that asks to be tried.

test.setTimeout(180_000);

test("replacing and trying a device", async ({ person: ana, watch }) => {
  watch.resizes();
  const { page } = ana;
  const gallery = new Gallery(watch, "devices");
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  const tablet = await ana.adds("Tablet with a name that is as long as names of devices may get");
  const row = ana.device("My phone").first();
  await row.locator("summary").click();
  await gallery.takes(page, "01-menu");
  await row.getByRole("link", { name: "I have a new phone" }).click();
  await ana.sees("I have a new phone");
  await gallery.takes(page, "02-replace");
  await ana.types("Password", "wrong");
  await ana.presses("Continue");
  await ana.reads("This password is not right.");
  await gallery.takes(page, "03-replace-wrong");
  await ana.types("Password", ana.member.password);
  await ana.presses("Continue");
  await ana.sees("Scan the QR code");
  const fresh = await ana.scans();
  await gallery.takes(page, "04-scan");
  watch.refused(422);
  await ana.passes(await fresh.code(20 * 60));
  await ana.reads("clock is about 20 minutes fast");
  await gallery.takes(page, "05-scan-fast-clock");
  const here = page.url();
  await ana.visit("/security/two-factor");
  await gallery.takes(page, "06-list-meanwhile");
  await ana.visit(here);
  await ana.passes(await fresh.code());
  await ana.sees("Two-factor authentication");
  await ana.reads("Your new phone works.");
  await gallery.takes(page, "07-list-replaced");

  await ana.wait(28 * 86_400);
  await ana.signsIn(tablet);
  await ana.visit("/security/two-factor");
  await ana.reads("Not used for 28 days.");
  await gallery.takes(page, "08-list-unused");
  await ana.follows("Enter one of its passcodes to check that it still works.");
  await ana.sees("Try this device");
  await gallery.takes(page, "09-try");
  await ana.types("Passcode", await fresh.code(-20 * 60));
  await ana.presses("Check");
  await ana.reads("clock is about 20 minutes slow");
  await gallery.takes(page, "10-try-slow-clock");
  await ana.types("Passcode", await fresh.code());
  await ana.presses("Check");
  await ana.reads("It works.");
  await gallery.takes(page, "11-list-tried");
  await ana.wait(11 * 60);
  await ana.visit(`${here.replace(/\/$/, "")}/replace`);
  await ana.sees("I have a new phone");
  await gallery.takes(page, "12-replace-stale");
  expect(phone.scanned.label).not.toBe(fresh.scanned.label);
  await gallery.hang();
});
