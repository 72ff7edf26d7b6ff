import { downloads } from "../support/downloads";
import { expect, test } from "../support/test";
import type { Person } from "../support/person";

const rows = (ana: Person) => ana.page.getByRole("list", { name: "Events, newest first" }).getByRole("listitem");

async function opensActivity(ana: Person): Promise<void> {
  await ana.follows("Access and security");
  await ana.sees("Access and security");
  await ana.follows("Activity");
  await ana.sees("Activity");
}

test("what was done and refused is found, with the device, and exported", async ({ person: ana, watch }) => {
  const { page } = ana;
  await ana.visit("/sign-in");
  watch.formRefused(422);
  await ana.givesPassword("not the password");
  await ana.givesPassword();
  await ana.sees("Home");
  const phone = await ana.setsUp("=1+1");
  await ana.keepsCodes();
  await opensActivity(ana);

  await expect(rows(ana).first()).toContainText("Saved the recovery codes");
  await expect(rows(ana).filter({ hasText: "Confirmed a device" })).toContainText("“=1+1”");
  await expect(rows(ana).filter({ hasText: "Sign-in refused: wrong password" })).toContainText(/ · \d+\.\d+\.\d+\.\d+/);
  await expect(page.getByRole("img", { name: /^One sign-in, one refusal\./ })).toBeVisible();
  await page.getByText("Show as a table").click();
  await expect(page.getByRole("row").nth(1).getByRole("cell")).toHaveText(["1", "1"]);

  await ana.opensFilter();
  await page.getByLabel("What", { exact: true }).selectOption({ label: "Sign-in" });
  await page.getByLabel("Outcome").selectOption({ label: "Only refusals" });
  await ana.presses("Apply");
  await expect(rows(ana)).toHaveCount(1);
  await expect(rows(ana)).toContainText("wrong password");
  const refusals = await downloads(ana, "CSV", "activity.csv");
  expect(refusals.split("\r\n")).toHaveLength(3);
  expect(refusals).toContain(`,${ana.member.email},sign-in,refused,wrong-password,`);

  await ana.follows("Show everything");
  // Until the new list is there, the links are those of the old one.
  await expect(rows(ana).filter({ hasText: "Confirmed a device" })).toBeVisible();
  await expect(page).toHaveURL("/security/activity");
  expect(await downloads(ana, "CSV", "activity.csv"), "no formula").toContain(",device-confirmed,done,,'=1+1,");
  const events = JSON.parse(await downloads(ana, "JSON", "activity.json"));
  expect(events.slice(0, 4).map((event: { kind: string }) => event.kind)).toEqual([
    "activity-exported",
    "activity-exported",
    "activity-exported",
    "codes-saved",
  ]);
  expect(JSON.stringify(events)).not.toContain(phone.scanned.secret);
});

test("the events of a session, of a device and of a day", async ({ person: ana }) => {
  const { page } = ana;
  await ana.signsIn();
  const phone = await ana.setsUp("Phone");
  await ana.wait(86_400);
  await ana.signsIn(phone);
  await opensActivity(ana);
  await rows(ana).first().getByRole("link", { name: "All of this session" }).click();
  await expect(page).toHaveURL(/session=/);
  await expect(page.getByLabel("Only this session")).toBeChecked();
  await expect(rows(ana)).toHaveCount(1);
  await page.getByLabel("Only this session").uncheck();
  await page.getByLabel("Device", { exact: true }).selectOption({ label: "Phone" });
  const yesterday = new Date((await ana.now()) * 1000 - 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("To (UTC)").fill(yesterday);
  await ana.presses("Apply");
  await expect(page).not.toHaveURL(/session=/);
  await expect(rows(ana).first()).toContainText("Confirmed a device");
  await expect(rows(ana)).toHaveCount(2);

  await ana.visit("/security/activity?kind=repair&until=31.5.2026");
  await ana.sees("Activity");
  await ana.reads("Nothing matches");
  await ana.reads("This is not a date. Write it as 2026-05-31.");
});

test("pages of the activity", async ({ person: ana }) => {
  await ana.signsIn();
  for (let n = 0; n < 52; n += 1) {
    const headers = { origin: new URL(ana.page.url()).origin, accept: "application/json" };
    const renamed = await ana.page.request.post("/ui/profile/rename", { headers, form: { name: `Ana ${n}` } });
    expect(renamed.ok()).toBe(true);
  }
  await opensActivity(ana);
  await expect(rows(ana)).toHaveCount(50);
  await expect(ana.page.getByRole("link", { name: "Newest" })).toHaveCount(0);
  await ana.follows("Older");
  await expect(ana.page).toHaveURL(/before=/);
  await expect(rows(ana)).toHaveCount(3);
  await expect(ana.page.getByRole("link", { name: "Older" })).toHaveCount(0);
  await ana.follows("Newest");
  await expect(rows(ana)).toHaveCount(50);
});
