"""Finds text for people that is written into components instead of `src/page/words`.

Usage: literal_text.py COMPONENTS_FOLDER

A string literal is such text if it is a text node of `html!` (`{"Save"}`) or the value of an attribute
that people read or hear, and has a letter; or if it is no attribute, and has two words or a word that
begins with a capital. Reasons of `allow` are none. Ends with 1 and names each line.
"""

import re
import sys
from pathlib import Path

# A comment, or a literal with the code before it that tells what it is for.
TOKEN = re.compile(
    r"""//[^\n]*
      | (?P<before>(?:\b[\w-]+=|\breason\ =\ |\{)?)"(?P<text>(?:\\.|[^"\\])*)"
    """,
    re.VERBOSE | re.DOTALL,
)
# The attributes of `html!`, and the props of components, whose values are read or heard.
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
