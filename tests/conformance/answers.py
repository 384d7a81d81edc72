"""Runs coverage.py on a source under a Python, and caches the results between runs.

A result depends only on pinned versions and on the script, so an interrupted run continues where it
stopped. A change of the script, of coverage.py or of Pyodide changes the folder of the results.
"""

import subprocess
from pathlib import Path

from tests.console import say
from tests.conformance import pythons, sources


def ask(python: str, script: str, source: sources.Source, ending: str) -> Path:
    """Runs a script of this folder on a source under a Python, unless its result is cached.

    Returns the file with the result.
    """
    path = sources.HERE / script
    answer = folder(path) / pythons.label(python) / f"{source.stem}{ending}"
    if not answer.is_file():
        say(f"coverage.py on {python}: {answer.name}")
        answer.parent.mkdir(parents=True, exist_ok=True)
        part = answer.with_name(f"{answer.name}.part")
        pythons.run_script(python, path, source.root, part)
        part.rename(answer)
    return answer


def folder(script: Path) -> Path:
    """Returns the folder for the results of a script, named by a digest of their inputs."""
    asked = script.read_bytes() + pythons.RUN_IN_PYODIDE.read_bytes()
    crc = subprocess.run(["cksum"], input=asked, stdout=subprocess.PIPE, check=True).stdout
    return sources.WORK / "dumps" / f"{pythons.COVERAGE}-{crc.decode().split()[0]}"
