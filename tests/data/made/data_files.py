"""Writes data_files.txt: the content of the acme sample's data files, as Python reads it.

Omits line 0, which line data of some Pythons has for empty modules, because it is no statement.

Usage: python3 data_files.py > data_files.txt
"""

import json
import pickle
import sqlite3
from pathlib import Path

HERE = Path(__file__).parent
ACME = HERE.parent / "acme" / "artifacts"
JSON_HEAD = b"!coverage.py: This is a private format, don't read it directly!"


def runs(numbers):
    """Formats sorted numbers, with a run as first-last."""
    parts = []
    for n in sorted(numbers):
        if parts and parts[-1][1] == n - 1:
            parts[-1][1] = n
        else:
            parts.append([n, n])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def bits(blob):
    return [i * 8 + b for i, byte in enumerate(blob) for b in range(8) if byte >> b & 1]


def read_sqlite(path):
    db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    (schema,) = db.execute("select version from coverage_schema").fetchone()
    files = dict(db.execute("select id, path from file"))
    contexts = {1: ""}
    if schema > 1:
        contexts = dict(db.execute("select id, context from context"))
    version = None
    if schema == 7:
        meta = dict(db.execute("select key, value from meta"))
        version, has_arcs = meta["version"], meta["has_arcs"] == "1"
    else:
        has_arcs = bool(db.execute("select has_arcs from meta").fetchone()[0])
    context_id = "context_id" if schema > 1 else "1"
    data = {(files[f], c): set() for f in files for c in contexts.values()}
    if has_arcs:
        for f, c, a, b in db.execute(f"select file_id, {context_id}, fromno, tono from arc"):
            data[files[f], contexts[c]].add((a, b))
    elif schema < 3:
        for f, c, line in db.execute(f"select file_id, {context_id}, lineno from line"):
            data[files[f], contexts[c]].add(line)
    else:
        table, column = ("line_map", "bitmap") if schema == 3 else ("line_bits", "numbits")
        for f, c, blob in db.execute(f"select file_id, context_id, {column} from {table}"):
            data[files[f], contexts[c]].update(bits(blob))
    return f"SQLite, schema {schema}", version, has_arcs, data


def read(path):
    head = path.read_bytes()
    if head.startswith(b"SQLite"):
        return read_sqlite(path)
    version = None
    if head.startswith(JSON_HEAD):
        form = "JSON (coverage.py 4.x)"
        content = json.loads(head[len(JSON_HEAD) :])
    else:
        form = "pickle (coverage.py 3.x)"
        content = pickle.loads(head)
        version = content["collector"].removeprefix("coverage v")
    if has_arcs := "arcs" in content:
        data = {(name, ""): {tuple(arc) for arc in arcs} for name, arcs in content["arcs"].items()}
    else:
        data = {(name, ""): set(lines) for name, lines in content["lines"].items()}
    return form, version, has_arcs, data


for path in sorted(ACME.glob("*/*/.coverage.*")):
    form, version, has_arcs, data = read(path)
    if not has_arcs:
        data = {key: lines - {0} for key, lines in data.items()}
    print(f"{path.relative_to(ACME)}: {form}, {version or '?'}, {'arcs' if has_arcs else 'lines'}")
    for (name, context), facts in sorted(data.items()):
        text = " ".join(f"{a}>{b}" for a, b in sorted(facts)) if has_arcs else runs(facts)
        print(f"  {name} [{context}] {text}".rstrip())
