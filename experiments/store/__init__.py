"""What was run: a results folder, its tables, its words, its archive.

May import `study` and what lies below it.
"""

from experiments.store.folder import read_runs as read_runs
from experiments.store.folder import read_steps as read_steps
