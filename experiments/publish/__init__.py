"""What hands results on: the report, the index, the inventory, the tables of the ODD.

May import `questions` and what lies below it.
"""
