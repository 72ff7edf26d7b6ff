import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { ROOT, type Site } from "./stand";

/** The program as it is shipped, in a folder of its own, on the machine's clock. */
export class Shipped implements Site {
  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
    private readonly data: string,
  ) {}

  static async start(): Promise<Shipped> {
    const data = await mkdtemp(join(tmpdir(), "twofold-shipped-"));
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const env = {
      PATH: process.env.PATH ?? "",
      TWOFOLD_LISTEN: `127.0.0.1:${port}`,
      TWOFOLD_ORIGIN: origin,
      TWOFOLD_DATA: data,
      TWOFOLD_REGISTRATION: "open",
      TWOFOLD_LOG: "warn",
    };
    const program = process.env.TWOFOLD ?? join(ROOT, "target/release/twofold");
    const child = spawn(program, ["serve"], { stdio: ["ignore", "pipe", "inherit"], env, cwd: data });
    const shipped = new Shipped(child, origin, data);
    await expect.poll(() => fetch(`${origin}/readyz`).then((answer) => answer.status, () => 0), { message: "it serves" }).toBe(200);
    return shipped;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    expect(await ended, "it ends in order").toEqual([0, null]);
    await rm(this.data, { recursive: true });
  }

  async now(): Promise<number> {
    return Math.floor(Date.now() / 1000);
  }

  async advance(): Promise<void> {
    throw new Error("nobody moves the machine's clock");
  }

  async setUpLink(): Promise<string> {
    return (await readFile(join(this.data, "setup-link"), "utf8")).trim();
  }

  /** The link in the mail to this address, as soon as it lies in the outbox. */
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}
