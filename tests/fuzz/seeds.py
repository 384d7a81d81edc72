"""Writes what the fuzz targets start from, made of the fixtures of the other tests:

    python seeds.py FOLDER

leaves FOLDER/TARGET/NAME for each target.
"""

import json
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent
# Larger seeds make a fuzzer slow, and show it nothing new.
MAX_BYTES = 100_000


def table(name):
    return json.loads((TESTS / name).read_text(encoding="utf-8"))


def small_files(*folders):
    for folder in folders:
        for path in sorted((TESTS / folder).rglob("*")):
            if path.is_file() and path.stat().st_size <= MAX_BYTES:
                yield path.read_bytes()


def patterns():
    for _, rows in table("../src/analysis/tests/patterns.json"):
        for pattern, _ in rows:
            yield pattern.encode()


def settings():
    for case in table("data/made/settings.json"):
        for text in case.get("files", {}).values():
            yield text.encode()


def paths():
    cases = table("data/made/paths.json")
    tree = [f"s{path}" for path in cases["files"]]
    for case in cases["aliases"]:
        rules = [f"r{pattern}|{result}" for pattern, result in case["rules"]]
        recorded = [f"p{path}" for path, _ in case.get("outcomes", [])]
        yield "\n".join(tree + rules + recorded).encode()
    for case in cases["globs"]:
        globs = [f"g{pattern}" for pattern in case["patterns"]]
        recorded = [f"p{path}" for path, _ in case.get("outcomes", [])]
        yield "\n".join(tree + globs + recorded).encode()


def drops():
    """Whole drops in several orders: acts of drops.rs, each with the thing that it is about."""
    begin, close, settle, cancel, remove = 0, 2, 5, 6, 7
    for order in ([0, 1, 2, 3, 4, 5], [4, 3, 2, 1, 0], [3, 0], [1, 4]):
        things = [begin + 8 * thing for thing in order]
        yield bytes([*things, close, settle])
        yield bytes(act for thing in things for act in (thing, close, settle))
        yield bytes([*things[:-1], close, settle, things[-1], cancel, remove, settle])


SEEDS = {
    "drops": drops,
    "intake": lambda: small_files("intake/fixtures", "data/acme"),
    "paths": paths,
    "pattern": patterns,
    "read": lambda: small_files("data/acme/artifacts", "data/projects"),
    "settings": settings,
    "source": lambda: small_files("analysis/cases", "report/sources", "data/acme/source"),
}


def main(folder):
    for target, seeds in SEEDS.items():
        place = Path(folder) / target
        place.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(dict.fromkeys(seeds())):
            (place / f"seed-{number}").write_bytes(seed)


if __name__ == "__main__":
    main(sys.argv[1])
