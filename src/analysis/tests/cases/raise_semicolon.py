def f(x):
    try:
        x()
    except ValueError:
        raise;
    except TypeError:
        raise;  # again
    return 1
