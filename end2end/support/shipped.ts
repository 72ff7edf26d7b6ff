import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { freePort } from "./free_port";
import { ROOT, type Site } from "./stand";

const PROGRAM = process.env.TWOFOLD ?? join(ROOT, "target/release/twofold");

/** The shipped program in a temporary folder, on the system clock. */
export class Shipped implements Site {
  private child: ChildProcess;
  private said = "";

  private constructor(
    readonly origin: string,
    /** The address that it listens on. */
    readonly address: string,
    private readonly data: string,
    private readonly log: string,
    private readonly settings: Record<string, string>,
  ) {
    this.child = this.launch();
  }

  /** Starts it without a proxy, or as it is started behind one that serves `outside`, an https origin. */
  static async start(log = "warn", outside?: string, settings: Record<string, string> = {}): Promise<Shipped> {
    const data = await mkdtemp(join(tmpdir(), "twofold-shipped-"));
    const port = await freePort();
    const shipped = new Shipped(outside ?? `http://localhost:${port}`, `127.0.0.1:${port}`, data, log, settings);
    await shipped.serves();
    return shipped;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    expect(await ended, "it ends in order").toEqual([0, null]);
    await rm(this.data, { recursive: true });
  }

  /** Kills the program and starts it again on the same data. */
  async crash(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    this.child = this.launch();
    await this.serves();
  }

  /** Everything written to standard output and standard error. */
  get output(): string {
    return this.said;
  }

  /** Runs another command of the program on the same data, and returns what it prints. */
  command(...words: string[]): string {
    return execFileSync(PROGRAM, words, { env: this.environment, cwd: this.data, encoding: "utf8" });
  }

  /** Adds an app of the operator, and returns what the app is set up with. */
  addApp(name: string, ...options: string[]): { CLIENT_ID: string; CLIENT_SECRET: string } {
    const printed = this.command("app", "add", name, ...options);
    const value = (label: string) => new RegExp(`^${label}=(.+)$`, "m").exec(printed)?.[1] ?? "";
    return { CLIENT_ID: value("client_id"), CLIENT_SECRET: value("client_secret") };
  }

  private get environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      TWOFOLD_LISTEN: this.address,
      TWOFOLD_ORIGIN: this.origin,
      TWOFOLD_DATA: this.data,
      TWOFOLD_REGISTRATION: "open",
      TWOFOLD_LOG: this.log,
      ...(this.origin.startsWith("https:") ? { TWOFOLD_TRUSTED_PROXIES: "127.0.0.1" } : {}),
      ...this.settings,
    };
  }

  private launch(): ChildProcess {
    const child = spawn(PROGRAM, ["serve"], { stdio: ["ignore", "pipe", "pipe"], env: this.environment, cwd: this.data });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (this.said += text));
    // A failing test does not stop the program, so it is killed when the worker exits.
    process.on("exit", () => child.kill("SIGKILL"));
    return child;
  }

  private async serves(): Promise<void> {
    const ready = () => fetch(`http://${this.address}/readyz`).then((answer) => answer.status, () => 0);
    await expect.poll(ready, { message: "it serves" }).toBe(200);
  }

  async now(): Promise<number> {
    return Math.floor(Date.now() / 1000);
  }

  async advance(): Promise<void> {
    throw new Error("the system clock cannot be moved");
  }

  async setUpLink(): Promise<string> {
    return (await readFile(join(this.data, "setup-link"), "utf8")).trim();
  }

  /** Waits for a mail to this address with a link to this page, and returns the link. */
  async linkTo(email: string, page = "confirm-email"): Promise<string> {
    const outbox = join(this.data, "outbox");
    let link = "";
    await expect
      .poll(async () => {
        const files = await readdir(outbox);
        const letters = await Promise.all(files.map((file) => readFile(join(outbox, file), "utf8")));
        const own = letters.filter((letter) => letter.includes(email)).join("\n");
        link = new RegExp(`https?:\\S+/${page}/\\S+`).exec(own)?.[0] ?? "";
        return link;
      })
      .not.toBe("");
    return link;
  }
}
