try:
    x = 1
finally:
    lazy import a
