import { expect, inNewBrowser, test } from "../support/test";
import type { Person } from "../support/person";
import { linkIn } from "../support/letters";

/** Closes the account, from *My profile*. */
async function closes(ana: Person): Promise<void> {
  await ana.visit("/profile");
  await ana.follows("Close my account");
  await ana.sees("Close my account");
  await ana.page.getByLabel("I understand that nobody of this account can sign in any more").check();
  await ana.presses("Close my account");
  await expect(ana.page).toHaveURL("/closed-account");
  await ana.sees("Your account is closed");
}

/** Types the right password, and is told that the account is closed. */
async function isRefused(ana: Person): Promise<void> {
  await ana.visit("/sign-in");
  await ana.types("E-mail", ana.member.email);
  await ana.types("Password", ana.member.password);
  ana.watch.formRefused(403);
  await ana.presses("Sign in");
  await ana.reads("This account is closed.");
}

test("an account is closed, and kept with the link of the mail", async ({ person: ana, browser, watch }) => {
  await ana.signsIn();
  await closes(ana);
  await ana.reads(/We have mailed a link to each owner/);
  await expect(ana.page.getByRole("button", { name: "Keep my account" })).toBeHidden();
  await isRefused(ana);
  const there = ana.at(await inNewBrowser(browser, ana.stand, watch));
  const link = await linkIn(ana.stand, ana.member.email, "keep-account");
  await there.visit(link);
  await there.sees("Your account is closed");
  await there.presses("Continue");
  await expect(there.page).toHaveURL("/closed-account");
  await there.reads(/will be erased for good/);
  await there.submits("Keep my account");
  await expect(there.page).toHaveURL("/sign-in?ready=kept");
  await there.reads("The account goes on.");
  await there.givesPassword(ana.member.password);
  await there.sees("Home");
  watch.refused(410);
  await there.visit(link);
  await there.reads(/The link was used/);
  await there.page.context().close();
});

test("after 14 days the account is gone", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await closes(ana);
  const link = await linkIn(ana.stand, ana.member.email, "keep-account");
  await ana.wait(14 * 86_400);
  watch.refused(410);
  await ana.visit(link);
  await ana.reads(/The link was used/);
});

test("without the tick nothing is closed", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.visit("/profile/close");
  await ana.sees("Close my account");
  await ana.page.getByRole("button", { name: "Close my account" }).click();
  await expect(ana.page.getByLabel("I understand that nobody of this account can sign in any more")).toBeFocused();
  await ana.visit("/profile");
  await ana.sees("My profile");
});
