try:
    x = 1
except E:
    lazy import a
