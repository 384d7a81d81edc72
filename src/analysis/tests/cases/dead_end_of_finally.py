def ends_with_a_definition():
    try:
        a()
    finally:
        raise X
        def f(q):
            pass


def ends_in_a_suite():
    try:
        a()
    finally:
        raise X
        if b:
            a()
        else:
            c = a()


def unwinds_something():
    with a:
        try:
            b()
        finally:
            raise X
            return
