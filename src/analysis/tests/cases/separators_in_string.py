x = "a bcd"
if x:
    y = 1  #   pragma: no cover
z = 2
