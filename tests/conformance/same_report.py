"""Whether two JSON reports say the same, as a row of a Markdown table."""

import json
import re
from pathlib import Path


def row(title: str, python: str, theirs: Path, ours: Path) -> tuple[str, bool]:
    """The row for a report of coverage.py and one of Covdrop, and whether they are the same.

    They must be the same text but for the moment at which they were made.
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
    """The report without the moment at which it was made."""
    return re.sub(r'"timestamp": "[^"]*"', "", report, count=1)
