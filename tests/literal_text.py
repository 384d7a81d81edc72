"""Finds visible text that is written in components instead of in `src/page/words`.

Usage: literal_text.py COMPONENTS_FOLDER

A string literal is visible text if it is a text node of `html!` (`{"Save"}`) or the value of a visible
or spoken attribute, and has a letter; or if it is no attribute, and has two words or a capitalized
word. Reasons of `allow` do not count. Prints each line, and exits with 1 if there are any.
"""

import re
import sys
from pathlib import Path

# A comment, or a literal with the code before it, which shows its use.
TOKEN = re.compile(
    r"""//[^\n]*
      | (?P<before>(?:\b[\w-]+=|\breason\ =\ |\{)?)"(?P<text>(?:\\.|[^"\\])*)"
    """,
    re.VERBOSE | re.DOTALL,
)
# The attributes of `html!` and props of components whose values are visible or spoken.
READ = {"alt", "aria-description", "aria-label", "label", "placeholder", "title"}
# The placeholders of `format!`, and escapes.
NO_TEXT = re.compile(r"\{[^}]*\}|\\.", re.DOTALL)
WORDS = re.compile(r"[A-Z][a-z]|[A-Za-z]{2} +[A-Za-z(]")


def is_text(before: str, text: str) -> bool:
    text = NO_TEXT.sub("", text)
    name = before.rstrip("= ")
    if before == "{" or name in READ:
        return bool(re.search(r"[A-Za-z]", text))
    return not name and bool(WORDS.search(text))


def main(folder):
    status = 0
    for path in sorted(Path(folder).rglob("*.rs")):
        if path.name == "tests.rs":
            continue
        code = path.read_text()
        for match in TOKEN.finditer(code):
            if match["text"] is not None and is_text(match["before"], match["text"]):
                status = 1
                line = code.count("\n", 0, match.start("text")) + 1
                print(f'{path}:{line}: "{match["text"]}" belongs in src/page/words')
    return status


sys.exit(main(sys.argv[1]))
