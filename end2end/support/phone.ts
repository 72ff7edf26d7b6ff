import { execFileSync } from "node:child_process";
import { expect, type Locator } from "@playwright/test";
import jsqr from "jsqr";
import { authenticator } from "otplib";
import { PNG } from "pngjs";

/** The data in a scanned key URI. */
export interface Scanned {
  issuer: string;
  label: string;
  secret: string;
}

/** A phone with an authenticator app. It shares no code with the product. */
export class Phone {
  readonly scanned: Scanned;

  private constructor(
    readonly uri: string,
    private readonly now: () => Promise<number>,
  ) {
    this.scanned = read(uri);
  }

  static async scan(figure: Locator, now: () => Promise<number>): Promise<Phone> {
    await expect(figure).toBeVisible();
    return Phone.scanPicture(await figure.screenshot(), now);
  }

  /** Decodes a screenshot of the QR code with two decoders, which must agree. */
  static scanPicture(picture: Buffer, now: () => Promise<number>): Phone {
    const [one, other] = [withJsqr(picture), withZbar(picture)];
    expect(one, "both decoders read the same").toBe(other);
    return new Phone(one, now);
  }

  /** Enters the key by hand instead of scanning. */
  static typed(secret: string, now: () => Promise<number>): Phone {
    return new Phone(`otpauth://totp/x:x?secret=${secret}&issuer=x`, now);
  }

  /** Returns the passcode at the current time plus `off` seconds. */
  async code(off = 0): Promise<string> {
    const at = (await this.now()) + off;
    return authenticator.clone({ epoch: at * 1000 }).generate(this.scanned.secret);
  }

  /** Returns a passcode that is wrong in the current and both adjacent steps. */
  async wrong(): Promise<string> {
    const right = await Promise.all([-30, 0, 30].map((off) => this.code(off)));
    return ["000000", "111111", "222222", "333333"].find((code) => !right.includes(code)) ?? "444444";
  }

  /** Checks the passcode against oathtool. */
  async agreesWithOathtool(): Promise<void> {
    const at = await this.now();
    const args = ["--totp", "--base32", "--now", `@${at}`, this.scanned.secret];
    expect(execFileSync("oathtool", args).toString().trim()).toBe(await this.code());
  }
}

function read(uri: string): Scanned {
  const url = new URL(uri);
  expect(`${url.protocol}//${url.host}`).toBe("otpauth://totp");
  expect(uri, "%20, never +").not.toContain("+");
  const [issuer, label, ...rest] = url.pathname.slice(1).split(":").map(decodeURIComponent);
  expect(rest, "one colon").toEqual([]);
  const secret = url.searchParams.get("secret") ?? "";
  expect(secret, "160 bits").toMatch(/^[A-Z2-7]{32}$/);
  expect(url.searchParams.get("issuer")).toBe(issuer);
  for (const key of url.searchParams.keys()) expect(["secret", "issuer"]).toContain(key);
  return { issuer: issuer ?? "", label: label ?? "", secret };
}

function withJsqr(picture: Buffer): string {
  const { data, width, height } = PNG.sync.read(picture);
  const decode = typeof jsqr === "function" ? jsqr : (jsqr as unknown as { default: typeof jsqr }).default;
  return decode(new Uint8ClampedArray(data), width, height)?.data ?? "jsqr reads nothing";
}

function withZbar(picture: Buffer): string {
  const args = ["--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", "PNG:-"];
  return execFileSync("zbarimg", args, { input: picture, stdio: ["pipe", "pipe", "ignore"] }).toString().trimEnd();
}
