import type { Browser } from "@playwright/test";
import { expect, inNewBrowser, test } from "../support/test";
import { inventMember, Person } from "../support/person";
import type { Phone } from "../support/phone";

const PHONE = { viewport: { width: 360, height: 740 } };

/** A colleague with a browser of their own, on a phone. */
async function colleague(browser: Browser, of: Person): Promise<Person> {
  const page = await inNewBrowser(browser, of.stand, of.watch, PHONE);
  return new Person(page, of.stand, of.watch, { ...inventMember(), name: "Paul" });
}

/** Returns the link in the newest mail to this person. */
async function mailedLink(ana: Person, to: string): Promise<string> {
  const letters = await ana.stand.mailsTo(to);
  return /http:\S+\/join\/\S+/.exec(letters.at(-1)?.body ?? "")?.[0] ?? "";
}

async function invites(ana: Person, email: string, role: string): Promise<string> {
  await ana.visit("/team");
  await ana.follows("Invite somebody");
  await ana.sees("Invite somebody");
  await ana.types("E-mail", email);
  await ana.page.getByLabel("Role").selectOption({ label: role });
  await ana.presses("Send the invitation");
  await ana.reads("The invitation is on its way.");
  return mailedLink(ana, email);
}

async function joins(paul: Person, link: string): Promise<void> {
  await paul.visit(link);
  await paul.sees("Join the team");
  await paul.presses("Continue");
  await expect(paul.page).toHaveURL("/join");
  await paul.sees("Join the team");
  await paul.reads(paul.member.email);
  await paul.types("Your name", paul.member.name);
  await paul.types("Password", paul.member.password);
  await paul.presses("Join");
  await paul.reads("You are a member now.");
}

async function begins(ana: Person): Promise<Phone> {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  return phone;
}

const MEMBER = "Member";

test("a colleague joins, sets up a device of their own, and signs in with it", async ({ person: ana, browser }) => {
  await begins(ana);
  const paul = await colleague(browser, ana);
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await paul.givesPassword();
  await paul.sees("Home");
  const phone = await paul.setsUp("Paul’s phone");
  await paul.keepsCodes();
  await paul.signsOut();
  await paul.wait(30);
  await paul.signsIn(phone);
  await paul.visit("/team");
  await paul.sees("Team");
  await paul.reads(ana.member.name);
  await expect(paul.page.getByText(ana.member.email)).toHaveCount(0);
  await expect(paul.page.getByRole("link", { name: "Invite somebody" })).toHaveCount(0);

  const [letter] = await ana.stand.mailsTo(ana.member.email).then((mails) => mails.filter((mail) => mail.subject.includes("has joined")));
  expect(letter?.body).toContain(paul.member.email);
  await ana.visit("/team");
  await ana.reads("Two-factor authentication is on for 2 of 2.");
  const row = ana.page.getByRole("list", { name: "Members" }).getByRole("listitem").filter({ hasText: "Paul" });
  await expect(row).toContainText("One device");
  await expect(row).toContainText("Two-factor on");
  await paul.page.context().close();
});

test("an invitation is sent again, revoked, and over in the open browser", async ({ person: ana, browser, watch }) => {
  await begins(ana);
  const paul = await colleague(browser, ana);
  const first = await invites(ana, paul.member.email, MEMBER);
  await paul.visit(first);
  await ana.wait(61);
  await ana.visit("/team");
  await ana.presses(`Send again: ${paul.member.email}`);
  await ana.reads("The invitation is on its way again.");
  const second = await mailedLink(ana, paul.member.email);
  expect(second).not.toBe(first);
  watch.refused(watch.scripts ? 422 : 410);
  await paul.presses("Continue");
  await paul.reads(/This link does not work any more/);
  await paul.visit(second);
  await paul.presses("Continue");
  await paul.sees("Join the team");
  await ana.presses(`Revoke: ${paul.member.email}`);
  await ana.reads("The invitation is revoked.");
  await paul.types("Your name", "Paul");
  await paul.types("Password", paul.member.password);
  watch.refused(watch.scripts ? 422 : 410);
  await paul.presses("Join");
  await paul.reads(/This link does not work any more/);
  watch.refused(410);
  await paul.visit(second);
  await paul.reads("It was used or revoked, has run out, or a newer one was sent.");
  await paul.page.context().close();
});

test("a removed member is out with the next click", async ({ person: ana, browser }) => {
  const phone = await begins(ana);
  const paul = await colleague(browser, ana);
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await paul.givesPassword();
  await paul.sees("Home");
  await ana.wait(601);
  await ana.visit("/team");
  await ana.follows("Paul");
  await ana.sees("Member");
  await ana.follows("Remove…");
  await ana.sees("Remove member");
  await ana.reads("One open session");
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Remove");
  await ana.reads("The member is removed.");
  await paul.visit("/security/two-factor");
  await paul.sees("Sign in");
  await paul.page.context().close();
});

test("roles: a member becomes an admin, then the owner, and the old owner leaves", async ({ person: ana, browser }) => {
  await begins(ana);
  const paul = await colleague(browser, ana);
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await ana.visit("/team/leave");
  await ana.reads("You are the only owner.");
  await ana.visit("/team");
  await ana.follows("Paul");
  await ana.presses("Send a reminder");
  await ana.reads("The reminder is on its way.");
  await ana.page.locator("summary", { hasText: "Change the role" }).click();
  await ana.page.getByLabel("Role").selectOption({ label: "Admin" });
  await ana.presses("Change the role");
  await ana.reads("The role is changed.");
  await paul.visit("/sign-in");
  await paul.givesPassword();
  await paul.sees("Home");
  await paul.visit("/team");
  await paul.reads(ana.member.email);
  await ana.page.locator("summary", { hasText: "Hand the account over" }).click();
  await ana.presses("Hand over");
  await ana.reads("You are an admin now.");
  await paul.visit("/team");
  await paul.sees("Sign in");
  await ana.follows("Leave the team");
  await ana.sees("Leave the team");
  await ana.presses("Leave");
  await ana.sees("Sign in");
  await ana.reads("You have left the team.");
  const letters = await ana.stand.mailsTo(paul.member.email);
  expect(letters.map((letter) => letter.body).join("\n")).toContain("You are an owner now");
  await paul.page.context().close();
});

test("the team is searched and filtered", async ({ person: ana, browser }) => {
  await begins(ana);
  const paul = await colleague(browser, ana);
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await ana.visit("/team");
  await ana.page.locator(".filter summary").click();
  await ana.types("Search", "paul");
  await ana.page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(ana.page).toHaveURL(/q=paul/);
  const members = ana.page.getByRole("list", { name: "Members" });
  await expect(members.getByRole("listitem")).toHaveCount(1);
  await ana.follows("Show everybody");
  await expect(members.getByRole("listitem")).toHaveCount(2);
  await ana.page.locator(".filter summary").click();
  await ana.page.getByLabel("Two-factor", { exact: true }).selectOption({ label: "Two-factor on" });
  await ana.page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(members.getByRole("listitem")).toHaveCount(1);
  await expect(members).toContainText(ana.member.email);
  const csv = await ana.page.getByRole("link", { name: "CSV" }).getAttribute("href");
  expect(csv).toContain("two_factor=on");
  await paul.page.context().close();
});
