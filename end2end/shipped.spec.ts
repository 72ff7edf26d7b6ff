import { expect, inNewBrowser, test } from "./support/test";
import { Person } from "./support/person";
import { Shipped } from "./support/shipped";
import { Watch } from "./support/watch";

// The real clock: the confirming passcode is the present one, the next sign-ins take the one after it, which counts too.
test("the shipped program, from its set-up link to a sign-in with a passcode", async ({ browser }) => {
  const site = await Shipped.start();
  const watch = new Watch(site.origin, true);
  const owner = Person.invent(await inNewBrowser(browser, site, watch), site, watch);
  await owner.visit(await site.setUpLink());
  await owner.presses("Continue");
  await expect(owner.page).toHaveURL("/set-up");
  await owner.types("Your name", owner.member.name);
  await owner.types("E-mail", owner.member.email);
  await owner.types("Password", owner.member.password);
  await owner.presses("Create the owner");
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
