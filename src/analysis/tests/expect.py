"""Writes what coverage.py makes of the cases next to them.

    python expect.py DUMP...

Each DUMP is what tests/conformance/dump.py wrote about the folder `cases`, in one version of
Python. NAME.expected then says of NAME.py, for each group of versions that agree, which lines are
statements and excluded, and which arcs are possible; or that the file is refused. What versions
without a DUMP said before stays. Versions before 3.11 only have an older coverage.py, whose arcs are
not those of 7.17.4, so they tell none.
"""

import json
import sys
from pathlib import Path

CASES = Path(__file__).parent / "cases"
FIRST_WITH_ARCS = (3, 11)


def spans(lines):
    found = []
    for line in lines:
        if found and found[-1][1] == line - 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def words(version, record):
    if "error" in record:
        return "refused\n"
    text = f"statements: {spans(record['statements'])}\nexcluded: {spans(record['excluded'])}\n"
    if version >= FIRST_WITH_ARCS:
        text += "arcs: " + " ".join(f"{a}>{b}" for a, b in record["arcs"]) + "\n"
    return "\n".join(line.rstrip() for line in text.split("\n"))


def before(file):
    """What each version said of a case so far."""
    path = (CASES / file).with_suffix(".expected")
    said = {}
    if path.exists():
        for section in path.read_text(encoding="utf-8").split("[")[1:]:
            versions, text = section.split("]\n", 1)
            said |= {tuple(map(int, version.split("."))): text for version in versions.split()}
    return said


def main(dumps):
    said = {}
    for dump in dumps:
        with open(dump, encoding="utf-8") as lines:
            version = tuple(int(n) for n in json.loads(next(lines))["python"].split(".")[:2])
            for line in lines:
                record = json.loads(line)
                file = record["file"]
                said.setdefault(file, before(file))[version] = words(version, record)
    for file, versions in said.items():
        groups = {}
        for version, text in versions.items():
            groups.setdefault(text, []).append(version)
        text = "".join(
            "[" + " ".join(f"{major}.{minor}" for major, minor in sorted(versions)) + f"]\n{text}"
            for text, versions in sorted(groups.items(), key=lambda group: min(group[1]))
        )
        (CASES / file).with_suffix(".expected").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
