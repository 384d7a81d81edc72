"""The Pythons that coverage.py runs on: the machine's own, and others as WebAssembly (Pyodide).

`./dev` pins the Pyodide of each version in COVDROP_PYODIDES, as `VERSION=PYODIDE VERSION=PYODIDE`.
"""

import os
import platform
import sys
from importlib import metadata
from pathlib import Path

from tests.console import output_of, run, say
from tests.conformance import sources

# The machine's own Python, by its full version, and the version of coverage.py in it.
NATIVE = platform.python_version()
COVERAGE = metadata.version("coverage")
PYODIDES = dict(pin.split("=") for pin in os.environ["COVDROP_PYODIDES"].split())
RUN_IN_PYODIDE = sources.HERE / "pyodide.mjs"

# coverage.py in pure Python, which runs in every Pyodide.
PURE_COVERAGE = sources.WORK / f"coverage-{COVERAGE}"


def label(python: str) -> str:
    """Returns a name for a Python and its runtime, for the folder of its results."""
    return f"{python}-pyodide-{PYODIDES[python]}" if python in PYODIDES else python


def install(python: str) -> None:
    """Installs a Pyodide and a coverage.py for it, unless they are installed."""
    if python not in PYODIDES:
        return
    root = pyodide_folder(python)
    if not root.is_dir():
        pyodide = PYODIDES[python]
        say(f"Installing Pyodide {pyodide} (CPython {python})")
        archives = sources.WORK / "archives" / root.name
        archives.mkdir(parents=True, exist_ok=True)
        output_of("npm", "pack", "--silent", f"pyodide@{pyodide}", cwd=archives)
        # An npm package has all its files in the folder `package`.
        sources.unpack(archives, root, "package")
    if not PURE_COVERAGE.is_dir():
        pure = "--only-binary :all: --platform any --implementation py --abi none".split()
        archives = sources.download(PURE_COVERAGE.name, f"coverage=={COVERAGE}", *pure)
        sources.unpack(archives, PURE_COVERAGE)


def pyodide_folder(python: str) -> Path:
    """Returns the folder of the Pyodide for a Python."""
    return sources.WORK / f"pyodide-{PYODIDES[python]}"


def run_script(python: str, script: Path, *arguments: Path) -> None:
    """Runs a script in a Python, which must be installed."""
    if python in PYODIDES:
        node = ("node", "--stack-size=4000", RUN_IN_PYODIDE)
        run(*node, pyodide_folder(python), PURE_COVERAGE, script, *arguments)
    else:
        run(sys.executable, script, *arguments)
