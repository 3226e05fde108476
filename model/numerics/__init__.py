"""Arrays, compiled loops, random numbers by counter, rounding.

Nothing here knows what a voter or a party is. Imports no other room.
"""
