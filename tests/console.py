"""What the longer tests that `./dev` calls share: headings, and running other programs."""

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parent.parent
# Data of this clone, which git ignores.
TOOLS = ROOT / ".tools"


def say(text: str) -> None:
    """Prints a heading, as `say` of `dev` does."""
    print(f"\n\033[1m{text}\033[0m", file=sys.stderr, flush=True)


def fail(text: str) -> NoReturn:
    """Prints why the run failed, and ends it."""
    say(text)
    sys.exit(1)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Runs a program; if it fails, this one ends with the same status.

    The program itself has printed why, and a traceback would only hide that.
    """
    finish(command, cwd, None)


def output_of(*command: str | Path, cwd: Path = ROOT) -> str:
    """Runs a program as `run` does; returns what it prints to stdout."""
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
        # A program that a signal ended has a negative status, which a shell makes 128 and more.
        sys.exit(process.returncode if process.returncode > 0 else 128 - process.returncode)
    return process
