"""Runs every fuzz target, one after the other: `./dev fuzz [SECONDS]`.

    python -m tests.fuzz.run [SECONDS]

Each target runs for SECONDS (60). An input with new coverage is kept in `.tools/fuzz/found`, for
the next run to start from. An input that makes a target fail is kept in `.tools/fuzz` and printed,
and ends the run.
"""

import sys

from tests.console import ROOT, TOOLS, output_of, run, say
from tests.fuzz import seeds

FUZZ_DIR = ("--fuzz-dir", "tests/fuzz")
WORK = TOOLS / "fuzz"


def host() -> str:
    """Returns the target triple of this machine, which names the folder of the built programs."""
    lines = output_of("rustc", "-vV").splitlines()
    return next(line.removeprefix("host: ") for line in lines if line.startswith("host: "))


def build() -> None:
    """Builds all targets.

    They have no sanitizer: it needs nightly Rust, and Covdrop's own code has no unsafe code.
    """
    say("Building the fuzz targets")
    run("cargo", "fuzz", "build", *FUZZ_DIR, "--target-dir", "target/fuzz", "--sanitizer", "none")


def fuzz(target: str, seconds: str) -> None:
    """Runs one target, starting from the seeds and the inputs that earlier runs found."""
    say(f"Fuzzing: {target}")
    found = WORK / "found" / target
    found.mkdir(parents=True, exist_ok=True)
    run(
        ROOT / "target/fuzz" / host() / "release" / target,
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-max_len=100000",
        f"-artifact_prefix={WORK / target}-",
        found,
        WORK / "seeds" / target,
    )


def main(seconds: str = "60") -> None:
    """Builds the targets, writes their seeds, and runs them."""
    build()
    seeds.write(WORK / "seeds")
    for target in output_of("cargo", "fuzz", "list", *FUZZ_DIR).split():
        fuzz(target, seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
