import type { Route } from "@playwright/test";
import { expect, test } from "../support/test";

test("B43: a refusal that is edited into a success opens nothing", async ({ person: ana, watch }) => {
  const { page } = ana;
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  let edited = 0;
  await page.route("**/ui/sign-in/passcode", async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    expect(response.status()).toBe(watch.scripts ? 422 : 302);
    edited += 1;
    const headers = { location: "/", serverfnredirect: "" };
    await route.fulfill(watch.scripts ? { status: 200, headers, json: null } : { status: 302, headers });
  });
  // Home is another document, which the server does not give.
  await ana.passes(await phone.wrong());
  await ana.sees("Sign in");
  expect(edited).toBe(1);
  await page.unroute("**/ui/sign-in/passcode");
  await ana.givesPassword();
  await ana.passes(await phone.code(30));
  await ana.sees("Home");
});

test("B43: pages shown from edited answers change nothing", async ({ person: ana, watch }) => {
  test.skip(!watch.scripts, "without scripts there is no copy: every document comes from the server");
  const { page } = ana;
  await ana.signsIn();
  const copies = new Map<string, string>();
  const record = async (route: Route) => {
    const response = await route.fetch();
    copies.set(route.request().url(), await response.text());
    await route.fulfill({ response });
  };
  for (const read of ["home", "profile"]) await page.route(`**/ui/${read}`, record);
  await ana.opensMenu();
  await ana.follows("My profile");
  await ana.sees("My profile");
  await ana.follows("Home");
  await ana.sees("Home");
  expect(copies.size).toBe(2);
  await page.unrouteAll({ behavior: "wait" });
  await page.context().clearCookies();

  await page.route(/\/ui\/(home|profile)$/, (route) =>
    route.fulfill({ contentType: "application/json", body: copies.get(route.request().url()) ?? "" }),
  );
  await ana.opensMenu();
  await ana.follows("My profile");
  await ana.sees("My profile");
  await ana.types("Name", "Mallory");
  watch.refused(401);
  await ana.presses("Save");
  await ana.reads("Your session has ended.");
  await page.unrouteAll({ behavior: "wait" });
  await ana.signsIn();
  await ana.opensMenu();
  await ana.follows("My profile");
  await expect(ana.field("Name")).toHaveValue(ana.member.name);
});
