a = [
    *x
    for x in y
    if x
]
def f():
    return {
        **x
        for x in y
    }
