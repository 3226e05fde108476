"""What infers from runs or results: past elections, the posterior, discovery of failures.

May import `forensics` and what lies below it.
"""
