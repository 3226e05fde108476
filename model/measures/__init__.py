"""What is looked at: outcomes, flows of votes, councils, patterns of a count.

Nothing here changes a run. May import `election` and what lies below it.
"""
