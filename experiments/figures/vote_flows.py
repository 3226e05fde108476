"""From whom to whom voters went."""

from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.chart import SIDE_BY_SIDE, Caption, TableChart, Words
from experiments.store.results import Results
from experiments.store.words import sentence
from model.display.diagrams import draw_flows, height_of_flows
from model.display.drawing import bare
from model.display.looks import Look, look

_NEUTRAL = ("#bdbdbd", "#dcd6cc", "#8f8f8f")
_STORED = "voted."
"""How columns begin that hold the flows of a run: `voted.ORIGIN.END`, shares of electors."""


class VoteFlows(TableChart):
    """Flows of voters as ribbons between two bars; a ribbon has the colour it comes from.

    Drawn from the table that an experiment left, or else from the flows stored with the runs.
    Of a party that is asked for, only the voters who left it, joined it or stayed with it.
    The optional columns `before` and `after` name the two ends.
    """

    text = (
        "Where voters came from and where they went; the width of a ribbon is the number of "
        "people, its colour the origin."
    )
    points = SIDE_BY_SIDE
    obeys = frozenset({"party"})
    interval = "mean over runs, no interval"
    needs = {
        "from": Words("party, or a word such as abstained"),
        "to": Words("party, or a word such as abstained"),
        "people": "number of people",
    }

    @classmethod
    def fits(cls, results: Results) -> bool:
        """The experiment's table fits, or runs that have flows."""
        return super().fits(results) or bool(_stored(results.runs))

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        if super().fits(results):
            return super().caption(results, table)
        wished = results.labels.get(results.wish.party)
        only = f" Only voters who left {wished}, joined it or stayed with it." if wished else ""
        return Caption.of(results, self.text + only, results.count, self.interval)

    def table(self, results: Results) -> pd.DataFrame:
        """Return the flows with names and looks of the parties, in their order."""
        flows = super().table(results) if super().fits(results) else _mean_flows(results)
        if results.wish.party:
            flows = flows[(flows[["from", "to"]] == results.wish.party).any(axis=1)]
        order = list(results.parties["party"])
        for end in ("from", "to"):
            about = results.parties.add_prefix(f"{end}_").rename(columns={f"{end}_party": end})
            flows = flows.drop(columns=list(about.columns.drop(end)), errors="ignore")
            flows = flows.merge(about, on=end, how="left")
        places = flows[["from", "to"]].map(lambda name: order.index(name) if name in order else 99)
        in_order = places.sort_values(["from", "to"], kind="stable").index
        return flows.loc[in_order].reset_index(drop=True)

    def height(self, table: pd.DataFrame) -> float:
        moving = _moving(table)
        most = max(moving["from"].nunique(), moving["to"].nunique())
        return max(2.8, 0.8 + 0.28 * most, height_of_flows(moving, _known(moving)))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        moving = _moving(table)
        draw_flows(axes, moving, _known(moving))
        for x, column in ((0.0, "before"), (1.0, "after")):
            title = str(table[column].iloc[0]) if column in table else column
            axes.text(x, 1.03, title, ha="center", va="bottom", weight="bold", size=7.5)
        axes.set(xlim=(-0.35, 1.35), ylim=(-0.02, 1.1))
        bare(axes)


def _moving(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["people"] > 0].reset_index(drop=True)


def _stored(runs: pd.DataFrame) -> list[str]:
    return [each for each in map(str, runs.columns) if each.startswith(_STORED)]


def _mean_flows(results: Results) -> pd.DataFrame:
    """Return the mean over the runs of people by origin and end."""
    runs = results.runs
    columns = _stored(runs)
    ends = pd.DataFrame([each.split(".")[1:] for each in columns], columns=["from", "to"])
    electors = results.scenario["population"]["electorate"]
    people = runs[columns].mean().to_numpy() * electors
    flows = ends.assign(people=people, before="Favourite in week 0", after="The ballot")
    return flows[flows["people"] > 0].reset_index(drop=True)


def _known(flows: pd.DataFrame) -> dict[Any, Look]:
    """Return name and colour of everything that voters leave or join, the same on both sides."""
    known: dict[Any, Look] = {}
    others = 0
    for end in ("from", "to"):
        for _, row in flows.drop_duplicates(end).iterrows():
            name, kind = row[end], row.get(f"{end}_kind")
            if name in known:
                continue
            if kind is None or pd.isna(kind):
                # Not a party: those who abstain or hesitate are drawn in neutral tones.
                words = sentence(str(name).replace("_", " "))
                known[name] = Look(_NEUTRAL[others % len(_NEUTRAL)], "", "", words)
                others += 1
            else:
                drawn = look(str(kind), int(row[f"{end}_rank"]))
                known[name] = replace(drawn, label=str(row[f"{end}_label"]))
    return known
