import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { freePort } from "../support/free_port";
import { Shipped } from "../support/shipped";
import { startCaddy } from "./caddy";
import { ENGINES, type Engine } from "./engine";
import { Visitor } from "./visitor";

interface Fixtures {
  /** A folder for what browser and proxy write. */
  home: string;
  name: string;
  engine: Engine;
  secure: boolean;
  /** The shipped program on an empty database, behind Caddy if the test is about https. */
  site: Shipped;
}

const test = base.extend<Fixtures>({
  name: ["", { option: true }],
  secure: [false, { option: true }],

  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), "twofold-engine-"));
    await use(home);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  },

  engine: async ({ name, home }, use, info) => {
    const engine = await ENGINES[name]!(home);
    await use(engine);
    if (info.status !== info.expectedStatus) {
      await engine.driver.screenshot().then((body) => writeFile(info.outputPath("page.png"), body), () => {});
    }
    await engine.stop();
  },

  site: async ({ secure, home }, use) => {
    const outside = secure ? `https://localhost:${await freePort()}` : undefined;
    const site = await Shipped.start("warn", outside);
    const caddy = outside && (await startCaddy(home, outside, site.address));
    await use(site);
    if (caddy) await caddy.stop();
    await site.stop();
  },
});

for (const name of Object.keys(ENGINES)) {
  for (const secure of [false, true]) {
    const way = secure ? "over https behind Caddy" : "over http on localhost";
    test.describe(`${name} ${way}`, () => {
      test.use({ name, secure });

      // The same journey as in Chromium (journeys/main.spec.ts), on the real clock: the confirming passcode is the current
      // one, the later sign-in uses the next one, which is accepted too.
      test("from nothing to a sign-in with a rolling passcode", async ({ engine, site }) => {
        const owner = new Visitor(engine, site);
        await owner.visit(await site.setUpLink());
        await owner.presses("Continue");
        await owner.isAt("/set-up");
        await owner.types("Your name", owner.member.name);
        await owner.types("E-mail", owner.member.email);
        await owner.types("Password", owner.member.password);
        await owner.presses("Create the owner");
        await owner.sees("Sign in");

        const ana = new Visitor(engine, site);
        await ana.visit("/sign-up");
        await ana.sees("Create your account");
        await ana.types("Your name", ana.member.name);
        await ana.types("E-mail", ana.member.email);
        await ana.types("Password", ana.member.password);
        await ana.presses("Create account");
        await ana.sees("Look into your mailbox");
        await ana.visit(await site.linkTo(ana.member.email));
        await ana.sees("Confirm your e-mail address");
        await ana.presses("Continue");
        await ana.isAt("/confirm-email");
        await ana.types("Password", ana.member.password);
        await ana.presses("Confirm");
        await ana.reads("Your e-mail address is confirmed.");
        await ana.givesPassword();
        await ana.sees("Home");

        await ana.follows("Add new device");
        await ana.sees("Add new device");
        await ana.types("Device name", "My phone");
        await ana.types("Password", ana.member.password);
        await ana.presses("Add");
        await ana.sees("Scan the QR code");
        const phone = await ana.scans();
        expect(phone.scanned).toMatchObject({ issuer: "Twofold", label: `${ana.member.email} (My phone)` });
        await ana.types("Passcode", await phone.code()); // the sixth digit submits the form
        await ana.sees("Recovery codes");
        const codes = await ana.codes();
        await ana.types("Recovery code", codes[3] ?? "");
        await ana.presses("I have them");
        await ana.reads("Saved. You won’t need them often.");
        await ana.presses("Done");
        await ana.sees("Two-factor authentication");

        await ana.signsOut();
        await ana.givesPassword();
        await ana.sees("Enter your passcode");
        await ana.fetches(/\/assets\/home-\w+\.wasm$/); // what follows the passcode is there when it is typed
        await ana.types("Passcode", await phone.code(30));
        await ana.sees("Home");

        // Browsers keep `__Host-` cookies of an https origin only, and WebKit no `Secure` ones of an http origin.
        const cookies = await engine.driver.cookies();
        expect(cookies.map((cookie) => cookie.name)).toContain(secure ? "__Host-session" : "session");
        for (const cookie of cookies) expect(cookie, cookie.name).toMatchObject({ secure });
        expect(await engine.console(), "the console").toEqual([]);
      });
    });
  }
}
