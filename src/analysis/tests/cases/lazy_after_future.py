from __future__ import annotations
lazy import a
