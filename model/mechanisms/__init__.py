"""The politics: one file, one mechanism."""
