import type { Page } from "@playwright/test";
import { OpenId } from "../support/openid";
import type { Person } from "../support/person";
import { expect, test } from "../support/test";

/** Opens a page of an app, which may lead to Twofold. */
async function opens(ana: Person, address: string): Promise<void> {
  ana.watch.document();
  await ana.page.goto(address);
}

/** Presses a button or follows a link of an app, which loads a document. */
async function acts(ana: Person, role: "button" | "link", name: string): Promise<void> {
  ana.watch.document();
  await ana.page.getByRole(role, { name, exact: true }).click();
}

/** Returns what the sample app shows. */
async function shown(page: Page, app: string): Promise<Record<string, string>> {
  await expect(page).toHaveURL(`${app}/`);
  await expect(page.getByRole("button", { name: "Refresh" })).toBeVisible();
  const fields = page.locator("dd");
  const pairs = await fields.evaluateAll((all) => all.map((field) => [field.id, field.textContent ?? ""]));
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** Checks that the app says what was proved, and that it was proved just now. */
function proved(seen: Record<string, string>, ana: Person): void {
  const { auth_time, sub, sid, ...rest } = seen;
  const { name, email } = ana.member;
  expect(rest).toEqual({ name, email, acr: "urn:twofold:acr:mfa", amr: "pwd otp", refreshed: rest.refreshed });
  expect(Math.abs(Date.parse(auth_time ?? "") - Date.now())).toBeLessThan(60_000);
  for (const id of [sub, sid]) expect(id).toMatch(/^[0-9a-f]{32}$/);
}

// On the real clock: each device has two passcodes. The current one confirms it; the next one signs in.
test("an app with openid-client knows what was proved, and a session ends at both whoever ends it", async ({ browser, scripts }) => {
  const openid = await OpenId.start(scripts);
  const { app, site } = openid;
  await openid.runs("server/docs/clients/openid-client.mjs", ["--logout", `${app}/`, "--backchannel", `${app}/ended`]);
  const ana = await openid.owner(browser);
  const { page } = ana;
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  const tablet = await ana.adds("Tablet");
  await ana.signsOut();

  // In with password and passcode; the app asks for both, and Twofold asks whether the app may know who it is.
  await opens(ana, app);
  await acts(ana, "link", "Sign in with a second factor");
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.passes(await phone.code(30));
  await ana.sees("Sign in to an app");
  await ana.reads(`Wiki wants to know who you are. You are signed in as ${ana.member.email}.`);
  await ana.presses("Sign in");
  const first = await shown(page, app);
  proved(first, ana);

  // The app asks again in the background, and gets new tokens of the same sign-in.
  await acts(ana, "button", "Refresh");
  await expect(page.locator("#refreshed")).toHaveText("1");
  expect(await shown(page, app)).toEqual({ ...first, refreshed: "1" });

  // Out at the app: both are out.
  await acts(ana, "button", "Sign out");
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await expect(page).toHaveURL(`${app}/`);
  await opens(ana, `${site.origin}/profile`);
  await ana.sees("Sign in");

  // In again; Twofold remembers what Ana has agreed to.
  await opens(ana, `${app}/sign-in?second-factor`);
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.passes(await tablet.code(30));
  const second = await shown(page, app);
  proved(second, ana);
  expect(second.sub).toBe(first.sub);
  expect(second.sid).not.toBe(first.sid);

  // Out at Twofold: the app is told.
  await opens(ana, `${site.origin}/`);
  await ana.sees("Home");
  await ana.signsOut();
  const asked = async () => (await page.context().request.get(app)).text();
  await expect.poll(asked, { message: "the app hears of it" }).toContain("You are signed out.");

  await openid.stop();
});

test("oauth4webapi finds nothing to object to", async ({ browser, scripts }) => {
  const openid = await OpenId.start(scripts);
  const { app, site } = openid;
  const settings = { ACR: "urn:twofold:acr:pwd", MAX_AGE: "60" };
  await openid.runs("end2end/support/strict_app.mjs", ["--es256", "--no-consent"], settings);
  const ana = await openid.owner(browser);
  const { page } = ana;
  const read = async (answer: { json(): Promise<unknown> }) => (await answer.json()) as Record<string, Record<string, unknown>>;
  const asks = async (path: string) => {
    const answer = await page.context().request.get(`${app}${path}`);
    expect(answer.status(), await answer.text()).toBe(200);
    return read(answer);
  };

  // Ana is signed in, but the app wants her to prove it again. What was proved in the second of the request counts for it.
  const now = () => Math.floor(Date.now() / 1000);
  const signedIn = now();
  await expect.poll(now).toBeGreaterThan(signedIn);
  await opens(ana, app);
  await ana.sees("Confirm that it is you");
  await ana.types("Password", ana.member.password);
  const back = page.waitForResponse((answer) => answer.url().startsWith(`${app}/callback`));
  await ana.page.getByRole("button", { name: "Confirm", exact: true }).click();
  const first = await read(await back);
  const { claims, user, introspected } = first;
  const { name, email } = ana.member;
  expect(claims).toMatchObject({ iss: site.origin, acr: "urn:twofold:acr:pwd", amr: ["pwd"], sub: user?.sub });
  expect(claims?.auth_time).toBeGreaterThan(signedIn);
  expect(user).toMatchObject({ name, email, email_verified: true });
  expect(introspected).toMatchObject({ active: true, sub: user?.sub, aud: claims?.aud });

  // Refreshed: the same sign-in.
  const second = await asks("/again");
  const { sub, sid, auth_time } = claims ?? {};
  expect(second.claims).toMatchObject({ sub, sid, auth_time });
  expect(second.introspected).toMatchObject({ active: true });

  // Ended at Twofold: nothing is good any more from the next request on.
  await opens(ana, `${site.origin}/`);
  await ana.sees("Home");
  await ana.signsOut();
  expect(await asks("/again")).toEqual({ refused: "invalid_grant", introspected: { active: false } });
  expect(await asks("/revoke"), "what is over may be given back").toEqual({ introspected: { active: false } });
  await openid.stop();
});

test("the app takes no weaker proof, no answer of others, and no word of strangers", async ({ browser, scripts }) => {
  const openid = await OpenId.start(scripts);
  const { app } = openid;
  await openid.runs("server/docs/clients/openid-client.mjs", []);
  const ana = await openid.owner(browser);
  const { page, watch } = ana;
  const { request } = page.context();
  await opens(ana, app);
  await acts(ana, "link", "Sign in");
  await ana.sees("Sign in to an app");
  await ana.presses("Sign in");
  expect(await shown(page, app)).toMatchObject({ email: ana.member.email, acr: "urn:twofold:acr:pwd", amr: "pwd" });

  const told = await request.post(`${app}/ended`, { form: { logout_token: "eyJhbGciOiJub25lIn0.e30." } });
  expect(told.status()).toBe(400);
  await opens(ana, app);
  await expect(page.getByText(ana.member.email)).toBeVisible();

  // The person removes the demand from the address.
  const begun = await request.get(`${app}/sign-in?second-factor`, { maxRedirects: 0 });
  const address = new URL(begun.headers().location ?? "");
  expect(address.searchParams.get("acr_values")).toBe("urn:twofold:acr:mfa");
  address.searchParams.delete("acr_values");
  watch.refused(403);
  await opens(ana, address.href);
  await expect(page.getByText("A second factor is needed.")).toBeVisible();

  watch.refused(400);
  await opens(ana, `${app}/callback?code=x&state=y&iss=${encodeURIComponent(openid.site.origin)}`);
  await expect(page.getByText("This sign-in has not begun in this browser.")).toBeVisible();
  await openid.stop();
});
