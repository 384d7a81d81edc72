def f():
    lazy import a
