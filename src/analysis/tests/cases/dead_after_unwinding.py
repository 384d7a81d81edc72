def f():
    try:
        a()
    except X:
        return
    finally:
        raise X
        def g():
            b = 1
def h():
    for x in y:
        with x:
            break
            def g():
                b = 1
def i():
    with x:
        return 5
        def g():
            b = 1
def j():
    try:
        return 5
    finally:
        raise X
        def g():
            b = 1
