"""What a party of power may do about it: one file, one lever.

May import `politics` and what lies below it.
"""
