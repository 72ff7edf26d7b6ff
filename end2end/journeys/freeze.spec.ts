import { expect, inNewBrowser, test } from "../support/test";
import type { Person } from "../support/person";
import { begins } from "../support/team";
import { linkIn } from "../support/letters";

const PASSWORD = "eight purple tricycles";

/** Opens the link of the newest mail and freezes the account. */
async function freezes(owner: Person, email: string): Promise<void> {
  await owner.visit(await linkIn(owner.stand, email, "not-me"));
  await owner.sees("This wasn’t me");
  await owner.presses("Continue");
  await expect(owner.page).toHaveURL("/not-me");
  await owner.sees("This wasn’t me");
  await owner.page.getByLabel("What the mail reports was not me").check();
  await owner.submits("Freeze my account");
  await owner.reads("Your account is frozen.");
}

/** Ends the freeze with a new password. */
async function thaws(owner: Person, email: string): Promise<void> {
  await owner.submits("Send the link");
  await owner.reads(/The link is on its way/);
  await owner.visit(await linkIn(owner.stand, email, "unfreeze"));
  await owner.presses("Continue");
  await expect(owner.page).toHaveURL("/unfreeze");
  await owner.types("Password", PASSWORD);
  await owner.presses("Set the password");
  await expect(owner.page).toHaveURL("/not-me");
  await owner.reads("Your new password is set.");
}

/** Undoes a change with the password from before it. */
async function undoes(owner: Person, what: string, password: string): Promise<void> {
  const row = owner.page.getByRole("listitem").filter({ hasText: what });
  if (!(await owner.field("Your earlier password").isVisible())) await row.locator("summary").click();
  await owner.types("Your earlier password", password);
  await owner.submits(`Undo: ${what}`);
}

test("a thief with the password is out again", async ({ person: ana, browser, watch }) => {
  const old = ana.member.email;
  const email = `thief.${old}`;
  await ana.signsIn();
  // Home would ask by itself, and be refused, at a moment of its own.
  await ana.visit("/profile");
  const thief = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await thief.signsIn();
  await thief.visit("/profile/email");
  await thief.types("New address", email);
  await thief.presses("Send the link");
  await thief.reads("A message is on its way to the new address.");
  await thief.setsUp("Another phone");
  const mailbox = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await mailbox.visit(await linkIn(ana.stand, email, "change-email"));
  await mailbox.presses("Continue");
  await mailbox.types("Password", ana.member.password);
  await mailbox.presses("Use this address");
  await mailbox.reads("Your e-mail address is changed.");

  const owner = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await freezes(owner, old);
  await thief.visit("/security/two-factor");
  await thief.sees("Sign in");
  watch.formRefused(403);
  await thief.types("E-mail", email);
  await thief.types("Password", ana.member.password);
  await thief.presses("Sign in");
  await thief.reads("This account is frozen.");

  await owner.submits(`Undo: The address was changed. Before it was ${old}`);
  await expect(owner.page.getByText("The address was changed")).toBeHidden();
  const on = "Two-factor authentication was switched on.";
  await undoes(owner, on, "not the right one");
  await expect(owner.errorAt("Your earlier password")).toBeVisible();
  await thaws(owner, old);
  await undoes(owner, on, ana.member.password);
  await owner.reads("Nothing was changed");
  await owner.follows("Sign in");
  await owner.sees("Sign in");
  await owner.givesPassword(PASSWORD);
  await owner.sees("Home");
  for (const { page } of [thief, mailbox, owner]) await page.context().close();
});

test("two-factor that was switched off is back with its phone", async ({ person: ana, browser, watch }) => {
  const phone = await begins(ana);
  await ana.visit("/security/two-factor/switch-off");
  await ana.sees("Switch off two-factor authentication");
  await ana.presses("Switch off");
  await ana.sees("Two-factor authentication");
  const owner = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await freezes(owner, ana.member.email);
  await undoes(owner, "Two-factor authentication was switched off.", ana.member.password);
  await expect(owner.page.getByText("Two-factor authentication was switched off.")).toBeHidden();
  await thaws(owner, ana.member.email);
  await owner.follows("Sign in");
  await owner.givesPassword(PASSWORD);
  await owner.sees("Enter your passcode");
  await owner.wait(30);
  await owner.passes(await phone.code());
  await owner.sees("Home");
  await owner.page.context().close();
});

test("a link opens once, and pressing its button freezes nothing", async ({ person: ana, browser, watch }) => {
  await ana.signsIn();
  const other = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await other.signsIn();
  const link = await linkIn(ana.stand, ana.member.email, "not-me");
  const scanner = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await scanner.visit(link);
  await scanner.presses("Continue");
  await scanner.sees("This wasn’t me");
  await scanner.page.getByRole("button", { name: "Freeze my account" }).click();
  await expect(scanner.page.getByLabel("What the mail reports was not me")).toBeFocused();
  await ana.reload();
  await ana.sees("Home");
  watch.refused(410);
  await scanner.visit(link);
  await scanner.reads(/Each mail about your account has a link of its own/);
  for (const { page } of [other, scanner]) await page.context().close();
});
