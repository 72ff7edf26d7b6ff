import { expect, inNewBrowser, test } from "../support/test";
import { begins } from "../support/team";

test("sessions: one, all others, everywhere", async ({ person: ana, browser, watch }) => {
  const phone = await begins(ana);
  const there = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await ana.wait(30);
  await there.signsIn(phone);
  await ana.visit("/security");
  await ana.follows("Sessions");
  await ana.sees("Sessions");
  const rows = (label: string) => ana.page.getByRole("list", { name: label }).getByRole("listitem");
  await expect(rows("This browser")).toContainText("with “My phone”");
  await expect(rows("Other browsers")).toHaveCount(1);
  await rows("Other browsers").getByRole("button", { name: /^Sign out/ }).click();
  await ana.reads("The session is ended.");
  await ana.reads("You are signed in nowhere else.");
  if (watch.scripts) watch.refused(401);
  await there.follows("Access and security");
  await there.sees("Sign in");

  await ana.wait(30);
  await there.signsIn(phone);
  await ana.visit("/security/sessions");
  await ana.presses("Sign out all others");
  await ana.reads("All other sessions are ended.");
  await ana.visit("/security/sessions");
  await ana.presses("Sign out everywhere");
  await ana.reads("You are signed out everywhere.");
  await ana.visit("/");
  await ana.sees("Sign in");
  await there.page.context().close();
});
