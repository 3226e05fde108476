"""What is used beside experiments: bench, seats of a votes file, tournament, the page's server.

May import `replication` and what lies below it.
"""
