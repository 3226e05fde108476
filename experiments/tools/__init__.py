"""What is used beside experiments: bench, files of votes and of stations, tournament, the page.

May import `replication` and what lies below it.
"""
