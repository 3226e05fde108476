"""What is to be run: a design, its points and replicates, and where results come from.

May import `model`, and no other room of `experiments`.
"""
