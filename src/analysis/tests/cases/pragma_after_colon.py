x = 1
if x: \
 # pragma: no cover
    y = 2
class A: z = [
    1,  # pragma: no cover
]
w = 1
