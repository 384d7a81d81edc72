def f():
    try:
        a()
    finally:
        raise X
        if b:
            a()
        else:
            ()
def g():
    try:
        a()
    finally:
        raise X
        -1
