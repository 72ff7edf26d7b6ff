import { inNewBrowser, test } from "./support/test";
import { Gallery } from "./support/gallery";
import { inventMember, Person } from "./support/person";

// Pictures of the team's pages, see pictures.spec.ts.

test.setTimeout(180_000);

test("the team", async ({ person: ana, browser, watch }) => {
  watch.resizes();
  const { page, stand } = ana;
  const gallery = new Gallery(watch, "team");
  await ana.signsIn();
  await ana.setsUp();
  await ana.keepsCodes();
  await ana.visit("/team");
  await gallery.takes(page, "01-alone");
  await ana.visit("/team/leave");
  await gallery.takes(page, "02-last-owner");
  await ana.visit("/team/invite");
  await gallery.takes(page, "03-invite");
  const names = ["Paul", "مفتاح النسخ الاحتياطي", `<b>Bea</b> & ${"x".repeat(50)}`];
  let last = "";
  for (const name of names) {
    const invited = { ...inventMember(), name };
    await ana.visit("/team/invite");
    await ana.types("E-mail", invited.email);
    await ana.presses("Send the invitation");
    const [letter] = await stand.mailsTo(invited.email);
    const link = /http:\S+\/join\/\S+/.exec(letter?.body ?? "")?.[0] ?? "";
    const other = await inNewBrowser(browser, stand, watch, { reducedMotion: "reduce" });
    const colleague = new Person(other, stand, watch, invited);
    await colleague.visit(link);
    if (name === "Paul") await gallery.takes(other, "04-join-link");
    await colleague.presses("Continue");
    await colleague.sees("Join the team");
    if (name === "Paul") await gallery.takes(other, "05-join");
    await colleague.types("Your name", name);
    await colleague.types("Password", invited.password);
    await colleague.presses("Join");
    await colleague.reads("You are a member now.");
    if (name === "Paul") {
      await gallery.takes(other, "06-joined");
      await colleague.givesPassword();
      await colleague.sees("Home");
      await colleague.visit("/security/api-keys/new");
      await colleague.types("Name", "Nightly backup");
      await other.getByLabel(/^me /).check();
      await colleague.presses("Make the key");
      await colleague.visit("/team");
      await gallery.takes(other, "07-as-member");
      await colleague.visit("/team/leave");
      await gallery.takes(other, "08-leave");
      await colleague.visit("/");
      await gallery.takes(other, "09-home-with-team");
    }
    await other.context().close();
    last = invited.email;
  }
  for (const email of ["vera.with-a-rather-long-address@subsidiary.example.com", "emil@example.org"]) {
    await ana.visit("/team/invite");
    await ana.types("E-mail", email);
    await ana.presses("Send the invitation");
  }
  await gallery.takes(page, "10-team");
  await ana.visit("/team?q=nobody");
  await gallery.takes(page, "11-no-match");
  await ana.visit("/team");
  await ana.follows("Paul");
  await gallery.takes(page, "12-member");
  for (const summary of ["Change the role", "Hand the account over"]) await page.locator("summary", { hasText: summary }).click();
  await gallery.takes(page, "13-member-open");
  await ana.follows("Remove…");
  await ana.sees("Remove member");
  await gallery.takes(page, "14-remove");
  await ana.wait(601);
  await ana.visit("/team/invite");
  await ana.types("E-mail", last);
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", "1");
  await ana.presses("Send the invitation");
  await gallery.takes(page, "15-invite-refused");
  await page.context().addCookies([{ name: "language", value: "de", url: stand.origin }]);
  await ana.reload();
  await gallery.takes(page, "16-invite-german");
  await ana.visit("/team");
  await gallery.takes(page, "17-team-german");
  await ana.follows("Paul");
  for (const summary of ["Rolle ändern", "Konto übergeben"]) await page.locator("summary", { hasText: summary }).click();
  await gallery.takes(page, "18-member-german");
  await ana.follows("Entfernen …");
  await gallery.takes(page, "19-remove-german");
  await gallery.hang();
});
