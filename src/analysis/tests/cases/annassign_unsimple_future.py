from __future__ import annotations
class C:
    (c): int
    d: int
    (e): int = 1
(f): int
