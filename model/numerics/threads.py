"""How many threads a loop over all voters gets: as many as pay, and are there.

To wake a thread takes tens of microseconds, and on a busy machine it waits for its turn as
well: a short loop is over before. Hence one thread, unless somebody says how much there is
to do. The result is the same bytes for any number.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numba

WORTH_A_THREAD = 400_000
"""Voters times parties that a thread needs to pay: about a millisecond of a week (measured)."""

QUOTAS = ("/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
"""Where Linux says how much processor time a container gets (control groups 2 and 1)."""

_threads = 1


def threads() -> int:
    """Return how many threads a loop gets now."""
    return _threads


@contextmanager
def threads_worth(work: int) -> Iterator[None]:
    """Give loops inside as many threads as pay for `work`, voters times parties.

    Never more than the processors that this process may use, nor than numba was told.
    """
    global _threads
    before, worth = _threads, max(min(work // WORTH_A_THREAD, processors()), 1)
    # For one thread without asking numba, which would start its threads to answer.
    told = numba.get_num_threads() if worth > 1 else 1
    _threads = min(worth, told)
    try:
        if told > 1:
            numba.set_num_threads(_threads)
        yield
    finally:
        _threads = before
        if told > 1:
            numba.set_num_threads(told)


@cache
def processors() -> int:
    """Return how many processors this process may use at once.

    Its own (affinity), or fewer in a container whose quota of processor time is less.
    """
    able = getattr(os, "sched_getaffinity", None)
    own = len(able(0)) if able else os.cpu_count() or 1
    return max(min(own, _quota(QUOTAS)), 1)


def _quota(files: tuple[str, str]) -> int:
    """Return the whole processors of a container's quota; a large number without one."""
    for name in files:
        path = Path(name)
        try:
            words = path.read_text().split()
            period = words[1:] or path.with_name("cpu.cfs_period_us").read_text().split()
            if words[0] not in ("max", "-1"):
                return int(words[0]) // int(period[0])
        except (OSError, ValueError, IndexError):
            continue
    return 1 << 30
