// Writes `.br` and `.gz` beside each file in the folder DIST whose name has a digest, for servers
// that send these where a browser accepts them, as GitLab Pages does. Other files keep their names
// when they change, and a server could send an old compressed form of them.

import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

// Trunk writes a digest as a number, without zeros before it.
const WITH_DIGEST = /-[0-9a-f]{8,16}(_bg)?\.(css|js|svg|wasm)$/;

const [dist] = process.argv.slice(2);
const names = (await readdir(dist)).filter((name) => WITH_DIGEST.test(name));
await Promise.all(
  names.map(async (name) => {
    const path = join(dist, name);
    const bytes = await readFile(path);
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
    await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  }),
);
