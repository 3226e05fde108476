"""How votes become seats: one file, one law."""
