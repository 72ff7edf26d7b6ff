import { expect, inNewBrowser, test } from "./support/test";
import { Gallery } from "./support/gallery";
import { Phone } from "./support/phone";

// Pictures of colleagues' devices, see pictures.spec.ts.

test.setTimeout(240_000);

const HOLDER = "Zoë Alexandrescu-Öztürk";

test("colleagues", async ({ person: ana, browser, watch }) => {
  watch.resizes();
  const { page } = ana;
  const gallery = new Gallery(watch, "colleagues");
  // Longer than a line of a phone, without a place to break it.
  const email = `zoe.of.a.rather.long.department.${ana.member.email}`;
  const fills = async (device: string, how: string): Promise<void> => {
    await ana.types("Name of the colleague", HOLDER);
    await ana.types("E-mail address of the colleague", email);
    await ana.types("Device name", device);
    await page.getByLabel(how).check();
    await ana.types("Password", ana.member.password);
    await ana.presses("Go on");
  };
  await ana.signsIn();
  await ana.visit("/security/two-factor/colleague");
  await gallery.takes(page, "01-own-phone-first");
  await ana.setsUp();
  await ana.keepsCodes();
  await ana.visit("/security/two-factor/new");
  await gallery.takes(page, "02-new-device");
  await ana.visit("/security/two-factor/colleague");
  await gallery.takes(page, "03-form");
  await ana.types("Name of the colleague", "x");
  await ana.types("E-mail address of the colleague", ana.member.email);
  await ana.types("Device name", "x".repeat(65));
  await ana.types("Password", ana.member.password);
  await ana.presses("Go on");
  await expect(page.locator("[aria-invalid=true]")).toBeVisible();
  await gallery.takes(page, "04-form-wrong");
  await ana.visit("/security/two-factor/colleague");
  await fills("Zoë’s phone", "Beside me: show the QR code here");
  await ana.sees("Scan the QR code");
  await gallery.takes(page, "05-scan-side-by-side");
  const beside = await ana.scans();
  await ana.passes(await beside.code());
  await ana.sees("Two-factor authentication");
  await ana.visit("/security/two-factor/colleague");
  await fills("Zoë’s tablet", "Elsewhere: mail a link");
  await ana.sees("A colleague’s device");
  await gallery.takes(page, "06-invited");

  const zoe = ana.at(await inNewBrowser(browser, ana.stand, watch, { reducedMotion: "reduce" }));
  const mailed = async (before: RegExp): Promise<string> => {
    const letters = await ana.stand.mailsTo(email);
    return letters.map((letter) => before.exec(letter.body)?.[1]).find((found) => found !== undefined) ?? "";
  };
  await zoe.visit(await mailed(/(http\S+\/enrol\/\S+)/));
  await gallery.takes(zoe.page, "07-link");
  await zoe.presses("Continue");
  await expect(zoe.page).toHaveURL("/enrol");
  await zoe.ready();
  await gallery.takes(zoe.page, "08-prove");
  await zoe.submits("Send the code");
  await gallery.takes(zoe.page, "09-too-soon");
  await ana.wait(61);
  await zoe.submits("Send the code");
  await gallery.takes(zoe.page, "10-code");
  await zoe.types("Code", "00000000");
  await zoe.submits("Verify");
  await gallery.takes(zoe.page, "11-code-wrong");
  await zoe.types("Code", await mailed(/ten minutes:\s+(\d{8})/));
  await zoe.submits("Verify");
  await gallery.takes(zoe.page, "12-scan");
  const phone = await Phone.scan(zoe.qr, ana.now);
  await zoe.types("Passcode", await phone.wrong());
  await zoe.submits("Verify");
  await gallery.takes(zoe.page, "13-scan-wrong");
  await zoe.types("Passcode", await phone.code());
  await zoe.submits("Verify");
  await gallery.takes(zoe.page, "14-waits");
  await ana.visit("/security/two-factor");
  await gallery.takes(page, "15-list");
  await ana.follows(`${HOLDER} waits for your approval`);
  await ana.sees("A colleague’s device");
  await gallery.takes(page, "16-approve");
  // The colleague's page follows by itself, as a document.
  watch.document();
  await ana.presses("Approve");
  await ana.sees("Two-factor authentication");
  await gallery.takes(page, "17-approved");
  await zoe.reads("Your device is ready");
  await zoe.ready();
  await gallery.takes(zoe.page, "18-ready");
  await ana.wait(30);
  await zoe.signsIn(phone);
  await gallery.takes(zoe.page, "19-home-of-colleague");
  watch.refused(403);
  await zoe.visit("/profile");
  await gallery.takes(zoe.page, "20-refused");
  await ana.visit("/security/activity");
  await gallery.takes(page, "21-activity");
  await ana.visit("/security/two-factor");
  await ana.device("Zoë’s tablet").locator("summary").first().click();
  await ana.device("Zoë’s tablet").getByRole("link", { name: "Remove", exact: true }).click();
  await ana.sees("Remove device");
  await gallery.takes(page, "22-remove");
  await ana.presses("Remove device");
  await ana.visit("/");
  await gallery.takes(page, "23-home-renewals");
  await zoe.page.context().close();
  await gallery.hang();
});
