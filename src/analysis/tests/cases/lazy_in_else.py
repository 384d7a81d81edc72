try:
    x = 1
except E:
    pass
else:
    lazy import a
