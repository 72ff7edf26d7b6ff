import { expect, inNewBrowser, test } from "../support/test";
import { begins } from "../support/team";

test("a forgotten password: the link by mail, then the passcode as always", async ({ person: ana, browser, watch }) => {
  const phone = await begins(ana);
  await ana.signsOut();
  await ana.wait(61);
  await ana.visit("/sign-in");
  await ana.follows("Forgot your password?");
  await ana.sees("Forgot your password?");
  watch.formRefused(400);
  await ana.types("E-mail", "nobody");
  await ana.presses("Send the link");
  await expect(ana.field("E-mail")).toHaveValue("nobody");
  await ana.types("E-mail", ana.member.email);
  await ana.presses("Send the link");
  await ana.sees("Look into your mailbox");
  await ana.reads(ana.member.email);
  const letters = await ana.stand.mailsTo(ana.member.email);
  const link = /http:\S+\/reset-password\/\S+/.exec(letters.at(-1)?.body ?? "")?.[0] ?? "";

  // The link is opened in another browser.
  const there = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await there.visit(link);
  await there.sees("Choose a new password");
  await there.presses("Continue");
  await expect(there.page).toHaveURL("/reset-password");
  watch.formRefused(400);
  await there.types("Password", "password");
  await there.presses("Set the password");
  await there.reads("Too easy to guess");
  const password = "eight purple tricycles";
  await there.types("Password", password);
  await there.presses("Set the password");
  await there.sees("Sign in");
  await there.reads("Your new password is set.");
  watch.formRefused(422);
  await there.givesPassword();
  await there.reads("E-mail or password is not right.");
  await there.givesPassword(password);
  await there.sees("Enter your passcode");
  await there.passes(await phone.code());
  await there.sees("Home");
  watch.refused(410);
  await there.visit(link);
  await there.reads("It was used, has run out, or a newer one was sent.");
  await there.page.context().close();
});
