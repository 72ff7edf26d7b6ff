import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { expect } from "@playwright/test";

/** A running program, with all processes that it started itself. */
export class Program {
  /** Everything that it wrote so far. */
  output = "";
  private failure?: Error;
  private readonly kill = () => this.signal("SIGKILL");

  private constructor(
    private readonly file: string,
    private readonly child: ChildProcess,
  ) {
    const streams = child.stdio.slice(1) as Readable[];
    for (const stream of streams) stream.on("data", (text: Buffer) => (this.output += text));
    child.on("error", (error) => (this.failure = error));
    // A failing test does not stop the program, so it is killed when the worker exits.
    process.on("exit", this.kill);
  }

  /** Starts a program. Its third descriptor is read, too, because Xvfb writes its display there. */
  static start(file: string, args: string[], env: Record<string, string> = {}): Program {
    // Detached programs lead a group of processes, and a signal reaches all of the group.
    const child = spawn(file, args, { detached: true, stdio: ["ignore", "pipe", "pipe", "pipe"], env: { PATH: process.env.PATH ?? "", ...env } });
    return new Program(file, child);
  }

  /** Waits until it has written this, and returns the match. */
  async writes(pattern: RegExp): Promise<RegExpExecArray> {
    await this.until(() => pattern.test(this.output));
    const match = pattern.exec(this.output);
    if (!match) throw new Error(`${this.file} did not write ${pattern}`);
    return match;
  }

  /** Waits until a condition holds, and fails at once if the program ended. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const state = async () => {
      if (this.failure) return `cannot be started (${this.failure.message}): run scripts/setup prove`;
      if (this.ended) return `ended: ${this.output}`;
      return (await holds()) ? "ready" : "starting";
    };
    await expect.poll(state, { message: this.file, timeout: 30_000 }).not.toBe("starting");
    expect(await state(), this.file).toBe("ready");
  }

  private get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Ends the program, and kills what it started and what did not end. */
  async stop(): Promise<void> {
    if (this.child.pid !== undefined && !this.ended) {
      const ended = once(this.child, "exit");
      this.signal("SIGTERM"); // Xvfb removes its socket then
      const late = setTimeout(this.kill, 5_000);
      await ended;
      clearTimeout(late);
    }
    this.kill();
    process.off("exit", this.kill);
  }

  private signal(signal: NodeJS.Signals): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, signal);
    } catch {
      // The group has ended.
    }
  }
}
