import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { type BrowserContext, expect, type Page, type Response } from "@playwright/test";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The URL of an answer; of a served page also its address, which the request says. */
function named(response: Response): string {
  const url = response.url();
  return url.endsWith("/ui/served") ? `${url} ${response.request().postData() ?? ""}` : url;
}

/** The pages of the two clients. */
const DOOR = /^\/(sign-in|sign-up|set-up|confirm-email|forgot-password|reset-password|change-email|unfreeze|keep-account|closed-account)($|\/)/;
const HOME = /^\/($|profile$|security($|\/))/;

/** Records problems that must not occur in any test. */
export class Watch {
  private readonly problems: string[] = [];
  private readonly awaited: number[] = [];
  private documents = 0;
  private resizing = false;
  private cut = false;
  private throwing = false;

  constructor(
    private readonly origin: string,
    readonly scripts: boolean,
    /** Origins of applications, which browsers are led to and from. */
    private readonly apps: string[] = [],
  ) {}

  /** Watches all pages of a browser. */
  async follow(context: BrowserContext): Promise<void> {
    context.on("request", (request) => {
      const url = new URL(request.url());
      const ours = [this.origin, ...this.apps].includes(url.origin) || ["data:", "blob:", "about:"].includes(url.protocol);
      if (!ours) this.problems.push(`a request to another origin: ${url.origin}`);
      const top = request.isNavigationRequest() && request.frame().parentFrame() === null;
      if (top && !request.redirectedFrom()) this.loads(new URL(request.frame().url() || "about:blank"), url, request.method());
    });
    context.on("response", (response) => this.answered(response.status(), named(response)));
    context.on("console", (message) => this.heard(`${message.type()}: ${message.text()}`, message.location().url));
    context.on("weberror", (error) => this.threw(error.error().message));
    if (!this.scripts) return;
    await context.exposeBinding("reportShift", (_, text: string) => this.problems.push(`layout shift: ${text}`));
    await context.addInitScript(observeShifts);
  }

  /** Announces an application that browsers are led to. */
  leadsTo(origin: string): void {
    this.apps.push(origin);
  }

  /** Announces that the next step is refused once with this status; `verdict` checks that it was. */
  refused(status: number): void {
    this.awaited.push(status);
  }

  /** Like `refused`, for a form. Without scripts the server redirects to the form's page, so there is no such status. */
  formRefused(status: number): void {
    if (this.scripts) this.refused(status);
  }

  /** Announces that the test itself loads a document, by an address or a reload. */
  document(): void {
    this.documents += 1;
  }

  /** Announces that the test keeps files of the client from this browser. */
  cutsFiles(): void {
    this.cut = true;
  }

  /** Announces that the test keeps the client from the server. */
  cutsCalls(): void {
    this.cut = true;
  }

  /** Announces that this test makes the client or an extension throw. */
  throws(): void {
    this.throwing = true;
  }

  /** Ignores layout shifts, because this test resizes pages. */
  resizes(): void {
    this.resizing = true;
  }

  /** Checks that axe finds no problem on the current page. */
  async axe(page: Page, state = ""): Promise<void> {
    if (!this.scripts) return;
    // While a request is pending, the label of its button is faint on purpose.
    await expect(page.locator(".button[aria-busy=true]")).toHaveCount(0);
    if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
      const { violations } = await axe.run();
      return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((node) => node.html).join(" | ")}`);
    });
    expect.soft(found, `axe on ${new URL(page.url()).pathname} ${state}`).toEqual([]);
  }

  /** Checks that no problem occurred and that every announced refusal did. */
  verdict(): void {
    const problems = this.problems.filter((problem) => !(this.resizing && problem.startsWith("layout shift")));
    expect.soft(problems, "nothing unexpected happens").toEqual([]);
    expect.soft(this.awaited, "every announced refusal happens").toEqual([]);
    if (!this.scripts) return;
    expect.soft(this.documents, "every announced document is loaded").toBe(0);
  }

  /** With scripts forms are sent in place, and only the door's pages are documents: links lead to them and away. */
  private loads(from: URL, to: URL, method: string): void {
    const moves = to.pathname !== from.pathname || to.search !== from.search;
    const link = method === "GET" && moves && (DOOR.test(to.pathname) || !HOME.test(from.pathname));
    if (this.documents > 0) this.documents -= 1;
    else if (this.scripts && !link) this.problems.push(`a document from ${from.pathname}: ${method} ${to.pathname}`);
  }

  private threw(message: string): void {
    if (!this.throwing) this.problems.push(`page error: ${message}`);
  }

  private answered(status: number, url: string): void {
    if (status < 400) return;
    const announced = this.awaited.indexOf(status);
    if (announced < 0) this.problems.push(`a refusal: ${status} (${url})`);
    else this.awaited.splice(announced, 1);
  }

  private heard(text: string, url: string): void {
    // Statuses are checked on the responses themselves: the browser logs them later, possibly after the page was
    // closed.
    if (/^error: Failed to load resource: the server responded with a status of \d/.test(text)) return;
    if (this.cut && text === "error: Failed to load resource: net::ERR_FAILED" && /[/](assets|ui)[/]/.test(url)) return;
    this.problems.push(`${text} (${url})`);
  }
}

interface Finding {
  id: string;
  help: string;
  nodes: { html: string }[];
}

/** Runs in the page: reports layout shifts that are not a response to an action of the person. */
function observeShifts(): void {
  type Rect = { x: number; y: number; width: number; height: number };
  type Source = { node?: Node; previousRect: Rect; currentRect: Rect };
  type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources?: Source[] };
  // The browser's own limit is 500 ms, which is too short for two tests on two busy cores.
  const SOON = 1500;
  // Saved before the test replaces the clock by one that stands still.
  const now = performance.now.bind(performance);
  const acts: number[] = [];
  for (const kind of ["pointerdown", "keydown", "input", "popstate"]) addEventListener(kind, () => acts.push(now()), true);
  const follows = (moments: number[], at: number) => moments.some((moment) => moment <= at && at - moment <= SOON);
  // A slow response counts as well: calls that start soon after an action, or after such a call, extend it.
  const answered = (at: number) => {
    const calls = performance.getEntriesByType("resource").filter((entry) => entry.name.includes("/ui/"));
    const ends: number[] = [];
    for (const call of calls.sort((a, b) => a.startTime - b.startTime)) {
      if (follows([...acts, ...ends], call.startTime)) ends.push((call as PerformanceResourceTiming).responseEnd);
    }
    return follows([...acts, ...ends], at);
  };
  // Shifts are ignored until the document is complete.
  const whole = (at: number) => {
    const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return load !== undefined && load.domInteractive > 0 && at > load.domInteractive;
  };
  const show = ({ x, y, width, height }: Rect) => [x, y, width, height].map(Math.round).join(",");
  const report = (globalThis as unknown as { reportShift(text: string): void }).reportShift;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[]) {
      if (entry.hadRecentInput || entry.value === 0 || !whole(entry.startTime) || answered(entry.startTime)) continue;
      const what = (entry.sources ?? []).map(({ node, previousRect, currentRect }) => {
        const name = node instanceof Element ? node.outerHTML.slice(0, 80) : node?.textContent;
        return `${name} (${show(previousRect)} → ${show(currentRect)})`;
      });
      report(`${entry.value.toFixed(4)} at ${Math.round(entry.startTime)} ms on ${location.pathname}: ${what.join(" | ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
}
