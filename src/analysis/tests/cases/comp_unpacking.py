a = [*x for x in y]
b = {*x for x in y}
c = {**x for x in y}
d = f(*x for x in y)
