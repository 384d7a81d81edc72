"""Writes coverage.py's results for the cases, beside them.

    python expect.py DUMP...

Each DUMP is the output of tests/conformance/dump.py for the folder `cases`, in one version of
Python. NAME.expected then has, for NAME.py and each group of versions with equal results, the
statements, the excluded lines and the possible arcs, or that the file is refused. Results of versions
without a DUMP stay as they are. Versions before 3.11 only have an older coverage.py, whose arcs
differ from those of 7.17.4, so their arcs are omitted.
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
    """Returns the previous results of each version for a case."""
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
