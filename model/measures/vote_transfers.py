"""Who went where: from the favourite of week 0 to the favourite and the ballot of polling day."""

import numpy as np

from model.campaign import Campaign
from model.numerics.arrays import Array
from model.parameters.names import AGAINST_ALL, AT_HOME, BLANK
from model.society.electorate import Electorate


def people_between(
    electorate: Electorate, before: np.ndarray, after: np.ndarray, shape: tuple[int, int]
) -> Array:
    """Return people by where they were (rows) and where they are (columns), of a given shape.

    `before` and `after` hold a row or column number for each voter; a voter counts for all
    the people for whom it stands.
    """
    layout = electorate.layout
    weight = np.repeat(layout.weight, np.diff(layout.cell_start))
    place = before.astype(np.int64) * shape[1] + after
    return np.asarray(np.bincount(place, weight, shape[0] * shape[1]).reshape(shape))


def flows(campaign: Campaign, opening: np.ndarray) -> dict[str, float]:
    """Return the share of electors that went each way, after the ballot.

    `favoured.A.B`: privately for A in week 0 and for B on polling day, where A and B are parties
    or `none_of_them`. `voted.A.B`: for A in week 0, and what became of the ballot before the
    protocol is written: B is a party, `blank`, `stayed_at_home` or `against_all`. Voters who
    were brought or coerced count where the ballot went. `opening` is the favourite of each voter
    in week 0.
    """
    setting, electorate = campaign.setting, campaign.electorate
    options, ends = setting.options, (*setting.names, BLANK, AT_HOME, AGAINST_ALL)
    size = len(options)
    favoured = people_between(electorate, opening, electorate.intention, (size, size))
    voted = people_between(electorate, opening, electorate.vote, (size, len(ends)))
    return {
        **_named("favoured", favoured, (options, options)),
        **_named("voted", voted, (options, ends)),
    }


def _named(
    what: str, people: Array, ends: tuple[tuple[str, ...], tuple[str, ...]]
) -> dict[str, float]:
    shares = (people / max(people.sum(), 1.0)).tolist()
    return {
        f"{what}.{origin}.{end}": share
        for origin, row in zip(ends[0], shares, strict=True)
        for end, share in zip(ends[1], row, strict=True)
    }
