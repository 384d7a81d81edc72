"""What coverage.py answers about a source on a Python, kept from run to run.

An answer depends on nothing but what is pinned and on the script that asks, so a run that was
broken off goes on where it was. The folder of an answer is another one whenever the script asks
anew, or another coverage.py or Pyodide.
"""

import subprocess
from pathlib import Path

from tests.console import say
from tests.conformance import pythons, sources


def ask(python: str, script: str, source: sources.Source, ending: str) -> Path:
    """Runs a script of this folder about a source on a Python, unless its answer is there.

    Returns the file with the answer.
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
    """The folder for the answers that a script gets, named by all that makes them."""
    asked = script.read_bytes() + pythons.RUN_IN_PYODIDE.read_bytes()
    crc = subprocess.run(["cksum"], input=asked, stdout=subprocess.PIPE, check=True).stdout
    return sources.WORK / "dumps" / f"{pythons.COVERAGE}-{crc.decode().split()[0]}"
