from dataclasses import dataclass

from harbour.compat import pairwise


@dataclass(frozen=True)
class Level:
    minute: int
    metres: float


def turns(levels):
    """The levels at which the water turns from rising to falling or back."""
    rising = None
    for before, after in pairwise(levels):
        if after.metres == before.metres:
            continue
        now = after.metres > before.metres
        if rising is not None and now != rising:
            yield before
        rising = now


def level_at(levels, minute):
    """The height at any time, between the measured ones on a straight line."""
    for before, after in pairwise(levels):
        if before.minute <= minute <= after.minute:
            share = (minute - before.minute) / (after.minute - before.minute)
            return before.metres + share * (after.metres - before.metres)
    raise ValueError(f"no level was measured around minute {minute}")


def depth(levels, minute, chart, squat=None):
    """How deep the water is where the chart says so many metres."""
    metres = chart + level_at(levels, minute)
    if squat:
        metres -= squat
    return metres


def draw(levels):  # pragma: no cover
    """A picture for people; no test looks at it."""
    for level in levels:
        print(f"{level} {'~' * int(level.metres * 10)}")
