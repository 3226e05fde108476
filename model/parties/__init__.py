"""What kinds of party there are: one file, one kind."""
