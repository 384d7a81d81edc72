// Runs dump.py in CPython compiled to WebAssembly, for Pythons that this machine lacks.
//
//     node pyodide.mjs PYODIDE COVERAGE DUMP.PY ROOT OUTPUT
//
// PYODIDE is the unpacked npm package, COVERAGE a folder with coverage.py in pure Python. The
// machine's files are seen under /host there.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, coverage, script, root, output] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.FS.mkdir("/host");
python.FS.mount(python.FS.filesystems.NODEFS, { root: "/" }, "/host");
python.globals.set("coverage_folder", `/host${coverage}`);
python.globals.set("arguments", python.toPy([script, root, output].map((path) => `/host${path}`)));
python.runPython(`
import runpy, sys, types
sys.path.insert(0, coverage_folder)
sys.argv = list(arguments)
sys.dont_write_bytecode = True
try:
    import sqlite3
except ImportError:
    # coverage.py imports it on the way, but the analysis never uses it.
    sqlite3 = types.ModuleType("sqlite3")
    sqlite3.Error = sqlite3.DatabaseError = sqlite3.OperationalError = Exception
    sqlite3.Connection = sqlite3.Cursor = object
    sqlite3.sqlite_version = "none"
    sys.modules["sqlite3"] = sqlite3
runpy.run_path(sys.argv[0], run_name="__main__")
`);
process.exit(0);
