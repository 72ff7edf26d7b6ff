// Watches the sources. The old server keeps running until the new one is built.
import { spawn } from "node:child_process";
import { existsSync, watch } from "node:fs";

const WATCHED = ["app", "frontend", "server", "style", "public", "Cargo.toml"];
const SETTLE_MS = 200; // editors write a file in several steps, a checkout writes many files

let server;
let building = false;
let changed = false;
let timer;

const run = (command, ...args) => spawn(command, args, { stdio: "inherit" });
const ended = (child) => new Promise((resolve) => child.once("exit", resolve));

async function restart() {
  if (server && server.exitCode === null) {
    server.kill("SIGTERM");
    await ended(server);
  }
  server = run("target/debug/twofold", "serve");
}

async function rebuild() {
  if (building) return;
  building = true;
  do {
    changed = false;
    const begin = Date.now();
    const failed = await ended(run("scripts/build", "dev"));
    const took = ((Date.now() - begin) / 1000).toFixed(1);
    console.log(failed ? `dev: build failed, waiting for a change` : `dev: built in ${took} s`);
    if (!failed && !changed) await restart();
  } while (changed);
  building = false;
}

function onChange() {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(rebuild, SETTLE_MS);
}

for (const path of WATCHED.filter(existsSync)) watch(path, { recursive: true }, onChange);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server?.kill("SIGTERM");
    process.exit(0);
  });
}
await rebuild();
