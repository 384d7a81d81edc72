"""Lets coverage.py 7.17.3 combine: the other side of the differential tests.

Usage: $COVDROP_COVERAGE combine.py < job.json > outcome.json

The job: `dir`, an empty directory to work in; `rc`, settings; `sources`, files that exist there;
`inputs`, data files by the name they get in there; `make`, data files to be made there. Or `read`,
a data file that is only to be read; or `dump` and `to`, a data file that `dumps` is to put there. The outcome: `data` by file and context, or `refused`.
"""

import json
import os
import shutil
import sys

import coverage
from coverage.exceptions import CoverageException


def facts(data):
    """All that a data file says, by file and context."""
    data.read()
    found = {}
    for name in data.measured_files():
        contexts = {}
        for context in sorted(data.measured_contexts()):
            data.set_query_context(context)
            if data.has_arcs():
                hits = sorted(arc for arc in data.arcs(name) if 0 not in arc)
            else:
                hits = sorted(line for line in data.lines(name) or [] if line)
            if hits:
                contexts[context] = hits
        found[name] = {"tracer": data.file_tracer(name) or None, "contexts": contexts}
    return {"arcs": data.has_arcs(), "files": found}


def make(name, facts):
    data = coverage.CoverageData(name)
    for context, hits in facts.get("lines", {}).items():
        data.set_context(context)
        data.add_lines(hits)
    for context, hits in facts.get("arcs", {}).items():
        data.set_context(context)
        data.add_arcs({name: [tuple(arc) for arc in arcs] for name, arcs in hits.items()})
    data.touch_files(facts.get("touched", []))
    data.add_file_tracers(facts.get("tracers", {}))
    data.write()
    data.close()


def main():
    job = json.load(sys.stdin)
    if "read" in job:
        return facts(coverage.CoverageData(job["read"]))
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
    return {"data": facts(cov.get_data()), "messages": messages}


print(json.dumps(main()))
