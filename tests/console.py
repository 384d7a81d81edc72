"""Shared helpers of the long tests that `./dev` runs: printing headings and running programs."""

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".tools"


def say(text: str) -> None:
    """Prints a heading, as `say` of `dev` does."""
    print(f"\n\033[1m{text}\033[0m", file=sys.stderr, flush=True)


def fail(text: str) -> NoReturn:
    """Prints the reason of a failure, and exits."""
    say(text)
    sys.exit(1)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Runs a program. If it fails, exits with its status.

    The program has printed the reason itself, which a traceback would only hide.
    """
    finish(command, cwd, None)


def output_of(*command: str | Path, cwd: Path = ROOT) -> str:
    """Runs a program like `run`, and returns its output."""
    return finish(command, cwd, subprocess.PIPE).stdout


def finish(
    command: tuple[str | Path, ...], cwd: Path, stdout: int | None
) -> subprocess.CompletedProcess[str]:
    """Runs a program that must succeed."""
    try:
        process = subprocess.run(command, cwd=cwd, stdout=stdout, text=True)
    except KeyboardInterrupt:
        sys.exit(130)
    if process.returncode != 0:
        # A signal gives a negative status, which shells report as 128 and more.
        sys.exit(process.returncode if process.returncode > 0 else 128 - process.returncode)
    return process
