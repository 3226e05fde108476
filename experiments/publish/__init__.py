"""What hands results on: the report, the index, the inventory, the tables of the ODD,
and what forensics say of a file of polling stations.

May import `questions` and what lies below it.
"""
