"""The questions put to the model: one file, one experiment."""
