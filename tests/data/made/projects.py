"""Writes projects/: data files of three small packages from PyPI, run in jobs with different roots.

Usage, as a user who may create /builds and /srv/ci: $COVDROP_COVERAGE projects.py
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "projects"

PROJECTS = {
    "toolz==1.0.0": (
        "toolz",
        """
        import toolz, toolz.curried
        def test_groups():
            assert toolz.groupby(len, ["a", "bb", "cc"]) == {1: ["a"], 2: ["bb", "cc"]}
            assert toolz.curried.map(str)([1])
        def test_merge():
            assert toolz.merge_with(sum, {1: 1}, {1: 2}) == {1: 3}
            assert list(toolz.partition_all(2, [1, 2, 3])) == [(1, 2), (3,)]
        """,
    ),
    "packaging==24.0": (
        "packaging",
        """
        from packaging import markers, requirements, specifiers, version
        def test_versions():
            assert version.parse("1.0rc1") < version.parse("1.0")
            assert version.parse("2!1.0.post1").epoch == 2
        def test_requirements():
            found = requirements.Requirement("a[b]>=1,<2; python_version > '3'")
            assert found.specifier.contains("1.5")
            assert not specifiers.SpecifierSet("~=1.4.2").contains("1.5")
        """,
    ),
    "sortedcontainers==2.4.0": (
        "sortedcontainers",
        """
        from sortedcontainers import SortedDict, SortedList, SortedSet
        def test_lists():
            found = SortedList([3, 1, 2])
            found.add(0)
            assert found.bisect(2) == 3 and found.pop() == 3
        def test_others():
            assert list(SortedSet("cab")) == ["a", "b", "c"]
            assert SortedDict(b=1, a=2).peekitem(0) == ("a", 2)
        """,
    ),
}

#: Label, root of the sources, folder in it, settings, tests to run.
JOBS = [
    ("one", "/builds/job-1/{name}", "src", "branch = true\ncontext = one", (0, 1)),
    ("two", "/srv/ci/two/{name}", "lib", "branch = true\ndynamic_context = test_function", (0,)),
    ("three", "/builds/job-3/{name}", "src", "branch = true\nrelative_files = true", (1,)),
    ("lines", "/builds/job-1/{name}", "src", "context = lines", (1,)),
]


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    for requirement, (name, text) in PROJECTS.items():
        packages = tempfile.mkdtemp()
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", packages]
        subprocess.run([*pip, requirement], check=True)
        names = []
        for label, root, folder, settings, tests in JOBS:
            root = Path(root.format(name=name))
            shutil.copytree(Path(packages, name), root / folder / name)
            lines = [line[8:] for line in text.strip("\n").splitlines()]
            calls = [line[4:].split("(")[0] for line in lines if line.startswith("def ")]
            calls = [f"{calls[number]}()" for number in tests]
            (root / "run.py").write_text("\n".join([*lines, *calls]) + "\n")
            (root / ".coveragerc").write_text(f"[run]\nsource_pkgs = {name}\nparallel = true\n{settings}\n")
            environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
            command = [sys.executable, "-m", "coverage", "run", "run.py"]
            subprocess.run(command, cwd=root, check=True, env=environment)
            (data,) = root.glob(".coverage.*")
            target = OUT / name / label
            target.mkdir(parents=True)
            # Replace the real host name, which is private.
            shutil.copy(data, target / (".coverage.runner." + data.name.split(".", 3)[3]))
            names = sorted(p.relative_to(root / folder).as_posix() for p in (root / folder).rglob("*.py"))
            shutil.rmtree(root)
        (OUT / name / "files.txt").write_text("".join(f"{n}\n" for n in names))


main()
