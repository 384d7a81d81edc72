lazy = 1
lazy
lazy (2)
lazy.x = 3
import a as lazy
from lazy import b
lazy: int = 4
