import { expect, inNewBrowser, test } from "../support/test";
import { Person } from "../support/person";
import { Stand } from "../support/stand";
import { Watch } from "../support/watch";

test.describe("the set-up link", () => {
  // The set-up link requires a database without members, so the test starts its own stand.
  test("makes the owner, once", async ({ browser, scripts, database }) => {
    const stand = await Stand.start(database);
    const watch = new Watch(stand.origin, scripts);
    const page = await inNewBrowser(browser, stand, watch);
    const ana = Person.invent(page, stand, watch);

    const old = await stand.setUpLink();
    const link = await stand.setUpLink();
    watch.refused(410);
    await ana.visit(old);
    await ana.reads("This link does not work any more");

    await ana.visit(link);
    await ana.sees("Create the owner");
    await ana.reload();
    await ana.presses("Continue");
    await expect(page).toHaveURL("/set-up");
    await ana.reload();
    await ana.types("Your name", ana.member.name);
    await ana.types("E-mail", "no address");
    await page.locator("form").first().evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
    await ana.types("Password", "short");
    watch.formRefused(400);
    await ana.presses("Create the owner");
    await expect(ana.field("Your name")).toHaveValue(ana.member.name);
    await ana.reads("This is not an e-mail address.");
    await ana.types("E-mail", ana.member.email);
    await ana.types("Password", "short");
    watch.formRefused(400);
    await ana.presses("Create the owner");
    await ana.reads("Use at least 8 characters.");
    await expect(ana.field("E-mail")).toHaveValue(ana.member.email);
    await expect(ana.field("Password")).toHaveValue(scripts ? "short" : "");
    await ana.types("Password", ana.member.password);
    await ana.presses("Create the owner");
    await ana.reads("The owner is created.");
    await ana.givesPassword();
    await ana.sees("Home");

    watch.refused(410);
    await ana.visit(link);
    await ana.reads("This link does not work any more");
    await page.context().close();
    watch.verdict();
    await stand.stop();
  });

  test("is over after an hour", async ({ browser, scripts, database }) => {
    const stand = await Stand.start(database);
    const watch = new Watch(stand.origin, scripts);
    const page = await inNewBrowser(browser, stand, watch);
    const ana = Person.invent(page, stand, watch);
    const link = await stand.setUpLink();
    await ana.wait(3600);
    watch.refused(410);
    await ana.visit(link);
    await ana.reads("This link does not work any more");
    await page.context().close();
    watch.verdict();
    await stand.stop();
  });
});

test("a sign-up waits for its mail, which can be sent again", async ({ stranger: ana, stand, watch }) => {
  await ana.visit("/sign-up");
  await ana.types("Your name", ana.member.name);
  await ana.types("E-mail", ana.member.email);
  await ana.types("Password", ana.member.password);
  await ana.presses("Create account");
  await ana.sees("Look into your mailbox");
  const [first] = await stand.mailsTo(ana.member.email);

  await ana.wait(60);
  await ana.reload();
  await ana.presses("Send again");
  await ana.sees("Look into your mailbox");
  await expect.poll(async () => (await stand.mailsTo(ana.member.email)).map((letter) => letter.body)).not.toEqual([]);

  // The newest link replaced the older one.
  watch.refused(410);
  await ana.visit(/http:\S+/.exec(first?.body ?? "")?.[0] ?? "");
  await ana.reads("This link does not work any more");

  // An unconfirmed sign-up cannot sign in.
  await ana.visit("/sign-in");
  watch.formRefused(422);
  await ana.givesPassword();
  await ana.reads("E-mail or password is not right.");
});

test("behind the link the password must be typed again", async ({ stranger: ana, stand, watch }) => {
  await ana.visit("/sign-up");
  await ana.types("Your name", ana.member.name);
  await ana.types("E-mail", ana.member.email);
  await ana.types("Password", ana.member.password);
  await ana.presses("Create account");
  await ana.sees("Look into your mailbox");
  const [letter] = await stand.mailsTo(ana.member.email);
  const link = /http:\S+/.exec(letter?.body ?? "")?.[0] ?? "";
  await ana.visit(link);
  await ana.presses("Continue");
  await expect(ana.page).toHaveURL("/confirm-email");
  await ana.types("Password", "not the password");
  watch.formRefused(422);
  await ana.presses("Confirm");
  await ana.reads("This password is not right.");
  await ana.types("Password", ana.member.password);
  await ana.presses("Confirm");
  await ana.reads("Your e-mail address is confirmed.");
  watch.refused(410);
  await ana.visit(link);
  await ana.reads("This link does not work any more");
});

test("an address that has a member is told by mail alone", async ({ person: ana, stand }) => {
  await ana.visit("/sign-up");
  await ana.types("Your name", "Somebody");
  await ana.types("E-mail", ana.member.email.toUpperCase());
  await ana.types("Password", ana.member.password);
  await ana.presses("Create account");
  await ana.sees("Look into your mailbox");
  // The name before the @ stays as it was typed; the domain is the same in all spellings.
  const typed = ana.member.email.replace(/^[^@]+/, (local) => local.toUpperCase());
  const letters = [...(await stand.mailsTo(ana.member.email)), ...(await stand.mailsTo(typed))];
  expect(letters.map((letter) => letter.subject)).toEqual(["You already have a Twofold account"]);
});
