def kept_by_what_returns_on_the_way():
    try:
        a()
    except X:
        return
    finally:
        raise X
        def f(q):
            b = 1
    return [y for y in z]


def kept_by_a_call_with_names(x):
    if 0:
        b = lambda: c
    a(key=b)


def dropped_after_a_guard(x):
    match x:
        case 1:
            return
            b = lambda: c
        case 2 if 0:
            a()
