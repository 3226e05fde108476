"""Where parties stand on two issues."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from experiments.figures.chart import NEAREST, Chart, Words
from experiments.store.results import Results, written_out
from model.display.drawing import SINGLE, wrapped
from model.display.looks import INK, look

_SHORT = 18
"""Letters of a name that has room beside its mark; longer ones stand above the picture."""
_LETTERS = 26
"""In a line of the names above the picture, which stand in two columns."""


class PolicySpace(Chart):
    """Parties by their platform on two issues, the size by votes.

    Rows of one party are joined in the order of the table: the path of a party that moves.
    """

    text = (
        "Where parties stand on the two issues that divide them most, in standard deviations "
        "of the voters' positions (0 is the average voter). The area of a mark grows with the "
        "median share of votes; a party that no run has votes for is left out."
    )
    interval = "platforms as in the scenario"
    width = SINGLE
    points = NEAREST
    tall = 3.3
    needs = {
        "label": Words("name of the party"),
        "kind": Words("kind of party"),
        "rank": "place within its kind",
        "x": "position on the first issue",
        "y": "position on the second issue",
        "share": "share of votes",
        "x_label": Words("first issue"),
        "y_label": Words("second issue"),
    }

    @classmethod
    def fits(cls, results: Results) -> bool:
        """A scenario fits whose platforms differ on at least two issues."""
        return len(_issues(results)) >= 2

    def table(self, results: Results) -> pd.DataFrame:
        """Return one row a party with votes in any run, on the issues that divide parties most."""
        first, second = _issues(results)[:2]
        places = _platforms(results).fillna(0.0)
        votes = {party: results.runs[f"vote_share.{party}"] for party in places.index}
        voted = [party for party, shares in votes.items() if shares.max() > 0]
        table = results.parties[results.parties["party"].isin(voted)].assign(
            x=lambda standing: standing["party"].map(places[first]),
            y=lambda standing: standing["party"].map(places[second]),
            share=lambda standing: [votes[party].median() for party in standing["party"]],
            x_label=first.replace("_", " "),
            y_label=second.replace("_", " "),
        )
        return table[list(self.needs)]

    def height(self, table: pd.DataFrame) -> float:
        above = _above(table.drop_duplicates("label"))
        return self.tall + sum(0.07 * (each.count("\n") + 1) + 0.03 for each in above)

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        axes.axhline(0, color="#d0d0d0", lw=0.6, zorder=0)
        axes.axvline(0, color="#d0d0d0", lw=0.6, zorder=0)
        last = table.drop_duplicates("label", keep="last")
        above = _above(last)
        written = {} if above else _written(last)
        for label, rows in table.groupby("label", sort=False):
            _party(axes, rows)
            if label in written:
                _write(axes, written[str(label)], rows.iloc[-1], _label_above(last, str(label)))
        axes.set(
            xlabel=f"Position on {table['x_label'].iloc[0]} (standard deviations of voters)",
            ylabel=f"Position on {table['y_label'].iloc[0]}",
        )
        axes.margins(0.22, 0.14)
        if above:
            marks = [
                Line2D([], [], linestyle="", ms=5, **_style(row)) for _, row in last.iterrows()
            ]
            figure.legend(marks, above, loc="outside upper center", ncols=2, fontsize=6)


def _above(last: pd.DataFrame) -> list[str]:
    """Return the parties with their votes for above the picture, if any has a long name."""
    if last["label"].str.len().max() <= _SHORT:
        return []
    named = zip(last["label"], last["share"], strict=True)
    return [wrapped(f"{label} {100 * share:.0f}\N{NO-BREAK SPACE}%", _LETTERS)
            for label, share in named]  # fmt: skip


def _written(last: pd.DataFrame) -> dict[str, str]:
    """Return what stands beside a party; those that stand at one place share the words."""
    written = {}
    for _, here in last.groupby(["x", "y"], sort=False):
        first, others = str(here["label"].iloc[0]), len(here) - 1
        more = f" and {others} more, together" if others else ""
        written[first] = f"{first}{more} {100 * here['share'].sum():.0f} %"
    return written


def _label_above(last: pd.DataFrame, label: str) -> bool:
    """Whether the nearest other place lies below, so that there is room above."""
    places = last.drop_duplicates(["x", "y"]).set_index("label")[["x", "y"]]
    away = places.drop(index=label) - places.loc[label]
    if away.empty:
        return False
    spread = (places.max() - places.min()).replace(0, 1)
    nearest = int((away / spread).pow(2).sum(axis=1).to_numpy().argmin())
    return bool(away["y"].iloc[nearest] < 0)


def _size(party: Any) -> float:
    """Return the diameter of a mark in points; its area grows with the share of votes."""
    return 4 + 22 * float(np.sqrt(max(party["share"], 0)))


def _party(axes: Axes, rows: pd.DataFrame) -> None:
    last: Any = rows.iloc[-1]
    style = _style(last)
    if len(rows) > 1:
        axes.plot(rows["x"], rows["y"], color=style["mfc"], lw=0.8)
    axes.plot(last["x"], last["y"], ms=_size(last), alpha=0.85, **style)


def _style(party: Any) -> dict[str, Any]:
    shown = look(str(party["kind"]), int(party["rank"]))
    return {"marker": shown.marker, "mfc": shown.colour, "mec": INK, "mew": 0.5}


def _write(axes: Axes, words: str, party: Any, above: bool) -> None:
    shift = _size(party) / 2 + 1.5
    axes.annotate(
        words, (party["x"], party["y"]),
        xytext=(0, shift if above else -shift), textcoords="offset points", ha="center",
        va="bottom" if above else "top", size=6,
        path_effects=[withStroke(linewidth=1.6, foreground="white")],
    )  # fmt: skip


def _platforms(results: Results) -> pd.DataFrame:
    parties = dict(written_out(results.scenario["parties"]))
    return pd.DataFrame.from_dict(
        {name: about.get("platform", {}) for name, about in parties.items()}, orient="index"
    )


def _issues(results: Results) -> list[str]:
    """Return the issues on which platforms differ, the most divisive first."""
    spread = _platforms(results).fillna(0.0).std(ddof=0)
    divisive = spread[spread > 0].sort_values(ascending=False, kind="stable")
    return [str(each) for each in divisive.index]
