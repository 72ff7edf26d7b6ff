import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import lighthouse from "lighthouse";
import { freePort } from "./support/free_port";
import { Person } from "./support/person";
import { Shipped } from "./support/shipped";
import { expect, test } from "./support/test";
import { Watch } from "./support/watch";

const LEAST = 95;
const RUNS = 3;

/** Pages for everybody. */
const OPEN = ["/sign-in", "/forgot-password"];
/** Pages of a member with two-factor on. */
const OWN = [
  "/security/two-factor",
  "/",
  "/profile",
  "/profile/email",
  "/profile/close",
  "/security/sessions",
  "/security/activity",
];

/** Lighthouse's preset for phones, median of three runs, against the shipped program. */
test("the pages of a member's own security stand the look of Lighthouse", async ({ launchOptions }) => {
  test.setTimeout(900_000);
  const site = await Shipped.start();
  const profile = await mkdtemp(join(tmpdir(), "twofold-lighthouse-"));
  const port = await freePort();
  const browser = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    args: [...(launchOptions.args ?? []), `--remote-debugging-port=${port}`],
    baseURL: site.origin,
  });
  const watch = new Watch(site.origin, true);
  await watch.follow(browser);
  const owner = Person.invent(await browser.newPage(), site, watch);
  const figures: Figures[] = [];
  const measure = async (pages: string[]) => {
    await owner.page.goto("about:blank"); // no other page may run during the measurement
    for (const path of pages) figures.push(await measured(`${site.origin}${path}`, port));
  };
  await owner.becomesOwner(await site.setUpLink());
  await owner.sees("Sign in"); // an earlier visit would cut this one off
  await measure(OPEN);
  await owner.signsIn();
  await owner.setsUp();
  await owner.keepsCodes();
  const device = await owner.page.locator('a[href$="/replace"]').first().getAttribute("href");
  await measure([...OWN, device ?? ""]);
  // What links in mails open.
  await owner.visit(await site.linkTo(owner.member.email, "not-me"));
  await owner.presses("Continue");
  await owner.sees("This wasn’t me");
  await measure(["/not-me"]);
  await owner.visit("/forgot-password");
  await owner.types("E-mail", owner.member.email);
  await owner.presses("Send the link");
  await owner.sees("Look into your mailbox");
  await owner.visit(await site.linkTo(owner.member.email, "reset-password"));
  await owner.presses("Continue");
  await owner.sees("Choose a new password");
  await measure(["/reset-password"]);

  await browser.close();
  await rm(profile, { recursive: true });
  await site.stop();
  for (const { url, scores, faults } of figures) {
    console.log(`${url}: ${JSON.stringify(scores)}`);
    for (const [category, score] of Object.entries(scores)) {
      expect.soft(score, `${category} of ${url}: ${faults.join(", ")}`).toBeGreaterThanOrEqual(LEAST);
    }
  }
});

interface Figures {
  url: string;
  scores: Record<string, number>;
  faults: string[];
}

async function measured(url: string, port: number): Promise<Figures> {
  const runs: Record<string, number[]> = {};
  const faults = new Set<string>();
  for (let run = 0; run < RUNS; run += 1) {
    // Signed-in pages keep their cookies.
    const result = await lighthouse(url, { port, output: "json", logLevel: "error", disableStorageReset: true });
    if (!result) throw new Error("Lighthouse said nothing");
    const { lhr } = result;
    expect(new URL(lhr.finalDisplayedUrl).pathname, "no page but the one that was asked for").toBe(new URL(url).pathname);
    for (const [name, category] of Object.entries(lhr.categories)) {
      (runs[name] ??= []).push(Math.round((category.score ?? 0) * 100));
      for (const { id, weight } of category.auditRefs) {
        const score = lhr.audits[id]?.score;
        if (weight > 0 && typeof score === "number" && score < 0.9) faults.add(id);
      }
    }
  }
  const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  const scores = Object.fromEntries(Object.entries(runs).map(([name, all]) => [name, median(all)]));
  return { url, scores, faults: [...faults] };
}
