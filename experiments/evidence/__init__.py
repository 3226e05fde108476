"""What is known of other dominant parties, and simulated twins to hold the model against it.

May import `inference` and what lies below it.
"""
