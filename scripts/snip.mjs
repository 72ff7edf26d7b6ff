// Removes functions from the client that browsers never call, so that wasm-opt can drop what only they use.
//
// Views can be hydrated in three ways, and a table of functions per view type keeps all of them alive. The client uses
// `hydrate_body`, which hydrates the whole document at once; piecewise hydration (lazy routes) and hydration from
// templates are never used. If that changes, the first page traps here, which the browser tests detect.
import { readFileSync, writeFileSync } from "node:fs";

// The patterns match anywhere in a function's name, because functions instantiated for these are never called either.
// The compiler must not merge identical functions (see scripts/env.sh); wasm-opt merges them afterwards.
const NEVER = [
  /\bhydrate_async\b/,
  /\bhydrate_from_template\b/,
  /::hydrate::<false>/, // hydration from templates
  /\bgenerate_routes\b/, // listing of pages, done by the server
  /\bwasm_streams\b/, // streamed responses
  /\bflt2dec\b|\bfloat_to_(decimal|exponential)/, // formatting of fractions, used by unreachable error messages only
];
const CODE = 10, CUSTOM = 0, IMPORT = 2, FUNCTION = 0;
const UNREACHABLE = [0x00, 0x00, 0x0b]; // no locals, unreachable, end

const [, , file, target] = process.argv;
const bytes = readFileSync(file);

function leb(at) {
  let value = 0, shift = 0, byte;
  do {
    byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
  } while (byte & 0x80);
  return [value, at];
}

function encoded(value) {
  const out = [];
  do {
    const rest = Math.floor(value / 128);
    out.push((value % 128) | (rest ? 0x80 : 0));
    value = rest;
  } while (value);
  return out;
}

function* sections() {
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [size, begin] = leb(at + 1);
    yield { id, from: at, begin, end: begin + size };
    at = begin + size;
  }
}

function text(at) {
  const [size, begin] = leb(at);
  return [bytes.toString("utf8", begin, begin + size), begin + size];
}

/** Returns the number of imported functions, which are numbered first. */
function imported({ begin }) {
  let [count, at] = leb(begin), functions = 0;
  for (; count > 0; count--) {
    [, at] = text(at);
    [, at] = text(at);
    const kind = bytes[at++];
    if (kind === FUNCTION) functions++, ([, at] = leb(at));
    else if (kind === 3) at += 2;
    else {
      if (kind === 1) at++;
      const limits = bytes[at++];
      [, at] = leb(at);
      if (limits & 1) [, at] = leb(at);
    }
  }
  return functions;
}

/** Returns the indices of all functions that match [`NEVER`]. */
function doomed({ begin, end }) {
  const found = new Set();
  let [title, at] = text(begin);
  if (title !== "name") return found;
  while (at < end) {
    const kind = bytes[at];
    let [size, inner] = leb(at + 1);
    at = inner + size;
    if (kind !== 1) continue;
    let [count, next] = leb(inner);
    for (; count > 0; count--) {
      let index, name;
      [index, next] = leb(next);
      [name, next] = text(next);
      if (NEVER.some((pattern) => pattern.test(name))) found.add(index);
    }
  }
  return found;
}

const all = [...sections()];
const first = imported(all.find(({ id }) => id === IMPORT));
const never = new Set(all.filter(({ id }) => id === CUSTOM).flatMap((section) => [...doomed(section)]));
const code = all.find(({ id }) => id === CODE);

const bodies = [];
let cut = 0;
let [count, at] = leb(code.begin);
for (let index = first; index < first + count; index++) {
  const [size, begin] = leb(at);
  const whole = bytes.subarray(at, begin + size);
  if (never.has(index)) cut += size;
  bodies.push(never.has(index) ? Buffer.from([UNREACHABLE.length, ...UNREACHABLE]) : whole);
  at = begin + size;
}
if (!cut) throw new Error("nothing to cut out: have the names gone?");
const content = Buffer.concat([Buffer.from(encoded(count)), ...bodies]);
const section = Buffer.concat([Buffer.from([CODE, ...encoded(content.length)]), content]);
writeFileSync(target, Buffer.concat([bytes.subarray(0, code.from), section, bytes.subarray(code.end)]));
console.log(`snip: ${never.size} functions that never run, ${cut} bytes`);
