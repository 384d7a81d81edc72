"""The Python sources of the comparison: pinned packages, and the standard library."""

import platform
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

from tests.console import TOOLS, run, say

HERE = Path(__file__).parent
WORK = TOOLS / "conformance"


class Source(NamedTuple):
    """A folder of Python sources with its version."""

    name: str
    version: str
    root: Path
    title: str

    @property
    def stem(self) -> str:
        """Returns the prefix for names of files about it."""
        return f"{self.name}-{self.version}"


def standard_library() -> Source:
    """Returns the standard library of the Python that runs this."""
    version = platform.python_version()
    title = f"standard library of {version.rpartition('.')[0]}"
    return Source("standard-library", version, Path(sysconfig.get_path("stdlib")), title)


def packages(pins: str) -> list[Source]:
    """Returns the packages in the list `pins` of this folder, which has a pin `name==version` on each line.

    `fetch` downloads them.
    """
    lines = (HERE / pins).read_text(encoding="utf-8").splitlines()
    found = []
    for pin in sorted(line for line in lines if not line.startswith("#")):
        name, version = pin.split("==")
        root = WORK / "sources" / f"{name}-{version}"
        found.append(Source(name, version, root, f"{name} {version}"))
    return found


def fetch(package: Source) -> None:
    """Downloads and unpacks a package, unless it is unpacked already."""
    if package.root.is_dir():
        return
    say(f"Fetching {package.stem}")
    archives = download(package.stem, f"{package.name}=={package.version}", "--no-build-isolation")
    unpack(archives, package.root)


def download(folder: str, pin: str, *options: str) -> Path:
    """Downloads a pinned package without its dependencies, and returns the folder of its archive."""
    archives = WORK / "archives" / folder
    pip = (sys.executable, "-m", "pip", "download", "-q", "--no-deps")
    run(*pip, *options, "-d", archives, pin)
    return archives


def unpack(archives: Path, root: Path, inner: str = ".") -> None:
    """Unpacks a folder of archives, or only their folder `inner`, as `root`.

    `root` appears once everything is unpacked, so an interrupted run leaves no partial folder.
    """
    part = WORK / "part"
    shutil.rmtree(part, ignore_errors=True)
    for archive in archives.iterdir():
        is_zip = archive.suffix in (".whl", ".zip")
        shutil.unpack_archive(archive, part, "zip" if is_zip else "gztar")
    root.parent.mkdir(parents=True, exist_ok=True)
    (part / inner).rename(root)
