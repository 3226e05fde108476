"""What stations tell of a count: the fingerprint of inflation, its fit and its intervals.

May import `figures` and what lies below it.
"""
