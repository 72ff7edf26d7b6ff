import { expect, inNewBrowser, test } from "../support/test";
import type { Browser } from "@playwright/test";
import type { Person } from "../support/person";
import { Phone } from "../support/phone";

const HOLDER = "Zoë 用户";
const DEVICE = "Shared phone";

/** Fills in the form of a colleague's device and scans its QR code. */
async function adds(ana: Person, device: string, passcode?: string): Promise<Phone> {
  await ana.sees("Add a colleague’s device");
  await ana.types("Name of the colleague", HOLDER);
  await ana.types("E-mail address of the colleague", "zoe@example.org");
  await ana.types("Device name", device);
  await ana.types("Password", ana.member.password);
  if (passcode) await ana.types("Passcode", passcode);
  await ana.presses("Go on");
  await ana.sees("Scan the QR code");
  return ana.scans();
}

/** Opens a browser of a colleague, on a phone. */
async function colleague(ana: Person, browser: Browser): Promise<Person> {
  const page = await inNewBrowser(browser, ana.stand, ana.watch, {
    reducedMotion: "reduce",
    viewport: { width: 360, height: 740 },
  });
  return ana.at(page);
}

test("A11, side by side: a colleague signs in as the member, and changes nothing", async ({ person: ana, browser, watch }) => {
  await ana.signsIn();
  const own = await ana.setsUp();
  await ana.keepsCodes();
  await ana.visit("/security/two-factor/new");
  await ana.follows("Add a colleague’s device");
  const phone = await adds(ana, DEVICE);
  await ana.reads(`Sit side by side: ${HOLDER} scans the QR code`);
  await ana.passes(await phone.code());
  await ana.sees("Two-factor authentication");
  await expect(ana.device(DEVICE)).toContainText("Confirmed");
  await expect(ana.device(DEVICE)).toContainText(`Held by ${HOLDER} (zoe@example.org). Signs in only.`);

  const zoe = await colleague(ana, browser);
  await ana.wait(30);
  await zoe.signsIn(phone);
  await zoe.reads(`Signed in with ${HOLDER}’s “${DEVICE}”`);
  watch.refused(403);
  await zoe.visit("/security/two-factor");
  await zoe.sees("Not with a colleague’s device");
  await zoe.follows("Go to Home");
  await zoe.sees("Home");

  // The member sees it, and takes it back.
  await ana.visit("/security/activity");
  await ana.reads(`with ${HOLDER}’s “${DEVICE}”`);
  await ana.visit("/security/two-factor");
  await ana.device(DEVICE).locator("summary").first().click();
  await ana.device(DEVICE).getByRole("link", { name: "Remove", exact: true }).click();
  await ana.sees("Remove device");
  await expect(ana.page.getByLabel("Change my password next")).toBeChecked();
  await expect(ana.page.getByLabel("Make new recovery codes")).toBeChecked();
  await ana.presses("Remove device");
  await ana.sees("My profile");
  await ana.visit("/");
  await ana.reads(`${HOLDER} may know your password.`);
  await ana.reads(`${HOLDER} may have seen your recovery codes.`);
  await zoe.visit("/");
  await zoe.sees("Sign in");
  await zoe.page.context().close();

  await ana.wait(30);
  await ana.visit("/security/recovery-codes");
  await ana.presses("Make new recovery codes");
  await expect(ana.page.locator("main")).toContainText(/[0-9A-Z]{5}-[0-9A-Z]{5}/);
  await ana.keepsCodes();
  await ana.visit("/");
  await expect(ana.page.getByText(`${HOLDER} may have seen your recovery codes.`)).toHaveCount(0);
  await ana.reads(`${HOLDER} may know your password.`);
  expect(own.scanned.label).not.toEqual(phone.scanned.label);
});

test("what is wrong is named at its field, and what was typed stays", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.setsUp();
  await ana.keepsCodes();
  await ana.visit("/security/two-factor/colleague");
  await ana.types("Name of the colleague", HOLDER);
  await ana.types("E-mail address of the colleague", ana.member.email.toUpperCase());
  await ana.types("Device name", DEVICE);
  await ana.page.getByLabel("It may change security").check();
  await ana.page.getByLabel("How long it may be used").selectOption("7");
  await ana.types("Password", ana.member.password);
  await ana.presses("Go on");
  await expect(ana.errorAt("E-mail address of the colleague")).toHaveText("This is your own address. Type the colleague’s.");
  await expect(ana.field("Name of the colleague")).toHaveValue(HOLDER);
  await expect(ana.field("Device name")).toHaveValue(DEVICE);
  await expect(ana.page.getByLabel("It may change security")).toBeChecked();
  await expect(ana.page.getByLabel("How long it may be used")).toHaveValue("7");
  await expect(ana.field("Password")).toHaveValue("");
});

test("A11, by link: the colleague's own screen, two words, an approval", async ({ person: ana, browser, watch }) => {
  const email = `zoe.${ana.member.email}`;
  await ana.signsIn();
  const own = await ana.setsUp();
  await ana.keepsCodes();
  await ana.visit("/security/two-factor/colleague");
  await ana.types("Name of the colleague", HOLDER);
  await ana.types("E-mail address of the colleague", email);
  await ana.types("Device name", DEVICE);
  await ana.page.getByLabel("Elsewhere: mail a link").check();
  await ana.types("Password", ana.member.password);
  await ana.presses("Go on");
  await ana.sees("A colleague’s device");
  await ana.reads("The link was mailed and works for 24 hours.");
  // From now on the list stays open: with scripts it follows by itself, without them by a link.
  await ana.visit("/security/two-factor");
  await ana.reads(`${HOLDER} has the link`);
  const follows = async (person: Person): Promise<void> => {
    if (!watch.scripts) await person.follows("Refresh");
  };

  const zoe = await colleague(ana, browser);
  const mailed = async (before: RegExp): Promise<string> => {
    const letters = await ana.stand.mailsTo(email);
    const found = letters.map((letter) => before.exec(letter.body)?.[1]).filter((found) => found !== undefined);
    return found.at(-1) ?? "";
  };
  await zoe.visit(await mailed(/(http\S+\/enrol\/\S+)/));
  await zoe.sees("Set up your device");
  await zoe.presses("Continue");
  await expect(zoe.page).toHaveURL("/enrol");
  await zoe.sees("Set up your device");
  await ana.wait(61);
  await zoe.submits("Send the code");
  const code = await mailed(/ten minutes:\s+(\d{8})/);
  await zoe.types("Code", code === "12345678" ? "12345679" : "12345678");
  await zoe.submits("Verify");
  await expect(zoe.errorAt("Code")).toContainText("This code is not right");
  await zoe.sees("Set up your device");
  await zoe.types("Code", code);
  await zoe.submits("Verify");
  await zoe.reads("Scan the QR code");
  await zoe.sees("Set up your device");
  await follows(ana);
  await ana.reads(`${HOLDER} scans the QR code`);
  const phone = await Phone.scan(zoe.qr, ana.now);
  await zoe.types("Passcode", await phone.code());
  await zoe.submits("Verify");
  await zoe.reads("Nearly done");
  await zoe.sees("Set up your device");
  const words = await zoe.page.locator("main b").last().innerText();
  expect(words).toMatch(/^[a-z]+ [a-z]+$/);

  await follows(ana);
  await ana.reads(`${HOLDER} waits for your approval`);
  await expect(ana.device(DEVICE)).toHaveCount(0);

  // The member approves in another tab, and neither the list nor the colleague’s page is loaded again by hand.
  const tab = ana.at(await ana.page.context().newPage());
  await tab.visit("/security/two-factor");
  await tab.follows(`${HOLDER} waits for your approval`);
  await tab.sees("A colleague’s device");
  await tab.reads(words);
  await expect(tab.page.getByLabel("It may change security")).not.toBeChecked();
  watch.document();
  await tab.presses("Approve");
  await tab.sees("Two-factor authentication");
  await follows(ana);
  await expect(ana.device(DEVICE)).toContainText("Confirmed");
  await expect(ana.device(DEVICE)).toContainText(`Held by ${HOLDER}`);
  await expect(ana.page.getByText("waits for your approval")).toHaveCount(0);
  await follows(zoe);
  await zoe.reads("Your device is ready");
  await zoe.follows("Sign in");
  await zoe.sees("Sign in");
  await tab.page.close();
  await ana.wait(30);
  await zoe.signsIn(phone);
  await zoe.reads(`Signed in with ${HOLDER}’s “${DEVICE}”`);
  await zoe.page.context().close();
  expect(own.scanned.label).not.toEqual(phone.scanned.label);
});
