"""Laws as lists of tiers: what was counted, what a tier gives, what the tiers give together.

Uses the formulas of `apportionment`.
"""
