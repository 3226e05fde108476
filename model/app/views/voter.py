"""One voter: who it is, whom it prefers, and why."""

from functools import lru_cache, partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.session import Session
from model.display.drawing import canvas, on_screen
from model.display.looks import PETROFF, looks, words
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


def voter_at(session: Session, row: int) -> Voter:
    """Return the voter of a row, without making all others."""
    voter = Voter(session, session.campaign, row)
    voter.remove()
    return voter


def row_of(session: Session, text: str) -> int:
    """Read a voter's number; raises ValueError with a sentence for anything else."""
    last = session.case.voters - 1
    if not text.strip().isdecimal() or int(text) > last:
        raise ValueError(f"{text!r} is no voter: give a whole number from 0 to {last}.")
    return int(text)


def about(session: Session, row: int) -> dict[str, str]:
    """Return what is to be known about a voter, in words."""
    voter, setting = voter_at(session, row), session.campaign.setting
    cells, cell = setting.cells, voter.cell
    labels = [look.label for look in looks(session.case.parties)]
    answer = voter.answer
    issues = zip(session.case.population.issues, voter.issues, strict=True)
    return {
        "Region": str(cells.regions.labels[cells.region[cell]]),
        **{
            words(axis): words(names[cells.places[axis][cell]].split(":")[1])
            for axis, names in cells.groups.axes.items()
        },
        "Member of the party of power": "yes" if voter.member else "no",
        "Readiness to protest (0 to 1)": f"{voter.g:.2f}",
        "State media in the diet": f"{100 * voter.media:.0f} %",
        "Interest in politics (standard deviations)": f"{voter.engagement:+.2f}",
        "Positions (standard deviations)": ", ".join(f"{i} {x:+.1f}" for i, x in issues),
        "Privately prefers": labels[voter.intention],
        "Tells a pollster": labels[answer] if answer < len(labels) else "nothing: undecided",
        "Neighbours prefer": _neighbours(session, voter, labels),
        "Neighbours (numbers)": ", ".join(str(each) for each in voter.neighbours),
    }


def _neighbours(session: Session, voter: Voter, labels: list[str]) -> str:
    favourites = session.campaign.electorate.intention[voter.neighbours]
    found, numbers = np.unique(favourites, return_counts=True)
    order = np.argsort(-numbers, kind="stable")
    return ", ".join(f"{labels[found[k]]} {numbers[k]}" for k in order)


def terms(session: Session, row: int) -> pd.DataFrame:
    """Return the terms of utility by party on the ballot, and present support."""
    campaign, voter = session.campaign, voter_at(session, row)
    week = campaign.week_tables()
    labels = [look.label for look in looks(session.case.parties)]
    rows = [
        {"party": labels[j], **voter.reasons(week, int(j))._asdict(), "support": voter.support[j]}
        for j in week.standing
    ]
    return pd.DataFrame(rows).sort_values("support", ascending=False, kind="stable")


def draw(session: Session, row: int) -> Figure:
    """Draw the terms as bars that add up, with present support as a mark."""
    table = terms(session, row)
    with on_screen():
        figure = canvas(9.2, 4.2)
        axes = figure.subplots()
        above, below = np.zeros(len(table)), np.zeros(len(table))
        names = [each for each in table.columns if each not in ("party", "support")]
        for place, name in enumerate(names):
            values, colour = table[name].to_numpy(), PETROFF[place % len(PETROFF)]
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


@lru_cache(maxsize=64)
def chart(row: int) -> Chart:
    """Return the chart of one voter's reasons."""
    return Chart(
        f"voter-{row}",
        f"Why voter {row} prefers whom",
        "Bars to the right speak for a party, to the left against it; the diamond is support now.",
        partial(draw, row=row),
        partial(terms, row=row),
    )
