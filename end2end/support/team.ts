import type { Browser } from "@playwright/test";
import { expect, inNewBrowser } from "./test";
import { inventMember, Person } from "./person";
import type { Phone } from "./phone";

const PHONE = { viewport: { width: 360, height: 740 } };

export const MEMBER = "Member";

/** A colleague with a browser of their own, on a phone. */
export async function colleague(browser: Browser, of: Person): Promise<Person> {
  const page = await inNewBrowser(browser, of.stand, of.watch, PHONE);
  return new Person(page, of.stand, of.watch, { ...inventMember(), name: "Paul" });
}

/** Returns the link in the newest mail to this person. */
export async function mailedLink(ana: Person, to: string): Promise<string> {
  const letters = await ana.stand.mailsTo(to);
  return /http:\S+\/join\/\S+/.exec(letters.at(-1)?.body ?? "")?.[0] ?? "";
}

export async function invites(ana: Person, email: string, role: string): Promise<string> {
  await ana.visit("/team");
  await ana.follows("Invite somebody");
  await ana.sees("Invite somebody");
  await ana.types("E-mail", email);
  await ana.page.getByLabel("Role").selectOption({ label: role });
  await ana.presses("Send the invitation");
  await ana.reads("The invitation is on its way.");
  return mailedLink(ana, email);
}

export async function joins(paul: Person, link: string): Promise<void> {
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

/** Signs in and sets up the first device. */
export async function begins(ana: Person): Promise<Phone> {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  return phone;
}
