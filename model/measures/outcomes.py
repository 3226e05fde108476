"""What is looked at: numbers by week, and the outcome of a run."""

from typing import Any

import numpy as np

from model.campaign import Campaign
from model.election import Election
from model.measures.councils import council_seats
from model.numerics.arrays import Array, IntArray
from model.numerics.per_head import per_head
from model.politics.state import State
from model.voters.kernel import PROTEST_BINS

Number = float | int | str


def effective_number(shares: Array | IntArray) -> float:
    """Return the effective number of parties, 1 / sum of squared shares; 0 for no votes.

    Source: Laakso and Taagepera (1979), doi:10.1177/001041407901200101.
    """
    total = shares.sum()
    if total <= 0:
        return 0.0
    return float(1 / np.sum((shares / total) ** 2))


def by_party(prefix: str, names: tuple[str, ...], values: Any) -> dict[str, Number]:
    """Name values by party: `prefix.party`."""
    return {f"{prefix}.{name}": value for name, value in zip(names, values.tolist(), strict=True)}


def protest_moments(bins: Array) -> tuple[float, float]:
    """Return mean and spread (SD) of protest g from its histogram (R, bins)."""
    people = bins.sum(axis=0)
    middle = (np.arange(PROTEST_BINS) + 0.5) / PROTEST_BINS
    total = max(people.sum(), 1.0)
    mean = float(people @ middle / total)
    return mean, float(np.sqrt(people @ (middle - mean) ** 2 / total))


def elite_loyalty(state: State) -> float:
    """Return the share of the party of power's elite, past and present, that is still in it."""
    members = state.world.scenario.elites.members
    return float(state.stocks.loyal.sum() / max(members, 1))


def week_row(campaign: Campaign) -> dict[str, Number]:
    """Return the week's row: support and rating by party, protest, indecision, crowd."""
    state, world = campaign.state, campaign.world
    public = state.public
    people = max(public.people.sum(), 1.0)
    mean, spread = protest_moments(public.protest)
    return {
        "week": campaign.week,
        **by_party("support", world.names, public.support),
        **by_party("rating", world.names, public.rating),
        **by_party("recognition", world.names, state.over_regions(state.stocks.recognition)),
        "undecided": float(public.undecided.sum() / people),
        "enp": effective_number(public.support),
        "protest_mean": mean,
        "protest_sd": spread,
        "crowd": float(state.weekly.crowd.sum()),
        "talk": float(state.weekly.talk @ world.by_region(public.people) / people),
        "popularity": float(state.stocks.popularity),
        "attachment": float(state.stocks.attachment),
        "elite_loyalty": elite_loyalty(state),
        "elite_support": float(state.stocks.elite_support),
        "visible_effort": float(state.over_regions(state.stocks.administration_loyalty)),
        "real_effort": float(state.over_regions(_real_effort(state))),
    }


def _real_effort(state: State) -> Array:
    return np.asarray(state.stocks.administration_loyalty * (1 - state.stocks.imitation))


def outcome(election: Election) -> dict[str, Number]:
    """Return the run's row: official and underlying votes, seats, turnout, polls, by region."""
    campaign = election.campaign
    world, public = campaign.world, campaign.state.public
    names, seats = world.names, election.seats
    national = election.votes.sum(axis=0)
    shares = national / max(national.sum(), 1)
    private = election.private.sum(axis=0)
    electors = max(public.people.sum(), 1.0)
    came = float((election.cast.sum() + election.blank.sum()) / electors)
    mobilised = float(election.mobilised.sum() / electors)
    power = float(world.is_incumbent @ seats)
    councils = council_seats(election)
    return {
        **by_party("vote_share", election.choices, shares),
        **by_party("underlying", election.choices, private / max(private.sum(), 1.0)),
        **by_party("seats", names, seats),
        **by_party("seat_share", names, seats / max(seats.sum(), 1)),
        **by_party("council_seats", names, councils),
        **by_party("council_share", names, councils / max(councils.sum(), 1)),
        **by_party("support", names, public.support),
        **by_party("rating", names, public.rating),
        "turnout": float((national.sum() + election.groups[:, -2].sum()) / election.groups.sum()),
        "turnout_cast": came,
        "turnout_unprompted": came - mobilised,
        "mobilised": mobilised,
        "coerced": float(election.coerced.sum() / electors),
        "majority": int(2 * power > seats.sum()),
        "two_thirds": int(3 * power >= 2 * seats.sum() > 0),
        "enp_votes": effective_number(national),
        "enp_seats": effective_number(seats),
        "seats_indirect": int(getattr(campaign.scenario.law, "indirect", 0)),
        "wasted": float(shares[: len(names)][seats == 0].sum()),
        "protest": protest_moments(public.protest)[0],
        "protest_sd": protest_moments(public.protest)[1],
        "undecided": float(public.undecided.sum() / electors),
        **_by_region(election),
    }


def layers(election: Election) -> dict[str, Array]:
    """Return the layers of a result by region, which must be able to diverge.

    `support` what people privately prefer, `rating` what they answer (shares of all), `cast`
    the votes in the box and `official` those in the protocol (shares of votes), each of shape
    (R, choices); `turnout_cast` who came and `turnout` who is said to have come, shape (R,).
    """
    world, public = election.campaign.world, election.campaign.state.public
    people = world.by_region(public.people)
    cast, blank = world.by_region(election.cast), world.by_region(election.blank)
    votes = election.votes
    return {
        "support": per_head(world.by_region(public.intention), people[:, None]),
        "rating": per_head(world.by_region(public.answers), people[:, None]),
        "turnout_cast": per_head(cast.sum(axis=1) + blank, people),
        "cast": per_head(cast, cast.sum(axis=1, keepdims=True)),
        "turnout": election.turnout,
        "official": per_head(votes, votes.sum(axis=1, keepdims=True)),
    }


LAYER_KEYS = {"support": "support", "rating": "rating", "cast": "cast_share",
              "official": "vote_share"}  # fmt: skip


def _by_region(election: Election) -> dict[str, Number]:
    """Name the layers by party and region: `vote_share.party.REGION`, `turnout.REGION`."""
    codes = election.campaign.world.cells.regions.codes
    seen = layers(election)
    result: dict[str, Number] = {}
    for layer in ("turnout", "turnout_cast"):
        result |= by_party(layer, codes, seen[layer])
    for layer, key in LAYER_KEYS.items():
        table = seen[layer].T.tolist()
        for party, row in zip(election.choices, table, strict=False):
            for code, value in zip(codes, row, strict=True):
                result[f"{key}.{party}.{code}"] = value
    return result
