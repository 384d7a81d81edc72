x = 1


if x:  # pragma: no cover
    y = 2

    z = 3
w = 4
