import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "../support/test";
import type { Person } from "../support/person";
import { begins } from "../support/team";

/** Where the app listens. */
let APP = "";
const notes = createServer((_, response) => response.setHeader("content-type", "text/html").end('<link rel="icon" href="data:,"><title>Notes</title><h1>Notes</h1>'));
// RFC 7636 appendix B.
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** Adds an app in which people are asked, and returns its id. */
async function addsNotes(ana: Person): Promise<string> {
  await ana.visit("/team/apps/new");
  await ana.types("Name", "Notes");
  await ana.types("Addresses after signing in", `${APP}/callback`);
  await ana.page.getByLabel("How the app proves itself").selectOption("public");
  await ana.presses("Add the app");
  await ana.sees("App");
  return (await ana.page.locator("#client-id").textContent()) ?? "";
}

/** Comes from the app with a request. */
async function comes(ana: Person, client: string, others: Record<string, string> = {}): Promise<void> {
  const fields = { response_type: "code", client_id: client, redirect_uri: `${APP}/callback`, scope: "openid email", state: "s", code_challenge: CHALLENGE, code_challenge_method: "S256", ...others };
  await ana.page.goto(`${ana.stand.origin}/oidc/authorize?${new URLSearchParams(fields)}`);
}

/** Reads what the app is told once the browser is back. */
async function isBack(ana: Person): Promise<URLSearchParams> {
  await expect(ana.page.getByRole("heading", { name: "Notes" })).toBeVisible();
  return new URL(ana.page.url()).searchParams;
}

test.beforeAll(async () => {
  await new Promise<void>((listening) => notes.listen(0, "127.0.0.1", listening));
  APP = `http://127.0.0.1:${(notes.address() as AddressInfo).port}`;
});

test.afterAll(() => notes.close());

test.beforeEach(({ watch }) => watch.leadsTo(APP));

test("an app gets a code after consent, and asks again once it is taken back", async ({ person: ana }) => {
  await begins(ana);
  const client = await addsNotes(ana);
  await comes(ana, client);
  await ana.sees("Sign in to an app");
  await ana.reads("your e-mail address");
  ana.watch.document();
  await ana.page.getByRole("link", { name: "Back to Notes" }).click();
  expect((await isBack(ana)).get("error")).toBe("access_denied");

  await comes(ana, client);
  await ana.presses("Sign in");
  const answer = await isBack(ana);
  expect([answer.get("state"), answer.get("iss"), answer.get("error")]).toEqual(["s", ana.stand.origin, null]);
  expect(answer.get("code")).toMatch(/^[\w-]{43}$/);
  await comes(ana, client);
  expect((await isBack(ana)).get("code"), "the second time nothing is asked").not.toBeNull();

  await ana.visit("/security");
  await ana.follows("Apps");
  await ana.sees("Apps");
  const row = ana.page.getByRole("listitem").filter({ hasText: "Last used" });
  await expect(row).toContainText("Notes");
  await ana.presses("Take back: Notes");
  await ana.reads("Taken back. The app is told.");
  await expect(row).toHaveCount(0);
  ana.watch.document();
  await comes(ana, client);
  await ana.sees("Sign in to an app");
});

test("an app that wants a second factor is for people who have one", async ({ person: ana }) => {
  await ana.signsIn();
  const client = await addsNotes(ana);
  await comes(ana, client, { acr_values: "urn:twofold:acr:mfa" });
  await ana.reads("The app asks for a second factor.");
  ana.watch.document();
  await ana.page.getByRole("link", { name: "Back to Notes" }).click();
  expect((await isBack(ana)).get("error")).toBe("access_denied");
});

test("another account can be used on the way to an app", async ({ person: ana }) => {
  const phone = await begins(ana);
  const client = await addsNotes(ana);
  await comes(ana, client, { prompt: "select_account" });
  await ana.presses("Use another account");
  await ana.sees("Sign in");
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.wait(30);
  await ana.passes(await phone.code());
  await ana.sees("Sign in to an app");
  await ana.presses("Sign in");
  expect((await isBack(ana)).get("code")).not.toBeNull();
});
