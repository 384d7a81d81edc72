"""Combines data files with coverage.py, for differential tests.

Usage: $COVDROP_COVERAGE combine.py < job.json > outcome.json

The job: `dir`, an empty directory to work in; `rc`, settings; `sources`, files to create there;
`inputs`, data files by their new names there; `make`, data files to create there. Or `read`, a data
file that is only read; or `dump` and `to`, a data file whose `dumps` is written to `to`.
The outcome: `data` by file and context, and the `rows` of the database; or `refused`.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import sys

import coverage
from coverage.exceptions import CoverageException


def facts(data):
    """Returns the content of a data file, by file and context."""
    data.read()
    found = {}
    for name in data.measured_files():
        contexts = {}
        for context in sorted(data.measured_contexts()):
            data.set_query_context(context)
            if data.has_arcs():
                hits = sorted(data.arcs(name) or [])
            else:
                hits = sorted(line for line in data.lines(name) or [] if line)
            if hits:
                contexts[context] = hits
        found[name] = {"tracer": data.file_tracer(name) or None, "contexts": contexts}
    return {"arcs": data.has_arcs(), "files": found}


# The content of a database, independent of row ids.
TABLES = [
    "SELECT version FROM coverage_schema",
    "SELECT key, value FROM meta",
    "SELECT path FROM file",
    "SELECT context FROM context",
    "SELECT path, context, hex(numbits) FROM line_bits"
    " JOIN file ON file.id = file_id JOIN context ON context.id = context_id",
    "SELECT path, context, fromno, tono FROM arc"
    " JOIN file ON file.id = file_id JOIN context ON context.id = context_id",
    "SELECT path, tracer FROM tracer JOIN file ON file.id = file_id",
]


def rows(name):
    """Returns the rows of a data file, sorted."""
    with contextlib.closing(sqlite3.connect(name)) as database:
        return [sorted(database.execute(query).fetchall()) for query in TABLES]


def make(name, facts):
    """Creates a data file with this content, on which `sql` is then run."""
    data = coverage.CoverageData(name)
    for context, hits in facts.get("lines", {}).items():
        data.set_context(context)
        data.add_lines(hits)
    for context, hits in facts.get("arcs", {}).items():
        data.set_context(context)
        data.add_arcs({name: [tuple(arc) for arc in arcs] for name, arcs in hits.items()})
    if touched := facts.get("touched"):
        data.touch_files(touched)
    data.add_file_tracers(facts.get("tracers", {}))
    with data._connect():
        data.write()
    data.close()
    if "sql" in facts:
        with contextlib.closing(sqlite3.connect(name)) as database:
            database.executescript(facts["sql"])


def main():
    job = json.load(sys.stdin)
    if "read" in job:
        return {"data": facts(coverage.CoverageData(job["read"])), "rows": rows(job["read"])}
    if "dump" in job:
        data = coverage.CoverageData(job["dump"])
        data.read()
        with open(job["to"], "wb") as file:
            file.write(data.dumps())
        return {}
    os.chdir(job["dir"])
    for name in job["sources"]:
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        open(name, "w").close()
    with open(".coveragerc", "w", encoding="utf-8") as file:
        file.write(job["rc"])
    os.makedirs("inputs")
    for name, source in job["inputs"].items():
        shutil.copy(source, os.path.join("inputs", name))
    for name, content in job["make"].items():
        make(os.path.join("inputs", name), content)
    messages = []
    cov = coverage.Coverage(messages=True)
    cov._message = messages.append
    try:
        cov.combine(data_paths=["inputs"], strict=True, keep=True)
    except CoverageException as error:
        return {"refused": str(error)}
    cov.save()
    data = facts(cov.get_data())
    return {"data": data, "rows": rows(cov.get_data().data_filename()), "messages": messages}


print(json.dumps(main()))
