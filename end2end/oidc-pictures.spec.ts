import { test } from "./support/test";
import { Gallery } from "./support/gallery";
import { begins } from "./support/team";

// Pictures of the apps that sign people in with their account, see pictures.spec.ts.

test.setTimeout(180_000);

test("apps", async ({ person: ana, watch }) => {
  watch.resizes();
  const { page } = ana;
  const gallery = new Gallery(watch, "oidc");
  await begins(ana);
  await ana.visit("/team");
  await gallery.takes(page, "01-team");
  await ana.visit("/team/apps");
  await gallery.takes(page, "02-none");
  await ana.visit("/team/apps/new");
  await gallery.takes(page, "03-new");
  await ana.types("Name", "Wiki");
  await ana.types("Addresses after signing in", "https://wiki.example/callback\nhttp://wiki.example/other");
  await ana.presses("Add the app");
  await ana.reads(/is not possible\./);
  await gallery.takes(page, "04-wrong-address");
  await ana.types("Addresses after signing in", "https://wiki.example/callback\nhttp://127.0.0.1/callback");
  await ana.presses("Add the app");
  await ana.sees("App");
  await gallery.takes(page, "05-secret");
  await ana.presses("It is in the app");
  await page.locator("summary", { hasText: "Remove the app" }).click();
  await gallery.takes(page, "06-app");
  await ana.visit("/team/apps");
  await gallery.takes(page, "07-list");
  await page.context().addCookies([{ name: "language", value: "de", url: page.url() }]);
  await ana.visit("/team/apps/new");
  await gallery.takes(page, "08-german");
  await gallery.hang();
});
