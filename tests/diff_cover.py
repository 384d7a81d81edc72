"""Compares `covdrop diff` with diff-cover on changes of real projects.

    python -m tests.diff_cover

Each change leads from one release of a package to a later one, as two commits of a repository. A
short script runs the later release under coverage.py with branches. Then both programs compare it
with the former one: diff-cover by coverage.py's XML report, with --expand-coverage-report, which
gives later lines of a statement what its first line has, and --branch-coverage.

Compared are changed lines of statements, where both define the same thing. Left out are lines after
the first one in two places: of the last statement in a file, where diff-cover's expansion ends
before it, and of statements with a missing branch, which it marks at their first lines alone. The
numbers of both are in the table; diff-cover counts lines, Covdrop statements and branches.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.console import ROOT, TOOLS, fail, output_of, run, say

WORK = TOOLS / "diff-cover"
PYTHON = WORK / "venv/bin/python"
REQUIRED = ("diff-cover==11.0.1", "coverage==7.17.4", "markupsafe==3.0.2")
TABLE = ROOT / "tests/diff_cover.md"

SCRIPTS = {
    "click": """
import click
from click.testing import CliRunner
@click.group(invoke_without_command=True)
@click.option("--n", type=int, default=1, envvar="N", show_default=True)
@click.option("--c", type=click.Choice(["a", "b"]), multiple=True)
@click.version_option("1")
@click.pass_context
def cli(ctx, n, c): click.echo(click.style(str(n), fg="red"))
@cli.command()
@click.argument("f", type=click.File("r"), required=False)
@click.option("--p", type=click.Path(exists=True))
def sub(f, p): click.echo_via_pager("x")
for line in ("--help", "--n 3", "--c a sub", "sub --help", "--version", "--n x", "sub --p /nope", "bad"):
    CliRunner().invoke(cli, line.split())
""",
    "jinja2": """
import jinja2
templates = {
    "a": "{% for x in y|sort %}{{ x|upper }}{% else %}n{% endfor %}{% block b %}{% endblock %}",
    "c": "{% extends 'a' %}{% macro m(q=1) %}{{ q }}{% endmacro %}{% block b %}{{ m() }}{% endblock %}",
}
environment = jinja2.Environment(loader=jinja2.DictLoader(templates), autoescape=True)
environment.get_template("c").render(y=["b", "a"])
try:
    environment.from_string("{% if %}")
except jinja2.TemplateSyntaxError:
    pass
environment.from_string("{{ [1, 2]|batch(2)|list }} {{ 'x'|urlize }}").render()
""",
    "packaging": """
from packaging import markers, requirements, specifiers, tags, utils, version
version.parse("1.0rc1.post2+local")
specifiers.SpecifierSet(">=1,<2").contains("1.5")
requirements.Requirement('a[b]>=1; python_version>"3"')
list(tags.sys_tags()), utils.canonicalize_name("A_b")
try:
    requirements.Requirement("a b")
except requirements.InvalidRequirement:
    pass
markers.Marker("os_name=='a' and (sys_platform=='b')").evaluate()
""",
}

CHANGES = (
    ("click", "8.0.4", "8.1.7"),
    ("jinja2", "3.0.3", "3.1.4"),
    ("packaging", "21.3", "24.1"),
)

# Run by the Python that has coverage.py: first and last line of each statement of a file.
STATEMENTS = """
import json, sys
from coverage import Coverage
cover = Coverage(config_file=False)
for path in sys.argv[1:]:
    from coverage.python import PythonFileReporter
    reporter = PythonFileReporter(path, cover)
    first = reporter.parser.first_line
    lines = {}
    for line in range(1, reporter.source().count("\\n") + 2):
        lines.setdefault(first(line), []).append(line)
    print(json.dumps({str(line): lines[line] for line in reporter.lines()}))
"""


def git(repository: Path, *arguments: str) -> None:
    """Runs git in a repository."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    run("git", *identity, *arguments, cwd=repository)


def build(package: str, *versions: str) -> Path:
    """Makes a repository of releases. The last one is on the branch `change`."""
    repository = WORK / f"{package}-{'-'.join(versions)}"
    run("rm", "-rf", repository)
    repository.mkdir(parents=True)
    git(repository, "init", "--quiet", "--initial-branch=main")
    for version in versions:
        if version == versions[-1]:
            git(repository, "checkout", "--quiet", "-b", "change")
        run("rm", "-rf", repository / package)
        options = ("--quiet", "--no-deps", "--no-compile", "--upgrade", "--target", repository)
        run(PYTHON, "-m", "pip", "install", *options, f"{package}=={version}")
        git(repository, "add", package)
        git(repository, "commit", "--quiet", "--message", version)
    return repository


def measure(package: str, repository: Path) -> Path:
    """Runs the script of a package under coverage.py, and returns the data file."""
    script, data = repository / "run.py", repository / ".coverage"
    script.write_text(SCRIPTS[package], encoding="utf-8")
    options = ("--branch", f"--source={repository / package}", f"--data-file={data}")
    command = (PYTHON, "-m", "coverage", "run", *options, script)
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    subprocess.run(command, cwd=repository, env=environment, check=True)
    run(PYTHON, "-m", "coverage", "xml", "-q", f"--data-file={data}", "-o", "c.xml", cwd=repository)
    return data


def theirs(repository: Path) -> Any:
    """Returns diff-cover's report."""
    report = repository / "theirs.json"
    options = ("--expand-coverage-report", "--branch-coverage", "--format", f"json:{report}")
    command = (PYTHON.with_name("diff-cover"), "c.xml", "--compare-branch=main", *options)
    subprocess.run(command, cwd=repository, check=True, stdout=subprocess.DEVNULL)
    return json.loads(report.read_text(encoding="utf-8"))


def ours(repository: Path, data: Path) -> Any:
    """Returns Covdrop's report."""
    options = ("--compare-branch=main", "--format=json", "--quiet")
    program = ROOT / "target/debug/covdrop"
    return json.loads(output_of(program, "diff", data, "--source", repository, *options))


def lines(pairs: list[list[int]]) -> set[int]:
    """Returns the lines of blocks."""
    return {line for first, last in pairs for line in range(first, last + 1)}


def compare_file(path: Path, uncovered: set[int], coverage: Any) -> tuple[int, list[int]]:
    """Compares the changed lines of a file. Returns their number, and those that differ."""
    statements = json.loads(output_of(PYTHON, "-c", STATEMENTS, path))
    last = max((int(line) for line in statements), default=0)
    partial = {tuple(statement["lines"]) for statement in coverage["partial"]}
    partial_lines = {first for first, _ in partial}
    mine = lines(coverage["missing"]) | partial_lines
    changed = lines(coverage["changed_lines"])
    compared = []
    for first, rest in ((int(line), rest) for line, rest in statements.items()):
        has_rest = first != last and first not in partial_lines
        compared += [line for line in rest if line in changed and (line == first or has_rest)]
    return len(compared), [line for line in compared if (line in mine) != (line in uncovered)]


def compare(package: str, *versions: str) -> str:
    """Compares both on a change, and returns a row of the table."""
    say(f"{package} {' → '.join(versions)}")
    repository = build(package, *versions)
    data = measure(package, repository)
    their_report, our_report = theirs(repository), ours(repository, data)
    measured = {file["path"]: file for file in our_report["files"] if "coverage" in file}
    number, different = 0, []
    for path, file in their_report["src_stats"].items():
        uncovered = set(file["violation_lines"])
        if path not in measured:
            fail(f"Covdrop did not measure {path}")
        count, lines_of_file = compare_file(repository / path, uncovered, measured[path]["coverage"])
        number += count
        different += [f"{path}:{line}" for line in lines_of_file]
    print("\n".join(different), file=sys.stderr)
    totals, percent = our_report["totals"], their_report["total_percent_covered"]
    cells = [
        f"{package} {' → '.join(versions)}",
        str(number),
        str(len(different)),
        f"{their_report['total_num_lines']} lines: {percent}%",
        f"{totals['num_statements']} statements, {totals['num_branches']} branches: "
        f"{totals['percent_covered_display']}%",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Compares all changes, and writes the table."""
    run(sys.executable, "-m", "venv", WORK / "venv")
    run(PYTHON, "-m", "pip", "install", "--quiet", *REQUIRED)
    run("cargo", "build", "--quiet", "--package", "covdrop-cli")
    rows = [compare(*change) for change in CHANGES]
    head = [
        "# `covdrop diff` and diff-cover",
        "",
        f"Made by `python -m tests.diff_cover`, with {REQUIRED[0]} and {REQUIRED[1]}; "
        "`tests/diff_cover.py` says what is compared.",
        "",
        "| change | lines compared | different | diff-cover | Covdrop |",
        "|---|---|---|---|---|",
    ]
    TABLE.write_text("\n".join([*head, *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
