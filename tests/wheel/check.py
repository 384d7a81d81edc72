"""Installs a wheel like a user, without Rust, and compares its report with coverage.py's.

Usage: check.py WHEELS, with the folder that has the wheel; coverage.py is imported from this Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "acme"
JOBS = ("py38", "py39", "py310", "py311", "py312", "py313")


def run(command: list[str], folder: Path, path: str) -> str:
    """Runs a command with `path` as its search path, and returns its standard output."""
    environment = {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8"}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{command} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
    return result.stdout


def coverage_report(data: list[Path], folder: Path) -> str:
    """Returns the report that coverage.py makes of the sample's data files."""
    source = SAMPLE / "source"
    settings = folder / "settings.ini"
    text = (source / "tox.ini").read_text()
    settings.write_text(text + "\n[coverage:paths]\nsource =\n    .\n    /builds/acme/acme\n")
    coverage = [sys.executable, "-m", "coverage"]
    options = [f"--rcfile={settings}", f"--data-file={folder / 'all'}"]
    for command in (["combine", "--keep", "-q", *options, *map(str, data)], ["report", *options]):
        result = subprocess.run([*coverage, *command], cwd=source, capture_output=True, text=True)
    return result.stdout


def main(wheels: str) -> None:
    """Installs the wheel, and runs its commands."""
    data = [file for job in JOBS for file in sorted((SAMPLE / "artifacts" / "lines" / job).iterdir())]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        programs = folder / "venv" / "bin"
        # The folders of the system's programs, which have no Rust.
        path = f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin"
        run(["pip", "install", "-q", "--no-index", "--find-links", wheels, "covdrop"], folder, path)
        inputs = ["--source", str(SAMPLE / "source"), *map(str, data)]
        report = run(["covdrop", "report", *inputs], folder, path)
        theirs = coverage_report(data, folder)
        if report != theirs:
            sys.exit(f"The reports differ. Covdrop:\n{report}\ncoverage.py:\n{theirs}")
        by_module = run(["python", "-m", "covdrop", "report", "--format=total", *inputs], folder, path)
        run(["covdrop", "html", *inputs], folder, path)
        html = (folder / "coverage.html").stat().st_size
        print(f"{report}\nTotal by python -m covdrop: {by_module.strip()}; coverage.html: {html} bytes")


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).resolve()))
