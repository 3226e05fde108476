"""How parties choose positions: one file, one strategy."""
