class A:
    lazy import a
