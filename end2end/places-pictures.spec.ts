import { inNewBrowser, test } from "./support/test";
import { Gallery } from "./support/gallery";
import { begins } from "./support/team";

// Pictures of lists with places, see pictures.spec.ts: an IPv6 address with the longest names, and usual ones.

test.setTimeout(180_000);

test("places", async ({ person: ana, browser, watch }) => {
  watch.resizes();
  const { page, stand } = ana;
  const gallery = new Gallery(watch, "places");
  const phone = await begins(ana);
  for (const address of ["2001:db8:1111:2222:3333:4444:5555:6666", "203.0.113.7"]) {
    const there = ana.at(await inNewBrowser(browser, stand, watch, { reducedMotion: "reduce" }));
    await there.page.context().setExtraHTTPHeaders({ "x-forwarded-for": address });
    await there.visit("/sign-in");
    await there.givesPassword();
    await there.sees("Enter your passcode");
    await there.page.getByLabel("Trust this browser for 30 days").check();
    await ana.wait(30);
    await there.passes(await phone.code());
    await there.sees("Home");
    for (const [path, name] of [
      ["/", "home"],
      ["/security/two-factor", "devices"],
      ["/security/sessions", "sessions"],
      ["/security/activity", "activity"],
    ] as const) {
      await ana.visit(path);
      await gallery.takes(page, `${address.includes(":") ? "long" : "usual"}-${name}`);
    }
    await there.page.context().close();
  }
  await page.context().addCookies([{ name: "language", value: "de", url: stand.origin }]);
  await ana.visit("/security/sessions");
  await gallery.takes(page, "german-sessions");
  await gallery.hang();
});
