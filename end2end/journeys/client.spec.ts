import { expect, inNewBrowser, test } from "../support/test";
import { Watch } from "../support/watch";

test.skip(({ scripts }) => !scripts, "without scripts no client is loaded");

const FILES = ["js", "wasm", "txt"];

for (const kind of FILES) {
  for (const how of ["not found", "unreachable"]) {
    test(`with a client whose .${kind} file is ${how} the forms are plain`, async ({ browser, person, stand }) => {
      const watch = new Watch(stand.origin, false);
      watch.cutsFiles();
      const page = await inNewBrowser(browser, stand, watch, { javaScriptEnabled: true });
      const cut: string[] = [];
      await page.route(new RegExp(`/assets/(door|home|words)-.*[.]${kind}$`), (route) => {
        cut.push(new URL(route.request().url()).pathname);
        if (how === "unreachable") return route.abort();
        watch.refused(404);
        return route.fulfill({ status: 404 });
      });
      const ana = person.at(page, watch);
      await ana.signsIn();
      await ana.follows("Access and security");
      await ana.sees("Access and security");
      await ana.signsOut();
      await expect(page.locator("html[data-live]")).toHaveCount(0);
      expect(cut.length, "the documents asked for the file").toBeGreaterThan(0);
      await page.context().close();
      watch.verdict();
    });
  }
}

test("the home's client is there before it is needed", async ({ person: ana }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.signsOut();
  await ana.wait(30);
  // Without what the browser has kept from the first time.
  const network = await ana.page.context().newCDPSession(ana.page);
  await network.send("Network.enable");
  await network.send("Network.clearBrowserCache");
  const sent: boolean[] = [];
  network.on("Network.responseReceived", ({ response }) => {
    if (response.url.includes("/assets/home-")) sent.push(Boolean(response.fromDiskCache || response.fromPrefetchCache));
  });

  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await expect.poll(() => sent, { message: "script and module are fetched" }).toEqual([false, false]);
  await ana.passes(await phone.code());
  await ana.sees("Home");
  expect(sent, "each was sent once and then came from the browser's cache").toEqual([false, false, true, true]);
});

test("a visitor downloads the door alone", async ({ person: ana }) => {
  const asked: string[] = [];
  ana.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  for (const path of ["/sign-up", "/set-up", "/nowhere"]) {
    if (path === "/set-up") ana.watch.refused(410);
    if (path === "/nowhere") ana.watch.refused(404);
    await ana.visit(path);
  }
  const clients = new Set(asked.map((path) => /^[/]assets[/](door|home)-/.exec(path)?.[1]));
  clients.delete(undefined);
  expect([...clients]).toEqual(["door"]);
});

test("an open tab takes the client of an upgraded server", async ({ person: ana, watch }) => {
  await ana.signsIn();
  // The answer of a server whose client has another name.
  await ana.page.route("**/ui/**", async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ response, body: body.replace(/[/]assets[/]home-[0-9a-f]+[.]wasm/, "/assets/home-newer.wasm") });
  });
  watch.document();
  await ana.follows("Access and security");
  await expect(ana.page).toHaveURL("/security");
  await ana.sees("Access and security");
  await ana.page.unroute("**/ui/**");
  await ana.follows("Two-factor authentication");
  await ana.sees("Two-factor authentication");
});

test("a link in the home to a page of the door loads its document", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.page.locator("main").evaluate((main) => main.insertAdjacentHTML("beforeend", '<a href="/sign-up">a door</a>'));
  await ana.follows("a door");
  await ana.sees("Create your account");
  watch.document();
  await ana.page.goBack();
  await ana.sees("Home");
  await ana.page.locator("main").evaluate((main) => main.insertAdjacentHTML("beforeend", '<a href="/nowhere">nowhere</a>'));
  watch.refused(404);
  watch.document();
  await ana.follows("nowhere");
  await ana.sees("Page not found");
});
