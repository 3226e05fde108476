"""Party of Power: a party of power, its voters, its rivals and its machine."""
