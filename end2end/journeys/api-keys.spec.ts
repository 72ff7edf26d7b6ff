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

/** Asks the API who the holder of a key is. */
async function me(ana: Person, key: string): Promise<{ status: number; body: Record<string, string> }> {
  const origin = new URL(ana.page.url()).origin;
  const answer = await fetch(`${origin}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
  return { status: answer.status, body: await answer.json() };
}

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
  await ana.follows("Activity of this key");
  await ana.sees("Activity");
  await expect(page.getByRole("list", { name: "Events, newest first" })).toContainText("without a second factor");
  await opensKeys(ana);
  await ana.reads("A key alone is not enough.");
  if (watch.scripts) await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});
