"""Runs the program `covdrop` that is installed beside this package."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig


def find_program() -> str:
    """Returns the path of the program, as pip installs it for this Python or this user."""
    name = "covdrop" + (sysconfig.get_config_var("EXE") or "")
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    user_scheme = {"nt": "nt_user"}.get(os.name, "posix_user")
    folders = [
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", scheme=user_scheme),
        # Where `pip install --target` puts it.
        os.path.join(here, "bin"),
    ]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    sys.exit(f"The program {name} is in none of these folders: {', '.join(folders)}")


def main() -> None:
    """Runs the program in place of this Python, where the system can do that."""
    program = find_program()
    arguments = [program, *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(arguments))
    os.execv(program, arguments)


if __name__ == "__main__":
    main()
