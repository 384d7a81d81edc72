"""Compares two JSON reports, and writes a row of a Markdown table."""

import json
import re
from pathlib import Path


def row(title: str, python: str, theirs: Path, ours: Path) -> tuple[str, bool]:
    """Returns the row for a report of coverage.py and one of Covdrop, and whether they are equal.

    They must be equal except for the time at which they were written.
    """
    texts = [report.read_text(encoding="utf-8") for report in (theirs, ours)]
    report = json.loads(texts[0])
    totals = report["totals"]
    same = timeless(texts[0]) == timeless(texts[1])
    cells = [
        title,
        python,
        len(report["files"]),
        totals["num_statements"],
        totals["num_branches"],
        "yes" if same else "**no**",
    ]
    return f"| {' | '.join(map(str, cells))} |\n", same


def timeless(report: str) -> str:
    """Returns the report without the time at which it was written."""
    return re.sub(r'"timestamp": "[^"]*"', "", report, count=1)
