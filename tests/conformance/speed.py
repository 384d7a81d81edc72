"""How long coverage.py takes to analyse every .py file in a folder, with branches, in seconds.

    python speed.py ROOT

Sources are read once before the clock starts, so that the disk does not count.
"""

import os
import sys
import time
import warnings

import coverage
from coverage.python import PythonFileReporter


def main(root):
    settings = coverage.Coverage(data_file=None, config_file=False, branch=True, messages=False)
    settings._init()
    warnings.simplefilter("ignore")
    paths = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(root)
        for name in names
        if name.endswith(".py")
    ]
    for path in paths:
        with open(path, "rb") as file:
            file.read()
    start = time.perf_counter()
    for path in paths:
        reporter = PythonFileReporter(path, settings)
        reporter.lines()
        reporter.excluded_lines()
        reporter.no_branch_lines()
        reporter.arcs()
        reporter.exit_counts()
        reporter.code_regions()
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(*sys.argv[1:])
