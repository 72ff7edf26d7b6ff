import { inNewBrowser, test } from "./support/test";
import { Gallery } from "./support/gallery";
import { inventMember, Person } from "./support/person";
import { begins, invites, joins, MEMBER } from "./support/team";

// Pictures of the policy and of what it asks of members, see pictures.spec.ts.

test.setTimeout(180_000);

const DAY = 86_400;

test("the policy", async ({ person: ana, browser, watch }) => {
  watch.resizes();
  const { page, stand } = ana;
  const gallery = new Gallery(watch, "policy");
  await ana.signsIn();
  await ana.visit("/team/policy");
  await gallery.takes(page, "01-without-factor");
  const phone = await begins(ana);
  const other = await inNewBrowser(browser, stand, watch, { reducedMotion: "reduce" });
  const paul = new Person(other, stand, watch, { ...inventMember(), name: "Paul" });
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await paul.givesPassword();
  await paul.sees("Home");
  await paul.visit("/security/api-keys/new");
  await paul.types("Name", "Nightly backup");
  await other.getByLabel(/^me /).check();
  await paul.presses("Make the key");
  await ana.visit("/team/policy");
  await gallery.takes(page, "02-nothing-required");
  const from = new Date(((await ana.now()) + 9 * DAY) * 1000).toISOString().slice(0, 10);
  await ana.visit(`/team/policy?two_factor=member&from=${from}&grace=7&session=4&keys=30&reset=24`);
  await gallery.takes(page, "03-preview");
  await ana.visit("/team/policy?two_factor=member&from=2020-01-01&grace=7&reset=24");
  await gallery.takes(page, "04-refused");
  await ana.visit(`/team/policy?two_factor=member&from=${from}&grace=7&session=4&keys=30&reset=24`);
  await ana.presses("Change the policy");
  await ana.reads("The policy is changed.");
  await gallery.takes(page, "05-changed");
  await ana.visit("/team");
  await gallery.takes(page, "06-team");
  await ana.follows("Paul");
  await ana.sees("Member");
  await gallery.takes(page, "07-member-with-deadline");
  await paul.visit("/");
  await gallery.takes(other, "08-home-before-the-deadline");
  await ana.visit("/security/two-factor/switch-off");
  await gallery.takes(page, "09-switch-off");
  // A page that follows by itself would be refused when the session is over.
  await paul.visit("/profile");
  await ana.wait(10 * DAY);
  await paul.visit("/");
  await paul.givesPassword();
  await paul.sees("Two-factor authentication is required");
  await gallery.takes(other, "10-required");
  await paul.presses("Send the code");
  await paul.types("Code", "12345678");
  await paul.presses("Verify");
  await paul.reads("This code is not right, or too old.");
  await gallery.takes(other, "11-wrong-code");
  const letters = await stand.mailsTo(paul.member.email);
  await paul.types("Code", /^ {4}(\d{8})$/m.exec(letters.at(-1)?.body ?? "")?.[1] ?? "");
  await paul.presses("Verify");
  await paul.reads("Your mailbox is proved.");
  await gallery.takes(other, "12-proved");
  await paul.follows("Set up a device");
  await paul.sees("Add new device");
  await gallery.takes(other, "13-new-device");
  await other.context().addCookies([{ name: "language", value: "de", url: stand.origin }]);
  await paul.visit("/security/two-factor/required");
  await gallery.takes(other, "14-required-german");
  await ana.signsIn(phone);
  await page.context().addCookies([{ name: "language", value: "de", url: stand.origin }]);
  await ana.visit("/team/policy?two_factor=owner&grace=3&session=8&keys=90&reset=48");
  await gallery.takes(page, "15-preview-german");
  await other.context().close();
  await gallery.hang();
});
