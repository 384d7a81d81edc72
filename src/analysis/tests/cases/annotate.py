class A:
    x: int
    y: Annotated[int, lambda: 3]
    z: Annotated[int, (i for i in ())]
    w: Annotated[int, [i for i in ()]]
    v: Annotated[int,
        [i for i in ()]]
y: Annotated[int, lambda: 3]
def f(
    a: (lambda: 3),
    b=lambda: 4,
): pass
def __annotate__(fmt):
    a = 1
    def g():
        return 3
    @dec
    @dec2
    def h():
        return 3
    class X:
        a = 3
    b = lambda: 3
    c = [i for i in j]
    d = (i for i in j)
class __annotate__:
    a = 3
    def m(self):
        return 1
