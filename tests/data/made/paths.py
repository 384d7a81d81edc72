"""Writes paths.json: coverage.py 7.17.4's results for [paths], and for include and omit globs.

Usage: $COVDROP_COVERAGE paths.py > paths.json
"""

import json
import os
import re
import sys
import tempfile

import coverage
from coverage.exceptions import ConfigError
from coverage.files import GlobMatcher, PathAliases, prep_patterns, set_relative_directory

assert coverage.__version__ == "7.17.4"

#: The files that exist below the current directory, called CWD below.
FILES = """
    a.py setup.py pkg/a.py pkg/b.py pkg/sub/__init__.py src/a.py src/pkg/a.py src/pkg/sub/c.py
    src/Pkg2/a.py lib/pkg/a.py ci/pkg/a.py ci2/x.py tests/test_a.py sub/src/pkg/a.py odd/[x]/a.py
    odd/a+b/a.py odd/a(b)/a.py pkg.v1/a.py ünï/ä.py src/src/a.py build/lib/pkg/a.py
""".split()

#: (rules as pattern and result, paths), each run with and without relative_files.
ALIASES = [
    ([], ["/x/a.py", "pkg/a.py", "./pkg/a.py", "CWD/pkg/a.py", "C:\\w\\a.py", "nowhere/b.py"]),
    ([("/ci/*/build", "src")], ["/ci/job7/build/pkg/a.py", "/ci/job7/x/build/pkg/a.py"]),
    ([("/ci/**/build", "src")], ["/ci/job7/build/pkg/a.py", "/ci/j/x/build/pkg/a.py", "/ci/build/a.py"]),
    ([("*/src", "src")], ["src/pkg/a.py", "/x/src/pkg/a.py", "/x/src/y/src/a.py", "/src/src/a.py"]),
    ([("*/src", "src")], ["C:\\w\\src\\pkg\\a.py", "/x/SRC/pkg/a.py", "/x/src/none.py", "/xsrc/a.py"]),
    ([("c:\\w\\src", "src")], ["C:\\W\\src\\pkg\\a.py", "c:/w/src/pkg/a.py", "D:\\w\\src\\a.py"]),
    ([("c:\\w\\src\\", "src/")], ["C:\\w\\src\\pkg\\sub\\c.py", "C:\\w\\srcs\\a.py"]),
    ([("/", "src")], ["/pkg/a.py", "/a.py", "pkg/a.py", "\\pkg\\a.py"]),
    ([("ci", "src")], ["CWD/ci/pkg/a.py", "ci/pkg/a.py", "/ci/pkg/a.py", "CWD/ci2/x.py"]),
    ([("/b/one", "src"), ("/b/two", "lib")], ["/b/one/pkg/a.py", "/b/two/pkg/a.py", "/b/three/a.py"]),
    ([("/b/one", "lib"), ("/b/one", "src")], ["/b/one/pkg/a.py", "/b/one/pkg/sub/c.py"]),
    ([("/b", "src"), ("/b/one", "lib")], ["/b/one/pkg/a.py", "/b/pkg/a.py"]),
    ([("/b/one/", "CWD/src")], ["/b/one/pkg/a.py", "/b/one"]),
    ([("/b/one", "./src")], ["/b/one/pkg/a.py"]),
    ([("/b/one", "./")], ["/b/one/pkg/a.py", "/b/one/a.py"]),
    ([("/b/one", ".")], ["/b/one/pkg/a.py", "/b/one/a.py"]),
    ([("/b/one", "src\\")], ["/b/one/pkg/a.py", "/b/one/a.py"]),
    ([("/b/one", "src//")], ["/b/one/pkg/a.py"]),
    ([("/b/o?e", "src")], ["/b/one/pkg/a.py", "/b/ooe/a.py", "/b/o/e/a.py"]),
    ([("/b/[on]ne", "src")], ["/b/one/pkg/a.py", "/b/nne/a.py", "/b/xne/a.py"]),
    ([("/b/v1.0", "src")], ["/b/v1.0/a.py", "/b/v1x0/a.py"]),
    ([("/b/a+b", "src")], ["/b/a+b/a.py", "/b/aab/a.py"]),
    ([("/B/One", "src")], ["/b/one/a.py", "/B/ONE/pkg/a.py"]),
    ([("/b/one", "src/*")], []),
    ([("/b/one", "s?c")], []),
    ([("/b/one", "[s]rc")], ["/b/one/pkg/a.py"]),
    ([("/b/*", "src/*")], []),
    ([("*", "src")], []),
    ([("/b/*", "src")], []),
    ([("/b/*/", "src")], []),
    ([("/b/***/c", "src")], []),
    ([("/b/x**/c", "src")], []),
    ([("/b/**x/c", "src")], []),
    ([("/b/**/**/c", "src")], []),
    ([("/b/[c/d", "src")], []),
    ([("/b/c]/d", "src")], []),
    ([("**/src", "src")], ["/x/y/src/a.py", "src/a.py", "xsrc/a.py"]),
    ([("*/site-packages", "lib")], ["/v/lib/python3.11/site-packages/pkg/a.py"]),
    ([("*/x/../src", "src")], ["/x/../src/a.py", "/src/a.py"]),
    ([("/b/x/../src", "src")], ["/b/src/a.py", "/b/x/../src/a.py"]),
    ([("../up", "src")], ["PARENT/up/a.py", "../up/a.py"]),
    ([("./ci", "src")], ["CWD/ci/pkg/a.py", "./ci/pkg/a.py", "ci/pkg/a.py"]),
    ([("\\\\server\\share\\", "src")], ["\\\\server\\share\\a.py", "\\\\SERVER\\share\\pkg\\a.py"]),
    ([("c:", "src")], ["C:\\a.py", "c:a.py", "c:/pkg/a.py"]),
    ([("c:\\", "src")], ["C:\\a.py", "c:/pkg/a.py"]),
    ([("/b/ün*", "ünï")], ["/b/ün/ä.py"]),
    ([("/b/ün", "ünï")], ["/b/ün/ä.py", "/b/ÜN/ä.py"]),
    ([("/b/one", "odd/[x]")], ["/b/one/a.py"]),
    ([("/b/one", "odd/a+b")], ["/b/one/a.py"]),
    ([("/b/one", "nowhere"), ("/b/*/pkg", "src/pkg")], ["/b/one/pkg/a.py"]),
    ([("*/lib", "lib"), ("*/src", "src")], ["/x/lib/src/pkg/a.py", "/x/src/lib/pkg/a.py"]),
    ([("*/pkg", "pkg")], ["/x/pkg/a.py", "/x/pkg/sub/__init__.py", "pkg/b.py", "/x/pkg/none.py"]),
    ([("/x", "pkg.v1")], ["/x/a.py", "/x/./a.py", "/x//a.py", "/x/sub/../a.py"]),
    ([], ["pkg/a.py", "/other/pkg/a.py", "C:\\w\\pkg\\a.py", "/other/pkg/none.py"]),
    ([], ["/other/pkg/a.py", "pkg/a.py", "/other/pkg/b.py"]),
    ([], ["src/pkg/a.py", "/x/src/pkg/a.py", "/x/src/y/src/pkg/a.py", "/x/SRC/pkg/a.py"]),
    ([], ["a.py", "/x/a.py", "tests\\test_a.py", "/w/tests/test_a.py"]),
    ([], ["pkg/none.py", "/x/pkg/a.py"]),
    ([], ["odd/a(b)/a.py", "/x/odd/a(b)/a.py"]),
    ([("/b/one", "src")], ["pkg/a.py", "/b/one/pkg/a.py", "/c/pkg/a.py", "/c/src/pkg/a.py"]),
    ([("*/build/lib", "build/lib")], ["/x/build/lib/pkg/a.py", "CWD/build/lib/pkg/a.py"]),
    ([("/b/lib*/python*/site-packages", "lib")], ["/b/lib64/python3.9/site-packages/pkg/a.py"]),
]

#: (patterns, names), matched like include and omit.
GLOBS = [
    (["*.py"], ["/x/a.py", "a.py", "/x/a.pyc", "CWD/pkg/a.py"]),
    (["a.py"], ["CWD/a.py", "/x/y/a.py", "/x/ya.py", "a.py"]),
    (["pkg/*"], ["CWD/pkg/a.py", "CWD/pkg/sub/c.py", "/x/pkg/a.py", "pkg/a.py", "CWD/pkg"]),
    (["pkg/**"], ["CWD/pkg/a.py", "CWD/pkg/sub/c.py"]),
    (["*/pkg/*"], ["CWD/pkg/a.py", "/x/pkg/sub/c.py", "pkg/a.py", "/xpkg/a.py"]),
    (["**/pkg/*.py"], ["CWD/pkg/a.py", "/x/pkg/sub/c.py", "pkg/a.py"]),
    (["pkg/*/c.py"], ["CWD/pkg/sub/c.py", "CWD/pkg/c.py", "CWD/pkg/x/y/c.py"]),
    (["pkg/**/c.py"], ["CWD/pkg/sub/c.py", "CWD/pkg/c.py", "CWD/pkg/x/y/c.py"]),
    (["pkg/"], ["CWD/pkg/a.py", "CWD/pkg", "CWD/pkg/", "pkg/"]),
    (["pkg"], ["CWD/pkg/a.py", "CWD/pkg", "/x/pkg"]),
    (["./pkg/*"], ["CWD/pkg/a.py", "./pkg/a.py"]),
    (["../up/*"], ["PARENT/up/a.py", "../up/a.py"]),
    (["/abs/*"], ["/abs/a.py", "/abs/b/c.py", "/absx/a.py"]),
    (["/abs/?.py"], ["/abs/a.py", "/abs/ab.py", "/abs//.py"]),
    (["?.py"], ["a.py", "/x/a.py", "/x/ab.py"]),
    (["test_[ab].py"], ["/x/test_a.py", "/x/test_c.py"]),
    (["test_[a-c].py"], ["/x/test_b.py", "/x/test_d.py", "/x/test_-.py"]),
    (["test_[^a].py"], ["/x/test_b.py", "/x/test_a.py", "/x/test_^.py"]),
    (["test_[!a].py"], ["/x/test_b.py", "/x/test_a.py", "/x/test_!.py"]),
    (["test_[a-].py"], ["/x/test_-.py", "/x/test_b.py"]),
    (["test_[z-a].py"], []),
    (["a.b*"], ["/x/a.bc", "/x/aXbc", "/x/a.b/c"]),
    (["x+(y).py"], ["/x/x+(y).py", "/x/xx(y).py"]),
    (["pkg\\*"], ["CWD/pkg/a.py", "pkg\\a.py", "C:\\pkg\\a.py"]),
    (["C:\\w\\*.py"], ["C:\\w\\a.py", "C:/w/a.py", "c:\\w\\a.py", "C:\\w\\x\\a.py"]),
    (["*/tests/*", "*/migrations/*"], ["/x/tests/a.py", "/x/migrations/1.py", "/x/src/a.py"]),
    (["*/__init__.py"], ["/x/__init__.py", "__init__.py", "/x/y__init__.py"]),
    (["***"], []), (["a**"], []), (["**a"], []), (["**/**"], []), (["[a"], []), (["a]"], []),
    (["x/***/y"], []), (["x/a**b/y"], []), (["[**]/x"], []), (["a/[b/c]/d"], ["CWD/a/b/d", "a///d"]),
    (["*"], ["/x/a.py", "a.py"]), (["**"], ["/x/a.py", "a.py"]), (["*/*"], ["/x/a.py", "a.py"]),
    (["**/*"], ["/x/a.py", "a.py"]), (["/*"], ["/x/a.py", "x"]), (["*x*/y"], ["axb/y", "/axb/y", "a/xb/y"]),
    (["a b.py"], ["/x/a b.py"]), (["ünï/*"], ["CWD/ünï/ä.py"]), (["ÜNÏ/*"], ["CWD/ünï/ä.py"]),
    (["A.py"], ["/x/a.py", "/x/A.py"]), ([""], ["CWD", "", "/x/"]), (["."], ["CWD", "/x/."]),
    (["pkg/sub/../*.py"], ["CWD/pkg/a.py", "pkg/sub/../a.py", "CWD/pkg/sub/a.py"]),
    (["pkg/*.py/"], ["CWD/pkg/a.py"]), (["a{b,c}.py"], ["/x/a{b,c}.py", "/x/ab.py"]),
    (["/a/*/"], ["/a/b/", "/a/b"]), (["x/*y*/z?"], ["CWD/x/ayb/z1", "CWD/x/ayb/z"]),
    (["~/a.py"], ["CWD/~/a.py", "~/a.py"]), (["$x/a.py"], ["CWD/$x/a.py"]), (["a\n.py"], ["/x/a\n.py"]),
]


def main():
    cwd = os.path.realpath(tempfile.mkdtemp())
    root = os.path.join(cwd, "up", "home")
    os.makedirs(root)
    os.chdir(root)
    sys.path[:] = []
    set_relative_directory()
    for name in FILES:
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        open(name, "w").close()

    def real(text):
        return text.replace("CWD", root).replace("PARENT", os.path.dirname(root))

    def shown(text):
        return text.replace(root, "CWD").replace(os.path.dirname(root), "PARENT")

    def refusal(error):
        words = str(error)
        return re.search(r"can't include (.*)", words)[1] if "include" in words else "wildcards"

    aliases = []
    for rules, paths in ALIASES:
        for relative in (False, True):
            case = {"relative": relative, "rules": rules}
            try:
                mapper = PathAliases(relative=relative)
                for pattern, result in rules:
                    mapper.add(real(pattern), real(result))
                case["outcomes"] = [[path, shown(mapper.map(real(path)))] for path in paths]
            except ConfigError as error:
                case["refused"] = refusal(error)
            aliases.append(case)
    globs = []
    for patterns, names in GLOBS:
        case = {"patterns": patterns}
        try:
            matcher = GlobMatcher(prep_patterns([real(p) for p in patterns]))
            case["outcomes"] = [[name, matcher.match(real(name))] for name in names]
        except ConfigError as error:
            case["refused"] = refusal(error)
        except re.error:
            case["refused"] = "class"
        globs.append(case)
    for cases in (aliases, globs):
        count = sum(len(case.get("outcomes", [1])) for case in cases)
        print(count, "cases", file=sys.stderr)
    table = {"files": FILES, "aliases": aliases, "globs": globs}
    print("{")
    for key, value in table.items():
        lines = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in value)
        print(f' "{key}": [\n{lines}\n ]' + ("," if key != "globs" else ""))
    print("}")


main()
