import { expect, inNewBrowser, test } from "./support/test";
import { Gallery } from "./support/gallery";

// The check-up on Home from weak to strong, see pictures.spec.ts.

test.setTimeout(180_000);

test("the security check-up", async ({ person: ana, browser, watch }) => {
  watch.resizes();
  const { page, stand } = ana;
  const gallery = new Gallery(watch, "home");
  const german = [{ name: "language", value: "de", url: stand.origin }];
  await ana.signsIn();
  await ana.visit("/security/api-keys/new");
  await ana.types("Name", "Nightly backup");
  await page.getByLabel(/^me /).check();
  await ana.presses("Make the key");
  await ana.sees("API key");
  await ana.visit("/profile/email");
  await ana.types("New address", `a.name.as.long.as.addresses.of.people.get.${ana.member.email}`);
  await ana.presses("Send the link");
  await ana.reads("A message is on its way to the new address.");
  await ana.visit("/");
  await ana.reads("1 key works without a second factor");
  await gallery.takes(page, "01-weak");
  await page.context().addCookies(german);
  await ana.reload();
  await gallery.takes(page, "02-weak-german");
  await page.context().clearCookies({ name: "language" });

  const phone = await ana.setsUp();
  await ana.visit("/");
  await ana.reads("Save your recovery codes");
  await gallery.takes(page, "03-codes-not-saved");
  await ana.follows("Recovery codes");
  await ana.keepsCodes();
  await ana.visit("/");
  await ana.reads("Add a second device");
  await gallery.takes(page, "04-one-device");
  const tablet = await ana.adds("Tablet with a name that is as long as names of devices may get");
  await ana.visit("/");
  await ana.reads("Your account is well protected.");
  await gallery.takes(page, "05-strong");

  const there = ana.at(await inNewBrowser(browser, stand, watch, { reducedMotion: "reduce" }));
  await there.visit("/sign-in");
  await there.givesPassword();
  await there.sees("Enter your passcode");
  await there.page.getByLabel("Trust this browser for 30 days").check();
  await ana.wait(30);
  await there.passes(await phone.code());
  await there.sees("Home");
  await ana.reload();
  await ana.reads("1 browser signs in without a passcode");
  await gallery.takes(page, "06-trusted");
  await there.page.context().close();

  await ana.wait(28 * 86_400);
  await ana.signsIn(phone);
  await ana.reads("Try a device");
  await gallery.takes(page, "07-unused");
  await page.context().addCookies(german);
  await ana.reload();
  await gallery.takes(page, "08-unused-german");
  await page.context().clearCookies({ name: "language" });
  await ana.reload();
  await ana.follows("Try it Two-factor authentication");
  await ana.sees("Try this device");
  await ana.types("Passcode", await tablet.code());
  await ana.presses("Check");
  await ana.reads("It works.");
  await ana.visit("/");
  await expect(page.getByText("Try a device")).toBeHidden();
  await ana.reads("Your account is well protected.");
  await gallery.hang();
});
