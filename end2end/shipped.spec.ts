import type { Browser } from "@playwright/test";
import { expect, inNewBrowser, test } from "./support/test";
import { Person } from "./support/person";
import { Shipped } from "./support/shipped";
import { Watch } from "./support/watch";

/** Starts the shipped program on an empty database, with a person who is about to become its owner. */
async function started(browser: Browser, log?: string) {
  const site = await Shipped.start(log);
  const watch = new Watch(site.origin, true);
  const owner = Person.invent(await inNewBrowser(browser, site, watch), site, watch);
  return { site, watch, owner, link: await site.setUpLink() };
}

// These tests run on the real clock: the confirming passcode is the current one, later sign-ins use the next one, which
// is accepted too.
test("the shipped program, from its set-up link to a sign-in with a passcode", async ({ browser }) => {
  const { site, watch, owner, link } = await started(browser);
  await owner.becomesOwner(link);
  await owner.givesPassword();
  await owner.sees("Home");

  const ana = Person.invent(await inNewBrowser(browser, site, watch), site, watch);
  await ana.visit("/sign-up");
  await ana.types("Your name", ana.member.name);
  await ana.types("E-mail", ana.member.email);
  await ana.types("Password", ana.member.password);
  await ana.presses("Create account");
  await ana.sees("Look into your mailbox");
  await ana.visit(await site.linkTo(ana.member.email));
  await ana.presses("Continue");
  await expect(ana.page).toHaveURL("/confirm-email");
  await ana.types("Password", ana.member.password);
  await ana.presses("Confirm");
  await ana.reads("Your e-mail address is confirmed.");
  await ana.givesPassword();
  await ana.sees("Home");
  await ana.follows("Add new device");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  await ana.keepsCodes();
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.passes(await phone.code(30));
  await ana.sees("Home");

  for (const person of [owner, ana]) await person.page.context().close();
  watch.verdict();
  await site.stop();
});

test("B06: a code that was accepted stays used when the program is killed", async ({ browser }) => {
  const { site, watch, owner, link } = await started(browser);
  await owner.becomesOwner(link);
  await owner.givesPassword();
  await owner.sees("Home");
  const phone = await owner.setsUp();
  await owner.keepsCodes();

  const plain = new Watch(site.origin, false); // with scripts, a call while the program is down would be a problem
  const other = new Person(await inNewBrowser(browser, site, plain), site, plain, owner.member);
  await other.visit("/sign-in");
  await other.givesPassword();
  await other.sees("Enter your passcode");
  const code = await phone.code(30);
  await other.passes(code);
  await site.crash();
  await other.reload();
  await other.sees("Home"); // what was answered was durable

  const attacker = owner.at(await inNewBrowser(browser, site, watch));
  await attacker.visit("/sign-in");
  await attacker.givesPassword();
  await attacker.sees("Enter your passcode");
  watch.refused(422);
  await attacker.passes(code);
  await attacker.reads("That passcode is not right.");
  await attacker.visit("/profile");
  await attacker.sees("Sign in");

  for (const person of [owner, other, attacker]) await person.page.context().close();
  for (const watching of [watch, plain]) watching.verdict();
  await site.stop();
});

test("B61: the log holds no secret, however much it tells", async ({ browser }) => {
  const { site, watch, owner, link } = await started(browser, "trace");
  const secrets: Record<string, string> = { password: owner.member.password, "e-mail": owner.member.email };
  secrets["set-up link"] = link.split("/").at(-1) ?? "";
  await owner.becomesOwner(link);
  await owner.givesPassword();
  await owner.sees("Home");
  await owner.visit("/security/two-factor/new");
  await owner.namesDevice("My phone");
  await owner.sees("Scan the QR code");
  const phone = await owner.scans();
  secrets.key = phone.scanned.secret;
  const first = await phone.code();
  await owner.passes(first);
  await owner.sees("Recovery codes");
  const codes = await owner.keepsCodes();
  await owner.signsOut();
  await owner.givesPassword();
  await owner.sees("Enter your passcode");
  const second = await phone.code(30);
  watch.refused(422);
  await owner.passes(first);
  await owner.reads("That passcode is not right.");
  await owner.passes(second);
  await owner.sees("Home");
  // The language is no secret, and its two letters are everywhere.
  const cookies = (await owner.page.context().cookies()).filter((cookie) => !cookie.name.endsWith("language"));
  for (const cookie of cookies) secrets[cookie.name] = cookie.value;
  for (const [place, code] of codes.entries()) secrets[`recovery code ${place}`] = code.slice(6); // the part after the selector

  await owner.page.context().close();
  watch.verdict();
  await site.stop();
  expect(site.output, "it tells what it does").toContain("/ui/sign-in/passcode");
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(8);
    for (const text of [secret, encodeURIComponent(secret)]) expect(site.output.includes(text), `${name} in the log`).toBe(false);
  }
  // Six digits may also occur within another number, so only passcodes that stand alone count.
  for (const code of [first, second]) {
    expect(new RegExp(`(?<![\\w.])${code}(?!\\w)`).test(site.output), "a passcode in the log").toBe(false);
  }
});
