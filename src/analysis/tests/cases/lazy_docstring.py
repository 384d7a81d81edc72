'''Doc.'''
lazy import a
class B:
    '''Doc.'''
    x: int
