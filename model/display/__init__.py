"""How things are drawn, by the figures and on the page alike: looks of parties, style, outlines.

May import `numerics` and what lies below it.
"""
