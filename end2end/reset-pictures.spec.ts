import { expect, inNewBrowser, test } from "./support/test";
import { Gallery } from "./support/gallery";
import { inventMember, Person } from "./support/person";
import { begins, invites, joins, MEMBER } from "./support/team";

// Pictures of a verified reset, see pictures.spec.ts.

test.setTimeout(180_000);

const DAY = 86_400;

test("a verified reset", async ({ person: ana, browser, watch }) => {
  watch.resizes();
  const { page, stand } = ana;
  const gallery = new Gallery(watch, "reset");
  const phone = await begins(ana);
  const other = await inNewBrowser(browser, stand, watch, { reducedMotion: "reduce" });
  const paul = new Person(other, stand, watch, { ...inventMember(), name: "Paul" });
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await paul.givesPassword();
  await paul.sees("Home");
  await paul.setsUp("Paul’s phone");
  await paul.keepsCodes();
  const opens = async (): Promise<void> => {
    await ana.visit("/team");
    await ana.follows("Paul");
    await ana.sees("Member");
  };
  await opens();
  await page.locator("summary", { hasText: "Reset the second factor" }).click();
  await gallery.takes(page, "01-start");
  await ana.types("Reason", "x".repeat(201));
  await ana.presses("Start the reset");
  await gallery.takes(page, "02-reason-too-long");
  await ana.types("Reason", "Phone in the lake, codes in the same bag. We spoke on Monday, and I know the voice.");
  await ana.presses("Start the reset");
  await ana.reads("The reset has begun.");
  await gallery.takes(page, "03-waits");
  await paul.visit("/");
  await gallery.takes(other, "04-home-of-the-member");
  const letters = await stand.mailsTo(paul.member.email);
  const link = /http:\S+\/stop-reset\/\S+/.exec(letters.map((letter) => letter.body).join("\n"))?.[0] ?? "";
  await paul.signsOut();
  await paul.visit(link);
  await gallery.takes(other, "05-stop-link");
  await ana.wait(DAY + 30);
  await ana.signsIn(phone);
  await opens();
  await gallery.takes(page, "06-ready");
  await ana.presses("Read the code");
  await expect(page.getByRole("button", { name: "Read the code" })).toHaveCount(0);
  await gallery.takes(page, "07-code");
  await page.context().addCookies([{ name: "language", value: "de", url: stand.origin }]);
  await ana.reload();
  await gallery.takes(page, "08-code-german");
  await other.context().close();
  await gallery.hang();
});
