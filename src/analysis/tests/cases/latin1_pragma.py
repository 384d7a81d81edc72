# coding: iso-8859-15
x = "€"
if x:  # pragma: no cover é
    y = 1
z = 2
