"""How it is run: engines, workers, progress, the resumable sweep.

May import `store` and what lies below it.
"""
