import { expect, inNewBrowser, test } from "../support/test";
import type { Person } from "../support/person";
import type { Phone } from "../support/phone";
import { begins } from "../support/team";

const THIEF = "thief@example.net";

/** The owner's pages about all that a thief would change. */
const OWNED = ["/profile", "/profile/email", "/security/two-factor", "/security/recovery-codes", "/security/api-keys", "/team"];

/** Returns the content of a page as the server sends it to this browser. */
async function content(person: Person, path: string): Promise<string> {
  const document = await person.page.context().request.get(path, { maxRedirects: 0 });
  expect(document.status(), path).toBe(200);
  const main = /<main[^]*<\/main>/.exec(await document.text());
  expect(main, path).not.toBeNull();
  return main?.[0] ?? "";
}

/** Returns what the owner reads about it. */
async function owned(owner: Person): Promise<string[]> {
  return Promise.all(OWNED.map((path) => content(owner, path)));
}

/** Sends a form with the cookies of this browser, but without its page. */
async function sends(thief: Person, endpoint: string, form: Record<string, string>) {
  const headers = { "sec-fetch-site": "same-origin", accept: "application/json" };
  return thief.page.context().request.post(`/ui/${endpoint}`, { form, headers, maxRedirects: 0 });
}

/** Tries all forms that make something of a session, with nothing to prove and with the password alone. */
async function triesForms(thief: Person, phone: string): Promise<void> {
  const forms: [string, Record<string, string>][] = [
    ["devices/add", { device_name: "Another phone" }],
    ["devices/replace", { id: phone }],
    ["devices/remove", { id: phone, lost: "true" }],
    ["two-factor/switch-off", {}],
    ["recovery-codes/replace", {}],
    ["profile/email", { email: THIEF }],
    ["profile/change-password", { new_password: "eight purple tricycles" }],
    ["api-keys/make", { key_name: "Backup", "scopes[]": "me", days: "90", networks: "" }],
    ["api-keys/every-call", { on: "false" }],
    ["team/invite", { email: THIEF, role: "owner" }],
  ];
  for (const [endpoint, fields] of forms) {
    for (const password of ["", thief.member.password]) {
      const answer = await sends(thief, endpoint, { ...fields, password, passcode: "" });
      const missing = password ? "Passcode" : "Password";
      expect(await answer.json(), `${endpoint} asks for more`).toEqual({ Rejected: { Invalid: [missing, "Missing"] } });
      expect(answer.status()).toBe(400);
    }
  }
}

/** Opens the page of each form, which asks for password and passcode. */
async function opensForms(thief: Person, phone: string): Promise<void> {
  const device = `/security/two-factor/${phone}`;
  const pages = ["/security/two-factor/new", `${device}/replace`, `${device}/remove`, "/security/two-factor/switch-off"];
  pages.push("/security/recovery-codes", "/profile/email", "/profile", "/security/api-keys/new", "/team/invite");
  for (const path of pages) {
    await thief.visit(path);
    for (const proof of ["password", "passcode"]) await expect(thief.page.locator(`main input[name=${proof}]`), path).not.toHaveCount(0);
  }
}

/** Whether a document has the key of this phone, as a link or in groups of four. */
function shows(document: string, { scanned }: Phone): boolean {
  const groups = scanned.secret.match(/.{4}/g) ?? [];
  return document.includes("otpauth:") || groups.every((group) => document.includes(group));
}

/** Asks for the secrets of the device that is set up in another browser, and for what its passcodes and those of the phone open. */
async function readsNoSecrets(thief: Person, scan: string, tablet: Phone): Promise<void> {
  const id = scan.split("/").at(-1) ?? "";
  const { request } = thief.page.context();
  const read = await sends(thief, "devices/scan", { id });
  const pages = [scan, "/security/two-factor", "/security/recovery-codes"].map((path) => request.get(path));
  for (const document of [read, ...(await Promise.all(pages))]) {
    expect(document.status()).toBe(200);
    expect(shows(await document.text(), tablet), document.url()).toBe(false);
  }
  for (const [endpoint, fields, status] of [
    ["recovery-codes/download", {}, 302],
    ["devices/confirm", { id, passcode: await tablet.code() }, 409],
    ["devices/rename", { id, device_name: "Mine" }, 404],
    ["sign-in/passcode", { passcode: await tablet.code(), trust: "true" }, 422],
  ] as const) {
    expect((await sends(thief, endpoint, fields)).status(), endpoint).toBe(status);
  }
}

test("a stolen session adds, reads and changes nothing", async ({ person: ana, browser, watch }) => {
  const phone = await begins(ana);
  await ana.visit("/security/two-factor");
  const link = await ana.page.locator("a[href$='/remove']").getAttribute("href");
  const id = link?.split("/").at(-2) ?? "";
  await ana.wait(30);
  // The owner sets up a tablet in another browser.
  const owner = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await owner.signsIn(phone);
  await owner.visit("/security/two-factor/new");
  await owner.namesDevice("Tablet");
  await owner.sees("Scan the QR code");
  const scan = new URL(owner.page.url()).pathname;
  const tablet = await owner.scans();
  await ana.wait(601);
  const before = await owned(owner);
  expect(shows(await content(owner, scan), tablet)).toBe(true);

  const thief = ana.at(await inNewBrowser(browser, ana.stand, watch));
  const cookies = await ana.page.context().cookies();
  await thief.page.context().addCookies(cookies.filter((cookie) => cookie.name === "session"));
  await thief.visit("/");
  await thief.sees("Home");
  await opensForms(thief, id);
  await triesForms(thief, id);

  // A guess at the real forms.
  for (const [path, field, text, button, served] of [
    ["/security/two-factor/new", "Device name", "Another phone", "Add", false],
    ["/profile/email", "New address", THIEF, "Send the link", true],
  ] as const) {
    await thief.visit(path);
    await thief.types(field, text);
    await thief.types("Password", "not the password");
    await thief.types("Passcode", await phone.code());
    if (!served) watch.formRefused(422);
    await thief.presses(button);
    await expect(thief.errorAt("Password")).toHaveText("This password is not right.");
  }

  // What the owner sets up at the moment, and the codes.
  await thief.visit(scan);
  await thief.reads(/another browser/);
  await expect(thief.qr).toHaveCount(0);
  await readsNoSecrets(thief, scan, tablet);

  expect(await owned(owner)).toEqual(before);
  expect(await ana.stand.mailsTo(THIEF)).toEqual([]);
  await owner.visit("/security/sessions");
  const others = owner.page.getByRole("list", { name: "Other browsers" }).getByRole("listitem");
  await expect(others).toHaveCount(1);
  await others.getByRole("button", { name: /^Sign out/ }).click();
  await owner.reads("The session is ended.");
  expect((await sends(thief, "devices", {})).status()).toBe(401);
  await thief.visit("/security");
  await thief.sees("Sign in");
  // Nothing keeps the tablet from being confirmed.
  await owner.visit(scan);
  await owner.passes(await tablet.code());
  await owner.sees("Two-factor authentication");
  await expect(owner.device("Tablet")).toContainText("Confirmed");
  await ana.wait(30);
  const proofs = { password: ana.member.password, passcode: await phone.code() };
  expect((await sends(owner, "recovery-codes/replace", proofs)).status()).toBe(200);
  for (const { page } of [thief, owner]) await page.context().close();
});
