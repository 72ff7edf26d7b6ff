import { expect, test } from "./support/test";
import { Gallery } from "./support/gallery";
import { begins } from "./support/team";

// Pictures of the way to an app and back, see pictures.spec.ts.

test.setTimeout(180_000);

const APP = "https://notes.example";
// RFC 7636 appendix B.
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

test("the way to an app", async ({ person: ana, watch }) => {
  watch.resizes();
  watch.leadsTo(APP);
  const { page, stand } = ana;
  const gallery = new Gallery(watch, "consent");
  const german = [{ name: "language", value: "de", url: stand.origin }];
  await page.route(`${APP}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>Notes</title><h1>Notes</h1>" }));
  await begins(ana);
  await ana.visit("/security/apps");
  await ana.reads("No apps yet");
  await gallery.takes(page, "01-none");
  await ana.visit("/team/apps/new");
  await ana.types("Name", "Notes for people who write long names");
  await ana.types("Addresses after signing in", `${APP}/callback`);
  await page.getByLabel("How the app proves itself").selectOption("public");
  await ana.presses("Add the app");
  await ana.sees("App");
  const client = (await page.locator("#client-id").textContent()) ?? "";
  const request = (others: Record<string, string>): string => {
    const fields = { response_type: "code", client_id: client, redirect_uri: `${APP}/callback`, scope: "openid profile email offline_access", state: "s", code_challenge: CHALLENGE, code_challenge_method: "S256", ...others };
    return `/oidc/authorize?${new URLSearchParams(fields)}`;
  };
  await page.goto(stand.origin + request({}));
  await ana.reads("Notes for people who write long names will know:");
  await gallery.takes(page, "02-asked");
  await page.context().addCookies(german);
  await ana.reload();
  await gallery.takes(page, "03-asked-german");
  await page.context().clearCookies({ name: "language" });
  await ana.reload();
  await ana.presses("Sign in");
  await expect(page.getByRole("heading", { name: "Notes" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("iss")).toBe(stand.origin);
  await ana.visit("/security/apps");
  await ana.reads("all of this also while you are not there");
  await gallery.takes(page, "04-mine");
  watch.document();
  await page.goto(`${stand.origin}/oidc/logout`);
  await ana.reads("An app asks to sign you out here, too.");
  await gallery.takes(page, "05-sign-out");
  watch.refused(400);
  await page.goto(stand.origin + request({ redirect_uri: "https://evil.example/" }));
  await gallery.takes(page, "06-wrong-address");
  await gallery.hang();
});
