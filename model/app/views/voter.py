"""One voter: who it is, whom it prefers, and why."""

from functools import cache, lru_cache, partial
from typing import Any

import mesa
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.options import SIZE, axis, base, categories, ceiling, option_looks
from model.app.elements.picture import Chart
from model.app.future import Future
from model.display.drawing import DOUBLE, in_print, sheet
from model.display.looks import INK, words
from model.society.groups import Groups
from model.voter import Voter

TERMS = {
    "common": "known and liked in this region and group",
    "issues": "nearness on the issues",
    "media": "state media",
    "opinion_leaders": "opinion leaders",
    "bloc_taste": "taste for this kind of party",
    "own_taste": "taste for this very party",
}
"""Words for terms whose name does not say it all."""

SHADES = ("#35456c", "#8f7f2a", "#6b3d2e", "#5f8f6a", "#b0563f", "#7a7a7a", "#b8567f", "#4f7f86")
"""Colours of terms, none of which is the colour of a party; all are strong enough on white."""


def voter_at(future: Future, row: int) -> Voter:
    """Return the voter of a row, without making all others."""
    voter = Voter(_nowhere(), future.campaign, row)
    voter.remove()
    return voter


@cache
def _nowhere() -> mesa.Model:
    """Return a Mesa model for voters that are only looked at."""
    return mesa.Model(rng=0)


def row_of(future: Future, text: str) -> int:
    """Read a voter's number; raises ValueError with a sentence for anything else."""
    last = future.case.voters - 1
    if not text.strip().isdecimal() or int(text) > last:
        raise ValueError(f"{text!r} is no voter: give a whole number from 0 to {last}.")
    return int(text)


def about(future: Future, row: int) -> dict[str, str]:
    """Return what is to be known about a voter, in words."""
    voter, setting = voter_at(future, row), future.campaign.setting
    cells, cell = setting.cells, voter.cell
    labels = [look.label for look in option_looks(future.case)]
    answer = voter.answer
    issues = zip(future.case.population.issues, voter.issues, strict=True)
    return {
        "Region": str(cells.regions.labels[cells.region[cell]]),
        **{
            _axis(cells.groups, axis): words(names[cells.places[axis][cell]].split(":")[1])
            for axis, names in cells.groups.axes.items()
        },
        "Member of the party of power": "yes" if voter.member else "no",
        "Readiness to protest (0 to 1)": f"{voter.g:.2f}",
        "State media in the diet": f"{100 * voter.media:.0f} %",
        "Interest in politics (standard deviations)": f"{voter.engagement:+.2f}",
        "Positions (standard deviations)": ", ".join(f"{i} {x:+.1f}" for i, x in issues),
        "Privately prefers": labels[voter.intention],
        "Tells a pollster": labels[answer] if answer < len(labels) else "nothing: undecided",
        "Neighbours prefer": _neighbours(future, voter, labels),
        "Neighbours (numbers)": ", ".join(str(each) for each in voter.neighbours),
    }


def _axis(groups: Groups, axis: str) -> str:
    """Return what is told of a voter by an axis of groups."""
    return "Livelihood" if axis == groups.axis_of("depends_on_state") else words(axis)


def _neighbours(future: Future, voter: Voter, labels: list[str]) -> str:
    favourites = future.campaign.electorate.intention[voter.neighbours]
    found, numbers = np.unique(favourites, return_counts=True)
    order = np.argsort(-numbers, kind="stable")
    return ", ".join(f"{labels[found[k]]} {numbers[k]}" for k in order)


def terms(future: Future, row: int) -> pd.DataFrame:
    """Return the terms of utility by party on the voter's ballot, and present support."""
    campaign, voter = future.campaign, voter_at(future, row)
    week, setting = campaign.week_tables(), campaign.setting
    there = setting.present[setting.cells.region[voter.cell]]
    labels = [look.label for look in option_looks(future.case)]
    rows = [
        {"party": labels[j], **voter.reasons(week, int(j))._asdict(), "support": voter.support[j]}
        for j in week.standing
        if j >= len(future.case.parties) or there[j] > 0
    ]
    return pd.DataFrame(rows).sort_values("support", ascending=False, kind="stable")


def draw(future: Future, row: int) -> Figure:
    """Draw the terms as bars that add up, with present support as a mark."""
    table = terms(future, row)
    with in_print():
        figure = sheet(DOUBLE, 3.3)
        axes = figure.subplots()
        above, below = np.zeros(len(table)), np.zeros(len(table))
        names = [each for each in table.columns if each not in ("party", "support")]
        for place, name in enumerate(names):
            values, colour = table[name].to_numpy(), SHADES[place % len(SHADES)]
            start = np.where(values >= 0, above, below)
            label = TERMS.get(name, name)
            axes.barh(table["party"], values, left=start, color=colour, label=label)
            above, below = above + np.maximum(values, 0), below + np.minimum(values, 0)
        axes.plot(table["support"], table["party"], "D", color="black", ls="", label="support now")
        axes.invert_yaxis()
        axes.axvline(0, color="#222222", lw=0.8)
        axes.set_xlabel("Utility (logit); support follows the sum of the bars week by week")
        figure.legend(loc="outside right upper")
    return figure


def option(future: Future, row: int) -> dict[str, Any]:
    """Describe the bars and the mark of present support to the browser."""
    rows = terms(future, row)
    names = [each for each in rows.columns if each not in ("party", "support")]
    bars = [
        {"id": name, "type": "bar", "stack": "terms", "name": words(TERMS.get(name, name)),
         "itemStyle": {"color": SHADES[place % len(SHADES)],
                       "decal": {"symbol": "none"} if place < len(SHADES) else {}},
         "data": [round(float(each), 2) for each in rows[name]]}
        for place, name in enumerate(names)
    ]  # fmt: skip
    mark = {"id": "support", "name": "support now", "type": "scatter", "symbol": "diamond",
            "symbolSize": 14, "itemStyle": {"color": INK}, "z": 5,
            "data": [round(float(each), 2) for each in rows["support"]]}  # fmt: skip
    reach = ceiling(float(rows[names].abs().sum(axis=1).max()), 2)
    return base(
        legend={"top": 0, "itemWidth": 14, "itemGap": 8, "textStyle": {"fontSize": SIZE}},
        tooltip={"trigger": "axis"},
        grid={"left": 128, "right": 20, "top": 112, "bottom": 48},
        xAxis=axis("Worth of the party to this voter (logit)", -reach, reach),
        yAxis=categories(list(rows["party"])),
        series=[*bars, mark],
    )


@lru_cache(maxsize=64)
def chart(row: int) -> Chart:
    """Return the chart of one voter's reasons."""
    return Chart(
        f"voter-{row}",
        f"Why voter {row} prefers whom",
        "Bars to the right speak for a party, to the left against it; the diamond is support now.",
        partial(draw, row=row),
        partial(terms, row=row),
        partial(option, row=row),
        height=460,
    )
