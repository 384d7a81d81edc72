"""Runs coverage.py for the function named as the argument, with JSON on stdin and stdout."""

import io
import json
import os
import random
import re
import sys
import sysconfig
import unicodedata

import coverage
from coverage import CoverageData
from coverage.exceptions import CoverageException
from coverage.html import HtmlDataGeneration
from coverage.jsonreport import JsonReporter
from coverage.lcovreport import LcovReporter
from coverage.misc import human_sorted
from coverage.parser import PythonParser
from coverage.python import PythonFileReporter
from coverage.report import SummaryReporter
from coverage.report_core import get_analysis_to_report
from coverage.results import Numbers, format_fail_under_msg, should_fail_under
from coverage.xmlreport import XmlReporter

assert coverage.__version__ == "7.17.4", coverage.__version__


def percentages(cases):
    """Formats hit-of-all at a precision, and returns the exact number too."""
    answers = []
    for hit, all_, precision in cases:
        numbers = Numbers(precision=precision, n_statements=all_, n_missing=all_ - hit)
        answers.append([numbers.pc_covered_str, repr(numbers.pc_covered)])
    return answers


def thresholds(cases):
    """Returns the message for a total below a threshold, or None."""
    answers = []
    for hit, all_, threshold, precision in cases:
        total = Numbers(n_statements=all_, n_missing=all_ - hit).pc_covered
        fails = should_fail_under(total, threshold, precision)
        answers.append(format_fail_under_msg(total, threshold, precision) if fails else None)
    return answers


def order(names):
    """Sorts the names in human order."""
    return human_sorted(names)


def unprintable(_):
    """Returns the unprintable characters: assigned ones, and unassigned ones."""
    known, unknown = [], []
    for code in range(sys.maxunicode + 1):
        if 0xD800 <= code <= 0xDFFF or chr(code).isprintable():
            continue
        (unknown if unicodedata.category(chr(code)) == "Cn" else known).append(code)
    return [known, unknown]


def stdlib(packages):
    """Returns the names and paths of the Python files in packages of the standard library."""
    root = sysconfig.get_path("stdlib")
    found = []
    for package in packages:
        for folder, _, names in os.walk(os.path.join(root, package)):
            paths = [os.path.join(folder, name) for name in sorted(names) if name.endswith(".py")]
            found.extend([os.path.relpath(path, root), path] for path in paths)
    return found


def invent(project):
    """Records generated data for the project's files, the same each time."""
    os.chdir(project["folder"])
    branch, relative = project["branch"], project["relative"]
    data = coverage.CoverageData(basename=".coverage")
    paths = {name: name if relative else os.path.realpath(name) for name in project["files"]}
    add = data.add_arcs if branch else data.add_lines
    add({})
    data.touch_files(paths.values())
    for context in project["contexts"]:
        data.set_context(context)
        hits = {}
        for name, path in paths.items():
            chance = random.Random(f"{context} {os.path.basename(name)}")
            hits[path] = some_arcs(name, chance) if branch else some_lines(name, chance)
        add(hits)
    return None


def some_lines(name, chance):
    """Returns some lines of a file; for some files all, or none."""
    with open(name, "rb") as source:
        count = source.read().count(b"\n") + 1
    share = chance.choice([0, 0.3, 0.7, 0.95, 1])
    return [line for line in range(1, count + 1) if chance.random() < share]


def some_arcs(name, chance):
    """Returns some possible arcs of a file, and other kinds of arcs that data files contain."""
    parser = PythonParser(filename=name, exclude="$^")
    parser.parse_source()
    arcs = sorted(parser.arcs())
    share = chance.choice([0, 0.3, 0.7, 0.95, 1])
    taken = [arc for arc in arcs if chance.random() < share]
    for start, end in arcs:
        if share and chance.random() < 0.1:
            taken.append(chance.choice([(start, start), (-start, start), (start, -start)]))
    return taken


def combine(project):
    """Combines real data files, recorded elsewhere, into the project's data file."""
    os.chdir(project["folder"])
    cov = coverage.Coverage(data_file=".coverage", config_file=project["config"])
    cov.set_option("paths", {"source": [project["folder"], project["recorded_in"]]})
    cov.combine(project["data"], keep=True)
    cov.save()
    return None


class LongestFirst(set):
    """A set of paths that iterates from the longest on, where coverage.py uses the set's order."""

    def __iter__(self):
        return iter(sorted(super().__iter__(), key=len, reverse=True))


def sort_names(contexts_by_lineno):
    """Sorts the names of contexts, which coverage.py returns in the order of a set."""
    return lambda data, name: {
        line: sorted(names) for line, names in contexts_by_lineno(data, name).items()
    }


CoverageData.contexts_by_lineno = sort_names(CoverageData.contexts_by_lineno)


PARSED = {}


def parse_once(parse):
    """Parses each file once for all reports."""

    def parser(reporter):
        if reporter.filename not in PARSED:
            PARSED[reporter.filename] = parse(reporter)
        return PARSED[reporter.filename]

    return property(parser)


PythonFileReporter.parser = parse_once(PythonFileReporter.parser.fget)


def reports(project):
    """Returns the files of a project with their hits and marks, and every requested report."""
    os.chdir(project["folder"])
    cov = open_project(project)
    data = cov.get_data()
    config = cov.config
    files = []
    for reporter, _ in cov._get_file_reporters():
        path = reporter.filename
        files.append(
            {
                "path": path,
                "name": reporter.relative_filename(),
                "lines": data.lines(path) or [],
                "arcs": data.arcs(path) or [],
                "contexts": list(data.contexts_by_lineno(path).items()),
            }
        )
    return {
        "python": "{}.{}".format(*sys.version_info),
        "exclude": config.exclude_list,
        "partial": config.partial_list + config.partial_always_list,
        "has_arcs": data.has_arcs(),
        "files": files,
        "marks": marks(cov),
        "outputs": [output(open_project(project), case) for case in project["cases"]],
    }


def open_project(project):
    """Opens a project with its data in coverage.py."""
    cov = coverage.Coverage(data_file=".coverage", config_file=project["config"])
    cov.config.relative_files = project["relative"]
    cov.load()
    return cov


def output(cov, case):
    """Returns one report and the total that is compared with the threshold, or None."""
    config = cov.config
    config.precision = case["precision"]
    config.sort = case["sort"]
    config.skip_covered = case["skip_covered"]
    config.skip_empty = case["skip_empty"]
    config.show_missing = case["show_missing"]
    config.json_show_contexts = case["show_contexts"]
    config.json_pretty_print = case["pretty_print"]
    config.lcov_line_checksums = case["line_checksums"]
    config.xml_package_depth = case["package_depth"]
    config.source = case["source_roots"]
    config.format = case["format"]
    reporters = {"json": JsonReporter, "xml": XmlReporter, "lcov": LcovReporter}
    reporter = reporters.get(case["format"], SummaryReporter)(cov)
    if case["format"] == "xml":
        reporter.source_paths = LongestFirst(reporter.source_paths)
    out = io.StringIO()
    try:
        total = reporter.report(None, outfile=out)
    except CoverageException:
        return None
    text = out.getvalue()
    text = re.sub('"timestamp": "[^"]*"', '"timestamp": "now"', text, count=1)
    text = re.sub('timestamp="[0-9]*"', 'timestamp="0"', text, count=1)
    return [text, repr(float(total))]


def marks(cov):
    """Returns each line's category and notes in the HTML report, by file."""
    generation = HtmlDataGeneration(cov)
    answers = {}
    for reporter, analysis in get_analysis_to_report(cov, None):
        lines = generation.data_for_file(reporter, analysis).lines
        answers[reporter.relative_filename()] = [
            [line.category, line.short_annotations, line.long_annotations] for line in lines
        ]
    return answers


QUESTIONS = [
    percentages, thresholds, order, unprintable, stdlib, invent, combine, reports
]

if __name__ == "__main__":
    ask = {question.__name__: question for question in QUESTIONS}[sys.argv[1]]
    json.dump(ask(json.load(sys.stdin)), sys.stdout)
