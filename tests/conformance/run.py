"""Compares the analysis of whole packages with coverage.py's: `./dev conformance`.

    python -m tests.conformance.run [--only NAME] [--python VERSION]

Without options, compares everything and writes the table to tests/conformance.md. With options,
compares only those sources or Pythons, and prints the table.
"""

import argparse
import shutil
import subprocess

from tests.console import ROOT, fail, run, say
from tests.conformance import answers, pythons, same_report, sources
from tests.conformance.sources import Source

# These have the rules of the previous version, as the standard library shows.
SAME_RULES = ("3.12", "3.13")
# The Pythons on which whole reports are compared.
REPORTED = (pythons.NATIVE.rpartition(".")[0], "3.14", "3.15")

TABLE = ROOT / "tests/conformance.md"
COVDROP = ROOT / "target/debug/covdrop"


class Filter(argparse.Namespace):
    """The sources and Pythons that the options select."""

    only: str = ""
    python: str = ""

    @property
    def is_all(self) -> bool:
        """Returns true if everything is selected."""
        return not self.only and not self.python

    def sources(self, candidates: list[Source]) -> list[Source]:
        """Returns the sources whose names contain `only`."""
        return [source for source in candidates if self.only in source.name]

    def pythons(self, candidates: list[str]) -> list[str]:
        """Returns the Pythons with the version `python`, in full or such as `3.14`."""
        wanted = self.python
        return [p for p in candidates if not wanted or f"{p}.".startswith(f"{wanted}.")]


def analysis_table(
    versions: list[str], library: list[Source], packages: list[Source]
) -> tuple[str, bool]:
    """Returns the table of sources whose analysis is compared, and whether all results are equal.

    Compares `library` on every Python, and packages only if the rules differ from the previous version.
    """
    compared = []
    for python in versions:
        for source in library if python in SAME_RULES else library + packages:
            dump = answers.ask(python, "dump.py", source, ".jsonl")
            compared.append(f"{source.title}={source.root}={dump}")
    say("Comparing")
    cargo = "cargo run --quiet --locked --release --package covdrop-tests --example conformance --"
    result = subprocess.run(
        [*cargo.split(), *compared], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    return result.stdout, result.returncode == 0


def reports_table(versions: list[str], packages: list[Source]) -> tuple[str, bool]:
    """Returns the table of packages whose whole reports are compared, and whether all are equal."""
    run("cargo", "build", "--quiet", "--locked", "--package", "covdrop-cli")
    table = (sources.HERE / "never_run.md").read_text(encoding="utf-8")
    all_same = True
    for python in versions:
        for package in packages:
            theirs = answers.ask(python, "never_run.py", package, ".json")
            data = theirs.with_name(f"{theirs.name}.coverage")
            ours = theirs.with_name(f"{theirs.name}.ours")
            json = ("json", "--python", python, "-i", "-o", ours, "--source", package.root)
            run(COVDROP, *json, data)
            row, same = same_report.row(package.title, python, theirs, ours)
            table += row
            all_same &= same
    return table, all_same


def parse_options() -> Filter:
    """Parses the command line."""
    parser = argparse.ArgumentParser(prog="./dev conformance")
    parser.add_argument("--only", metavar="NAME", help="sources whose name contains NAME")
    parser.add_argument("--python", metavar="VERSION", help="one Python, such as 3.14")
    return parser.parse_args(namespace=Filter())


def main() -> None:
    """Fetches the sources, compares the results, and writes or prints the table."""
    options = parse_options()
    analysed_on = options.pythons([pythons.NATIVE, *pythons.PYODIDES])
    reported_on = options.pythons(list(REPORTED))
    library = options.sources([sources.standard_library()])
    packages = options.sources(sources.packages("packages.txt"))
    reported = options.sources(sources.packages("never_run.txt"))
    for python in analysed_on + reported_on:
        pythons.install(python)
    for package in packages + reported:
        sources.fetch(package)

    tables = []
    if analysed_on and (library or packages):
        tables.append(analysis_table(analysed_on, library, packages))
    if reported_on and reported:
        tables.append(reports_table(reported_on, reported))
    if not tables:
        fail("There is no such source or Python to compare on.")
    text = "".join(table for table, _ in tables)
    written = sources.WORK / "table.md"
    written.write_text(text, encoding="utf-8")
    if options.is_all:
        shutil.copyfile(written, TABLE)
    else:
        print(text, end="", flush=True)
    if not all(same for _, same in tables):
        place = TABLE.relative_to(ROOT) if options.is_all else "the table"
        fail(f"The analysis differs from coverage.py's: see {place}, and what is said above.")


if __name__ == "__main__":
    main()
