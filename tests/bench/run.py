"""Times Covdrop and coverage.py, on the command line and in the browser: `./dev bench`.

    python -m tests.bench.run [slow]

Needs the built page in COVDROP_DIST. The data is created once, in `.tools/bench`.
"""

import os
import sys
from pathlib import Path

from tests.bench import side_by_side
from tests.conformance import sources
from tests.console import ROOT, TOOLS, run, say

DATA = TOOLS / "bench"
JOBS, CONTEXTS, SOURCE = DATA / "jobs", DATA / "contexts", DATA / "source"
SLOW, SLOW_HTML = DATA / "slow", DATA / "slow-html"
CARGO = ("--quiet", "--locked", "--release", "--package")
BROWSER_TESTS = (
    *("cargo", "test", "--quiet", "--locked", "--package", "covdrop-tests", "--test", "browser"),
    *("--", "--ignored", "--nocapture"),
)


def make_data(django: Path, sympy: Path) -> None:
    """Creates the data in separate processes, since `side_by_side` needs this one to be small."""
    make = (sys.executable, "-m", "tests.bench.data")
    if not JOBS.is_dir():
        say("Making data (some minutes, once)")
        run(*make, "jobs", django, JOBS, "50")
        run(*make, "contexts", SOURCE, CONTEXTS)
    if not SLOW_HTML.is_dir():
        say("Making data for the slow machine, and coverage.py's HTML report of it (minutes, once)")
        run(*make, "jobs", sympy, SLOW, "6")
        side_by_side.html_report(SLOW, sympy, SLOW_HTML)


def natively(django: Path) -> float:
    """Times the command-line programs, and returns the seconds of coverage.py for the jobs."""
    say("Analysis of Django, on one thread")
    run("cargo", "run", *CARGO, "covdrop-tests", "--example", "speed", "--", django)
    say("What the viewer waits for, natively")
    run("cargo", "run", *CARGO, "covdrop-session", "--example", "viewer", "--", DATA / "viewer")
    run("cargo", "build", *CARGO, "covdrop-cli")
    covdrop = ROOT / "target/release/covdrop"
    say("50 jobs of Django, branches: from data files to report")
    theirs = side_by_side.compare(covdrop, JOBS, django)
    say("Many contexts: from data file to report")
    side_by_side.compare(covdrop, CONTEXTS, SOURCE)
    return theirs


def in_browser(django: Path, theirs: float) -> None:
    """Times the page in Chromium, and compares a drop of the jobs with coverage.py's time."""
    say("What a person waits for, in the browser")
    os.environ["COVDROP_BENCH"] = str(DATA)
    os.environ["COVDROP_BENCH_SOURCE"] = str(django)
    os.environ["COVDROP_BENCH_THEIRS"] = f"{theirs:.2f}"
    run(*BROWSER_TESTS, "waiting_times")


def on_a_slow_machine(sympy: Path) -> None:
    """Times the page and coverage.py's HTML report in a Chromium of little processor time."""
    say(f"Sympy, six jobs, a browser at a sixth of the processors ({os.cpu_count()})")
    os.environ["COVDROP_BENCH"] = str(DATA)
    os.environ["COVDROP_BENCH_SLOW_SOURCE"] = str(sympy)
    run(*BROWSER_TESTS, "slow_machine")


def package(name: str) -> Path:
    """Returns the folder of a package that conformance knows, downloaded."""
    found = next(p for p in sources.packages("packages.txt") if p.name == name)
    sources.fetch(found)
    return found.root


def main(part: str = "") -> None:
    """Creates the data, and times everything, or only the slow machine."""
    django, sympy = package("django"), package("sympy")
    make_data(django, sympy)
    if part != "slow":
        in_browser(django, natively(django))
    on_a_slow_machine(sympy)


if __name__ == "__main__":
    main(*sys.argv[1:])
