// Budgets for what a phone downloads, compressed with brotli. A commit that raises one says why.
import { readFileSync } from "node:fs";

const KB = 1000;
const BUDGETS = { "client.wasm": 250 * KB, "client.js": 12 * KB, "words-en.txt": 8 * KB, "words-de.txt": 8 * KB, "style.css": 15 * KB };

const manifest = JSON.parse(readFileSync("target/site/manifest.json", "utf8"));
for (const [name, most] of Object.entries(BUDGETS)) {
  const sent = manifest[name]?.br;
  const verdict = sent === undefined ? "MISSING" : sent > most ? "TOO LARGE" : "ok";
  if (verdict !== "ok") process.exitCode = 1;
  console.log(`${name}: ${sent} of ${most} bytes: ${verdict}`);
}
