"""What hands results on: the report, the index, the inventory, the tables of the ODD.

May import `experiment` and what lies below it.
"""
