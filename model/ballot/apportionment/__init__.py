"""From votes to seats in one unit: one file, one formula, each a pure function.

Everything is computed in whole numbers or fractions, so that no rounding error can decide a
seat. A formula takes the order in which equal claims are served; without one the list with more
votes goes first and, at equal votes, the one listed first on the ballot.
"""
