"""What kinds of party there are: one file, one kind.

May import `politics` and what lies below it.
"""
