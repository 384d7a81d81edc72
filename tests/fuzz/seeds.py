"""Writes the seeds of the fuzz targets, from the fixtures of other tests."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.console import ROOT

# Larger seeds make a fuzzer slow without new coverage.
MAX_BYTES = 100_000


def table(name: str) -> Any:
    """Reads a JSON file of the repository."""
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


def small_files(*folders: str) -> Iterator[bytes]:
    """Yields the files in these folders that are small enough for a seed."""
    for folder in folders:
        assert (ROOT / folder).is_dir(), folder
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.stat().st_size <= MAX_BYTES:
                yield path.read_bytes()


def patterns() -> Iterator[bytes]:
    """Yields patterns of `exclude_lines` and similar settings."""
    for _, rows in table("src/analysis/tests/patterns.json"):
        for pattern, _ in rows:
            yield pattern.encode()


def settings() -> Iterator[bytes]:
    """Yields settings files."""
    for case in table("tests/data/made/settings.json"):
        for text in case.get("files", {}).values():
            yield text.encode()


def paths() -> Iterator[bytes]:
    """Yields source trees, path aliases, globs and recorded paths, one on each line as in paths.rs."""
    cases = table("tests/data/made/paths.json")
    tree = [f"s{path}" for path in cases["files"]]
    for case in cases["aliases"]:
        rules = [f"r{pattern}|{result}" for pattern, result in case["rules"]]
        recorded = [f"p{path}" for path, _ in case.get("outcomes", [])]
        yield "\n".join(tree + rules + recorded).encode()
    for case in cases["globs"]:
        globs = [f"g{pattern}" for pattern in case["patterns"]]
        recorded = [f"p{path}" for path, _ in case.get("outcomes", [])]
        yield "\n".join(tree + globs + recorded).encode()


def diffs() -> Iterator[bytes]:
    """Yields diffs of each kind."""
    header = "diff --git a/x.py b/x.py\nindex 1..2 100644\n--- a/x.py\n+++ b/x.py\n"
    hunks = "@@ -1,3 +1,4 @@ def f():\n a\n-b\n+B\n+C\n d\n@@ -9 +10 @@\n-e\n+f\n"
    mail = f"From {'0' * 40} Mon Sep 17 00:00:00 2001\nSubject: x\n---\n"
    for text in (
        header + hunks,
        (header + hunks).replace("\n", "\r\n"),
        mail + header + hunks + "-- \n2.47.3\n\n" + mail + header + hunks,
        "--- a/x.py\t2026\n+++ b/x.py\t2026\n" + hunks + "\\ No newline at end of file\n",
        'diff --git "a/\\303\\244" "b/\\303\\244"\nold mode 100644\nnew mode 100755\n',
        "diff --git a/x b/y\nsimilarity index 90%\nrename from x\nrename to y\n",
        "diff --git a/x b/y\nsimilarity index 90%\ncopy from x\ncopy to y\n",
        "diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
        "diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n",
        "diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\nliteral 1\nIcmZQz0ssI2\n\nliteral 0\nHcmV?d00001\n\n",
        "diff --cc x.py\n--- a/x.py\n+++ b/x.py\n@@@ -1,1 -1,1 +1,2 @@@\n  a\n++b\n",
    ):
        yield text.encode()


def drops() -> Iterator[bytes]:
    """Yields drops in several orders: the actions of drops.rs, each with its input."""
    begin, close, settle, cancel, remove = 0, 2, 5, 6, 7
    for order in ([0, 1, 2, 3, 4, 5], [4, 3, 2, 1, 0], [3, 0], [1, 4]):
        things = [begin + 8 * thing for thing in order]
        yield bytes([*things, close, settle])
        yield bytes(act for thing in things for act in (thing, close, settle))
        yield bytes([*things[:-1], close, settle, things[-1], cancel, remove, settle])


SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "diff": diffs,
    "drops": drops,
    "intake": lambda: small_files("src/session/tests/intake/fixtures", "tests/data/acme"),
    "paths": paths,
    "pattern": patterns,
    "read": lambda: small_files("tests/data/acme/artifacts", "tests/data/projects"),
    "settings": settings,
    "source": lambda: small_files(
        "src/analysis/tests/cases", "src/report/tests/suite/sources", "tests/data/acme/source"
    ),
}


def write(folder: Path) -> None:
    """Writes the seeds of each target as FOLDER/TARGET/seed-NUMBER."""
    for target, seeds in SEEDS.items():
        place = folder / target
        place.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(dict.fromkeys(seeds())):
            (place / f"seed-{number}").write_bytes(seed)
