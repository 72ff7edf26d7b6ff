import { expect, test } from "../support/test";
import type { Person } from "../support/person";

const SHOW = "Outcome";
const ALL = "Done and refused";
const DONE = "Only what was done";
const REFUSED = "Only refusals";

/** Chooses what the page shows, which is a form without a request that changes something. */
async function shows(ana: Person, what: string): Promise<void> {
  await ana.opensFilter();
  await ana.page.getByLabel(SHOW, { exact: true }).selectOption({ label: what });
  await ana.page.getByRole("button", { name: "Apply" }).click();
}

async function shown(ana: Person, what: string): Promise<void> {
  await expect(ana.page.getByLabel(SHOW, { exact: true }).locator("option[selected]")).toHaveText(what);
}

async function opens(ana: Person): Promise<void> {
  await ana.signsIn();
  await ana.follows("Access and security");
  await ana.sees("Access and security");
  await ana.follows("Activity");
  await ana.sees("Activity");
}

/** Puts a form that renames the member into the content, as a served page may have one. */
async function hasForm(ana: Person, attributes = ""): Promise<void> {
  const form = `<form method="post" action="/ui/profile/rename" ${attributes}>
    <input type="hidden" name="_page" value="/security/activity">
    <label>New name <input type="text" name="name"></label><button class="button">Rename</button></form>`;
  await ana.page.locator("main h1").evaluate((heading, form) => heading.insertAdjacentHTML("afterend", form), form);
}

// That no document is loaded is what `Watch` checks in every journey.
test("a served page is a page like the others", async ({ person: ana, watch }) => {
  const { page } = ana;
  await opens(ana);
  await expect(page).toHaveURL("/security/activity");
  const current = page.locator("nav.side:visible [aria-current=page]");
  await expect(current).toHaveText("Activity");
  if (watch.scripts) await expect(page.getByRole("heading", { level: 1 })).toBeFocused();

  await ana.follows("Two-factor authentication");
  await ana.sees("Two-factor authentication");
  await page.goBack();
  await ana.sees("Activity");
  if (watch.scripts) await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goBack();
  await ana.sees("Access and security");
  await page.goForward();
  await ana.sees("Activity");
  await ana.reload();
  await ana.sees("Activity");
  await ana.follows("Home");
  await ana.sees("Home");
});

test("its filter is part of the address", async ({ person: ana, watch }) => {
  const { page } = ana;
  await opens(ana);
  await shown(ana, ALL);
  await shows(ana, REFUSED);
  await expect(page).toHaveURL(/[?&]outcome=refused(&|$)/);
  await shown(ana, REFUSED);
  await ana.sees("Activity");
  await shows(ana, DONE);
  await expect(page).toHaveURL(/[?&]outcome=done(&|$)/);
  await shown(ana, DONE);
  await page.goBack();
  await shown(ana, REFUSED);
  await page.goBack();
  await shown(ana, ALL);
  await page.goForward();
  await shown(ana, REFUSED);
  await ana.reload();
  await shown(ana, REFUSED);
  await shows(ana, ALL);
  // A browser sends empty fields, too.
  await expect(page).toHaveURL(watch.scripts ? "/security/activity" : "/security/activity?kind=&outcome=&device=&since=&until=");
  await shown(ana, ALL);
});

test("a session that ended leads to sign-in and back", async ({ person: ana, watch }) => {
  await opens(ana);
  await ana.follows("Two-factor authentication");
  await ana.sees("Two-factor authentication");
  await ana.wait(60 * 60);
  if (watch.scripts) watch.refused(401);
  await ana.follows("Activity");
  await expect(ana.page).toHaveURL("/sign-in?next=/security/activity");
  await ana.givesPassword();
  await ana.sees("Activity");
});

test("a form of it is answered in place", async ({ person: ana }) => {
  test.skip(!ana.watch.scripts, "scripts put the form there");
  const { page } = ana;
  await opens(ana);
  await hasForm(ana);
  await ana.types("New name", "");
  await ana.presses("Rename");
  await expect(ana.field("New name"), "the page that the error leads to").toHaveCount(0);
  await expect(page).toHaveURL("/security/activity");
  await ana.sees("Activity");

  await hasForm(ana);
  await ana.types("New name", "Ana Ruiz");
  await ana.presses("Rename");
  await ana.sees("My profile");
  await ana.reads("Ana Ruiz");
  await expect(page).toHaveURL("/profile");
});

test("a form of it is sent once, and a plain one by the browser", async ({ person: ana, watch }) => {
  test.skip(!watch.scripts, "scripts put the form there");
  const { page } = ana;
  await opens(ana);
  await hasForm(ana);
  await ana.types("New name", "Ana Ruiz");
  let sent = 0;
  const answers: (() => void)[] = [];
  await page.route("**/ui/profile/rename", async (route) => {
    sent += 1;
    await new Promise<void>((go) => answers.push(go));
    await route.continue();
  });
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("button", { name: "Rename" })).toHaveAttribute("aria-busy", "true");
  await page.getByRole("button", { name: "Rename" }).click();
  answers.forEach((go) => go());
  await ana.sees("My profile");
  expect(sent).toBe(1);
  await page.unroute("**/ui/profile/rename");

  await page.goBack();
  await ana.sees("Activity");
  await hasForm(ana, "data-plain");
  await ana.types("New name", "Ana Plain");
  watch.document();
  await ana.presses("Rename");
  await ana.sees("My profile");
});

test("what is typed stays when a form cannot be sent", async ({ person: ana, watch }) => {
  test.skip(!watch.scripts, "without scripts the browser says so");
  watch.cutsCalls();
  const { page } = ana;
  await opens(ana);
  await hasForm(ana);
  await ana.types("New name", "Ana Ruiz");
  await page.route("**/ui/**", (route) => route.abort());
  await page.getByRole("button", { name: "Rename" }).click();
  await ana.reads("The service cannot be reached");
  await expect(ana.field("New name")).toHaveValue("Ana Ruiz");
  await expect(page.getByRole("button", { name: "Rename" })).not.toHaveAttribute("aria-busy");

  // As on every page, a new document tries again.
  await ana.follows("Home");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("The service cannot be reached");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("The service cannot be reached");
  await page.unroute("**/ui/**");
  watch.document();
  await ana.follows("Try again");
  await ana.sees("Activity");
});

test("an open tab takes the client of an upgraded server", async ({ person: ana, watch }) => {
  test.skip(!watch.scripts, "without scripts no client is loaded");
  await ana.signsIn();
  await ana.follows("Access and security");
  await ana.sees("Access and security");
  // The answer of a server whose client has another name.
  await ana.page.route("**/ui/served", async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ response, body: body.replace(/[/]assets[/]home-[0-9a-f]+[.]wasm/, "/assets/home-newer.wasm") });
  });
  watch.document();
  await ana.follows("Activity");
  await expect(ana.page).toHaveURL("/security/activity");
  await ana.sees("Activity");
});
