x = 1
if x:  # pragma: no cover
    y = 2