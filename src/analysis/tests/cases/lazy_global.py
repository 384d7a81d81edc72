lazy import a
def f():
    global a
    a = 1
