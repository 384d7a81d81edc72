"""Branches of every kind."""
import contextlib


def conditions(a, b):
    if a:
        b = 1
    if a and b:
        b = 2
    elif b:
        b = 3
    else:
        b = 4
    if a: b = 5
    if a:
        return b


def loops(items):
    for item in items:
        if item:
            continue
        break
    else:
        items = None
    for item in items: pass
    while items:
        items = items[1:]
    while True:
        if items:
            break
    while 1:
        items = None
        if not items: return
    else:
        items = 1


def excused(a):
    if a:  # pragma: no branch
        a = 2
    for a in (1, 2):  # pragma: no branch
        print(a)
    if a:  # pragma: no cover
        a = 3
    if a:
        a = 4  # pragma: no cover
    else:
        a = 5
    if a:
        raise NotImplementedError  # pragma: no cover
    return a


def guarded(a):
    try:
        if a:
            raise ValueError
        a = 1
    except ValueError:
        a = 2
    except (KeyError,
            TypeError):
        if a:
            a = 3
    else:
        a = 4
    finally:
        if a:
            a = 5
    with contextlib.suppress(ValueError):
        if a:
            a = 6
    with contextlib.suppress(ValueError), \
         contextlib.suppress(KeyError):
        for _ in a:
            return 7


def matched(a):
    match a:
        case 1:
            a = 2
        case [x, *_] if x:
            a = 3
        case {
            "key": value,
        }:
            a = value
        case _:
            a = 4
    match a:
        case 1:
            a = 5
        case 2:
            a = 6
    return a


def long_lines(a):
    if (
        a and
        a
    ):
        a = [
            1,
            2,
        ]
    for b in [
        1,
        2,
    ]:
        a = (b
             + 1)
    assert a, \
        "never"
    return {
        "a": a,
        "b": [x for x in a if x],
    }


async def awaiting(a):
    async for b in a:
        if b:
            await b
    async with a as c:
        while c:
            c = await c
    return [x async for x in a]


def generating(a):
    for b in a:
        if b:
            yield b
    yield from (b for b in a if b)


class K:
    if conditions:
        x = 1
    for y in ():
        x = 2

    def method(self):
        if self.x:
            self.x = 3


if conditions(1, 2):
    loops([])
for _ in range(3):
    if _:
        pass
if __name__ == "__main__":
    conditions(0, 0)
