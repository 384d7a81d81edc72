// Prints the bytes that travel for each part of the built page in the folder DIST, beside the figures
// of last time in `sizes.json`. Ends with 1 if a part is above its bound. With `--keep`, writes the
// figures to `sizes.json`.

import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * What a person waits for, in bytes. The page and the worker travel compressed by brotli. Of the
 * page, each Yew component takes some 2 kB; a bound is no reason to have fewer of them.
 */
const BOUNDS = { page: 270_000, worker: 1_150_000, onefile: 2_500_000 };
const KEPT = new URL("sizes.json", import.meta.url);

const [dist, keep] = process.argv.slice(2);
const partOf = (name) => {
  if (name === "covdrop.html") return "onefile";
  if (!name.endsWith(".br")) return undefined;
  return name.startsWith("covdrop-worker") ? "worker" : "page";
};
const sizes = { page: 0, worker: 0, onefile: 0 };
for (const name of await readdir(dist)) {
  const part = partOf(name);
  if (part) sizes[part] += (await stat(join(dist, name))).size;
}
if (keep === "--keep") await writeFile(KEPT, `${JSON.stringify(sizes, null, 2)}\n`);

const last = JSON.parse(await readFile(KEPT, "utf8"));
for (const [part, size] of Object.entries(sizes)) {
  const change = size - last[part];
  const sign = change > 0 ? "+" : "";
  console.log(`${part}: ${size} bytes of ${BOUNDS[part]} (${sign}${change})`);
  if (size === 0 || size > BOUNDS[part]) {
    console.error(`The ${part} is larger than its bound, or missing.`);
    process.exitCode = 1;
  }
}
