import { expect, test } from "../support/test";
import type { Person } from "../support/person";
import { begins, colleague, invites, joins, MEMBER } from "../support/team";

const DAY = 86_400;

/** The date so many days from the stand's today. */
async function day(of: Person, days: number): Promise<string> {
  return new Date(((await of.now()) + days * DAY) * 1000).toISOString().slice(0, 10);
}

/** Chooses a policy, looks at what it changes, and makes it the account's. */
async function requires(ana: Person, from: string, grace: string): Promise<void> {
  await ana.visit("/team");
  await ana.follows("Policy");
  await ana.sees("Policy");
  await ana.page.getByLabel("Require two-factor authentication of").selectOption({ label: "Everybody" });
  await ana.page.getByLabel("From this day on").fill(from);
  await ana.page.getByLabel("Grace").selectOption({ label: grace });
  await ana.presses("Show what would change");
  await ana.reads("What would change");
}

/** The code in the newest mail. */
async function mailedCode(paul: Person): Promise<string> {
  const letters = await paul.stand.mailsTo(paul.member.email);
  return /^ {4}(\d{8})$/m.exec(letters.at(-1)?.body ?? "")?.[1] ?? "";
}

test("a team requires two-factor: preview, reminder, restricted session, device, all as before", async ({ person: ana, browser }) => {
  const phone = await begins(ana);
  const paul = await colleague(browser, ana);
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await requires(ana, await day(ana, 9), "None");
  await ana.reads("One member has to set up a device:");
  await ana.reads(/In the last 30 days, \d of \d sign-ins of these members were with a password alone/);
  await ana.presses("Change the policy");
  await ana.reads("The policy is changed.");
  await ana.visit("/team");
  await ana.reads("Two-factor authentication is required of: Everybody.");

  const [letter] = (await ana.stand.mailsTo(paul.member.email)).slice(-1);
  expect(letter?.subject).toContain("has a new policy");
  await paul.givesPassword();
  await paul.sees("Home");
  await paul.reads(/Your team requires two-factor authentication from .* on/);

  await ana.wait(10 * DAY);
  await paul.visit("/");
  await paul.givesPassword();
  await paul.sees("Two-factor authentication is required");
  await expect(paul.page.getByRole("link", { name: "Team" })).toHaveCount(0);
  await paul.presses("Send the code");
  await paul.types("Code", await mailedCode(paul));
  await paul.presses("Verify");
  await paul.reads("Your mailbox is proved.");
  await paul.visit("/team");
  await paul.sees("Two-factor authentication is required");
  await paul.follows("Set up a device");
  await paul.sees("Add new device");
  await paul.namesDevice("Paul’s phone");
  await paul.sees("Scan the QR code");
  const pauls = await paul.scans();
  await paul.passes(await pauls.code());
  await paul.sees("Recovery codes");
  await paul.keepsCodes();
  await paul.visit("/team");
  await paul.sees("Team");
  await paul.signsOut();
  await paul.wait(30);
  await paul.signsIn(pauls);
  await paul.visit("/security/two-factor/switch-off");
  await paul.reads("Your team requires two-factor authentication.");

  await ana.visit("/");
  await ana.signsIn(phone);
  await ana.visit("/team");
  await ana.reads("Two-factor authentication is on for 2 of 2.");
  await paul.page.context().close();
});

test("a policy is refused at its fields, and keeps what was chosen", async ({ person: ana }) => {
  await begins(ana);
  await ana.visit("/team/policy");
  await ana.page.getByLabel("Require two-factor authentication of").selectOption({ label: "Owners" });
  await ana.page.getByLabel("From this day on").fill(await day(ana, -2));
  await ana.presses("Show what would change");
  await ana.reads("Choose today or a later day.");
  await expect(ana.page.getByLabel("Require two-factor authentication of")).toHaveValue("owner");
  await expect(ana.page.getByText("What would change", { exact: true })).toHaveCount(0);
});
