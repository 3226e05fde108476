"""What past elections share: coat-tail and drift, from all transitions where approval is known.

From one election to the next those in power move against the lists that stood both times by the
coat-tail times what the leaders' approval changed, and by drift:

    change of appeal = strength x change of approval + N(0, spread^2 x variance)

Appeals are those at which the model gives both official results, with what the leader lent added,
so no election is run; approval is as in the scenarios. Of a change each list counts by the mean of
its two shares of votes: then neither the level of all appeals matters, nor that rivals drift down
as in `drifted`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import chi2, norm, t

from experiments.evidence.shared_numbers import belief_without
from experiments.inference.official_results import official, past_elections
from experiments.inference.transitions import (
    MET,
    SPREAD,
    WEATHER,
    Transition,
    has_own_list,
    transitions,
)
from experiments.study.prior import Prior
from model.mechanisms.leader_coattail import LeaderCoattail
from model.mechanisms.weather import Weather
from model.opening import following
from model.scenario import Scenario

Floats = NDArray[np.float64]
Interval = tuple[float, float, float]
COATTAIL = "mechanisms.leader_coattail.strength"
NUMBERS = {COATTAIL: "the coat-tail", SPREAD: "the drift of four years"}
"""The numbers that are estimated, and their words."""
ENDS = np.array([0.05, 0.5, 0.95])
GRID = (np.arange(400) + 0.5) / 400
"""Shares of belief: points of equal weight, before any election is looked at."""


@dataclass(frozen=True)
class Change:
    """What moved those in power against the lists that stood both times."""

    transition: str
    country: str
    appeal: float  # with what leaders lent, logit
    approval: float  # of the leaders behind them, as the coat-tail counts it, logit
    variance: float  # of the drift, for a spread of one
    votes: float  # logarithm of their votes over those of the others
    share: float  # of all votes, at the later election


def changed(transition: Transition) -> Change:
    """Return what changed between two elections."""
    earlier, later = transition.earlier, transition.later
    before, after = official(earlier)["vote_share"], official(later)["vote_share"]
    both = _stood_twice(transition)
    power = np.array([name in transition.in_power for name in both])
    votes = np.array([(before[key], after[name]) for name, key in both.items()], dtype=float)
    told = zip((earlier, later), (both.values(), both), strict=True)
    moved = np.diff([_lent(case, names) for case, names in told], axis=0)[0]
    mean = votes.mean(axis=1)
    weight = mean / np.where(power, mean[power].sum(), mean[~power].sum())
    against = np.where(power, weight, -weight)
    appeal, approval = against @ moved
    ratio = np.log(votes[power].sum(axis=0) / votes[~power].sum(axis=0))
    time = transition.weeks / Weather.model_fields["horizon"].default
    return Change(
        transition.name, later.country.stated.label, float(appeal), float(approval),
        variance=float(weight @ weight) * time,
        votes=float(ratio[1] - ratio[0]), share=float(votes[power, 1].sum()),
    )  # fmt: skip


def _stood_twice(transition: Transition) -> dict[str, str]:
    """Return the names of lists of both elections in the earlier one, by those in the later."""
    later = transition.later.parties
    return {name: key for name, key in transition.known.items() if name in later}


def _lent(scenario: Scenario, names: Iterable[str]) -> Floats:
    """Return the appeal of parties with what leaders lent, and what of approval counts, (n, 2)."""
    leader, active = scenario.leader, scenario.mechanisms.active()
    coattail = active.get("leader_coattail", LeaderCoattail(strength=0.0))
    assert isinstance(coattail, LeaderCoattail)
    own = coattail.counted(leader.popularity, leader.attachment)
    others = dict(zip(scenario.parties, following(scenario), strict=True))
    rows = []
    for name in names:
        party = scenario.parties[name]
        behind = float(others[name] + own * (party.kind == "incumbent"))
        rows.append((party.appeal + coattail.strength * behind, behind))
    return np.array(rows)


def past(country: str) -> tuple[Transition, ...]:
    """Return all transitions of shipped countries, and of one with a list of its own, that count.

    Those do in which approval was known at both ends, and those in power and others stood twice.
    """
    own = transitions(country) if has_own_list(country) else ()
    return tuple(each for each in (*transitions(), *own) if _counts(each))


def _counts(transition: Transition) -> bool:
    both = {name in transition.in_power for name in _stood_twice(transition)}
    return transition.one_line() is not None and len(both) == 2


def alone(every: Sequence[Change]) -> dict[str, Interval]:
    """Return 5, 50 and 95 % of both numbers, from at least two changes and nothing else.

    Weighted least squares: the strength is Student's t, the variance scaled inverse chi square.
    """
    approval, appeal, variance = _columns(every)
    free, precision = len(every) - 1, (approval**2 / variance).sum()
    strength = (approval * appeal / variance).sum() / precision
    left = ((appeal - strength * approval) ** 2 / variance).sum()
    error = np.sqrt(left / free / precision)
    spread = np.sqrt(left / chi2.ppf(1 - ENDS, free))
    return {COATTAIL: _interval(strength + error * t.ppf(ENDS, free)), SPREAD: _interval(spread)}


def together(every: Sequence[Change], beliefs: Mapping[str, Prior]) -> dict[str, Interval]:
    """Return 5, 50 and 95 % of both numbers by Bayes' rule, from beliefs and changes."""
    strength, spread = (beliefs[path].at(GRID) for path in (COATTAIL, SPREAD))
    approval, appeal, variance = _columns(every)
    missed = appeal - strength[:, None, None] * approval
    wide = spread[:, None] * np.sqrt(variance)
    likely = norm.logpdf(missed, scale=wide).sum(axis=2)
    weight = np.exp(likely - likely.max())
    return {
        COATTAIL: _weighted(strength, weight.sum(axis=1)),
        SPREAD: _weighted(spread, weight.sum(axis=0)),
    }


def _worth(every: Sequence[Change]) -> float:
    """Return what a logit of appeal was worth in log-odds of votes, by least squares."""
    appeal, votes = np.array([(each.appeal, each.votes) for each in every]).T
    return float((appeal @ votes) / (appeal @ appeal))


def _columns(every: Sequence[Change]) -> tuple[Floats, Floats, Floats]:
    approval, appeal, variance = np.array(
        [(each.approval, each.appeal, each.variance) for each in every]
    ).T
    return approval, appeal, variance


def _weighted(values: Floats, weight: Floats) -> Interval:
    """Return 5, 50 and 95 % of rising values with weights."""
    below = (np.cumsum(weight) - weight / 2) / weight.sum()
    return _interval(np.interp(ENDS, below, values))


def _interval(ends: Floats) -> Interval:
    low, middle, high = map(float, ends)
    return low, middle, high


def left_out(every: Sequence[Change], beliefs: Mapping[str, Prior]) -> dict[str, float]:
    """Return by how much each election is missed if the others predict it: mean absolute errors.

    `log_odds` and `points` are of votes of those in power, and `unchanged_` what both are if
    nothing is predicted to change. The strength of the coat-tail, and what a logit of appeal is
    worth in log-odds of votes, are those of the other elections.
    """
    rest = [[each for each in every if each is not one] for one in every]
    expected = np.array([_worth(others) * together(others, beliefs)[COATTAIL][1] * one.approval
                         for one, others in zip(every, rest, strict=True)])  # fmt: skip
    votes, share = np.array([(each.votes, each.share) for each in every]).T
    found = {}
    for name, predicted in {"": expected, "unchanged_": 0 * expected}.items():
        missed = votes - predicted
        points = 100 * (share - expit(logit(share) - missed))
        found[f"{name}log_odds"] = float(np.abs(missed).mean())
        found[f"{name}points"] = float(np.abs(points).mean())
    return found


def shared(country: str, unmet: Sequence[str] = ()) -> dict[str, Any]:
    """Return what all past elections say of both numbers, and those without a country's own.

    `numbers` has a row each for a number and for whether the country counts: what is believed
    (`evidence`), `elections` alone and `both`, with 5, 50 and 95 %. Without the country, evidence
    that is the country's own is believed as a number that nobody measured. Its elections that are
    `unmet` by their scenarios say nothing and are left out.
    """
    known = past(country)
    label = next(iter(past_elections(country).values())).country.stated.label
    every = [
        changed(each)
        for each in known
        if each.later.country.stated.label != label
        or {each.earlier.election, each.later.election}.isdisjoint(unmet)
    ]
    others = [each for each in every if each.country != label]
    case = known[0].later.replace({WEATHER: True})
    beliefs = believed(case, "")
    rows = _rows(every, beliefs, "")
    if len(others) < len(every):
        rows += _rows(others, believed(case, label), label)
    return {"numbers": rows, "missed": left_out(every, beliefs), "unmet": list(unmet)}


def _rows(
    every: Sequence[Change], beliefs: Mapping[str, Prior], lacking: str
) -> list[dict[str, Any]]:
    by_elections, by_both = alone(every), together(every, beliefs)
    return [
        {
            "number": path, "without": lacking, "transitions": len(every),
            "countries": len({each.country for each in every}),
            "evidence": _interval(beliefs[path].at(ENDS)),
            "elections": by_elections[path], "both": by_both[path],
        }
        for path in NUMBERS
    ]  # fmt: skip


def believed(scenario: Scenario, lacking: str) -> dict[str, Prior]:
    """Return what is believed of both numbers, without the evidence of a country if named."""
    both = (each for each in scenario.parameters() if each.path in NUMBERS)
    every = (belief_without(each, lacking) for each in both)
    return {each.path: each for each in every if each is not None}


@cache
def estimated_without(country: str) -> dict[str, Prior]:
    """Return what is believed of both numbers if neither evidence nor elections of a country count.

    `country` is its label. The past elections of the other shipped countries count by Bayes' rule;
    of what follows the interval of nine in ten is kept.
    """
    others = [each for each in transitions() if each.later.country.stated.label != country]
    counted = [each for each in others if _counts(each)]
    beliefs = believed(counted[0].later.replace({WEATHER: True}), country)
    found = together([changed(each) for each in counted], beliefs)
    return {path: beliefs[path].between(low, high) for path, (low, _, high) in found.items()}


def in_words(found: Mapping[str, Any]) -> list[str]:
    """Say whether elections and evidence agree, how well they predict, and what nobody uses yet."""
    every = [each for each in found["numbers"] if not each["without"]]
    apart = [each for each in every if not _inside(each["evidence"][1], each["elections"])]
    missed, unmet = found["missed"], found["unmet"]
    lacking = (
        f"{', '.join(unmet)}: left out, as the scenarios miss a list's official votes by more "
        f"than {100 * MET:.0f} points; fit them, as COUNTRIES.md says."
    )
    return [
        *([lacking] if unmet else []),
        _verdict(apart, every),
        "By approval and the coat-tail of the others, each of these elections is missed by "
        f"{missed['log_odds']:.2f} in log-odds of votes ({missed['points']:.1f} points) on "
        f"average; if nothing changed, by {missed['unchanged_log_odds']:.2f} "
        f"({missed['unchanged_points']:.1f} points).",
        "Posterior draws use the evidence alone. With past elections "
        + ", and ".join(
            f"{NUMBERS[each['number']]} would be {each['both'][1]:.2f}, not "
            f"{each['evidence'][1]:.2f}"
            for each in every
        )
        + ".",
    ]


def _verdict(apart: Sequence[Mapping[str, Any]], every: Sequence[Mapping[str, Any]]) -> str:
    if not apart:
        return (
            f"The past elections ({every[0]['transitions']} of {every[0]['countries']} countries) "
            "agree with the evidence: what it expects lies in their 90 % intervals."
        )
    names = " and ".join(NUMBERS[each["number"]] for each in apart)
    return f"The past elections do not agree with the evidence on {names}: it lies outside of 90 %."


def _inside(value: float, interval: Interval) -> bool:
    return interval[0] <= value <= interval[2]
