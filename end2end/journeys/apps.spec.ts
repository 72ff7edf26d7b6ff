import { expect, test } from "../support/test";
import type { Person } from "../support/person";
import { begins, colleague, invites, joins, MEMBER } from "../support/team";

/** Opens the form of a new app from the team page. */
async function opensNewApp(ana: Person): Promise<void> {
  await ana.visit("/team");
  await ana.follows("Apps");
  await ana.sees("Apps");
  await ana.follows("New app");
  await ana.sees("New app");
}

/** Opens a part of the page that asks before it ends something. */
async function opens(ana: Person, part: string): Promise<void> {
  await ana.page.locator("summary", { hasText: part }).click();
}

const secret = (ana: Person) => ana.page.locator("#client-secret");

test("an app is added, changed, gets a new secret and is removed", async ({ person: ana, watch }) => {
  const { page } = ana;
  await begins(ana);
  await opensNewApp(ana);
  await ana.types("Name", "Wiki");
  await ana.types("Addresses after signing in", "https://wiki.example/callback\nhttp://wiki.example/other");
  await page.getByLabel("What people prove at least").selectOption({ label: "Password and passcode" });
  await ana.presses("Add the app");
  await ana.reads(/http:\/\/wiki\.example\/other is not possible\./);
  await expect(page.getByLabel("Name"), "what was typed stays").toHaveValue("Wiki");
  await expect(page.getByLabel("Addresses after signing in")).toHaveValue("https://wiki.example/callback\nhttp://wiki.example/other");
  await ana.types("Addresses after signing in", "https://wiki.example/callback");
  await ana.presses("Add the app");
  await ana.sees("App");
  await ana.reads("The app is added.");
  const first = (await secret(ana).textContent()) ?? "";
  expect(first).toMatch(/^tfc_[0-9a-f]{104}$/);
  await expect(page.locator("#client-id")).toHaveText(first.slice(4, 36));
  await expect(page.locator("#discovery")).toHaveText(`${new URL(page.url()).origin}/.well-known/openid-configuration`);
  await expect(page.getByRole("button", { name: "Copy" })).toHaveCount(watch.scripts ? 4 : 0);
  await ana.reload();
  await expect(secret(ana), "reading it again changes nothing").toHaveText(first);
  await ana.presses("It is in the app");
  await expect(secret(ana)).toHaveCount(0);

  await ana.types("Name", "Handbook");
  await page.getByLabel("Who may use it").selectOption({ label: "Chosen members" });
  await ana.types("Chosen members", "zoe@example.com");
  await ana.presses("Save");
  await ana.reads("zoe@example.com is not the address of a member of this account.");
  await ana.types("Chosen members", ana.member.email);
  await ana.presses("Save");
  await ana.reads("The app is changed.");
  await expect(page.getByLabel("Chosen members")).toHaveValue(ana.member.email);

  await opens(ana, "New secret");
  await ana.presses("Make a new secret");
  await ana.reads("The app has a new secret. The one before does not work any more.");
  await expect(secret(ana)).toHaveText(/^tfc_[0-9a-f]{104}$/);
  await expect(secret(ana)).not.toHaveText(first);

  await ana.follows("Apps");
  await ana.sees("Apps");
  const row = page.getByRole("list", { name: "Apps" }).getByRole("listitem");
  await expect(row).toContainText("Handbook");
  await expect(row).toContainText("Leads to wiki.example");
  await expect(row).toContainText("Chosen members");
  await ana.follows("Handbook");
  await ana.sees("App");
  await opens(ana, "Remove the app");
  await ana.presses("Remove the app");
  await ana.reads("The app is removed.");
  await ana.reads("No apps yet");
});

test("a member finds no apps to change", async ({ person: ana, browser, watch }) => {
  await begins(ana);
  const paul = await colleague(browser, ana);
  await joins(paul, await invites(ana, paul.member.email, MEMBER));
  await paul.givesPassword();
  await paul.sees("Home");
  await paul.visit("/team");
  await paul.sees("Team");
  await expect(paul.page.getByRole("link", { name: "Apps" })).toHaveCount(0);
  watch.refused(404);
  await paul.visit("/team/apps");
  await expect(paul.page.getByRole("heading", { level: 1 })).not.toHaveText("Apps");
});
