"""The board at the harbour's gate."""
import sys

from harbour.compat import batched
from harbour.ships import Ship, queue
from harbour.tides import Level

WIDTH = 3


def lines(ships):
    """The names of ships, a few on each line."""
    for row in batched((ship.name for ship in ships), WIDTH):
        yield "  ".join(name.ljust(12) for name in row).rstrip()


def parse(text):
    kind, _, rest = text.partition("=")
    try:
        if kind == "level":
            minute, metres = rest.split(":")
            return Level(int(minute), float(metres))
        if kind == "ship":
            name, draught = rest.split(":")
            return Ship(name, float(draught))
    except ValueError as error:
        raise SystemExit(f"{text}: {error}")
    raise SystemExit(f"{text}: neither a level nor a ship")


def main(arguments, out=sys.stdout):
    things = [parse(argument) for argument in arguments]
    levels = [thing for thing in things if isinstance(thing, Level)]
    ships = [thing for thing in things if isinstance(thing, Ship)]
    if len(levels) < 2:
        out.write("Two levels at least.\n")
        return 2
    entering, waiting = queue(ships, levels, levels[0].minute, chart=6.0)
    for title, some in (("Enter", entering), ("Wait", waiting)):
        if some:
            out.write(title + "\n")
            for line in lines(some):
                out.write("  " + line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
