"""Section 1: the policy space of Laver and Sergenti, with each rule alone."""

import numpy as np

from experiments.replication.arena import MEASURES, Arena, seen
from experiments.replication.target import Row, judged, targets
from model.campaign import Campaign
from model.measures.policy_space import policy_space
from model.numerics.arrays import Array

NUMBERS = (2, 3, 4, 6, 10)

Measured = dict[tuple[str, int], dict[str, Array]]


def rows(quick: bool) -> list[Row]:
    """Return the rows of stickers, aggregators, hunters, predators and governators."""
    measured = {
        (rule, number): _arena(rule, number, quick).measured()
        for rule in ("sticker", "aggregator", "hunter")
        for number in NUMBERS
    }
    values = {
        f"policy_space.{rule}.{n}.{name}": runs[name]
        for (rule, n), runs in measured.items()
        for name in MEASURES
    }
    return [
        *_centre(quick),
        *(judged(name, value, quick) for name, value in values.items() if name in targets()),
        *_patterns(measured, quick),
        *_runaway(quick),
        *_predator(quick),
        *_governator(quick),
    ]


def _arena(rule: str, number: int, quick: bool) -> Arena:
    copies = {"parties.party.copies": number}
    if rule == "sticker":
        return Arena("replication-stickers", {**copies, "voters": 4000}, 300 if quick else 2000)
    if rule == "aggregator":
        return Arena("replication-aggregators", copies, 5 if quick else 20, burn_in=599)
    return Arena("replication-hunters", copies, 6 if quick else 40, burn_in=500)


def _centre(quick: bool) -> list[Row]:
    """One party at the origin: misery is the mean squared distance of voters from it, 2."""
    changes = {"parties.party.copies": 1, "mechanisms.scattered_start": False}
    runs = Arena("replication-stickers", changes, 10 if quick else 40).measured()
    return [judged("policy_space.centre.1.misery", runs["misery"], quick)]


def _patterns(measured: Measured, quick: bool) -> list[Row]:
    def mean(rule: str, number: int, name: str) -> float:
        return float(measured[rule, number][name].mean())

    misery = max(
        mean("aggregator", n, "misery")
        / min(mean("sticker", n, "misery"), mean("hunter", n, "misery"))
        for n in NUMBERS
    )
    hunters = {n: mean("hunter", n, "eccentricity") for n in NUMBERS}
    central = max(hunters[n] / mean("aggregator", n, "eccentricity") for n in NUMBERS)
    centre = min(hunters[n] for n in NUMBERS if n > 2) / hunters[2]
    return [
        judged("policy_space.pattern.misery", misery, quick),
        judged("policy_space.pattern.central", central, quick),
        judged("policy_space.pattern.centre", centre, quick),
    ]


def _runaway(quick: bool) -> list[Row]:
    """Two hunters that repeat a move on a tie leave the electorate; those that turn do not.

    Few voters make ties frequent, as a coarse grid does in the public codes.
    """
    found = []
    for on_tie in ("repeat", "turn"):
        leaves = [float(_leaves(each)) for each in pairs(on_tie, 4 if quick else 20).campaigns()]
        found.append(judged(f"policy_space.pattern.runaway.{on_tie}", leaves, quick))
    return found


def pairs(on_tie: str, runs: int) -> Arena:
    """Return contests of two hunters that `repeat` their move on a tie, or `turn`."""
    changes = {
        "parties.party.copies": 2,
        "parties.party.strategy.on_tie": on_tie,
        "voters": 1000,
        "weeks": 3000,
    }
    return Arena("replication-hunters", changes, runs)


def _leaves(campaign: Campaign) -> bool:
    """Whether the parties get beyond 6 SD on average before polling day."""
    while not campaign.over:
        campaign.step()
        if campaign.week % 50 == 0 and policy_space(campaign).eccentricity > 6:
            return True
    return False


def _predator(quick: bool) -> list[Row]:
    """A predator and a hunter: how far from the centre, and whether the predator settles."""
    rival = {"kind": "established", "recognition": 1.0, "strategy": "hunter"}
    changes = {"parties.party.copies": 1, "parties.rival": rival, "weeks": 800}
    far, moves = _paths(Arena("replication-predators", changes, 2 if quick else 10, 400))
    return [
        judged("policy_space.predator.2.distance", far, quick),
        judged("policy_space.predator.2.movement", moves, quick),
    ]


def _paths(arena: Arena) -> tuple[list[float], list[float]]:
    """Return each run's mean distance from the origin and the first party's mean step."""
    far, moves = [], []
    for campaign in arena.campaigns():
        places = seen(campaign, lambda each: each.state.stocks.platform, burn_in=arena.burn_in)
        far.append(float(np.linalg.norm(places, axis=2).mean()))
        moves.append(float(np.linalg.norm(np.diff(places[:, 0], axis=0), axis=1).mean()))
    return far, moves


def _governator(quick: bool) -> list[Row]:
    """Governators: the one that leads takes no step."""
    arena = Arena("replication-governators", {"weeks": 200}, 2)
    moves = [_leaders_step(campaign) for campaign in arena.campaigns()]
    return [judged("policy_space.governator.4.restlessness", moves, quick)]


def _leaders_step(campaign: Campaign) -> float:
    """Return the mean step of the party that led the week before."""
    campaign.step()
    steps = []
    while not campaign.over:
        leader = int(campaign.state.public.support.argmax())
        before = campaign.state.stocks.platform[leader]
        campaign.step()
        steps.append(float(np.linalg.norm(campaign.state.stocks.platform[leader] - before)))
    return float(np.mean(steps))
