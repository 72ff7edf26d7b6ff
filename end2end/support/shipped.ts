import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { freePort } from "./free_port";
import { ROOT, type Site } from "./stand";

/** The shipped program in a temporary folder, on the system clock. */
export class Shipped implements Site {
  readonly origin: string;
  private said = "";

  private constructor(
    private child: ChildProcess,
    private readonly port: number,
    private readonly data: string,
    private readonly log: string,
  ) {
    this.origin = `http://localhost:${port}`;
    this.listen();
  }

  static async start(log = "warn"): Promise<Shipped> {
    const data = await mkdtemp(join(tmpdir(), "twofold-shipped-"));
    const port = await freePort();
    const shipped = new Shipped(launch(port, data, log), port, data, log);
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
    this.child = launch(this.port, this.data, this.log);
    this.listen();
    await this.serves();
  }

  /** Everything written to standard output and standard error. */
  get output(): string {
    return this.said;
  }

  private listen(): void {
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on("data", (text: Buffer) => (this.said += text));
  }

  private async serves(): Promise<void> {
    const ready = () => fetch(`${this.origin}/readyz`).then((answer) => answer.status, () => 0);
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

  /** Waits for the mail to this address and returns its link. */
  async linkTo(email: string): Promise<string> {
    const outbox = join(this.data, "outbox");
    let link = "";
    await expect
      .poll(async () => {
        const files = await readdir(outbox);
        const letters = await Promise.all(files.map((file) => readFile(join(outbox, file), "utf8")));
        link = /http:\S+\/confirm-email\/\S+/.exec(letters.find((letter) => letter.includes(email)) ?? "")?.[0] ?? "";
        return link;
      })
      .not.toBe("");
    return link;
  }
}

function launch(port: number, data: string, log: string): ChildProcess {
  const env = {
    PATH: process.env.PATH ?? "",
    TWOFOLD_LISTEN: `127.0.0.1:${port}`,
    TWOFOLD_ORIGIN: `http://localhost:${port}`,
    TWOFOLD_DATA: data,
    TWOFOLD_REGISTRATION: "open",
    TWOFOLD_LOG: log,
  };
  const program = process.env.TWOFOLD ?? join(ROOT, "target/release/twofold");
  const child = spawn(program, ["serve"], { stdio: ["ignore", "pipe", "pipe"], env, cwd: data });
  // A failing test does not stop the program, so it is killed when the worker exits.
  process.on("exit", () => child.kill("SIGKILL"));
  return child;
}
