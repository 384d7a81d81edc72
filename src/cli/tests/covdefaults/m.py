import os
import sys
from typing import TYPE_CHECKING, NoReturn, Protocol, overload

if TYPE_CHECKING:
    import collections


class P(Protocol):
    def a(self) -> int: ...

    def b(self) -> int:
        ...


@overload
def o(x: int) -> int: ...


def o(x): return x


def stop() -> NoReturn:
    raise SystemExit(1)


def stop2() -> "NoReturn":
    raise SystemExit(1)


def f(x):
    if sys.platform == "win32":  # pragma: win32 cover
        y = 1
    else:  # pragma: win32 no cover
        y = 2
    if os.name == "posix":  # pragma: posix no cover
        y += 1
    if sys.version_info >= (3, 12):  # pragma: >=3.12 cover
        y += 2
    else:  # pragma: <3.12 cover
        y += 3
    if sys.version_info < (3, 9):  # pragma: <3.9 cover
        y += 4
    if sys.version_info >= (3, 11):  # pragma: >=3.11 cover
        y += 5
    if sys.version_info[:2] == (3, 11):  # pragma: ==3.11 cover
        y += 6
    if sys.version_info[:2] != (3, 11):  # pragma: !=3.11 cover
        y += 7
    if sys.implementation.name == "pypy":  # pragma: pypy cover
        y += 8
    if sys.implementation.name == "cpython":  # pragma: cpython cover
        y += 9
    if x == 99:
        raise AssertionError(x)
    if x == 98:
        raise NotImplementedError
    if x == 97:
        return NotImplemented
    try:
        int("x" if x == 1 else "1")
    except ValueError:
        raise
    if x == 5:  # pragma: no branch
        y += 10
    if x == 6:  # PRAGMA: NO COVER
        y += 11
    if x == 7:  # pragma: nocover
        y += 12
    if x == 8:  # pragma: no cover
        y += 13
    if x == 9:  # pragma: no coverage
        y += 14
    if False:
        y += 15
    return y


f(5)
if __name__ == "__main__":
    print("main")
