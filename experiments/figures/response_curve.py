"""What one parameter does."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.intervals import bands, estimates
from experiments.figures.chart import Caption, Chart, Words, least_to_most
from experiments.store.results import Results, together
from experiments.store.words import sentence
from model.display.drawing import SINGLE, share_axis, wrapped
from model.display.looks import INK, look

_WILSON, _NO_INTERVAL = "whiskers: 95 % Wilson interval", "no interval: one replicate"
_WITHOUT_MAJORITIES = 2.5
"""Height of the figure of another party, inches."""


class ResponseCurve(Chart):
    """Votes, seats and the chance of a majority of those in power against one parameter.

    Of another party, if one is asked for, votes and seats only: the majority is not its own.
    """

    width = SINGLE
    obeys = frozenset({"party"})
    tall = 3.6
    needs = {
        "series": Words("vote_share, seat_share or majority"),
        "x": "value of the parameter",
        "x_label": Words("its name and unit"),
        "label": Words("whose votes and seats"),
        "median": "median over runs; for majority the share of runs",
        "q05": "5 % of runs below; for majority the low end of the interval",
        "q25": "a quarter of runs below; empty for majority",
        "q75": "three quarters of runs below; empty for majority",
        "q95": "95 % of runs below; for majority the high end of the interval",
        "runs": "runs at this value",
    }

    @classmethod
    def fits(cls, results: Results) -> bool:
        """A sweep fits that varies exactly one number."""
        return len(results.factors) == len(results.varied) == 1

    def table(self, results: Results) -> pd.DataFrame:
        """Return series over the values of the parameter: votes, seats, and perhaps majorities."""
        (path,) = results.factors
        whose = (results.wish.party,) if results.wish.party else results.in_power
        of_power = whose == results.in_power
        runs = results.runs.sort_values(path, kind="stable")
        sizes = runs.groupby(path).size().rename("runs").rename_axis("x").reset_index()
        tables = [
            bands(
                pd.DataFrame({"x": runs[path], "value": together(runs, name, whose)}), ["x"]
            ).assign(series=name)
            for name in ("vote_share", "seat_share")
        ]
        tables += [_majority(runs, path)] if of_power else []
        label = sentence(results.power_words) if of_power else results.labels[whose[0]]
        drawn = pd.concat(tables, ignore_index=True).merge(sizes, on="x")
        drawn = drawn.assign(x_label=results.factor_words(path), label=label)
        return drawn.sort_values(["series", "x"], ascending=[False, True])[list(self.needs)]

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        whose, above, below, whiskers = table["label"].iloc[0], "Curves", "", ""
        if _of_power(table):
            whose, above = f"the {results.power_words}", "Top"
            below = " Bottom: share of runs with a majority."
            several = table["runs"].max() > 1
            whiskers = f"; {_WILSON if several else _NO_INTERVAL}"
        text = (
            f"What one parameter does to {whose}. {above}: median over runs of the "
            "official share of votes and the share of seats, with the bands of half and of nine "
            f"tenths of the runs.{below}"
        )
        count = f"n = {len(results.runs)} runs, {least_to_most(table['runs'])} at each value"
        return Caption.of(results, text, count, f"bands: 50 % and 90 % of runs{whiskers}")

    def height(self, table: pd.DataFrame) -> float:
        return self.tall if _of_power(table) else _WITHOUT_MAJORITIES

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        ratios = [1.7, 1] if _of_power(table) else [1.7]
        panels = figure.subplots(
            len(ratios), 1, sharex=True, height_ratios=ratios, squeeze=False
        ).ravel()
        shares = panels[0]
        series = {str(name): rows for name, rows in table.groupby("series", sort=False)}
        _curve(shares, series["vote_share"], "share of votes", look("incumbent", 0))
        _curve(shares, series["seat_share"], "share of seats", look("none", 1))
        shares.axhline(0.5, color=INK, lw=0.6, linestyle=":")
        shares.set_ylabel(wrapped(table["label"].iloc[0], 28))
        shares.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, borderaxespad=0.2)
        if _of_power(table):
            _chance(panels[1], series["majority"])
        panels[-1].set_xlabel(wrapped(table["x_label"].iloc[0], 44))
        for axes in panels:
            share_axis(axes)


def _of_power(table: pd.DataFrame) -> bool:
    """Whether the curve is of those in power, so that majorities stand below it."""
    return "majority" in set(table["series"])


def _majority(runs: pd.DataFrame, path: str) -> pd.DataFrame:
    table = estimates(runs, [path], "majority").drop(columns=["se", "n"])
    names = {path: "x", "mean": "median", "low": "q05", "high": "q95"}
    return table.rename(columns=names).assign(series="majority")


def _curve(axes: Axes, rows: pd.DataFrame, label: str, shown: Any) -> None:
    axes.fill_between(rows["x"], rows["q05"], rows["q95"], color=shown.colour, alpha=0.15, lw=0)
    axes.fill_between(rows["x"], rows["q25"], rows["q75"], color=shown.colour, alpha=0.3, lw=0)
    axes.plot(
        rows["x"], rows["median"], color=shown.colour, marker=shown.marker, label=label,
        clip_on=False,
    )  # fmt: skip


def _chance(axes: Axes, rows: pd.DataFrame) -> None:
    ends = [rows["median"] - rows["q05"], rows["q95"] - rows["median"]]
    axes.errorbar(
        rows["x"], rows["median"], ends, color=INK, marker="s", capsize=1.5, lw=0.9, clip_on=False
    )
    axes.set(ylim=(0, 1), ylabel="Runs with a majority")
