"""Finds import cycles between the source files of a crate.

Usage: import_cycles.py CRATE_FOLDER...

A file imports another one if it has a path to it that begins with `crate`, `super`, `self` or a child
module; `mod` alone is no import. Imports from a module that contains the importing file do not count,
since both are parts of one module. Prints the files of each cycle, and exits with 1 if there are any.
"""

import re
import sys
from pathlib import Path

# A comment or a string, which is skipped.
TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"', re.DOTALL)
USE = re.compile(r"\buse\s+([^;]*);")
# A path, which may end in a group in braces, as in `use`.
PATH = re.compile(r"\b[A-Za-z_]\w*(?:\s*::\s*[A-Za-z_]\w*)*(?:\s*::\s*\{)?")


def module_of(path: Path, crate: Path) -> tuple[str, ...]:
    """Returns the module of a file, as the names that lead to it from the crate."""
    parts = path.relative_to(crate).with_suffix("").parts
    if parts[-1] in ("lib", "main", "mod"):
        parts = parts[:-1]
    return parts


def paths(text: str, at: int = 0, before: tuple[str, ...] = ()):
    """Returns the paths in a text, with one for each part of a group in braces."""
    while match := PATH.search(text, at):
        names = [name.strip() for name in match[0].rstrip("{ \n").split("::")]
        names = before + tuple(name for name in names if name)
        at = match.end()
        if match[0].endswith("{"):
            end, depth = at, 1
            while depth and end < len(text):
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            yield names
            yield from paths(text[at : end - 1], 0, names)
            at = end
        else:
            yield names


def target(names, module, modules):
    """Returns the longest prefix of a path that is a module, and the name after it."""
    first, *rest = names
    if first == "crate":
        start = ()
    elif first == "super":
        start = module[:-1]
        while rest and rest[0] == "super":
            start, rest = start[:-1], rest[1:]
    elif first == "self":
        start = module
    elif module + (first,) in modules:
        start, rest = module, names
    else:
        return None, None
    for length in range(len(rest), 0, -1):
        if start + tuple(rest[:length]) in modules:
            return start + tuple(rest[:length]), next(iter(rest[length:]), None)
    return start, next(iter(rest), None)


def imports(crate: Path) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """Returns, for each module of a crate with its own file, the modules that it imports.

    A re-exported name counts as imported from the module that defines it.
    """
    files = {
        module_of(path, crate): path
        for path in sorted(crate.rglob("*.rs"))
        if not {"tests", "examples", "benches"} & set(path.relative_to(crate).parts)
        and path.name not in ("build.rs", "tests.rs")
    }
    texts = {
        module: TEXT.sub(" ", path.read_text()).split("#[cfg(test)]")[0]
        for module, path in files.items()
    }
    handed_on = {
        module: {names[-1]: names for use in USE.findall(text) for names in paths(use)}
        for module, text in texts.items()
    }

    def defined_in(names, module):
        """Returns the module that defines the target of a path, or None outside the crate or for a module."""
        found, name = target(names, module, files)
        if found is None or name is None:
            return None
        further = handed_on[found].get(name)
        if found != module and further and further != names:
            return defined_in(further, found) or found
        return found

    graph = {}
    for module, text in texts.items():
        above = {module[:length] for length in range(1, len(module) + 1)}
        graph[module] = {defined_in(names, module) for names in paths(text)} - {None} - above
    return graph


def cycles(graph):
    """Returns the strongly connected components of more than one module (Tarjan's algorithm)."""
    index, low, stack, done = {}, {}, [], []

    def visit(module):
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in sorted(graph[module]):
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            at = stack.index(module)
            if len(stack) - at > 1:
                done.append(sorted(stack[at:]))
            del stack[at:]

    for module in sorted(graph):
        if module not in index:
            visit(module)
    return done


def main(crates):
    status = 0
    for crate in crates:
        graph = imports(Path(crate))
        for cycle in cycles(graph):
            status = 1
            print(f"{crate}: these files import each other:")
            for module in cycle:
                others = ", ".join("::".join(other) for other in sorted(graph[module] & set(cycle)))
                print(f"  {'::'.join(module) or 'the root'} imports {others}")
    return status


sys.exit(main(sys.argv[1:]))
