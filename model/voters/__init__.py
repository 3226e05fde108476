"""How a voter comes to a view: the rule, for all voters at once.

May import `politics` and what lies below it; it knows no mechanism by name.
"""
