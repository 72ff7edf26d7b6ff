import { execFileSync } from "node:child_process";
import { expect } from "@playwright/test";

/** A program that computes its passcodes with oathtool, as a key URI says. It shares no code with the product. */
export class Machine {
  private readonly args: string[];

  constructor(
    uri: string,
    private readonly now: () => Promise<number>,
  ) {
    const { protocol, host, searchParams } = new URL(uri);
    expect(`${protocol}//${host}`).toBe("otpauth://totp");
    const algorithm = (searchParams.get("algorithm") ?? "SHA1").toLowerCase();
    const digits = searchParams.get("digits") ?? "6";
    this.args = [`--totp=${algorithm}`, `--digits=${digits}`, "--base32", searchParams.get("secret") ?? ""];
  }

  async code(): Promise<string> {
    const at = await this.now();
    return execFileSync("oathtool", ["--now", `@${at}`, ...this.args]).toString().trim();
  }
}
