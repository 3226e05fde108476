"""What summarises a study: means, intervals, sensitivity, tipping points, decisions.

May import `running` and what lies below it.
"""
