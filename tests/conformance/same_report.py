"""Whether two JSON reports say the same, as a row of a Markdown table.

    python same_report.py NAME PYTHON THEIRS OURS

They must be the same text but for the moment at which they were made; the exit status is 1 if they
are not.
"""

import json
import re
import sys
from pathlib import Path


def main(name, python, *reports):
    theirs, ours = (Path(report).read_text(encoding="utf-8") for report in reports)
    report = json.loads(theirs)
    totals = report["totals"]
    same = timeless(theirs) == timeless(ours)
    print(
        f"| {name} | {python} | {len(report['files'])} | {totals['num_statements']} "
        f"| {totals['num_branches']} | {'yes' if same else '**no**'} |"
    )
    return 0 if same else 1


def timeless(text):
    return re.sub(r'"timestamp": "[^"]*"', "", text, count=1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
