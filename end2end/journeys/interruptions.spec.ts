import { expect, inNewBrowser, test } from "../support/test";

test("back and reload at every step lose nothing and send nothing twice", async ({ person: ana, watch }) => {
  const { page } = ana;
  await ana.signsIn();
  await ana.follows("Access and security");
  await ana.sees("Access and security");
  await ana.follows("Two-factor authentication");
  await ana.sees("Two-factor authentication");
  await ana.follows("Add new device");
  await ana.sees("Add new device");
  await ana.reload();
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const uri = (await ana.scans()).uri;

  await ana.reload();
  await ana.sees("Scan the QR code");
  expect((await ana.scans()).uri, "the same secret after a reload").toBe(uri);

  await page.goBack();
  await ana.sees("Add new device");
  await page.goForward();
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  expect(phone.uri).toBe(uri);

  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  const codes = await ana.codes();
  await ana.reload();
  expect(await ana.codes()).toEqual(codes);
  watch.refused(404);
  await page.goBack();
  await ana.reads("This QR code is over");
  await ana.visit("/security/two-factor");
  await expect(ana.device("My phone")).toHaveCount(1);
  await expect(ana.device("My phone")).toContainText("Confirmed");

  await ana.signsOut();
  // Signing out led to another document, so the browser asks for this one again and is redirected.
  await page.goBack();
  await expect(page).toHaveURL("/sign-in?next=/security/two-factor");
  await ana.sees("Sign in");
  await expect(page.getByText("My phone")).toHaveCount(0);
});

test("two tabs at once: one device, the first tab is told", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const other = ana.at(await ana.page.context().newPage());
  for (const tab of [ana, other]) {
    await tab.visit("/security/two-factor/new");
    await tab.types("Device name", "My phone");
    await tab.types("Password", tab.member.password);
  }
  await ana.presses("Add");
  await ana.sees("Scan the QR code");
  const replaced = await ana.scans();
  await other.presses("Add");
  await other.sees("Scan the QR code");

  // With scripts the form is refused, without them the page that it redirects to.
  watch.refused(404);
  await ana.passes(await replaced.code());
  await ana.reads(watch.scripts ? "The time to confirm this device is over." : "This QR code is over");
  await other.passes(await (await other.scans()).code());
  await other.sees("Recovery codes");
  await other.visit("/security/two-factor");
  await expect(other.device("My phone")).toHaveCount(1);
  await expect(other.device("My phone")).toContainText("Confirmed");
});

test("a device being set up is another browser's secret", async ({ person: ana, browser, stand, watch }) => {
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const path = new URL(ana.page.url()).pathname;

  const page = await inNewBrowser(browser, stand, watch);
  const elsewhere = ana.at(page);
  await elsewhere.signsIn();
  await elsewhere.visit("/security/two-factor");
  await expect(elsewhere.device("My phone")).toContainText("Being set up in another browser");
  await elsewhere.visit(path);
  await elsewhere.reads("This device is being set up in another browser.");
  await expect(elsewhere.qr).toHaveCount(0);
  await elsewhere.visit("/security/two-factor");
  await elsewhere.presses("Discard");
  await elsewhere.reads("No devices yet");
  await page.context().close();
});

test("foreign and invented devices are not there", async ({ person: ana, browser, stand, watch }) => {
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const path = new URL(ana.page.url()).pathname;

  const page = await inNewBrowser(browser, stand, watch);
  const bea = (await import("../support/person")).Person.invent(page, stand, watch);
  await stand.addMember(bea.member);
  await bea.signsIn();
  for (const rest of ["", "/remove", "/remove?lost=true"]) {
    const seen = [];
    for (const strange of [path, "/security/two-factor/0123456789abcdef0123456789abcdef"]) {
      watch.refused(404);
      await bea.visit(`${strange}${rest}`);
      await expect(bea.page.getByRole("heading", { level: 1 })).toHaveText(/This QR code is over|Page not found/);
      seen.push(await bea.page.locator("main").innerText());
    }
    expect(seen[0], "somebody else's device looks like none").toBe(seen[1]);
  }
  await page.context().close();
});

test("a form sent after the session ended says so", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.wait(60 * 60);
  watch.formRefused(401);
  await ana.namesDevice("My phone");
  await ana.reads("Your session has ended.");
});

test("a sheet of recovery codes that is over says what to do", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.setsUp();
  const [code] = await ana.codes();
  await ana.wait(15 * 60);
  await ana.types("Recovery code", code ?? "");
  watch.formRefused(404);
  await ana.presses("I have them");
  await ana.reads(watch.scripts ? "The codes are not kept here any longer." : "They were never saved: make new ones and keep them.");
});
