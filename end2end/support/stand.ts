import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

export const ROOT = join(fileURLToPath(new URL(".", import.meta.url)), "../..");

export interface Letter {
  to: string;
  subject: string;
  body: string;
}

export interface NewMember {
  name: string;
  email: string;
  password: string;
}

/** A running server, as a browser sees it. */
export interface Site {
  readonly origin: string;
  now(): Promise<number>;
  advance(seconds: number): Promise<void>;
}

/** A running server whose clock, mail and members the test controls. */
export class Stand implements Site {
  readonly origin: string;
  private letters: Letter[] = [];

  private constructor(
    private readonly child: ChildProcess,
    port: number,
    private readonly control: number,
  ) {
    this.origin = `http://localhost:${port}`;
  }

  static async start(database: string, settings: { STAND_NAME?: string } = {}): Promise<Stand> {
    const program = process.env.STAND ?? join(ROOT, "target/debug/stand");
    const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, STAND_DATABASE: database, ...settings } });
    const line = await firstLine(child);
    const { port, control } = JSON.parse(line) as { port: number; control: number };
    return new Stand(child, port, control);
  }

  /** Closes the standard input, which makes the stand exit. */
  async stop(): Promise<void> {
    const ended = this.child.exitCode === null ? once(this.child, "exit") : undefined;
    this.child.stdin?.end();
    await ended;
  }

  /** Returns the stand's time in seconds since 1970. */
  async now(): Promise<number> {
    return ((await this.ask("/clock").then((answer) => answer.json())) as { now: number }).now;
  }

  async advance(seconds: number): Promise<void> {
    await this.post("/clock/advance", { seconds });
  }

  async addMember(member: NewMember): Promise<void> {
    await this.post("/members", member);
  }

  async setUpLink(): Promise<string> {
    return this.ask("/set-up-link").then((answer) => answer.text());
  }

  /** Removes and returns the mails to this address. */
  async mailsTo(email: string): Promise<Letter[]> {
    this.letters.push(...((await this.ask("/mails").then((answer) => answer.json())) as Letter[]));
    const theirs = this.letters.filter((letter) => letter.to === email);
    this.letters = this.letters.filter((letter) => letter.to !== email);
    return theirs;
  }

  private post(path: string, body: unknown): Promise<Response> {
    return this.ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  }

  private async ask(path: string, init?: RequestInit): Promise<Response> {
    const answer = await fetch(`http://127.0.0.1:${this.control}${path}`, init);
    if (!answer.ok) throw new Error(`the stand answers ${path} with ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}

export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the stand has no output");
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`the stand ended with ${code}`)));
  const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
  ended.catch(() => {}); // exiting later is no error
  return line;
}
