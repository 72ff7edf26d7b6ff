import { expect, test } from "../support/test";
import type { Person } from "../support/person";
import { begins, colleague, invites, joins, MEMBER } from "../support/team";
import type { Phone } from "../support/phone";

const DAY = 86_400;
const CODE = /\b[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}\b/;

/** Opens the member's page. */
async function opens(ana: Person): Promise<void> {
  await ana.visit("/team");
  await ana.follows("Paul");
  await ana.sees("Member");
}

/** Starts a reset of Paul's second factor. */
async function starts(ana: Person): Promise<void> {
  await opens(ana);
  await ana.page.locator("summary", { hasText: "Reset the second factor" }).click();
  await ana.types("Reason", "Phone in the lake");
  await ana.presses("Start the reset");
  await ana.reads("The reset has begun.");
}

/** Signs in again after a long wait. */
async function returns(person: Person, phone: Phone): Promise<void> {
  await person.visit("/sign-in");
  await person.signsIn(phone);
}

test("a member who lost everything is back after a wait; another one stops it", async ({ person: ana, browser, watch }) => {
  const phone = await begins(ana);
  const paul = await colleague(browser, ana);
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await paul.givesPassword();
  await paul.sees("Home");
  await paul.setsUp("Paul’s phone");
  await paul.keepsCodes();

  await starts(ana);
  await paul.visit("/");
  await paul.reads(`${ana.member.name} started a reset of your second factor.`);
  const letters = await ana.stand.mailsTo(paul.member.email);
  const link = /http:\S+\/stop-reset\/\S+/.exec(letters.map((letter) => letter.body).join("\n"))?.[0] ?? "";
  expect(link).not.toBe("");
  await paul.signsOut();
  await paul.visit(link);
  await paul.sees("Stop the reset");
  await paul.presses("Stop the reset");
  await paul.reads("The reset is stopped.");
  watch.refused(410);
  await paul.visit(link);
  await paul.reads("The reset is over, or was stopped before.");

  await opens(ana);
  await expect(ana.page.getByRole("button", { name: "Stop the reset" })).toHaveCount(0);
  await starts(ana);
  await ana.reads("Until then the member can stop it.");
  await ana.wait(DAY + 30);
  await returns(ana, phone);
  await opens(ana);
  await ana.presses("Read the code");
  await ana.sees("Member");
  const code = CODE.exec(await ana.page.locator("main").innerText())?.[0] ?? "";
  expect(code).toHaveLength(23);

  await paul.visit("/sign-in");
  await paul.givesPassword();
  await paul.sees("Enter your passcode");
  await paul.follows("Use a recovery code");
  await paul.sees("Use a recovery code");
  await paul.types("Recovery code", code);
  await paul.presses("Continue");
  await paul.sees("Two-factor authentication");
  await opens(ana);
  await expect(ana.page.locator("summary", { hasText: "Reset the second factor" })).toBeVisible();
  await paul.page.context().close();
});
