//! What could run: a Python source's statements, excluded lines, arcs and regions, as coverage.py sees them.
