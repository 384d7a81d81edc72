try:
    def f():
        x = 1
    class A:
        import a
finally:
    y = 1
lazy import b
