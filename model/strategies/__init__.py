"""How parties choose positions: one file, one strategy.

May import `politics` and what lies below it.
"""
