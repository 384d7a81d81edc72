"""What coverage.py makes of Python sources, as one JSON object a line.

    python dump.py ROOT OUTPUT

ROOT is a folder; every .py file in it is analysed with coverage.py's default settings, in the
Python that runs this script. The first line names the versions. After it comes one object for
each file in order of their names: {"file": name, "error": text} where coverage.py refuses it, or
what `describe` returns.
"""

import json
import os
import sys
import warnings

import coverage
from coverage.python import PythonFileReporter
from coverage.results import analysis_from_file_reporter

# The defaults of coverage.py 7.17.4, for older versions of it, too.
PATTERNS = {
    "report:exclude_lines": [
        r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)",
        r"^\s*(((async )?def .*?)?[\])]+(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)",
        r"^\s*if (typing\.)?TYPE_CHECKING:",
    ],
    "report:partial_branches_always": [r"^\s*while (True|1|False|0):", r"^\s*if (True|1|False|0):"],
}

SKIPPED = {"__pycache__", "site-packages"}


class Recording:
    """Branch data of one file, in memory."""

    def __init__(self, arcs=()):
        self.recorded = arcs

    def has_arcs(self):
        return True

    def arcs(self, _file):
        return self.recorded

    def lines(self, _file):
        return sorted({end for arc in self.recorded for end in arc if end > 0})

    def file_tracer(self, _file):
        return None


def every_step(count):
    """Arcs that a file of `count` lines might have recorded, in both dialects."""
    for line in range(1, count + 1):
        yield (line, line)
        if line < count:
            yield (line, line + 1)
            yield (line + 1, line)


def spans(lines):
    """The first and last line of each run of consecutive lines."""
    found = []
    for line in sorted(lines):
        if found and found[-1][1] == line - 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return found


def sources(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED)
        for name in files:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                yield os.path.relpath(path, root), path


def multiline_map(reporter):
    """For each line of a multi-line statement, its first line."""
    if hasattr(reporter, "multiline_map"):
        return reporter.multiline_map()
    return reporter.parser._multiline


def describe(settings, path):
    """Everything that coverage.py derives from a source alone."""
    reporter = PythonFileReporter(path, settings)
    count = reporter.source().count("\n")
    idle = analysis_from_file_reporter(Recording(), 0, reporter, path)
    busy = analysis_from_file_reporter(Recording(list(every_step(count))), 0, reporter, path)
    missing = idle.missing_branch_arcs()
    multiline = {}
    for line, first in multiline_map(reporter).items():
        multiline[first] = max(line, multiline.get(first, 0))
    return {
        "statements": sorted(reporter.lines()),
        "excluded": sorted(reporter.excluded_lines()),
        "docstrings": sorted(reporter.parser.raw_docstrings),
        "multiline": sorted(multiline.items()),
        "no_branch": sorted(reporter.no_branch_lines()),
        "arcs": sorted(reporter.arcs()),
        "exits": sorted(reporter.exit_counts().items()),
        "messages": [
            [
                start,
                end,
                reporter.missing_arc_description(start, end),
                reporter.arc_description(start, end),
            ]
            for start in sorted(missing)
            for end in missing[start]
        ],
        "executed": sorted(busy.arcs_executed),
        "regions": [
            [region.kind, region.name, region.start, spans(region.lines)]
            for region in reporter.code_regions()
        ],
    }


def main(root, output):
    settings = coverage.Coverage(data_file=None, config_file=False, branch=True, messages=False)
    settings._init()
    for option, patterns in PATTERNS.items():
        settings.set_option(option, patterns)
    versions = {"python": sys.version.split()[0], "coverage": coverage.__version__}
    with open(output, "w", encoding="utf-8") as out:
        print(json.dumps(versions), file=out)
        for name, path in sorted(sources(root)):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    record = describe(settings, path)
            except Exception as error:
                record = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps({"file": name, **record}), file=out)


if __name__ == "__main__":
    main(*sys.argv[1:])
