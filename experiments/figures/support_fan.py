"""Support for every party, week by week."""

from collections.abc import Iterator
from typing import Self

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.chart import Caption, Chart
from experiments.figures.intervals import bands
from experiments.figures.results import Results
from experiments.figures.style import DOUBLE, INK, apart, look, percent


class SupportFan(Chart):
    """Support by week as a fan over runs; left the party of power, right its rivals."""

    width = DOUBLE
    needs = {
        "series": "support or rating",
        "party": "name",
        "label": "name as people read it",
        "kind": "kind of party",
        "rank": "place within its kind",
        "week": "week",
        "median": "share",
        "q05": "share",
        "q25": "share",
        "q75": "share",
        "q95": "share",
    }

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """Any results fit that keep their weeks."""
        if any((results.directory / "steps").glob("part-*.parquet")):
            yield cls()

    def table(self, results: Results) -> pd.DataFrame:
        """Return median and bands over runs by week, from the week a party first has support."""
        series = [("support", party) for party in results.parties["party"]]
        series.append(("rating", results.incumbent))
        columns = [f"{name}.{party}" for name, party in series]
        weeks = results.steps(columns, results.reference.runs)
        tables = [
            bands(weeks[["week"]].assign(value=weeks[f"{name}.{party}"]), ["week"]).assign(
                series=name, party=party
            )
            for name, party in series
        ]
        drawn = pd.concat(tables).merge(results.parties, on="party")
        return drawn[drawn["q95"] > 0][list(self.needs)].sort_values(
            ["series", "kind", "rank", "week"], ascending=[False, True, True, True]
        )

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say what the bands are."""
        text = (
            "Support week by week: share of all electors who privately prefer a party. "
            "Line: median run; dark band: half of all runs; light band: nine of ten. "
            "Dashed: what polls report for the party of power, the undecided counted in."
        )
        which = f" ({results.reference.which})" if results.reference.which else ""
        return Caption.of(
            results,
            text,
            f"n = {len(results.reference.runs)} runs{which}",
            "bands: 50 % and 90 % of runs",
        )

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return 3.0

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw two panels; each has its own scale, for rivals are small."""
        power, rivals = figure.subplots(1, 2)
        incumbent = table["kind"] == "incumbent"
        _panel(power, table[incumbent], "Party of power")
        _panel(rivals, table[~incumbent], "Rivals (scale magnified)")
        power.set_ylabel("Share of electors")


def _panel(axes: Axes, table: pd.DataFrame, title: str) -> None:
    ends = []
    for (series, _), rows in table.groupby(["series", "party"], sort=False):
        shown = look(str(rows["kind"].iloc[0]), int(rows["rank"].iloc[0]))
        rating = series == "rating"
        if not rating:
            axes.fill_between(
                rows["week"], rows["q05"], rows["q95"], color=shown.colour, alpha=0.15, lw=0
            )
            axes.fill_between(
                rows["week"], rows["q25"], rows["q75"], color=shown.colour, alpha=0.3, lw=0
            )
        axes.plot(
            rows["week"],
            rows["median"],
            color=INK if rating else shown.colour,
            linestyle="--" if rating else "-",
            linewidth=0.9 if rating else 1.3,
            marker="" if rating else shown.marker,
            markevery=max(len(rows) // 6, 1),
        )
        label = "rating in polls" if rating else str(rows["label"].iloc[0])
        ends.append((float(rows["median"].iloc[-1]), label, INK if rating else shown.colour))
    axes.set_title(title)
    axes.set_xlabel("Week of the campaign")
    _scale(axes, table)
    _label_ends(axes, ends, float(table["week"].max()))


def _scale(axes: Axes, table: pd.DataFrame) -> None:
    axes.set_xlim(table["week"].min(), table["week"].max())
    axes.set_ylim(0, min(1.0, 1.08 * max(table["q95"].max(), 0.01)))
    percent(axes.yaxis)


def _label_ends(axes: Axes, ends: list[tuple[float, str, str]], last: float) -> None:
    top = axes.get_ylim()[1]
    places = apart([value for value, _, _ in ends], 0.055 * top)
    for place, (value, label, colour) in zip(places, ends, strict=True):
        axes.annotate(
            label,
            (last, value),
            xytext=(1.05, float(place) / top),
            textcoords="axes fraction",
            va="center",
            color=INK,
            size=6.5,
            arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.8, "shrinkA": 0, "shrinkB": 0},
            annotation_clip=False,
        )
