if 0:
    lazy import a
while 1:
    lazy import b
    break
    lazy import c
