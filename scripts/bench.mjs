// Starts the release build on a temporary folder, requests a few pages as fast as it can, and lets people sign up and in.
// The load generator shares the machine with the server, so the rates are lower bounds, useful to compare two commits.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const SECONDS = Number(process.argv[2] ?? 5);
const CONNECTIONS = 16;
const PATHS = ["/healthz", "/sign-in"];

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

const get = (port, path) =>
  new Promise((resolve, reject) => {
    const headers = { host: `localhost:${port}` };
    http
      .get({ agent, port, path, headers, host: "127.0.0.1" }, (response) => {
        response.resume().once("end", () => resolve(response.statusCode));
      })
      .once("error", reject);
  });

async function ready(port) {
  for (let tries = 0; tries < 100; tries++) {
    if ((await get(port, "/healthz").catch(() => 0)) === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the server did not start");
}

async function load(port, path) {
  const times = [];
  const end = performance.now() + SECONDS * 1000;
  const worker = async () => {
    while (performance.now() < end) {
      const begin = performance.now();
      const status = await get(port, path);
      if (status !== 200) throw new Error(`${path}: ${status}`);
      times.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)].toFixed(2);
  console.log(`${path}: ${Math.round(times.length / SECONDS)} requests/s, median ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

async function bytes(port) {
  const manifest = JSON.parse(readFileSync("target/site/manifest.json", "utf8"));
  for (const name of ["door.wasm", "door.js", "home.wasm", "home.js", "style.css"]) {
    console.log(`${name}: ${manifest[name].bytes} bytes, ${manifest[name].br} after brotli`);
  }
  const page = await (await fetch(`http://localhost:${port}/sign-in`, { headers: { accept: "text/html" } })).arrayBuffer();
  const packed = brotliCompressSync(new Uint8Array(page)).length;
  console.log(`/sign-in: ${page.byteLength} bytes of HTML, ${packed} after brotli; with its CSS ${packed + manifest["style.css"].br}`);
}

const memory = (pid) => readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1] / 1000;

const PEOPLE = 12;
const SIGN_INS = 40;
const PASSWORD = "seven green bicycles";

/** Posts a form as the client does; returns the status and the cookies that were set. */
const post = (port, path, fields, cookies = "") =>
  new Promise((resolve, reject) => {
    const headers = {
      host: `localhost:${port}`,
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
      "sec-fetch-site": "same-origin",
      cookie: cookies,
    };
    const request = http.request({ agent, port, path, headers, method: "POST", host: "127.0.0.1" }, (response) => {
      const set = (response.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; ");
      response.resume().once("end", () => resolve({ status: response.statusCode, cookies: set }));
    });
    request.once("error", reject).end(new URLSearchParams(fields).toString());
  });

async function mailedLink(folder, email) {
  for (let tries = 0; tries < 100; tries++) {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    const mails = files.filter((name) => name.endsWith(".eml")).map((name) => readFileSync(join(folder, name), "utf8"));
    const link = mails.find((mail) => mail.includes(email))?.match(/\/confirm-email\/([\w-]{43})/)?.[1];
    if (link) return link;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${email} got no mail`);
}

/** Signs people up and confirms them, as they would do it. */
async function signUp(port, outbox, number) {
  const email = `person${number}@example.com`;
  const { cookies } = await post(port, "/ui/sign-up", { name: "Person", email, password: PASSWORD });
  const token = await mailedLink(outbox, email);
  const opened = await post(port, "/ui/links/open-confirm-email", { token }, cookies);
  const { status } = await post(port, "/ui/confirm-email", { password: PASSWORD }, opened.cookies);
  if (status !== 200) throw new Error(`${email} was not confirmed: ${status}`);
  return email;
}

/** Passwords of people with and without an account, eight at once, and what the process holds meanwhile. */
async function people(port, pid, outbox) {
  const emails = [];
  for (let number = 0; number < PEOPLE; number++) emails.push(await signUp(port, outbox, number));
  console.log(`memory after ${PEOPLE} sign-ups: ${memory(pid).toFixed(1)} MB`);
  for (let n = 0; n < 60; n += 8) {
    const wrong = (k) => post(port, "/ui/sign-in", { email: `nobody${n + k}@example.com`, password: "wrong" });
    await Promise.all(Array.from({ length: 8 }, (_, k) => wrong(k)));
  }
  let [most, left] = [0, PEOPLE * SIGN_INS];
  const begin = performance.now();
  const worker = async () => {
    while (left-- > 0) {
      const { status } = await post(port, "/ui/sign-in", { email: emails[left % PEOPLE], password: PASSWORD });
      if (status !== 200) throw new Error(`sign-in: ${status}`);
      most = Math.max(most, memory(pid));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  const rate = (1000 * PEOPLE * SIGN_INS) / (performance.now() - begin);
  console.log(`sign-ins over HTTP: ${rate.toFixed(0)}/s, memory meanwhile ${most.toFixed(1)} MB`);
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  console.log(`memory 15 s later: ${memory(pid).toFixed(1)} MB`);
}

const port = await freePort();
const data = mkdtempSync(join(tmpdir(), "twofold-bench-"));
const env = {
  ...process.env,
  TWOFOLD_DATA: data,
  TWOFOLD_LISTEN: `127.0.0.1:${port}`,
  TWOFOLD_LOG: "warn",
  TWOFOLD_REGISTRATION: "open",
  TWOFOLD_ORIGIN: `http://localhost:${port}`,
};
const begin = performance.now();
const server = spawn("target/release/twofold", ["serve"], { env, stdio: ["ignore", "ignore", "inherit"] });
try {
  await ready(port);
  console.log(`start: ${Math.round(performance.now() - begin)} ms, memory ${memory(server.pid).toFixed(1)} MB`);
  await bytes(port);
  for (const path of PATHS) await load(port, path);
  console.log(`memory under load of pages: ${memory(server.pid).toFixed(1)} MB`);
  await people(port, server.pid, join(data, "outbox"));
} finally {
  server.kill("SIGTERM");
  agent.destroy();
  rmSync(data, { recursive: true, force: true });
}
