"""Checks the contrast of every text colour of the page on every background, in both themes.

The colours are those of www/styles/base.css, as `--name: light-dark(#light, #dark);`. WCAG asks for
4.5 : 1.
"""

import re
import sys
from pathlib import Path

TEXT = "text quiet accent run miss partial excluded keyword number string comment".split()
BACKGROUNDS = "page panel raised here hit run-bg miss-bg partial-bg excluded-bg".split()
LEAST = 4.5


def luminance(colour):
    """The relative luminance of `#rgb` or `#rrggbb`, as WCAG defines it."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def main(path):
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", Path(path).read_text())
    colours = {name: pair for name, *pair in found}
    low = [
        f"{theme}: {text} on {background} has {ratio:.2f} : 1"
        for index, theme in enumerate(("light", "dark"))
        for background in BACKGROUNDS
        for text in TEXT
        if (ratio := contrast(colours[text][index], colours[background][index])) < LEAST
    ]
    for line in low:
        print(line, file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
