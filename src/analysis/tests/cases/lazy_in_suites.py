if x:
    lazy import a
else:
    lazy from a import (
        b,
        c as d,
    )
for i in x:
    lazy import e
with x:
    lazy from . import f
while x:
    lazy import g.h as k; y = 1
