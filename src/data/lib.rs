//! What did run: coverage.py's data files of every generation, their paths, settings, and combining.
