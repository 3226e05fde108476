"""The politics: one file, one mechanism.

May import `voters` and what lies below it.
"""
