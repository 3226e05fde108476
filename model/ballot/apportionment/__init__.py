"""From votes to seats: formulas, each a pure function for one unit, and the tiers that use them.

One file, one formula. Everything is computed in whole numbers or fractions, so that no rounding
error can decide a seat. A formula takes the order in which equal claims are served; without one
the list with more votes goes first and, at equal votes, the one listed first on the ballot.
"""
