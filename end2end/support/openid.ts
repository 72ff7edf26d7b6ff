import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { freePort } from "./free_port";
import { startNginx } from "./nginx";
import { Person } from "./person";
import { Program } from "./program";
import { Shipped } from "./shipped";
import { ROOT } from "./stand";
import { inNewBrowser } from "./test";
import { Watch } from "./watch";

/** Twofold behind nginx, because apps take no issuer over http, and an app of the operator, which runs on this machine. */
export class OpenId {
  private readonly stops: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly site: Shipped,
    readonly watch: Watch,
    /** The address of the app. */
    readonly app: string,
    private readonly certificate: string,
  ) {}

  static async start(scripts: boolean): Promise<OpenId> {
    const home = await mkdtemp(join(tmpdir(), "twofold-openid-"));
    const [port, app] = [await freePort(), `http://127.0.0.1:${await freePort()}`];
    const site = await Shipped.start("warn", `https://localhost:${port}`);
    const nginx = await startNginx(home, { port, accounts: { host: "localhost", address: site.address } });
    const started = new OpenId(site, new Watch(site.origin, scripts, [app]), app, join(home, "crt"));
    started.stops.push(() => nginx.stop(), () => site.stop(), () => rm(home, { recursive: true, force: true }));
    return started;
  }

  /** Adds an app, and starts its program, a file in this repository. */
  async runs(file: string, options: string[], settings: Record<string, string> = {}): Promise<void> {
    const setUp = this.site.addApp("Wiki", "--redirect", `${this.app}/callback`, ...options);
    const known = { ISSUER: this.site.origin, APP_URL: this.app, NODE_EXTRA_CA_CERTS: this.certificate };
    const program = Program.start(process.execPath, [join(ROOT, file)], { ...known, ...setUp, ...settings });
    this.stops.unshift(() => program.stop());
    await program.writes(/The app serves/);
  }

  /** Returns the owner, who is signed in. */
  async owner(browser: Browser): Promise<Person> {
    const page = await inNewBrowser(browser, this.site, this.watch, { ignoreHTTPSErrors: true });
    const owner = Person.invent(page, this.site, this.watch);
    this.stops.unshift(() => page.context().close());
    await owner.becomesOwner(await this.site.setUpLink());
    await owner.givesPassword();
    await owner.sees("Home");
    return owner;
  }

  /** Stops everything, and checks that nothing unexpected happened. */
  async stop(): Promise<void> {
    for (const stop of this.stops) await stop();
    this.watch.verdict();
  }
}
