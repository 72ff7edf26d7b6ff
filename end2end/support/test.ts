import { randomBytes } from "node:crypto";
import { test as base, type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { Person } from "./person";
import { type Site, Stand } from "./stand";
import { Watch } from "./watch";

export { expect };

export interface Options {
  database: string;
}

interface Fixtures {
  /** Whether scripts run in this project. */
  scripts: boolean;
  watch: Watch;
  /** A member with a confirmed address, not signed in. */
  person: Person;
  /** A person who is not a member yet. */
  stranger: Person;
}

/** Opens a new browser on this stand, with its own network address. */
export async function inNewBrowser(browser: Browser, stand: Site, watch: Watch, options = {}): Promise<Page> {
  const [b, c, d] = randomBytes(3);
  const context = await browser.newContext({
    baseURL: stand.origin,
    javaScriptEnabled: watch.scripts,
    ...options,
    extraHTTPHeaders: { "x-forwarded-for": `10.${b}.${c}.${d}` },
  });
  await watch.follow(context);
  // After `follow`, whose script has to keep the real clock.
  if (watch.scripts && stand instanceof Stand) await context.clock.setFixedTime((await stand.now()) * 1000);
  return context.newPage();
}

export const test = base.extend<Fixtures & { context: BrowserContext }, Options & { stand: Stand }>({
  database: ["sqlite", { option: true, scope: "worker" }],

  stand: [
    async ({ database }, use) => {
      const stand = await Stand.start(database);
      await use(stand);
      await stand.stop();
    },
    { scope: "worker" },
  ],

  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled ?? true),

  watch: async ({ stand, scripts }, use) => {
    const watch = new Watch(stand.origin, scripts);
    await use(watch);
    watch.verdict();
  },

  page: async ({ browser, stand, watch, viewport, colorScheme, deviceScaleFactor, contextOptions }, use) => {
    const page = await inNewBrowser(browser, stand, watch, { ...contextOptions, viewport, colorScheme, deviceScaleFactor });
    await use(page);
    await page.context().close();
  },

  person: async ({ page, stand, watch }, use) => {
    const person = Person.invent(page, stand, watch);
    await stand.addMember(person.member);
    await use(person);
  },

  stranger: async ({ page, stand, watch }, use) => use(Person.invent(page, stand, watch)),
});
