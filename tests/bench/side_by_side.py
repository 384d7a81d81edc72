"""Times covdrop against coverage.py on the same data, in one run.

Usage: $COVDROP_COVERAGE side_by_side.py COVDROP DATA SOURCE

DATA is a folder of data files, recorded below /builds/JOB. `covdrop report` is held against
`coverage combine` and `coverage report`; both must come to the same total. The best of a few runs
counts; memory is the most that any one program held.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3


def run(command, folder):
    """Seconds and MiB that a command takes, and the last line that it prints."""
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
    return seconds, usage.ru_maxrss / 1024, lines[-1].split() if lines else []


def best(*commands):
    """Seconds and MiB of commands one after the other, the best of a few runs; and the last line."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [[run(command, folder) for command in commands] for _ in range(RUNS)]
    seconds, memory = min((sum(t for t, _, _ in one), max(m for _, m, _ in one)) for one in runs)
    return seconds, memory, runs[-1][-1][2]


def main(covdrop, data, source):
    files = list(Path(data).iterdir())
    size = sum(file.stat().st_size for file in files) / 2**20
    print(f"{len(files)} data files, {size:.0f} MiB")
    ours = best([covdrop, "report", "-i", "--source", source, data])
    print(f"covdrop: {ours[0]:.2f} s, {ours[1]:.0f} MiB")
    settings = Path(tempfile.mkdtemp(), "settings")
    settings.write_text(f"[paths]\nsource =\n  {source}\n  /builds/acme\n  /builds/job-??\n")
    coverage = [sys.executable, "-m", "coverage"]
    options = [f"--rcfile={settings}"]
    theirs = best(
        [*coverage, "combine", "-q", "--keep", *options, data],
        [*coverage, "report", "-i", *options],
    )
    print(f"coverage.py, combine and report: {theirs[0]:.2f} s, {theirs[1]:.0f} MiB")
    print(f"ratio: {theirs[0] / ours[0]:.1f}")
    if ours[2] != theirs[2]:
        sys.exit(f"The totals differ: {ours[2]} and {theirs[2]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
