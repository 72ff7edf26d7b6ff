import { Machine } from "../support/machine";
import { expect, test } from "../support/test";
import type { Person } from "../support/person";

async function opensKeys(ana: Person): Promise<void> {
  await ana.follows("Access and security");
  await ana.sees("Access and security");
  await ana.follows("API keys");
  await ana.sees("API keys");
}

/** Makes a key and returns its text. */
async function makes(ana: Person, name: string, ...scopes: string[]): Promise<string> {
  const { page } = ana;
  await ana.follows("New API key");
  await ana.sees("New API key");
  await ana.types("Name", name);
  for (const scope of scopes) await page.getByLabel(new RegExp(`^${scope} `)).check();
  await ana.presses("Make the key");
  await ana.sees("API key");
  return (await page.locator("#key").textContent()) ?? "";
}

type Answer = { status: number; body: Record<string, string> };

/** Calls the API as a program does. */
async function calls(ana: Person, method: string, path: string, headers: Record<string, string>): Promise<Answer> {
  const answer = await fetch(`${new URL(ana.page.url()).origin}/api/v1/${path}`, { method, headers });
  return { status: answer.status, body: await answer.json() };
}

/** Asks the API who the holder of a key or token is. */
const me = (ana: Person, credential: string): Promise<Answer> =>
  calls(ana, "GET", "me", { authorization: `Bearer ${credential}` });

/** Buys an access token. */
const buys = (ana: Person, key: string, passcode: string): Promise<Answer> =>
  calls(ana, "POST", "tokens", { authorization: `Bearer ${key}`, "x-otp": passcode });

test("a key from the profile to a program, and its end", async ({ person: ana, watch }) => {
  const { page } = ana;
  await ana.signsIn();
  await ana.opensMenu();
  await ana.follows("My profile");
  await ana.sees("My profile");
  await ana.follows("Manage API keys");
  await ana.sees("API keys");
  await ana.reads("No API keys yet");
  const key = await makes(ana, "Nightly backup", "me", "devices");
  expect(key).toMatch(/^tfk_[0-9a-f]{104}$/);
  await expect(page.getByRole("button", { name: "Copy" })).toHaveCount(watch.scripts ? 1 : 0);
  await ana.reload();
  await expect(page.locator("#key"), "reading it again changes nothing").toHaveText(key);
  expect(await me(ana, key)).toMatchObject({ status: 200, body: { email: ana.member.email, role: "owner" } });

  await ana.presses("I have stored it");
  await ana.sees("API keys");
  const row = page.getByRole("list", { name: "API keys, oldest first" }).getByRole("listitem");
  await expect(row).toContainText(key.slice(0, 12));
  await expect(row).toContainText("Active");
  await expect(row).toContainText(/Last used .* from \d+\.\d+\.\d+\.\d+/);
  await ana.follows("Nightly backup");
  await ana.sees("API key");
  await expect(page.locator("#key")).toHaveCount(0);
  await ana.presses("Revoke");
  await ana.sees("API keys");
  await ana.reads("The API key was revoked.");
  expect(await me(ana, key)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  const [letter] = (await ana.stand.mailsTo(ana.member.email)).filter((mail) => mail.subject.includes("API key"));
  expect(letter?.body).toContain("“Nightly backup”");
});

test("what is wrong is said at its field, and what was typed stays", async ({ person: ana }) => {
  const { page } = ana;
  await ana.signsIn();
  await opensKeys(ana);
  await ana.follows("New API key");
  await ana.sees("New API key");
  await ana.types("Name", "Deploy");
  await ana.types("Accepted from (optional)", "10.0.0");
  await page.getByLabel("Valid for").selectOption({ label: "Until it is revoked" });
  await ana.presses("Make the key");
  await ana.reads("Choose at least one.");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Deploy");
  await page.getByLabel(/^me /).check();
  await ana.presses("Make the key");
  await ana.reads("Write addresses or networks, such as 192.0.2.7");
  await expect(page.getByLabel(/^me /)).toBeChecked();
  await expect(page.getByLabel("Valid for")).toHaveValue("none");
  await ana.types("Accepted from (optional)", "10.0.0.0/8 ::1");
  await ana.presses("Make the key");
  await ana.sees("API key");
  await ana.reads("Accepted from 10.0.0.0/8, ::1/128");
  await ana.reads("Valid until it is revoked");
});

test("making a key later asks who it is, and two-factor makes a key alone too little", async ({ person: ana, watch }) => {
  const { page } = ana;
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  await ana.wait(601);
  await opensKeys(ana);
  await ana.follows("New API key");
  await ana.types("Name", "Backup");
  await page.getByLabel(/^me /).check();
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Make the key");
  await ana.sees("API key");
  const key = (await page.locator("#key").textContent()) ?? "";
  expect(await me(ana, key)).toMatchObject({ status: 401, body: { code: "otp_required" } });
  await ana.wait(30);
  const bought = await buys(ana, key, await phone.code());
  expect(await me(ana, bought.body.access_token ?? "")).toMatchObject({ status: 200, body: { email: ana.member.email } });
  await ana.follows("Activity of this key");
  await ana.sees("Activity");
  await expect(page.getByRole("list", { name: "Events, newest first" })).toContainText("without a second factor");
  await opensKeys(ana);
  await ana.reads("A key alone is not enough.");
  if (watch.scripts) await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("the first device says which keys need a passcode from then on", async ({ person: ana, watch }) => {
  const { page } = ana;
  await ana.signsIn();
  await opensKeys(ana);
  const key = await makes(ana, "Nightly backup", "me");
  await ana.presses("I have stored it");
  expect(await me(ana, key)).toMatchObject({ status: 200 });
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  await ana.reads("Your API keys will need a passcode, too");
  const row = page.getByRole("list", { name: "API keys" }).getByRole("listitem");
  await expect(row).toContainText("Nightly backup");
  await expect(row).toContainText(/Last used .* from \d+\.\d+\.\d+\.\d+/);
  const link = row.getByRole("link", { name: "Set up a machine device for Nightly backup" });
  await expect(link).toHaveAttribute("href", /^\/security\/api-keys\/[0-9a-f]{32}\/device$/);
  const box = page.getByLabel("From now on every API call of this account needs a second factor");
  await expect(box).toBeChecked();
  const phone = await ana.scans();
  watch.formRefused(422);
  await ana.passes(await phone.wrong());
  await ana.reads("That passcode is not right.");
  await expect(box, "a wrong passcode changes no answer").toBeChecked();
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  expect(await me(ana, key)).toMatchObject({ status: 401, body: { code: "otp_required" } });
  await ana.keepsCodes();

  await opensKeys(ana);
  await ana.reads("Every API call of this account needs a second factor, so a program buys");
  await page.locator("summary", { hasText: "Switch off" }).click();
  await ana.presses("Switch off");
  // The page before has the same heading, and its button waits.
  await ana.reads("The keys of members without two-factor authentication work alone again.");
  await ana.sees("API keys");
  await ana.visit("/security/two-factor/switch-off");
  await ana.sees("Switch off two-factor authentication");
  await ana.reads("Your API keys will work alone again");
  await expect(row).toContainText("Nightly backup");
  await ana.presses("Switch off");
  await ana.sees("Two-factor authentication");
  await ana.reads("Two-factor authentication is switched off.");
  expect(await me(ana, key)).toMatchObject({ status: 200 });
});

test("an owner decides that the other keys stay as they are, and later otherwise", async ({ person: ana, watch }) => {
  const { page } = ana;
  await ana.signsIn();
  await opensKeys(ana);
  const key = await makes(ana, "Nightly backup", "me");
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const box = page.getByLabel("From now on every API call of this account needs a second factor");
  await box.uncheck();
  const phone = await ana.scans();
  watch.formRefused(422);
  await ana.passes(await phone.wrong());
  await ana.reads("That passcode is not right.");
  await expect(box, "a wrong passcode changes no answer").not.toBeChecked();
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  await ana.keepsCodes();
  await ana.wait(601);
  await opensKeys(ana);
  await ana.reads("Off. The keys of members who do not use two-factor authentication work alone");
  await page.locator("summary", { hasText: "Switch on for all members" }).click();
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", "12");
  await ana.presses("Switch on");
  await expect(ana.errorAt("Passcode")).toBeVisible();
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Switch on");
  await ana.reads("Every API call of this account needs a second factor now.");
  await ana.visit("/security/two-factor/switch-off");
  await ana.reads("Your API keys still need a passcode");
  await ana.presses("Switch off");
  await ana.sees("Two-factor authentication");
  expect(await me(ana, key)).toMatchObject({ status: 401, body: { code: "otp_required" } });
});

test("a machine device, from its secret to a token", async ({ person: ana, watch }) => {
  const { page } = ana;
  await ana.signsIn();
  await ana.setsUp();
  await ana.keepsCodes();
  await opensKeys(ana);
  const key = await makes(ana, "Nightly backup", "me");
  await ana.presses("I have stored it");
  await ana.sees("API keys");
  await ana.follows("Nightly backup");
  await ana.sees("API key");
  await ana.follows("Set up a machine device");
  await ana.sees("Machine device");
  await page.getByLabel("Algorithm").selectOption({ label: "SHA-512" });
  await page.getByLabel("Passcodes with").selectOption({ label: "8 digits" });
  await ana.presses("Show the secret");
  await ana.reads("Secret (base32)");
  await expect(page.getByRole("button", { name: "Copy" })).toHaveCount(watch.scripts ? 2 : 0);
  const uri = (await page.locator("#uri").textContent()) ?? "";
  const secret = (await page.locator("#secret").textContent()) ?? "";
  expect(uri).toContain(`secret=${secret}&`);
  const machine = new Machine(uri, ana.now);

  await ana.types("Passcode of the program", "123456");
  await ana.presses("Verify");
  await ana.reads("This passcode has 8 digits.");
  await ana.types("Passcode of the program", await machine.code());
  await ana.presses("Verify");
  await ana.sees("API key");
  await ana.reads("The machine device is confirmed.");
  await ana.reads("Machine device: SHA-512, 8 digits");
  await ana.wait(30);
  const bought = await buys(ana, key, await machine.code());
  expect(bought).toMatchObject({ status: 201, body: { amr: ["api_key", "otp"], expires_in: 900 } });
  expect(await me(ana, bought.body.access_token ?? "")).toMatchObject({ status: 200, body: { email: ana.member.email } });

  await ana.reload();
  await ana.follows("Replace or remove");
  await ana.sees("Machine device");
  await expect(page.locator("#secret")).toHaveCount(0);
  await ana.presses("Remove");
  await ana.sees("API key");
  await ana.reads("The machine device was removed.");
  expect(await me(ana, bought.body.access_token ?? "")).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
});
