"""Makes a project for data files that were recorded elsewhere.

    python project.py FOLDER FORM DATA...

FOLDER/data gets copies of the DATA files, whose paths below a folder src or lib are written in the
FORM: `posix` below /builds/NUMBER/project/src, `windows` the same on a drive C:, `relative` and
`relative-windows` from src on. FOLDER/project gets a source for each of these files: statements,
branches and functions as far down as lines were recorded.
"""

import os
import re
import shutil
import sqlite3
import sys

import coverage

LINES = [
    "def f{0}(a):",
    '    """Line {0}."""',
    "    if a:",
    "        return {0}",
    "    for b in a:",
    "        a = b",
    "def g{0}(): 'words'; return {0}",
    "class C{0}:",
    "    x{0} = lambda: {0}",
    "y{0} = [",
    "    {0},",
    "]",
]


def source(count):
    return "".join(LINES[n % len(LINES)].format(n) + "\n" for n in range(count))


def inner(path):
    """A path from the project's folder on; nothing for one elsewhere."""
    found = re.search("/(?:src|lib)/(.*)", path)
    return found and f"src/{found[1]}"


def written(path, form, number):
    """A path from the project's folder on in a form, for a data file of this number."""
    if not form.startswith("relative"):
        path = f"/builds/{number}/project/{path}"
    if not form.endswith("windows"):
        return path
    return ("" if form.startswith("relative") else "C:") + path.replace("/", "\\")


def main(folder, form, *data_files):
    lengths = {}
    os.makedirs(os.path.join(folder, "data"))
    for number, data_file in enumerate(data_files):
        data = coverage.CoverageData(data_file)
        data.read()
        for path in data.measured_files():
            if name := inner(path):
                length = max(data.lines(path), default=0)
                lengths[name] = max(length, lengths.get(name, 0))
        data.close()
        copy = os.path.join(folder, "data", f".coverage.host.{number}.x")
        shutil.copy(data_file, copy)
        database = sqlite3.connect(copy)
        for key, path in database.execute("SELECT id, path FROM file").fetchall():
            if name := inner(path):
                path = written(name, form, number)
                database.execute("UPDATE file SET path = ? WHERE id = ?", (path, key))
        database.commit()
        database.close()
    for name, length in lengths.items():
        path = os.path.join(folder, "project", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(source(length))


if __name__ == "__main__":
    main(*sys.argv[1:])
