"""How things are drawn, by the figures and on the page alike: looks of parties, style,
outlines, and the pictures that both have.

May import `numerics` and what lies below it.
"""
