"""What is kept of each week of a run: its row."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from model.campaign import Campaign
from model.measures.outcomes import Number, effective_numbers, of_options, protest_moments
from model.numerics.arrays import Array
from model.politics.state import State


def elite_loyalty(state: State) -> float:
    """Return the share of the party of power's elite, past and present, that is still in it."""
    return float(_share_loyal(state, state.stocks.loyal))


def _share_loyal(state: State, loyal: Array) -> Any:
    return np.add.reduce(loyal, axis=-1) / max(state.setting.factions.members, 1)


def week_row(campaign: Campaign) -> dict[str, Number]:
    """Return the week's row, by name: `support.party` and so on."""
    columns = week_columns(campaign.state, [week_numbers(campaign)])
    return {name: column[0] for name, column in columns.items()}


def week_numbers(campaign: Campaign) -> dict[str, Any]:
    """Return what the row of a week is worked out from, which no later week changes."""
    state = campaign.state
    stocks, weekly, public = state.stocks, state.weekly, state.public
    return {
        "week": state.week,
        "support": public.support,
        "rating": public.rating,
        "recognition": stocks.recognition,
        "no_party": public.no_party,
        "protest": np.add.reduce(public.protest),
        "crowd": weekly.crowd,
        "talking": weekly.talk @ campaign.people_of_region,
        "popularity": stocks.popularity,
        "attachment": stocks.attachment,
        "loyal": stocks.loyal,
        "elite_support": stocks.elite_support,
        "effort": stocks.administration_loyalty,
        "imitation": stocks.imitation,
    }


def week_columns(state: State, weeks: Sequence[Mapping[str, Any]]) -> dict[str, list[Number]]:
    """Return the rows of weeks by column, given their numbers and the last state of the run.

    All weeks together, which takes a third of the time that one after the other would.
    """
    kept = {name: np.array([week[name] for week in weeks]) for name in weeks[0]}
    none, named, undecided = kept["no_party"].T
    mean, spread = protest_moments(kept["protest"])
    real = kept["effort"] * (1 - kept["imitation"])
    everybody = state.public.everybody
    rows = {
        "week": kept["week"],
        "support": of_options(state, kept["support"], none),
        "rating": of_options(state, kept["rating"], named),
        "recognition": state.over_regions(kept["recognition"]),
        "undecided": undecided / everybody,
        "enp": effective_numbers(kept["support"]),
        "protest_mean": mean,
        "protest_sd": spread,
        "crowd": np.add.reduce(kept["crowd"], axis=-1),
        "talk": kept["talking"] / everybody,
        "popularity": kept["popularity"],
        "attachment": kept["attachment"],
        "elite_loyalty": _share_loyal(state, kept["loyal"]),
        "elite_support": kept["elite_support"],
        "visible_effort": state.over_regions(kept["effort"]),
        "real_effort": state.over_regions(real),
    }
    columns: dict[str, list[Number]] = {}
    for name, values in rows.items():
        if values.ndim > 1:
            by_option = zip(state.setting.options, values.T.tolist(), strict=False)
            columns |= {f"{name}.{option}": column for option, column in by_option}
        else:
            columns[name] = values.tolist()
    return columns
