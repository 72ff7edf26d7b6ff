import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/free_port";
import { startNginx } from "../support/nginx";
import { Person } from "../support/person";
import { Shipped } from "../support/shipped";
import { expect, inNewBrowser, test } from "../support/test";
import { Watch } from "../support/watch";

/** An application that greets by name whoever the proxy says it is, and has a page that only shows that. */
async function startWiki() {
  const wiki = createServer((request, response) => {
    const email = request.headers["x-twofold-email"] ?? "nobody";
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="en"><title>Wiki</title><h1>Wiki</h1><p>Hello, ${email}</p><p>${request.url}</p>`);
  }).listen(0, "127.0.0.1");
  await once(wiki, "listening");
  return { address: `127.0.0.1:${(wiki.address() as AddressInfo).port}`, stop: () => wiki.close() };
}

// On the real clock: each device has two passcodes. The current one confirms it; the next one of the phone opens the page
// that wants a recent one, and the next one of the tablet signs in.
test("an application on a host of its own, behind nginx, asks for password and passcode and knows who it is", async ({ browser, scripts }) => {
  const home = await mkdtemp(join(tmpdir(), "twofold-nginx-"));
  const [port, wiki] = [await freePort(), await startWiki()];
  // Two sites, and not only two origins, because browsers know no suffix `localhost`.
  const [accounts, app] = ["accounts.localhost", "app.localhost"];
  const outside = `https://${app}:${port}`;
  const site = await Shipped.start("warn", `https://${accounts}:${port}`, { TWOFOLD_APPS: outside });
  const nginx = await startNginx(home, {
    port,
    accounts: { host: accounts, address: site.address },
    app: { host: app, address: wiki.address },
  });
  const watch = new Watch(site.origin, scripts, [outside]);
  const ana = Person.invent(await inNewBrowser(browser, site, watch, { ignoreHTTPSErrors: true }), site, watch);
  await ana.becomesOwner(await site.setUpLink());
  await ana.givesPassword();
  await ana.sees("Home");

  // A page that wants a recent second factor tells who has none where to set one up.
  watch.document();
  await ana.page.goto(`${outside}/admin/`);
  await ana.sees("Confirm that it is you");
  await ana.reads("The page is for members with two-factor authentication.");
  const asked = ana.page.url();
  await ana.follows("Set up a device");
  await ana.sees("Add new device");
  const phone = await ana.setsUp();
  await ana.keepsCodes();

  // Who has one confirms, and goes on to the page on the other host.
  await ana.visit(asked);
  await ana.sees("Confirm that it is you");
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code(30));
  watch.document();
  await ana.page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(ana.page).toHaveURL(`${outside}/admin/`);
  await ana.reads(`Hello, ${ana.member.email}`);

  await ana.visit(`${site.origin}/security/two-factor/new`);
  await ana.namesDevice("Tablet");
  await ana.sees("Scan the QR code");
  const tablet = await ana.scans();
  await ana.passes(await tablet.code());
  await ana.sees("Two-factor authentication");
  await ana.signsOut();

  const wanted = `${outside}/a%20page?a=1&b=%2F&next=/x`;
  watch.document();
  await ana.page.goto(wanted);
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.passes(await tablet.code(30));
  await expect(ana.page).toHaveURL(wanted);
  await expect(ana.page.getByRole("heading", { name: "Wiki" })).toBeVisible();
  await ana.reads(`Hello, ${ana.member.email}`);
  await ana.reads("/a%20page?a=1&b=%2F&next=/x");

  // The proxy asks anew for each page; the second factor is fresh enough for those of admins.
  watch.document();
  await ana.page.goto(`${outside}/admin/`);
  await ana.reads(`Hello, ${ana.member.email}`);
  const names = (await ana.page.context().cookies(outside)).map((cookie) => cookie.name);
  expect(names, "the session's own cookie stays at Twofold").toEqual(["__Host-twofold"]);

  await ana.visit(`${site.origin}/`);
  await ana.sees("Home");
  await ana.signsOut();
  watch.document();
  await ana.page.goto(wanted);
  await ana.sees("Sign in");
  await expect(ana.page).toHaveURL(new RegExp(`^${site.origin}/sign-in\\?next=/apps/open`));

  await ana.page.context().close();
  watch.verdict();
  await nginx.stop();
  await site.stop();
  wiki.stop();
  await rm(home, { recursive: true, force: true });
});
