import { expect, inNewBrowser, test } from "../support/test";
import { begins } from "../support/team";

test("sessions: one, all others, everywhere", async ({ person: ana, browser, watch }) => {
  const phone = await begins(ana);
  const there = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await ana.wait(30);
  await there.signsIn(phone);
  // Home would ask by itself, and be refused, at a moment of its own.
  await there.visit("/profile");
  await ana.visit("/security");
  await ana.follows("Sessions");
  await ana.sees("Sessions");
  const rows = (label: string) => ana.page.getByRole("list", { name: label }).getByRole("listitem");
  await expect(rows("This browser")).toContainText("with “My phone”");
  await expect(rows("Other browsers")).toHaveCount(1);
  await rows("Other browsers").getByRole("button", { name: /^Sign out/ }).click();
  await ana.reads("The session is ended.");
  await ana.reads("You are signed in nowhere else.");
  if (watch.scripts) watch.refused(401);
  await there.follows("Access and security");
  await there.sees("Sign in");

  await ana.wait(30);
  await there.signsIn(phone);
  await there.visit("/profile");
  await ana.visit("/security/sessions");
  await ana.presses("Sign out all others");
  await ana.reads("All other sessions are ended");
  await ana.visit("/security/sessions");
  await ana.presses("Sign out everywhere");
  await ana.reads("You are signed out everywhere.");
  await ana.visit("/");
  await ana.sees("Sign in");
  await there.page.context().close();
});

test("a trusted browser skips the passcode once it is ticked, and a copied cookie is noticed", async ({ person: ana, browser, watch }) => {
  const phone = await begins(ana);
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.page.getByLabel("Trust this browser for 30 days").check();
  await ana.wait(30);
  watch.formRefused(422);
  await ana.passes(await phone.wrong());
  await ana.reads("That passcode is not right.");
  await expect(ana.page.getByLabel("Trust this browser for 30 days")).toBeChecked();
  await ana.passes(await phone.code());
  await ana.sees("Home");
  await ana.signsOut();
  const thief = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await thief.page.context().addCookies(await ana.page.context().cookies());
  await ana.givesPassword();
  await ana.sees("Home");
  await ana.visit("/security/sessions");
  await ana.reads("Without a passcode, because this browser was trusted");
  await ana.visit("/security/two-factor/new");
  await expect(ana.field("Passcode")).toBeVisible();
  await ana.visit("/security/activity");

  await ana.wait(61);
  await thief.visit("/sign-in");
  await thief.givesPassword();
  await thief.sees("Enter your passcode");
  if (watch.scripts) watch.refused(401);
  await ana.follows("Access and security");
  await ana.sees("Sign in");
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  const letters = await ana.stand.mailsTo(ana.member.email);
  expect(letters.at(-1)?.subject).toContain("was copied");
  await thief.page.context().close();
});
