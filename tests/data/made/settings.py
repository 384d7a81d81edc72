"""Writes settings.json: how coverage.py 7.17.4 reads settings files.

Usage: $COVDROP_COVERAGE settings.py > settings.json
"""

import json
import os
import tempfile

import coverage
from coverage.config import (
    DEFAULT_EXCLUDE,
    DEFAULT_PARTIAL,
    DEFAULT_PARTIAL_ALWAYS,
    read_coverage_config,
)
from coverage.exceptions import CoverageException

assert coverage.__version__ == "7.17.4"

RC, TOML, CFG, TOX, PROJECT = (
    ".coveragerc",
    ".coveragerc.toml",
    "setup.cfg",
    "tox.ini",
    "pyproject.toml",
)


def run(text):
    return {RC: "[run]\n" + text}


def report(text):
    return {RC: "[report]\n" + text}


def toml(text):
    return {PROJECT: text}


#: Files by name, then the environment, then the requested settings file.
CASES = [
    ({},),
    # The choice of the file.
    ({RC: ""},),
    ({RC: "", TOX: "[coverage:report]\nprecision=1"},),
    ({TOML: "", TOX: "[coverage:report]\nprecision=1"},),
    ({CFG: "[coverage:run]\n", TOX: "[coverage:report]\nprecision=1"},),
    ({CFG: "[coverage:run]\nbogus=1", TOX: "[coverage:report]\nprecision=1"},),
    ({CFG: "[run]\nbranch=1", TOX: "[coverage:report]\nprecision=1"},),
    ({CFG: "[coverage:report]\nprecision=2", TOX: "[coverage:report]\nprecision=1"},),
    ({CFG: "[coverage:paths]\n", TOX: "[coverage:report]\nprecision=1"},),
    ({CFG: "[coverage:paths]\nx=a\n", TOX: "[coverage:report]\nprecision=1"},),
    ({TOX: "[coverage:run]\nplugins=p\n[coverage:p]\nx=1\n"},),
    ({TOX: "[testenv]\nx=1", PROJECT: "[tool.coverage.report]\nprecision=3"},),
    ({RC: "[report]\nprecision=4", TOX: "[coverage:report]\nprecision=1"}, {}, TOX),
    ({TOX: "[report]\nprecision=1"}, {}, TOX),
    ({RC: "[report]\nprecision=4"}, {}, RC),
    ({TOX: "[coverage:report]\nprecision=1"}, {}, RC),
    ({}, {}, "missing.ini"),
    ({"my.toml": "[report]\nprecision=5"}, {}, "my.toml"),
    ({"my.ini": "[report]\nprecision=5"}, {"COVERAGE_RCFILE": "my.ini"}),
    ({"my.ini": "[report]\nprecision=5"}, {"COVERAGE_RCFILE": "my.ini"}, TOX),
    ({RC: ""}, {"COVERAGE_FILE": "data/x"}),
    ({RC: "[run]\ndata_file = y"}, {"COVERAGE_FILE": "data/x"}),
    # Sections.
    ({RC: "[coverage:report]\nprecision=1\n[report]\nprecision=2\nsort=miss"},),
    ({RC: "[ report ]\nprecision=1"},),
    ({RC: "[report] trailing\nprecision=1"},),
    ({RC: "[report\nprecision=1"},),
    ({RC: "[]\nprecision=1\n[report]\nprecision=2"},),
    ({RC: "[DEFAULT]\nprecision=3\n[report]\nsort=miss"},),
    ({RC: "[DEFAULT]\nprecision=3\n[report]\nprecision=1\n[xml]\n"},),
    ({RC: "[DEFAULT]\nx=3\n[paths]\ny=a\n"},),
    ({RC: "[DEFAULT]\nx=3\n[DEFAULT]\nprecision=4\n[report]\n"},),
    ({RC: "[report]\nsort=miss\n[report]\nprecision=1"},),
    ({RC: "precision=1\n[report]\n"},),
    ({RC: "\n# c\n; c\n[report]\nprecision=1"},),
    ({RC: "[Report]\nprecision=1"},),
    # Options.
    (report("PRECISION = 1"),),
    (report("precision: 1"),),
    (report("precision 1"),),
    (report("precision"),),
    (report("precision ="),),
    (report("precision = 1\nprecision = 2"),),
    (report("precision = 1\nPrecision = 2"),),
    (report("= 1"),),
    (report("sort = a = b : c"),),
    (report("sort : a = b"),),
    (report("sort = miss # not a comment"),),
    (report("sort = miss ; not a comment"),),
    (report("  # comment\nsort = miss"),),
    (report("sort = miss\n  # comment\n  more"),),
    (report("sort = miss\n\n  more"),),
    (report("sort = miss\n\nprecision=1"),),
    (report("  sort = miss\n  precision = 1"),),
    (report("  sort = miss\nprecision = 1"),),
    (report("sort = miss\n  precision = 1"),),
    (report("\tsort = miss\n        precision = 1"),),
    (report("sort = %(x)s %%"),),
    ({RC: "[report]\r\nsort = miss\r\nprecision = 1\r\n"},),
    ({RC: "[report]\rsort = miss\rprecision = 1\r"},),
    ({RC: "\ufeff[report]\nprecision=1"},),
    ({RC: "\ufeff\ufeff[report]\nprecision=1"},),
    ({RC: "\ufeff"},),
    ({TOX: "\ufeff[coverage:report]\nprecision=1"},),
    ({TOML: "\ufeff[report]\nprecision = 1"},),
    ({PROJECT: "\ufeff[tool.coverage.report]\nprecision = 1"},),
    (run("concurrency = bogus"),),
    (run("concurrency = Thread"),),
    (run("concurrency = thread, multiprocessing"),),
    (run("concurrency = thread, gevent"),),
    (run("concurrency = gevent, greenlet"),),
    (run("concurrency = eventlet, eventlet"),),
    (run("concurrency ="),),
    (toml('[tool.coverage.run]\nconcurrency = ["nope", "thread"]'),),
    (toml('[tool.coverage.run]\nconcurrency = [""]'),),
    (report("format = bogus"),),
    (report("sort = bogus"),),
    (report("precision = -1"),),
    (report("precision = 0x2"),),
    (report("fail_under = 150"),),
    (report("fail_under = 0x10"),),
    (report("fail_under ="),),
    (report("contexts =\n    (["),),
    (report("bogus = 1\nother = 2"),),
    ({RC: "[bogus]\nx=1"},),
    # Types.
    *[(report(f"show_missing = {word}"),) for word in "1 0 yes No TRUE false on OFF 2 y".split()],
    (report("show_missing ="),),
    *[(report(f"precision = {word}"),) for word in "1 +2 -3 1_0 1__0 0x1 1.0 x 007".split()],
    *[(report(f"fail_under = {word}"),) for word in "1 99.5 1e1 1_0.5 .5 5. x -1".split()],
    ({RC: "[xml]\noutput = ~/x.xml\npackage_depth = 3"}, {"HOME": "/home/me"}),
    ({RC: "[xml]\noutput = ~/x.xml\n[json]\noutput=~\n[lcov]\noutput=a~"}, {"HOME": "/home/me/"}),
    ({RC: "[json]\noutput=j\npretty_print=1\nshow_contexts=on\n[lcov]\noutput=l\nline_checksums=yes"},),
    # Lists.
    (report("omit = a, b ,, c\n  d\n\n  e,f"),),
    (report("omit ="),),
    (report("omit =\n"),),
    (report("omit =\n  a\n  # no\n  b"),),
    (report("include =\n  a/*\n  b/*"),),
    (report("contexts = a, b.*"),),
    (run("source = a,b\nplugins = p\n  q\nrelative_files = true"),),
    (report("exclude_lines =\n  a, b\n  c{1,2}\n\n  # no\n  d # yes\n"),),
    (report("exclude_lines ="),),
    (report("exclude_also =\n  x\n  y"),),
    (report("exclude_lines = a\nexclude_also = b"),),
    (report("partial_branches = a\npartial_also = b\npartial_branches_always = c"),),
    (report("partial_also = b"),),
    ({RC: "[paths]\nb = src\n  /x/src\n  */src\na = lib, /l\n"},),
    ({RC: "[paths]\nSource = ~/src\n  ~x/src"}, {"HOME": "/home/me"}),
    ({RC: "[paths]\nx =\n"},),
    # Variables.
    *[
        (report("sort = " + text), {"WORD": "value", "EMPTY": ""})
        for text in (
            "$WORD",
            "${WORD}",
            "a${WORD}b",
            "a$WORD.b",
            "$NONE.",
            "${NONE}.",
            "${NONE-x y}",
            "${WORD-x}",
            "${EMPTY-x}.",
            "${NONE-}.",
            "${NONE?}",
            "${WORD?}",
            "$$WORD",
            "$",
            "a$)",
            "${",
            "${}",
            "${WORD",
            "${WORD-a$b}c",
            "${WORD!}",
            "$-",
            "$WORD$WORD",
            "${NONE-${WORD}}",
        )
    ],
    (report("precision = $N"), {"N": "3"}),
    (report("omit = $N"), {"N": "a,b\nc"}),
    (report("exclude_lines = a$\n  b$|c\n  ^d$"), {}),
    (report("show_missing = $NONE"),),
    ({RC: "[paths]\nx = $A/src\n  ${B-b}/src"}, {"A": "aa"}),
    # TOML.
    (toml("[tool.coverage.report]\nprecision = 1\nfail_under = 90\nshow_missing = true"),),
    (toml("[tool.coverage.report]\nprecision = '1'\nfail_under = '90.5'\nshow_missing = 'true'"),),
    (toml("[tool.coverage.report]\nshow_missing = 'True'"),),
    (toml("[tool.coverage.report]\nshow_missing = 1"),),
    (toml("[tool.coverage.report]\nprecision = 1.0"),),
    (toml("[tool.coverage.report]\nprecision = true"),),
    (toml("[tool.coverage.report]\nfail_under = true"),),
    (toml("[tool.coverage.report]\nfail_under = 1.5"),),
    (toml("[tool.coverage.report]\nfail_under = []"),),
    (toml("[tool.coverage.report]\nomit = 'a'"),),
    (toml("[tool.coverage.report]\nomit = ['a,b', ' c ']"),),
    (toml("[tool.coverage.report]\nomit = ['a', 1]"),),
    (toml("[tool.coverage.report]\nexclude_also = ['a, b', ' c ', '']"),),
    (toml("[tool.coverage.report]\nexclude_also = '''a\nb'''"),),
    (toml("[tool.coverage.report]\nsort = '$WORD'\nomit = ['${WORD}/x']"), {"WORD": "w"}),
    (toml("[tool.coverage.report]\nsort = '${NONE?}'"),),
    (toml("[tool.coverage.run]\nsource = ['a']\nrelative_files = true\ndata_file = 3"),),
    (toml("[tool.coverage.run]\nbranch = 'maybe'"),),
    (toml("[tool.coverage.paths]\nb = ['src', '/x']\na = ['lib']"),),
    (toml("[tool.coverage.paths]\nb = 'src'"),),
    (toml("[run]\nbranch = true"),),
    (toml("[tool.coverage]\n"),),
    (toml("[tool.coverage.report]\nbogus = 1"),),
    (toml("[tool.coverage.report]\nprecision = \n"),),
    (toml("[tool]\nx = 1"),),
    (toml("tool.coverage.report.precision = 2"),),
    ({TOML: "[run]\nsource = ['a']\n[report]\nprecision = 2"},),
    ({TOML: "[run]\nsource = ['a']\n[tool.coverage.run]\nsource = ['b']"},),
    # Run-time settings, which are checked too.
    (run("branch = maybe"),),
    (run("branch = true\nparallel = 1\nconcurrency = thread\ntimid = 0"),),
    ({RC: "[html]\ndirectory = x\ntitle = t\nskip_covered = 1\nshow_contexts = no"},),
    ({RC: "[html]\nskip_covered = x"},),
]

FIELDS = """
    data_file relative_files source plugins fail_under format ignore_errors precision show_missing
    skip_covered skip_empty sort xml_output xml_package_depth json_output json_pretty_print
    json_show_contexts lcov_output lcov_line_checksums
""".split()
RENAMED = {"include": "report_include", "omit": "report_omit", "contexts": "report_contexts"}
LISTS = {
    "exclude": ("exclude_list", DEFAULT_EXCLUDE),
    "partial": ("partial_list", DEFAULT_PARTIAL),
    "partial_always": ("partial_always_list", DEFAULT_PARTIAL_ALWAYS),
}


def outcome(rcfile):
    warnings = []
    try:
        config = read_coverage_config(rcfile, warnings.append)
    except CoverageException as error:
        return {"refused": str(error)}
    found = {name: getattr(config, name) for name in FIELDS}
    found |= {name: getattr(config, attribute) for name, attribute in RENAMED.items()}
    for name, (attribute, default) in LISTS.items():
        patterns = getattr(config, attribute)
        if patterns[: len(default)] == default:
            patterns = ["DEFAULT", *patterns[len(default) :]]
        found[name] = patterns
    found["precision"] = int(config.precision)
    found["paths"] = [[name, paths] for name, paths in config.paths.items()]
    found["file"] = config.config_file and os.path.basename(config.config_file)
    found["unknown"] = len(warnings)
    return found


def main():
    os.chdir(tempfile.mkdtemp())
    os.environ.pop("HOME", None)
    plain = outcome(True)
    print("[")
    lines = [json.dumps({"outcome": plain})]
    for files, environment, rcfile in [(*case, {}, True)[:2] + (case[2:] or (True,)) for case in CASES]:
        os.chdir(tempfile.mkdtemp())
        for name, content in files.items():
            with open(name, "wb") as file:
                file.write(content.encode())
        before = dict(os.environ)
        os.environ.update(environment)
        found = outcome(rcfile)
        os.environ.clear()
        os.environ.update(before)
        # Omit values that equal the defaults.
        found = {key: value for key, value in found.items() if plain.get(key) != value}
        case = {"files": files, "env": environment, "outcome": found}
        if rcfile is not True:
            case["rcfile"] = rcfile
        lines.append(json.dumps(case, ensure_ascii=False))
    print(",\n".join(lines) + "\n]")


main()
