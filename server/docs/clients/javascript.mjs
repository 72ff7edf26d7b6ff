#!/usr/bin/env node
// Asks Twofold's REST API who the holder of an API key is, with two factors. Needs Node 20 or newer and no packages.
//
//   TWOFOLD_URL           https://accounts.example.com
//   TWOFOLD_KEY           the API key, tfk_…
//   TWOFOLD_SECRET_FILE   a file with the secret of the key's machine device (base32 or otpauth:// URI), mode 0600;
//                         without it no passcode is sent
//
// Key and secret come from two places, because they are two factors only as long as no single leak (a backup, a dump of
// the environment, a repository) has both.
import { createHmac } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function fromBase32(text) {
  const bits = [...text.toUpperCase().replace(/[\s=]/g, "")].map((letter) => {
    const value = BASE32.indexOf(letter);
    if (value < 0) throw new Error("the secret is no base32");
    return value.toString(2).padStart(5, "0");
  });
  return Buffer.from(bits.join("").match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

/** Computes the passcode of this moment (RFC 6238). The secret is base32, or a URI that names the parameters. */
function totp(text) {
  const uri = text.startsWith("otpauth://") ? new URL(text).searchParams : new URLSearchParams({ secret: text });
  const digits = Number(uri.get("digits") ?? 6);
  const step = Math.floor(Date.now() / 1000 / Number(uri.get("period") ?? 30));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(uri.get("algorithm") ?? "SHA1", fromBase32(uri.get("secret") ?? "")).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 0xf) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

class Twofold {
  #url;
  #key;
  #secretFile;
  #token = "";
  #renewAt = 0;

  constructor(url, key, secretFile) {
    this.#url = url;
    this.#key = key;
    this.#secretFile = secretFile;
  }

  async get(path) {
    return this.#call("GET", path, await this.#accessToken());
  }

  /** Buys a token, unless the one that is there lives for another 30 seconds. */
  async #accessToken() {
    if (Date.now() >= this.#renewAt) {
      const bought = await this.#call("POST", "tokens", this.#key, this.#passcode());
      this.#token = bought.access_token;
      this.#renewAt = Date.now() + (bought.expires_in - 30) * 1000;
    }
    return this.#token;
  }

  /** Computes a new passcode. Each buys one token, so none is kept or sent again. */
  #passcode() {
    const file = this.#secretFile;
    if (!file) return undefined;
    if (statSync(file).mode & 0o077) throw new Error(`other users can read the secret; run: chmod 600 ${file}`);
    return totp(readFileSync(file, "ascii").trim());
  }

  async #call(method, path, credential, passcode) {
    const headers = { authorization: `Bearer ${credential}` };
    if (passcode) headers["x-otp"] = passcode;
    const response = await fetch(`${this.#url}/api/v1/${path}`, {
      method,
      headers,
      redirect: "error", // It could lead the key elsewhere.
      signal: AbortSignal.timeout(10_000),
    });
    const answer = await response.json();
    // What the API refuses is a problem (RFC 9457).
    if (!response.ok) throw new Error(`${answer.code}: ${answer.detail}`);
    return answer;
  }
}

const { TWOFOLD_URL, TWOFOLD_KEY, TWOFOLD_SECRET_FILE } = process.env;
try {
  const twofold = new Twofold(TWOFOLD_URL, TWOFOLD_KEY, TWOFOLD_SECRET_FILE);
  console.log(JSON.stringify(await twofold.get("me")));
} catch (error) {
  console.error(error.cause?.message ?? error.message);
  process.exitCode = 1;
}
