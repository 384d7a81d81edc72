# -*- coding: utf-8 -*-
"""Every statement of Python 3.10, to be cut off anywhere."""
from __future__ import annotations

import os, sys
from typing import (
    Any as Whatever,
    TYPE_CHECKING,
)

if TYPE_CHECKING:
    import collections.abc

NUMBER: int = 0x_ff + 1_000 - 3.5e-2j
bare: str
a = b = (c, *d) = 1, *range(3)
a += b[1:2, ...] @ ~c if not d else -1 ** 2


@decorator
@decorator.with_arguments(1, *a, key=2, **b)
class Shape(Base, metaclass=Meta):
    """What it is."""

    __slots__ = ()
    sides: int

    def area(self, /, x, *, y: int = 3, **rest) -> float:
        "Short."
        nonlocal_things = 1

        def inner():
            nonlocal nonlocal_things
            nonlocal_things = lambda z=1, *w: (yield)
            return

        return {**rest, "k": [i for i in x if i], "s": {1, 2}}  # pragma: no cover

    async def gather(self):
        async with self.lock as lock, other():
            async for item in lock:
                await item
            else:
                yield [x async for x in item]


def loop(items):
    global NUMBER
    for i, item in enumerate(items):
        if i == 3:
            continue
        elif item:
            break
        else:
            del items[i], item.x
    else:
        raise ValueError("none") from None
    while True:
        try:
            assert items, f"no {items!r:>{NUMBER}} {'x' 'y'}"
        except (KeyError, TypeError) as error:
            raise
        except:
            pass
        else:
            print(items) ; exit()
        finally:
            items = """
            many
            lines""" \
                + b"x".decode()


match a:
    case [1, "two", None] | {"k": 3, **rest}:
        ...
    case Shape(sides=4) as square if square.area():
        pass
    case -1 | 3+4j | os.sep | (x, *_):
        with open("f") as f: f.read()
    case _:
        (walrus := 3)
