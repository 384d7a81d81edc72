def __annotate__(fmt):
    w: T[[i for i in ()]]
    v: T = [j for j in ()]
    def g():
        return 3
