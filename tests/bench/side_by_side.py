"""Times covdrop against coverage.py on the same data, in one run.

Compares `covdrop report` with `coverage combine` and `coverage report`; the totals must be equal.
The best of a few runs counts; memory is the peak of any one program.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

RUNS = 3

Command = Sequence[str | Path]

COVERAGE = [sys.executable, "-m", "coverage"]


class Figures(NamedTuple):
    """The time and memory of commands, and the last line of their output, which is the total."""

    seconds: float
    mib: float
    total: list[str]


def measure(command: Command, folder: str) -> Figures:
    """Runs a command once.

    The measured memory includes that of the parent process, which must therefore be small.
    """
    start = time.perf_counter()
    output = Path(folder, "output")
    with output.open("w") as stdout:
        process = subprocess.Popen(
            command, cwd=folder, stdout=stdout, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed")
    lines = output.read_text().splitlines()
    return Figures(seconds, usage.ru_maxrss / 1024, lines[-1].split() if lines else [])


def best(*commands: Command) -> Figures:
    """Returns the best figures of a few runs of consecutive commands."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [[measure(command, folder) for command in commands] for _ in range(RUNS)]
    seconds, mib = min((sum(f.seconds for f in one), max(f.mib for f in one)) for one in runs)
    return Figures(seconds, mib, runs[-1][-1].total)


def settings(source: Path) -> list[str]:
    """Returns options for coverage.py that map the recorded roots to the folder `source`."""
    file = Path(tempfile.mkdtemp(), "settings")
    file.write_text(f"[paths]\nsource =\n  {source}\n  /builds/acme\n  /builds/job-??\n")
    return [f"--rcfile={file}"]


def html_report(data: Path, source: Path, out: Path) -> None:
    """Writes coverage.py's HTML report for a folder of data files."""
    with tempfile.TemporaryDirectory() as folder:
        options = [*settings(source), f"--data-file={folder}/.coverage"]
        combine = ["combine", "-q", "--keep", *options, data]
        html = ["html", "-q", "-i", *options, "-d", out]
        for command in (combine, html):
            # From here, the names of the files are relative to the source.
            subprocess.run([*COVERAGE, *command], cwd=source.parent, check=True)


def compare(covdrop: Path, data: Path, source: Path) -> float:
    """Prints the figures of each program for `data`, a folder of data files recorded below /builds/JOB.

    Returns the seconds of coverage.py.
    """
    files = list(data.iterdir())
    size = sum(file.stat().st_size for file in files) / 2**20
    print(f"{len(files)} data files, {size:.0f} MiB", flush=True)
    ours = best([covdrop, "report", "-i", "--source", source, data])
    print(f"covdrop: {ours.seconds:.2f} s, {ours.mib:.0f} MiB", flush=True)
    options = settings(source)
    theirs = best(
        [*COVERAGE, "combine", "-q", "--keep", *options, data],
        [*COVERAGE, "report", "-i", *options],
    )
    print(f"coverage.py, combine and report: {theirs.seconds:.2f} s, {theirs.mib:.0f} MiB")
    print(f"ratio: {theirs.seconds / ours.seconds:.1f}", flush=True)
    if ours.total != theirs.total:
        sys.exit(f"The totals differ: {ours.total} and {theirs.total}")
    return theirs.seconds
