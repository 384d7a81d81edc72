"""Ships that want to enter."""
from harbour.tides import depth

UNDER_KEEL = 0.5


class Ship:
    def __init__(self, name, draught, priority=0):
        if draught <= 0:
            raise ValueError(
                f"{name} cannot float"
                f" with a draught of {draught} m"
            )
        self.name = name
        self.draught = draught
        self.priority = priority

    def may_enter(self, levels, minute, chart):
        room = depth(levels, minute, chart) - self.draught
        return room >= UNDER_KEEL

    def __repr__(self):
        return f"<{self.name}, {self.draught} m>"


def queue(ships, levels, minute, chart):
    """Those that may enter now, the most urgent first; and those that wait."""
    entering, waiting = [], []
    for ship in ships:
        if ship.may_enter(levels, minute, chart):
            entering.append(ship)
        else:
            waiting.append(ship)
    entering.sort(key=lambda ship: (-ship.priority, ship.name))
    return entering, waiting


def first_chance(ship, levels, chart, step=10):
    """The first minute at which the ship may enter; None if there is none."""
    minute = levels[0].minute
    while minute <= levels[-1].minute:
        if ship.may_enter(levels, minute, chart):
            return minute
        minute += step
    return None
