"""A driver in a process of its own: `drive.py FOLDER ENGINE WORK`; tests kill it."""

import sys
from pathlib import Path

import jobs

from experiments.running.engines import engine
from experiments.running.sweep import Execution, sweep
from experiments.study.errors import UserError

if __name__ == "__main__":
    folder, name, work = sys.argv[1:]
    workers = 2 if name == "local" else None
    try:
        sweep(jobs.study(), Path(folder), Execution(engine(name, workers), getattr(jobs, work)))
    except UserError as error:
        print(error, file=sys.stderr)
        sys.exit(error.status)
