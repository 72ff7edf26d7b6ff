// Licences of everything that is shipped, and crates that are shipped in more than one version.
// Build scripts, tests and other platforms' crates are not shipped and not looked at.
import { execFileSync } from "node:child_process";

const LICENCES = new Set([
  "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0",
  "CDLA-Permissive-2.0", "ISC", "MIT", "MIT-0", "MPL-2.0", "Unicode-3.0", "Unlicense", "Zlib",
]);
// Two versions of these are shipped because two of our dependencies disagree; anything new must be looked at first.
const DUPLICATES = new Set([
  "base64", "block-buffer", "cpufeatures", "crypto-common", "digest", "getrandom", "hashbrown", "rand", "rand_core", "sha1", "sha2",
  "serde_spanned", "thiserror", "toml", "toml_datetime", "winnow",
]);
const SHIPPED = { server: [], frontend: ["--target", "wasm32-unknown-unknown"] };

/** Name, version and licence of every crate that ends up in what `root` builds. */
function shipped(root, target) {
  const edges = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}|{l}"];
  const lines = execFileSync("cargo", ["tree", "-p", root, ...target, ...edges], { encoding: "utf8" });
  const crates = new Set(lines.split("\n").map((line) => line.replace(/ \(\*\)$/, "")).filter(Boolean));
  // Ours carry a path behind the version.
  return [...crates].filter((line) => !line.includes("(")).map((line) => {
    const [, name, version, licence] = line.match(/^(\S+) v(\S+)\|(.*)$/);
    return { name, version, licence };
  });
}

/** One of the alternatives of an SPDX expression is enough; of joined ones, all are needed. */
function allowed(expression) {
  const tokens = expression.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g) ?? [];
  const either = () => {
    let fine = both();
    while (tokens[0] === "OR") fine = (tokens.shift(), both()) || fine;
    return fine;
  };
  const both = () => {
    let fine = one();
    while (tokens[0] === "AND") fine = (tokens.shift(), one()) && fine;
    return fine;
  };
  const one = () => {
    if (tokens[0] === "(") {
      tokens.shift();
      const fine = either();
      tokens.shift();
      return fine;
    }
    const name = tokens.shift();
    return LICENCES.has(tokens[0] === "WITH" ? `${name} ${tokens.shift()} ${tokens.shift()}` : name);
  };
  return either();
}

const complaints = [];
for (const [root, target] of Object.entries(SHIPPED)) {
  const versions = new Map();
  for (const { name, version, licence } of shipped(root, target)) {
    if (!licence || !allowed(licence)) complaints.push(`${name} ${version}: licence ${licence || "unknown"}`);
    versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  const twice = [...versions].filter(([, list]) => list.length > 1);
  for (const [name, list] of twice) {
    if (!DUPLICATES.has(name)) complaints.push(`${root} ships ${name} as ${list.join(" and ")}`);
  }
  console.log(`${root}: ${versions.size} crates, ${twice.length} in more than one version`);
}
complaints.forEach((line) => console.log(line));
process.exitCode = complaints.length ? 1 : 0;
