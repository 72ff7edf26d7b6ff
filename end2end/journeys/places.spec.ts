import { expect, inNewBrowser, test } from "../support/test";
import { begins } from "../support/team";

// What stands beside these addresses is in the stand's file of places.
const PLACE = "203.0.113.7 · Vienna, Austria";

test("lists and mails say where a sign-in came from", async ({ person: ana, browser, watch }) => {
  const phone = await begins(ana);
  await ana.stand.mailsTo(ana.member.email);
  const there = ana.at(await inNewBrowser(browser, ana.stand, watch));
  await there.page.context().setExtraHTTPHeaders({ "x-forwarded-for": "203.0.113.7" });
  await ana.wait(30);
  await there.signsIn(phone);
  await there.reads(PLACE);
  const letters = await ana.stand.mailsTo(ana.member.email);
  expect(letters.at(-1)?.body).toContain("Address: 203.0.113.7 (Vienna, Austria)");

  await ana.visit("/security");
  await ana.follows("Two-factor authentication");
  await ana.reads(PLACE);
  await ana.visit("/security");
  await ana.follows("Sessions");
  const other = ana.page.getByRole("list", { name: "Other browsers" }).getByRole("listitem");
  await expect(other).toContainText(PLACE);
  // This browser's address is private, so it is nowhere.
  const here = ana.page.getByRole("list", { name: "This browser" });
  await expect(here).toContainText(/10\.\d+\.\d+\.\d+/);
  await expect(here).not.toContainText(/10\.\d+\.\d+\.\d+ ·/);
  await ana.visit("/security");
  await ana.follows("Activity");
  await ana.reads(PLACE);

  await ana.page.context().addCookies([{ name: "language", value: "de", url: ana.stand.origin }]);
  await ana.reload();
  await ana.reads("203.0.113.7 · Wien, Österreich");
  await there.page.context().close();
});
