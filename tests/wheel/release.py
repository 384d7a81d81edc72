"""Builds the wheels of a release twice, and runs those that this machine can run.

Run it as `python -m tests.wheel.release` after `./dev build`; it needs maturin, zig, Rust and qemu.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from tests.console import ROOT, TOOLS, fail, output_of, run, say
from tests.wheel.check import JOBS, SAMPLE

OUTPUT = TOOLS / "release"

# For each target, the oldest system that its wheel runs on, and the program that runs it here.
TARGETS = {
    "x86_64-unknown-linux-gnu": ("manylinux_2_17", []),
    "x86_64-unknown-linux-musl": ("musllinux_1_2", []),
    "aarch64-unknown-linux-gnu": ("manylinux_2_17", None),
    "aarch64-unknown-linux-musl": ("musllinux_1_2", ["qemu-aarch64-static"]),
}


def build_wheel(target: str, system: str) -> Path:
    """Builds the wheel for a target, and returns its path."""
    say(f"Building the wheel for {target}")
    folder = OUTPUT / target
    shutil.rmtree(folder, ignore_errors=True)
    run("rustup", "target", "add", target)
    options = ["--zig", "--locked", "--release", "--target", target, "--compatibility", system]
    run("maturin", "build", *options, "--out", folder)
    wheel = next(folder.glob("*.whl"))
    tag = f"{system}_{target.partition('-')[0]}"
    if tag not in wheel.name:
        fail(f"{wheel.name} is not for {tag}")
    return wheel


def program_of(wheel: Path) -> Path:
    """Extracts the program of a wheel into the wheel's folder."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/scripts/covdrop"))
        program = wheel.parent / "covdrop"
        program.write_bytes(archive.read(name))
    program.chmod(0o755)
    return program


def report_of(runner: list[str], program: Path) -> str:
    """Returns a program's report on the sample."""
    data = [str(SAMPLE / "artifacts" / "lines" / job) for job in JOBS]
    return output_of(*runner, program, "report", "-q", "--source", SAMPLE / "source", *data)


def build_from_sdist() -> Path:
    """Builds the source distribution, and a wheel of what is in it; returns the wheel's path."""
    say("Building a wheel of the source distribution")
    folder = OUTPUT / "sdist"
    shutil.rmtree(folder, ignore_errors=True)
    run("maturin", "sdist", "--out", folder)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    sources = next(path for path in folder.iterdir() if path.is_dir())
    run("maturin", "build", "--release", "--out", folder, cwd=sources)
    return next(folder.glob("*.whl"))


def digests(folder: Path) -> dict[str, str]:
    """Returns the digest of each file in the folder of a built page, including wheels."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    for ending in ("index.html", "covdrop.html", ".wasm", ".whl"):
        if not any(name.endswith(ending) for name in found):
            fail(f"There is no {ending} in {folder}")
    return found


def build_elsewhere(name: str) -> dict[str, str]:
    """Builds page and wheel of this commit in a folder with another name, and returns their digests."""
    os.environ["SOURCE_DATE_EPOCH"] = output_of("git", "log", "-1", "--format=%ct").strip()
    with tempfile.TemporaryDirectory(prefix=name) as folder:
        clone = Path(folder) / name
        run("git", "clone", "--quiet", ROOT, clone)
        run("./dev", "wheel", cwd=clone)
        return digests(clone / "dist")


def main() -> None:
    """Builds all packages, compares the reports of their programs, and builds page and wheel twice."""
    reports = {}
    for target, (system, runner) in TARGETS.items():
        wheel = build_wheel(target, system)
        say(f"{wheel.name}: {wheel.stat().st_size} bytes")
        if runner is not None:
            reports[target] = report_of(runner, program_of(wheel))
    reports["sdist"] = report_of([], program_of(build_from_sdist()))
    if len(set(reports.values())) != 1:
        fail(f"The programs report differently: {reports}")
    sys.stdout.write(next(iter(reports.values())))
    say("Building page and wheel twice, in different folders")
    first, second = build_elsewhere("one"), build_elsewhere("another-folder")
    other = sorted(name for name, _ in first.items() ^ second.items())
    if other:
        fail(f"Two builds differ: {', '.join(dict.fromkeys(other))}")
    say(f"Both builds have the same {len(first)} files")


if __name__ == "__main__":
    main()
