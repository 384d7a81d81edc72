"""Covdrop: one report of the coverage data of all your jobs.

The program is `covdrop` on the command line; `python -m covdrop` runs the same.
"""
