"""Times Covdrop and coverage.py, on the command line and in the browser: `./dev bench`.

    python -m tests.bench.run

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
CARGO = ("--quiet", "--locked", "--release", "--package")


def make_data(django: Path) -> None:
    """Creates the data in separate processes, since `side_by_side` needs this one to be small."""
    if DATA.is_dir():
        return
    say("Making data (some minutes, once)")
    make = (sys.executable, "-m", "tests.bench.data")
    run(*make, "jobs", django, JOBS, "50")
    run(*make, "contexts", SOURCE, CONTEXTS)


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
    test = ("--quiet", "--locked", "--package", "covdrop-tests", "--test", "browser")
    run("cargo", "test", *test, "--", "--ignored", "--nocapture", "waiting_times")


def main() -> None:
    """Creates the data, and times everything."""
    django = next(p for p in sources.packages("packages.txt") if p.name == "django")
    sources.fetch(django)
    make_data(django.root)
    theirs = natively(django.root)
    in_browser(django.root, theirs)


if __name__ == "__main__":
    main()
