"""Experiments with the model: designs, runs, results folders and what is drawn from them."""
