"""Times covdrop against coverage.py on the same data, in one run.

Usage: $COVDROP_COVERAGE side_by_side.py COVDROP DATA [SOURCE]

DATA is a folder of data files. With SOURCE, the time to a report is compared: `covdrop report`
against `coverage combine` and `coverage report`. Without, only covdrop is run. The best of a few
runs counts; memory is the most that any one program held.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3


def run(command, folder):
    """Seconds and MiB that a command takes."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def best(*commands):
    """Seconds and MiB of commands one after the other, the best of a few runs."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [[run(command, folder) for command in commands] for _ in range(RUNS)]
    return min((sum(t for t, _ in one), max(m for _, m in one)) for one in runs)


def main(covdrop, data, source=None):
    files = list(Path(data).iterdir())
    size = sum(file.stat().st_size for file in files) / 2**20
    print(f"{len(files)} data files, {size:.0f} MiB")
    if source:
        ours = best([covdrop, "report", "-i", "--source", source, data])
    else:
        ours = best([covdrop, "combine", "-o", os.devnull, data])
    print(f"covdrop: {ours[0]:.2f} s, {ours[1]:.0f} MiB")
    if source:
        settings = Path(tempfile.mkdtemp(), "settings")
        settings.write_text(f"[paths]\nsource =\n  {source}\n  /builds/job-??\n")
        coverage = [sys.executable, "-m", "coverage"]
        options = [f"--rcfile={settings}"]
        theirs = best(
            [*coverage, "combine", "-q", "--keep", *options, data],
            [*coverage, "report", "-i", *options],
        )
        print(f"coverage.py, combine and report: {theirs[0]:.2f} s, {theirs[1]:.0f} MiB")
        print(f"ratio: {theirs[0] / ours[0]:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
