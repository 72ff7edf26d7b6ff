import { expect, test } from "../support/test";
import type { Person } from "../support/person";
import type { Phone } from "../support/phone";

test.use({ viewport: { width: 360, height: 740 } });

type Answer = { status: number; body: Record<string, string> };

/** A program that holds an access token with the scope `approvals`. */
class Program {
  private constructor(
    private readonly origin: string,
    private readonly token: string,
  ) {}

  /** Makes a key, and buys a token with it and a passcode. */
  static async of(ana: Person, phone: Phone): Promise<Program> {
    const { page } = ana;
    await ana.visit("/security/api-keys/new");
    await ana.types("Name", "Deploy");
    await page.getByLabel(/^approvals /).check();
    await ana.presses("Make the key");
    await ana.sees("API key");
    const key = (await page.locator("#key").textContent()) ?? "";
    const { origin } = new URL(page.url());
    await ana.wait(30);
    const headers = { authorization: `Bearer ${key}`, "x-otp": await phone.code() };
    const answer = await fetch(`${origin}/api/v1/tokens`, { method: "POST", headers });
    const bought = (await answer.json()) as Record<string, string>;
    return new Program(origin, bought.access_token ?? "");
  }

  private async calls(method: string, path: string, body?: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": "application/json" };
    const answer = await fetch(`${this.origin}/api/v1/approvals${path}`, { method, headers, body: body && JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  }

  async asks(summary: string, more = {}): Promise<Record<string, string>> {
    const { status, body } = await this.calls("POST", "", { action: "servers:delete", summary, ...more });
    expect(status).toBe(201);
    return body;
  }

  looks = (id?: string): Promise<Answer> => this.calls("GET", `/${id}`);
  buys = (id?: string): Promise<Answer> => this.calls("POST", `/${id}/token`);
}

async function begins(ana: Person): Promise<{ phone: Phone; program: Program }> {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  return { phone, program: await Program.of(ana, phone) };
}

test("a program asks, a person approves with a new passcode", async ({ person: ana, watch }) => {
  const { page } = ana;
  const { phone, program } = await begins(ana);
  await ana.visit("/");
  await ana.sees("Home");
  await expect(page.getByText("waits for your approval")).toHaveCount(0);
  const { id, words = "", url } = await program.asks("Delete server db-3");
  // With scripts an open Home looks again by itself.
  if (!watch.scripts) await ana.reload();
  await ana.reads("A program waits for your approval");
  await ana.reads(words);
  await ana.follows("Delete server db-3");
  await ana.sees("Approve an action");
  expect(page.url()).toBe(url);
  for (const shown of [words, "servers:delete", "API key “Deploy”", "My phone"]) await ana.reads(shown);
  expect((await program.looks(id)).body.status).toBe("pending");

  await ana.types("Passcode", "123");
  await ana.presses("Approve");
  await expect(ana.errorAt("Passcode")).toContainText("six digits");
  await ana.wait(30);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Approve");
  await ana.reads(`${ana.member.name} approved this.`);
  await ana.sees("Approve an action");
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
  const { status, body } = await program.buys(id);
  expect([status, body.scope]).toEqual([201, "servers:delete"]);
  expect((await program.buys(id)).status).toBe(403);
  await ana.reload();
  await ana.reads("The program used it");

  const [letter] = (await ana.stand.mailsTo(ana.member.email)).filter((mail) => mail.subject.includes("approve servers:delete"));
  for (const part of ["Delete server db-3", words, `${url}\n`]) expect(letter?.body).toContain(part);
  await ana.visit("/security/activity");
  const events = page.getByRole("list", { name: "Events, newest first" });
  for (const event of ["A program asked for approval", "Approved an action", "for an approved action"]) {
    await expect(events).toContainText(event);
  }
});

test("what is not expected is rejected, with one press", async ({ person: ana }) => {
  const { page } = ana;
  const { program } = await begins(ana);
  const { id } = await program.asks("Delete everything", { details: "All servers\nin all regions" });
  await ana.visit(`/approve/${id}`);
  await ana.reads("All servers in all regions");
  await ana.presses("Reject");
  await ana.reads(`${ana.member.name} rejected this.`);
  expect((await program.looks(id)).body.status).toBe("rejected");
  await ana.visit("/");
  await expect(page.getByText("waits for your approval")).toHaveCount(0);
});

test("what is over says so, and so does what never was", async ({ person: ana, watch }) => {
  const { program } = await begins(ana);
  const { id } = await program.asks("Delete server db-3", { ttl: 60 });
  await ana.visit(`/approve/${id}`);
  await ana.wait(60);
  await ana.types("Passcode", "123456");
  await ana.presses("Approve");
  await ana.reads("Nobody decided in time.");
  watch.refused(404);
  await ana.visit(`/approve/${"0".repeat(32)}`);
  await ana.reads("There is no such request.");
});

test("two people: only another owner or admin approves", async ({ person: ana }) => {
  const { page } = ana;
  const { program } = await begins(ana);
  await ana.visit("/security/api-keys");
  await ana.reads("The member in whose name a program asks approves it with a passcode.");
  await page.locator("summary", { hasText: "Require another person" }).click();
  await ana.presses("Require another person");
  await ana.reads("Another person approves from now on.");
  const { id } = await program.asks("Delete server db-3");
  await ana.visit(`/approve/${id}`);
  await ana.reads("Another person has to approve this.");
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await ana.presses("Reject");
  await ana.reads(`${ana.member.name} rejected this.`);
});
