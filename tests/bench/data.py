"""Creates data for timing how long combining takes.

    python -m tests.bench.data jobs SOURCE OUT [COUNT]
    python -m tests.bench.data contexts SOURCE OUT

`jobs` creates COUNT (50) data files with branches for the Python files in SOURCE, each with a random
60 % of the possible arcs, as if each job had its own root. `contexts` creates one data file with very
many contexts (1,249 files, 26,184 contexts, 567,000 sets of lines), and these files in SOURCE.
"""

import random
import sys
from pathlib import Path

from coverage import CoverageData
from coverage.exceptions import NotPython
from coverage.numbits import nums_to_numbits
from coverage.parser import PythonParser

SHARE = 0.6
FILES, CONTEXTS, ROWS = 1_249, 26_184, 567_000


def arcs_of(source: Path) -> dict[str, list[tuple[int, int]]]:
    """Returns the arcs of each file that parses, by its name in the source tree."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parser = PythonParser(text=path.read_text("utf-8", "replace"), filename=str(path))
        try:
            parser.parse_source()
            found[path.relative_to(source).as_posix()] = sorted(parser.arcs())
        except NotPython:
            pass
    return found


def jobs(source: Path, out: Path, count: str = "50") -> None:
    """Creates the data files of many jobs."""
    found = arcs_of(source)
    chance = random.Random(1)
    for number in range(int(count)):
        data = CoverageData(str(out / f".coverage.job{number:02}"))
        root = f"/builds/job-{number:02}"
        share = {
            f"{root}/{name}": [arc for arc in arcs if chance.random() < SHARE]
            for name, arcs in found.items()
        }
        data.add_arcs(share)
        data.touch_files(share)
        data.write()
        data.close()


def contexts(source: Path, out: Path) -> None:
    """Creates the data file with many contexts, and its sources."""
    chance = random.Random(1)
    data = CoverageData(str(out / ".coverage.contexts"))
    files = [f"/builds/acme/pkg{n % 40}/module_{n}.py" for n in range(FILES)]
    data.add_lines({name: [1] for name in files})
    lengths = [chance.randint(200, 1500) for _ in files]
    for name, length in zip(files, lengths):
        path = source.joinpath(*Path(name).parts[3:])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"a{n} = {n}\n" for n in range(1, length + 41)))
    with data._connect() as db:
        tests = [f"tests/test_{n % 900}.py::Test::test_{n}|run" for n in range(CONTEXTS - 1)]
        names = list(enumerate(tests, start=2))
        db.executemany_void("insert into context (id, context) values (?, ?)", names)
        rows = set()
        while len(rows) < ROWS - FILES:
            rows.add((chance.randrange(FILES), chance.randint(2, CONTEXTS)))
        bits = []
        for file, context in sorted(rows):
            start = chance.randint(1, lengths[file])
            lines = [n for n in range(start, start + 40) if chance.random() < SHARE]
            bits.append((file + 1, context, nums_to_numbits(lines or [start])))
        db.executemany_void("insert into line_bits values (?, ?, ?)", bits)
    data.close()


if __name__ == "__main__":
    what, source, out, *rest = sys.argv[1:]
    Path(out).mkdir(parents=True, exist_ok=True)
    {"jobs": jobs, "contexts": contexts}[what](Path(source), Path(out), *rest)
