// Builds target/site from the client's raw output, style/ and public/: bundles, minifies, hashes and compresses.
// The server reads manifest.json only: logical name → file, type, size raw and compressed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

// Usage: assets.mjs <client folder> [quick]. With `quick` it compresses fast instead of well.
const [CLIENT, MODE] = process.argv.slice(2);
const SITE = "target/site";
const MANIFEST = join(SITE, "manifest.json");
// The hash of the inputs of target/site. It is stored outside of it, because everything inside is embedded.
const STAMP = `${SITE}.inputs`;
const QUALITY = MODE === "quick" ? { brotli: 1, gzip: 1 } : { brotli: 11, gzip: 9 };

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const COMPRESSED_ALREADY = new Set([".png", ".woff2"]);

const filesIn = (folder) =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .sort();

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

function inputsDigest() {
  const inputs = [import.meta.filename, "package-lock.json", ...[CLIENT, "style", "public"].flatMap(filesIn)];
  return digest(inputs.map((file) => `${file} ${digest(readFileSync(file))}\n`).join(""));
}

/** Follows the @import list of style/main.css, including layers. `url()` is not rewritten. */
async function styleSheet() {
  const { outputFiles } = await build({
    entryPoints: ["style/main.css"],
    bundle: true,
    minify: true,
    write: false,
    external: ["*.svg", "*.png", "*.woff2"],
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

/** The page calls the module's init function with the hashed URL of the WASM, so the script needs no patch. */
async function clientScript(name) {
  const source = readFileSync(join(CLIENT, `${name}.js`), "utf8");
  const { code } = await transform(source, { minify: true, format: "esm", target: "es2022" });
  return Buffer.from(code);
}

async function collect() {
  const assets = new Map();
  for (const name of ["door", "home"]) {
    assets.set(`${name}.js`, await clientScript(name));
    assets.set(`${name}.wasm`, readFileSync(join(CLIENT, `${name}_bg.wasm`)));
  }
  for (const file of filesIn(CLIENT).filter((file) => /^words-\w+\.txt$/.test(basename(file)))) {
    assets.set(basename(file), readFileSync(file));
  }
  if (existsSync("style/main.css")) assets.set("style.css", await styleSheet());
  for (const file of filesIn("public")) assets.set(relative("public", file), readFileSync(file));
  return assets;
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY.brotli, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });

/** Writes an asset and its compressed forms and returns its manifest entry. */
function emit(name, bytes) {
  const ext = extname(name);
  const stem = name.slice(0, name.length - ext.length).replaceAll("/", "-");
  const file = `${stem}-${digest(bytes).slice(0, 16)}${ext}`;
  writeFileSync(join(SITE, file), bytes);
  const entry = { file, type: TYPES[ext] ?? "application/octet-stream", bytes: bytes.length, br: null, gz: null };
  if (COMPRESSED_ALREADY.has(ext)) return entry;
  for (const [form, packed] of [["br", brotli(bytes)], ["gz", gzipSync(bytes, { level: QUALITY.gzip })]]) {
    writeFileSync(join(SITE, `${file}.${form}`), packed);
    entry[form] = packed.length;
  }
  return entry;
}

const inputs = inputsDigest();
if (existsSync(MANIFEST) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === inputs) {
  console.log("assets: unchanged");
} else {
  const assets = await collect();
  rmSync(SITE, { recursive: true, force: true });
  mkdirSync(SITE, { recursive: true });
  const manifest = Object.fromEntries([...assets].map(([name, bytes]) => [name, emit(name, bytes)]));
  writeFileSync(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(STAMP, inputs);
  for (const [name, { bytes, br }] of Object.entries(manifest)) {
    console.log(`assets: ${name} ${bytes} bytes, ${br ?? bytes} as sent`);
  }
}
