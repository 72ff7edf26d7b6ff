// Budgets for what a phone downloads, compressed with brotli. A commit that raises one says why.
import { readFileSync } from "node:fs";

const KB = 1000;
// The files that a visitor of a part loads, and their sum. The door does not grow with what lies behind it.
const BUDGETS = [
  ["the door", 150 * KB, ["door.wasm", "door.js"]],
  ["the home", 200 * KB, ["home.wasm", "home.js"]],
  ["English", 8 * KB, ["words-en.txt"]],
  ["German", 8 * KB, ["words-de.txt"]],
  ["style", 15 * KB, ["style.css"]],
];

const manifest = JSON.parse(readFileSync("target/site/manifest.json", "utf8"));
for (const [name, most, files] of BUDGETS) {
  const sizes = files.map((file) => manifest[file]?.br ?? NaN);
  const sent = sizes.reduce((sum, size) => sum + size, 0);
  const verdict = Number.isNaN(sent) ? "MISSING" : sent > most ? "TOO LARGE" : "ok";
  if (verdict !== "ok") process.exitCode = 1;
  console.log(`${name}: ${sizes.join(" + ")} of ${most} bytes: ${verdict}`);
}
