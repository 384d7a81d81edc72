try:
    lazy import a
except E:
    pass
