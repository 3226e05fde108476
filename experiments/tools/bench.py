"""How fast the model is on this machine, against its memory and against ordinary agents."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from operator import itemgetter
from typing import Any
from unittest.mock import patch

import numpy as np

from experiments.replication.arena import on_threads
from experiments.tools.reference_agents import OrdinaryModel
from model import campaign as campaign_module
from model import run as run_module
from model.campaign import Campaign
from model.numerics.compiled import compiled, prange
from model.numerics.threads import processors, threads_worth
from model.politics.phases import BEFORE_THE_VOTERS
from model.run import run
from model.scenario import load_scenario
from model.society.electorate import Electorates

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
QUICK_SIZES = (10_000, 1_000_000)

KERNELS = ("refresh_taste", "show_pass", "week_pass", "poll_pass", "gathered")
"""The compiled passes over the voters in a week."""

PARTS = {
    "voters and polls": [(campaign_module, name) for name in KERNELS],
    "rows kept of a week": [(run_module, "week_numbers"), (run_module, "week_columns")],
    "election and outcome": [(run_module, "hold_election"), (run_module, "outcome")],
}
"""The functions that are timed in a whole run; what is left is the party side and the opening."""

STATED = ("10000", "1000000")
"""Voters for which the ratio to ordinary agents is stated."""

ORDINARY_VOTERS = 20_000
Clock = Callable[[], float]

TRIAD = 40_000_000
"""Numbers in each of the three arrays of the triad: far more than any cache holds."""


def benchmark(quick: bool = False) -> dict[str, Any]:
    """Measure voter-weeks a second by size and threads, and what they could be at most.

    The limit is the machine's memory bandwidth (triad, McCalpin 1995) divided by the bytes
    that one week must touch for each voter. Ordinary Mesa agents follow the same rule in the
    same process. Every figure is the best of several repetitions. One thread is timed by the
    processor, so that waiting for other programs does not count; of several threads counts the
    time that passes.
    """
    threads = sorted({1, min(2, processors())})
    ordinary = ordinary_agents()
    limits = {count: on(count, partial(bandwidth, clock_of(count))) for count in threads}
    sizes = QUICK_SIZES if quick else SIZES
    rows = [row for size in sizes for row in measure(size, threads, limits, ordinary)]
    top = max(
        (row for row in rows if row["voters"] == 1_000_000),
        key=itemgetter("voter_weeks_per_second"),
    )
    return {
        "threads": threads,
        "bandwidth_bytes_per_second": limits,
        "mesa_agents_voter_weeks_per_second": ordinary,
        **{key: top[key] for key in ("voter_weeks_per_second", "share_of_limit")},
        "bytes_per_voter": top["bytes_per_voter"],
        "ratio_to_mesa_agents": {
            size: max(row["ratio_to_mesa_agents"] for row in rows if str(row["voters"]) == size)
            for size in STATED
        },
        "ns_per_voter_week": {
            str(size): min(row["ns_per_voter_week"] for row in rows if row["voters"] == size)
            for size in sizes
        },
        "run_of_10000_voters": small_run(),
        "sizes": rows,
    }


def measure(
    size: int, threads: list[int], limits: dict[int, float], ordinary: float
) -> list[dict[str, Any]]:
    """Measure one size of electorate on each number of threads."""
    case = load_scenario("benchmark", {"voters": size})
    began = time.process_time()
    campaign = Campaign(case, seed=1)
    created = time.process_time() - began
    campaign.step()
    rows = []
    for count in threads:
        seconds = on(count, partial(best, campaign.step, repetitions(size), clock_of(count)))
        touched = bytes_touched(campaign)
        limit = limits[count] / touched
        rows.append(
            {
                "voters": size,
                "threads": count,
                "voter_weeks_per_second": size / seconds,
                "ns_per_voter_week": seconds / size * 1e9,
                "ratio_to_mesa_agents": size / seconds / ordinary,
                "limit_voter_weeks_per_second": limit,
                "share_of_limit": size / seconds / limit,
                "bytes_touched_per_voter_week": touched,
                "bytes_per_voter": campaign.electorate.bytes_per_voter,
                "seconds_to_create": created,
                "share_by_phase": on(count, partial(shares, campaign), campaign.work),
            }
        )
    return rows


def repetitions(size: int) -> int:
    """Return how often to repeat a measurement of that many voters."""
    return int(np.clip(20_000_000 // size, 3, 200))


def on(threads: int, work: Callable[[], Any], worth: int = TRIAD) -> Any:
    """Do something on at most a number of threads, as far as they pay for its size."""
    with on_threads(threads), threads_worth(worth):
        return work()


def clock_of(threads: int) -> Clock:
    """Return the clock for work on so many threads."""
    return time.process_time if threads == 1 else time.perf_counter


def best(work: Callable[[], Any], times: int, clock: Clock) -> float:
    """Return the shortest of several timings, seconds."""
    return min(_timed(work, clock) for _ in range(times))


def _timed(work: Callable[[], Any], clock: Clock) -> float:
    began = clock()
    work()
    return clock() - began


def parts(campaign: Campaign) -> dict[str, float]:
    """Return the seconds of a week that each part takes."""
    table, state = campaign.week_tables(), campaign.state

    def party_side() -> None:
        for phase in BEFORE_THE_VOTERS:
            campaign.play(phase)

    works = {
        "voters": lambda: campaign.move_voters(table),
        "poll": campaign.poll,
        "party side": party_side,
    }
    result = {}
    for name, work in works.items():
        result[name] = best(work, 3, time.perf_counter)
        campaign.state = state
    return result


def shares(campaign: Campaign) -> dict[str, float]:
    """Return the share of a week's time by part; they sum to one.

    The week is timed beside its parts: on a busy machine an earlier week says nothing.
    """
    seconds = parts(campaign)
    week = max(best(campaign.step, 3, time.perf_counter), sum(seconds.values()))
    rest = week - sum(seconds.values())
    return {name: each / week for name, each in {**seconds, "rest": rest}.items()}


def bytes_touched(campaign: Campaign) -> float:
    """Return the bytes a week reads and writes for each voter, each column once a pass."""
    twice = {"support", "g", "protest", "intention", "shown"}
    unused = {"engagement", "member", "vote", "prompted"}
    polled = {"intention", "lead", "gap"}
    columns = {
        name: column
        for name, column in vars(campaign.electorate).items()
        if isinstance(column, np.ndarray) and name not in unused
    }
    total = sum(
        column.nbytes * ((2 if name in twice else 1) + (name in polled))
        for name, column in columns.items()
    )
    return total / campaign.scenario.voters


@compiled(parallel=True)
def _triad(a: Any, b: Any, c: Any) -> None:
    for i in prange(len(a)):
        a[i] = b[i] + np.float32(3.0) * c[i]


def bandwidth(clock: Clock) -> float:
    """Return bytes a second of a = b + 3 c on large arrays."""
    a, b, c = (np.ones(TRIAD, np.float32) for _ in range(3))
    _triad(a, b, c)
    return 3 * a.nbytes / best(lambda: _triad(a, b, c), 5, clock)


def ordinary_agents(voters: int = ORDINARY_VOTERS) -> float:
    """Return voter-weeks a second of ordinary Mesa agents with the same rule."""
    campaign = Campaign(load_scenario("benchmark", {"voters": voters}), seed=1)
    week = campaign.week_tables()
    model = OrdinaryModel(campaign, week)
    return voters / best(model.step, 2, time.process_time)


def small_run() -> dict[str, Any]:
    """Return the processor time of a whole run of 10,000 voters, by part: it has one thread.

    Its electorate was drawn before, as for most runs of a sweep.
    """
    play = partial(run, load_scenario("benchmark", {"voters": 10_000}), 1, Electorates())
    play()
    return min((_watched(play) for _ in range(10)), key=itemgetter("seconds"))


def _watched(play: Callable[[], Any]) -> dict[str, Any]:
    """Play a run with a clock at each function of the parts."""
    inside = dict.fromkeys(PARTS, 0.0)

    def clocked(part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any) -> Any:
            began = time.process_time()
            result = work(*given)
            inside[part] += time.process_time() - began
            return result

        return timed

    with ExitStack() as patched:
        for part, functions in PARTS.items():
            for module, name in functions:
                timed = clocked(part, getattr(module, name))
                patched.enter_context(patch.object(module, name, timed))
        seconds = _timed(play, time.process_time)
    rest = seconds - sum(inside.values())
    return {
        "seconds": seconds,
        "share_in_kernel": inside["voters and polls"] / seconds,
        "milliseconds": {
            part: each * 1e3 for part, each in {**inside, "party side and opening": rest}.items()
        },
    }
