import functools
import typing

if typing.TYPE_CHECKING:
    import collections

try:
    def twice():
        return 1
except NameError:
    def twice():
        return 2
else:
    def twice():  # pragma: no cover
        return 3


def stub(): ...


def stub():
    return 1


def only_excluded():
    return 1  # pragma: no cover


def only_docstring():
    """Words."""


def one_line(): return 1


@functools.lru_cache
@functools.wraps(
    twice
)
def decorated(a,
              b=1):
    """Words.

    More words.
    """

    def inner(c):
        def innermost(d):
            return d

        class Local:
            attribute = 1

            def method(self):
                return innermost
        return Local

    async def inner(c):
        return c
    return inner


class Empty:
    pass


class Outer:
    attribute = 1

    def method(self):
        if self:
            return 1

    class Inner:
        def method(self):
            return 2

        class Inner:
            def method(self):
                def function():
                    return 3
                return function

    def method(self):
        return 4

    @property
    def value(self):
        return 5

    @value.setter
    def value(self, value):
        if value:
            self.value = value

    @typing.overload
    def many(self, a): ...
    @typing.overload
    def many(self, b): ...
    def many(self, c): return c

    if attribute:
        def conditional(self):
            return 6
    else:
        def conditional(self):
            return 7

    lam = lambda self: self


class Outer:
    def method(self):
        return 8

    def __init__(self): pass


class Excluded:  # pragma: no cover
    def method(self):
        return 9


for _ in ():
    def in_loop():
        return 10

with open(__file__) as f:
    class InWith:
        def method(self): return 11

match 1:
    case 1:
        def in_case(): return 12


def last():
    if one_line():
        return [
            13,
        ]
    # a comment at the end
