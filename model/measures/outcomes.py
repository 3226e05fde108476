"""The outcome of a run, and the numbers that are also looked at week by week."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from model.election import Election
from model.numerics.arrays import Array, IntArray
from model.numerics.per_head import per_head
from model.politics.state import PROTEST_BINS, State

Number = float | int | str

MIDDLE = (np.arange(PROTEST_BINS) + 0.5) / PROTEST_BINS
"""Middle of each bin of protest."""


def effective_number(shares: Array | IntArray) -> float:
    """Return the effective number of parties, 1 / sum of squared shares; 0 for no votes.

    Source: Laakso and Taagepera (1979), doi:10.1177/001041407901200101.
    """
    return float(effective_numbers(shares))


def effective_numbers(shares: Array | IntArray) -> Array:
    """Return the same of each row, shape (..., parties)."""
    total = np.add.reduce(shares, axis=-1, keepdims=True)
    return per_head(1.0, np.add.reduce(per_head(shares, total) ** 2, axis=-1))


def by_party(prefix: str, names: tuple[str, ...], values: Any) -> dict[str, Number]:
    """Name values by party: `prefix.party`."""
    return {f"{prefix}.{name}": value for name, value in zip(names, values.tolist(), strict=True)}


def protest_moments(people: Array) -> tuple[Any, Any]:
    """Return mean and spread (SD) of protest g from people by bin, shape (..., bins)."""
    total = np.maximum(np.add.reduce(people, axis=-1), 1.0)
    mean = np.vecdot(people, MIDDLE) / total
    return mean, np.sqrt(np.vecdot(people, (MIDDLE - mean[..., None]) ** 2) / total)


def of_options(state: State, parties: Array, none: Any) -> Array:
    """Return shares by party (..., J) with that of none of them last, where one may favour that."""
    if len(state.setting.options) == parties.shape[-1]:
        return parties
    share = np.asarray(none / state.public.everybody)
    return np.concatenate([parties, share[..., None]], axis=-1)


@dataclass(frozen=True)
class Outcome:
    """What is known of an outcome: its words, its unit, and how it is read from an election.

    `of` returns a number, or one for each party, *against all* last if at all. One that is
    `yes_or_no` is 1 for yes and 0 for no, and its mean is a probability. A `main` one is shown
    wherever there is room for few.
    """

    words: str
    unit: str
    yes_or_no: bool
    main: bool
    of: Callable[[Election], Any]

    @property
    def is_share(self) -> bool:
        """Whether it is a share of one, which is written in per cent."""
        return self.unit.startswith("share")


OPINIONS = ("support", "rating")
"""Outcomes that are told of every option of a voter; the others of choices on the ballot."""

OUTCOMES: dict[str, Outcome] = {}
"""Every outcome of a run by name: results, words, figures and the description read it."""


def outcome_in(
    words: str, unit: str = "share", yes_or_no: bool = False, main: bool = False
) -> Callable[[Callable[[Election], Any]], Callable[[Election], Any]]:
    """Declare a function as the outcome that is called like it."""

    def declare(of: Callable[[Election], Any]) -> Callable[[Election], Any]:
        OUTCOMES[of.__name__] = Outcome(words, unit, yes_or_no, main, of)
        return of

    return declare


def _electors(election: Election) -> float:
    return float(election.campaign.state.public.everybody)


def _power(election: Election) -> float:
    """Return the seats of the party of power."""
    return float(election.campaign.setting.is_incumbent @ election.seats)


@outcome_in("official share of votes", main=True)
def vote_share(election: Election) -> Array:
    """Shares of the votes in the protocols."""
    national = election.votes.sum(axis=0)
    return np.asarray(national / max(national.sum(), 1))


@outcome_in("share of unprompted votes")
def unprompted(election: Election) -> Array:
    """Shares of the votes of those who came by themselves, as they would have cast them."""
    private = election.private.sum(axis=0)
    return np.asarray(private / max(math.fsum(private), 1.0))


@outcome_in("seats", unit="seats")
def seats(election: Election) -> IntArray:
    """Seats by the law."""
    return election.seats


@outcome_in("share of seats", main=True)
def seat_share(election: Election) -> Array:
    """Shares of the seats."""
    return np.asarray(election.seats / max(election.seats.sum(), 1))


@outcome_in("probability of reaching the threshold", yes_or_no=True)
def threshold(election: Election) -> IntArray:
    """Whether lists reach the threshold of the law by their votes; 0 where it has none."""
    return election.reaching.astype(np.int64)


@outcome_in("seats in the councils", unit="seats")
def council_seats(election: Election) -> IntArray:
    """Seats in the regional councils, by their law."""
    return election.councils


@outcome_in("share of seats in the councils")
def council_share(election: Election) -> Array:
    """Shares of the seats in the regional councils."""
    councils = election.councils
    return np.asarray(councils / max(councils.sum(), 1))


@outcome_in("private support")
def support(election: Election) -> Array:
    """Shares of electors who privately prefer a party, or none of them, in the last week."""
    state = election.campaign.state
    return of_options(state, state.public.support, state.public.no_party[0])


@outcome_in("rating in polls", main=True)
def rating(election: Election) -> Array:
    """Shares of electors who name a party to a pollster, or none of them, in the last week."""
    state = election.campaign.state
    return of_options(state, state.public.rating, state.public.no_party[1])


@outcome_in("official turnout", unit="share of electors", main=True)
def turnout(election: Election) -> float:
    """Ballots in the protocols, over electors."""
    ballots = election.votes.sum(axis=0).sum() + election.groups[:, -2].sum()
    return float(ballots / election.groups.sum())


@outcome_in("turnout without invented ballots", unit="share of electors")
def turnout_cast(election: Election) -> float:
    """Ballots in the boxes, over electors."""
    return float(_ballots(election) / _electors(election))


@outcome_in("unprompted turnout", unit="share of electors")
def turnout_unprompted(election: Election) -> float:
    """Ballots of those whom nobody brought, over electors."""
    return float(turnout_cast(election) - mobilised(election))


@outcome_in("blank and invalid ballots", unit="share of ballots")
def blank(election: Election) -> float:
    """Ballots that are for nobody, over ballots in the boxes."""
    return float(election.blank.sum() / max(_ballots(election), 1.0))


def _ballots(election: Election) -> float:
    """Return how many ballots are in the boxes."""
    # Party by party, so that one more party without a vote changes no digit.
    return float(math.fsum(election.cast.sum(axis=0)) + election.blank.sum())


@outcome_in("voters brought to the polls", unit="share of electors")
def mobilised(election: Election) -> float:
    """Electors whom officials brought to the polls."""
    return float(election.mobilised.sum() / _electors(election))


@outcome_in("voters made to vote for the party of power", unit="share of electors")
def coerced(election: Election) -> float:
    """Electors whose vote was coerced."""
    return float(election.coerced.sum() / _electors(election))


@outcome_in("probability of a majority", yes_or_no=True)
def majority(election: Election) -> int:
    """Whether the party of power has more than half of the seats."""
    return int(2 * _power(election) > election.seats.sum())


@outcome_in("probability of two thirds of the seats", yes_or_no=True)
def two_thirds(election: Election) -> int:
    """Whether the party of power has two thirds of the seats."""
    return int(3 * _power(election) >= 2 * election.seats.sum() > 0)


@outcome_in("effective number of parties, by votes", unit="parties")
def enp_votes(election: Election) -> float:
    """Laakso and Taagepera's number, by votes for parties; those against all are for none."""
    parties = len(election.campaign.setting.names)
    return effective_number(election.votes.sum(axis=0)[:parties])


@outcome_in("effective number of parties, by seats", unit="parties")
def enp_seats(election: Election) -> float:
    """Laakso and Taagepera's number, by seats."""
    return effective_number(election.seats)


@outcome_in("seats that no voter fills", unit="seats")
def seats_indirect(election: Election) -> int:
    """Seats that the law gives to people whom no voter elects."""
    return int(election.campaign.scenario.law.indirect)


@outcome_in("votes for lists that win no seat", main=True)
def wasted(election: Election) -> float:
    """Share of the votes that went to lists without a seat; those against all are not counted."""
    entries, names = election.campaign.entries, election.campaign.setting.names
    won = entries.joined(election.seats[None])[0][entries.entry]
    return float(vote_share(election)[: len(names)][won == 0].sum())


@outcome_in("mean protest", unit="share, 0 calm .. 1 furious", main=True)
def protest(election: Election) -> float:
    """Mean protest of electors in the last week."""
    return float(_protest(election)[0])


@outcome_in("spread of protest (SD)", unit="as protest")
def protest_sd(election: Election) -> float:
    """Standard deviation of protest among electors in the last week."""
    return float(_protest(election)[1])


def _protest(election: Election) -> tuple[Any, Any]:
    return protest_moments(np.add.reduce(election.campaign.state.public.protest))


@outcome_in("undecided", unit="share of electors")
def undecided(election: Election) -> float:
    """Electors who would not tell a pollster what they favour in the last week."""
    return float(election.campaign.state.public.undecided.sum() / _electors(election))


def outcome(election: Election) -> dict[str, Number]:
    """Return the run's row: every outcome, by party as `name.party`, and layers by region."""
    row: dict[str, Number] = {}
    for name, declared in OUTCOMES.items():
        value = declared.of(election)
        if isinstance(value, np.ndarray):
            row |= dict(zip(_columns(name, _names(election, name)), value.tolist(), strict=False))
        else:
            row[name] = value
    return {**row, **_by_alliance(election), **_by_region(election)}


def _by_alliance(election: Election) -> dict[str, Number]:
    """Name what the members of each alliance have together: `alliance_share.NAME` and seats."""
    names, votes = election.campaign.setting.names, vote_share(election)
    row: dict[str, Number] = {}
    for name, alliance in election.campaign.scenario.alliances.items():
        columns = [names.index(member) for member in alliance.members]
        row[f"alliance_share.{name}"] = float(votes[columns].sum())
        row[f"alliance_seats.{name}"] = int(election.seats[columns].sum())
    return row


def _names(election: Election, name: str) -> tuple[str, ...]:
    """Return what an outcome is told of: options of the mind, or choices on the ballot."""
    return election.campaign.setting.options if name in OPINIONS else election.choices


def _columns(name: str, parties: tuple[str, ...]) -> list[str]:
    return [f"{name}.{party}" for party in parties]


def layers(election: Election) -> dict[str, Array]:
    """Return the layers of a result by region, which must be able to diverge.

    `support` what people privately prefer, `rating` what they answer (shares of all), `cast`
    the votes in the box and `official` those in the protocol (shares of votes), each of shape
    (R, choices); `turnout_cast` who came and `turnout` who is said to have come, shape (R,).
    """
    setting, public = election.campaign.setting, election.campaign.state.public
    people = setting.by_region(public.people)
    cast, blank = setting.by_region(election.cast), setting.by_region(election.blank)
    votes = election.votes
    return {
        "support": per_head(setting.by_region(public.intention), people[:, None]),
        "rating": per_head(setting.by_region(public.answers), people[:, None]),
        "turnout_cast": per_head(cast.sum(axis=1) + blank, people),
        "cast": per_head(cast, cast.sum(axis=1, keepdims=True)),
        "turnout": election.turnout,
        "official": per_head(votes, votes.sum(axis=1, keepdims=True)),
    }


LAYER_KEYS = {"support": "support", "rating": "rating", "cast": "cast_share",
              "official": "vote_share"}  # fmt: skip


def _by_region(election: Election) -> dict[str, Number]:
    """Name the layers by party and region: `vote_share.party.REGION`, `turnout.REGION`."""
    codes = election.campaign.setting.cells.regions.codes
    seen = layers(election)
    result: dict[str, Number] = {}
    for layer in ("turnout", "turnout_cast"):
        result |= by_party(layer, codes, seen[layer])
    for layer, key in LAYER_KEYS.items():
        # Opinions are of parties alone, and what else one can vote for has the last names.
        names = _columns_by_region(key, election.choices, codes)
        result |= zip(names, seen[layer].T.ravel().tolist(), strict=False)
    return result


@lru_cache(maxsize=64)
def _columns_by_region(
    key: str, parties: tuple[str, ...], codes: tuple[str, ...]
) -> tuple[str, ...]:
    """Remember the names, which are the same in every run of a scenario."""
    return tuple(f"{key}.{party}.{code}" for party in parties for code in codes)
