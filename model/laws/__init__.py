"""How votes become seats: one file, one law.

May import `ballot` and what lies below it.
"""
