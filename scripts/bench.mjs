// Starts the release build on a temporary folder and requests a few pages as fast as it can.
// The load generator shares the machine with the server, so the rates are lower bounds, useful to compare two commits.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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

const port = await freePort();
const data = mkdtempSync(join(tmpdir(), "twofold-bench-"));
const env = {
  ...process.env,
  TWOFOLD_DATA: data,
  TWOFOLD_LISTEN: `127.0.0.1:${port}`,
  TWOFOLD_LOG: "warn",
  TWOFOLD_ORIGIN: `http://localhost:${port}`,
};
const begin = performance.now();
const server = spawn("target/release/twofold", ["serve"], { env, stdio: ["ignore", "ignore", "inherit"] });
try {
  await ready(port);
  console.log(`start: ${Math.round(performance.now() - begin)} ms, memory ${memory(server.pid).toFixed(1)} MB`);
  await bytes(port);
  for (const path of PATHS) await load(port, path);
  console.log(`memory under load: ${memory(server.pid).toFixed(1)} MB`);
} finally {
  server.kill("SIGTERM");
  agent.destroy();
  rmSync(data, { recursive: true, force: true });
}
