import { inNewBrowser, test } from "./support/test";
import { Gallery } from "./support/gallery";
import { begins } from "./support/team";

// Pictures of a member's own security, see pictures.spec.ts.

test.setTimeout(180_000);

test("sessions and trusted browsers", async ({ person: ana, browser, watch }) => {
  watch.resizes();
  const { page, stand } = ana;
  const gallery = new Gallery(watch, "sessions");
  const phone = await begins(ana);
  await ana.visit("/security/sessions");
  await gallery.takes(page, "01-alone");
  const there = ana.at(await inNewBrowser(browser, stand, watch, { reducedMotion: "reduce" }));
  await there.visit("/sign-in");
  await there.givesPassword();
  await there.sees("Enter your passcode");
  await there.page.getByLabel("Trust this browser for 30 days").check();
  await gallery.takes(there.page, "02-tick");
  await there.page.getByLabel("Trust this browser for 30 days").check();
  await ana.wait(30);
  await there.passes(await phone.code());
  await there.sees("Home");
  await ana.reload();
  await gallery.takes(page, "03-trusted");
  await there.signsOut();
  await there.givesPassword();
  await there.sees("Home");
  await there.visit("/security/sessions");
  await gallery.takes(there.page, "04-by-trust");
  await ana.reload();
  const trusted = page.getByRole("list", { name: "Trusted browsers" });
  await trusted.getByRole("button", { name: /^Stop trusting/ }).click();
  await ana.reads("This browser asks for a passcode again.");
  await gallery.takes(page, "05-ended");
  await page.context().addCookies([{ name: "language", value: "de", url: stand.origin }]);
  await ana.reload();
  await gallery.takes(page, "06-german");
  await there.page.context().close();
  await gallery.hang();
});
