"""Support for every party, week by week."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.intervals import RUNS_UNDER_DRAWS, bands, draws_told
from experiments.figures.chart import SIDE_BY_SIDE, Caption, Chart, Words, rows
from experiments.store.files import STEPS
from experiments.store.folder import PARTS
from experiments.store.manifest import draws_used
from experiments.store.results import Results
from model.display.drawing import percent, wrapped
from model.display.looks import INK, look

AT = ["series", "party", "week"]
WIDER = ("draws_low", "draws_high")
"""Ends of the band of runs under draws of what is not known, where a question has such runs."""
SMALL_COLUMNS = 3
_LETTERS = 18
"""In a line of the name of a party, above its small panel or at its line's end."""


class SupportFan(Chart):
    """Support by week as a fan over runs; left the party of power, right each rival and none.

    With another party asked for, that one is left, and the party of power among its rivals.
    """

    obeys = frozenset({"party"})
    points = SIDE_BY_SIDE
    needs = {
        "series": Words("support or rating"),
        "party": Words("name"),
        "label": Words("name as people read it"),
        "kind": Words("kind of party"),
        "rank": "place within its kind",
        "week": "week",
        "median": "share",
        "q05": "share",
        "q25": "share",
        "q75": "share",
        "q95": "share",
    }

    @classmethod
    def fits(cls, results: Results) -> bool:
        """Any results fit that keep their weeks."""
        return any((results.directory / STEPS).glob(PARTS))

    def table(self, results: Results) -> pd.DataFrame:
        """Return median and bands over runs by week, from the week a party first has support.

        Where a question has runs under draws of what is not known, their band stands around.

        The party that is drawn large comes first, and is there even where it is absent.
        """
        large = results.wish.party or results.incumbent
        rivals = [option for option in results.options["party"] if option != large]
        series = [*(("support", each) for each in (large, *rivals)), ("rating", large)]
        drawn, outer = _by_week(results, series), results.under_draws()
        columns = list(self.needs)
        if outer is not None:
            wider = _by_week(outer, series).rename(columns={"q05": WIDER[0], "q95": WIDER[1]})
            wider = wider.assign(draws=draws_used(outer.manifest))
            drawn = drawn.merge(wider[[*AT, *WIDER, "draws"]], "left", AT)
            columns += [*WIDER, "draws"]
        drawn = drawn.merge(results.options, on="party")
        there = (drawn["q95"] > 0) | (drawn["party"] == large)
        return drawn[there][columns].reset_index(drop=True)

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        large = results.labels.get(results.wish.party, "the party of power")
        text = (
            "Support week by week: share of all electors who privately prefer a party, or none. "
            "Line: median run; dark band: half of all runs; light band: nine of ten. "
            f"Dashed: what polls report for {large}, the undecided counted in. "
            "Right: each rival on the rivals' own scale, the others behind it in grey; "
            "an absent party has no picture."
        )
        outer = draws_told(table, "palest band", RUNS_UNDER_DRAWS)
        return Caption.of(results, text, results.count, "bands: 50 % and 90 % of runs", outer)

    def height(self, table: pd.DataFrame) -> float:
        lines = max(_title(each).count("\n") for each in table["label"])
        return max(3.0, 0.6 + (0.85 + 0.1 * lines) * _small_rows(table[~_large(table)]))

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        own = _large(table)
        rivals = table[~own]
        lines = _small_rows(rivals)
        grid = figure.add_gridspec(lines, SMALL_COLUMNS + 1, width_ratios=[2.1, 1, 1, 1])
        power = figure.add_subplot(grid[:, 0])
        _fans(power, table[own])
        _scale(power, table[own])
        _name_ends(power, table[own])
        power.set(xlabel="Week of the campaign", ylabel="Share of electors")
        for number, party in enumerate(rivals["party"].unique()):
            line, column = divmod(number, SMALL_COLUMNS)
            axes = figure.add_subplot(grid[line, column + 1])
            _rival(axes, rivals, party)
            axes.tick_params(labelleft=column == 0)
            if line == lines - 1:
                axes.set_xlabel("Week")


def _by_week(results: Results, series: list[tuple[str, str]]) -> pd.DataFrame:
    """Return median and bands over runs by week, for each of several series of a party."""
    weeks = results.steps([f"{name}.{party}" for name, party in series], results.runs)
    tables = [
        bands(weeks[["week"]].assign(value=weeks[f"{name}.{party}"]), ["week"]).assign(
            series=name, party=party
        )
        for name, party in series
    ]
    return pd.concat(tables, ignore_index=True)


def _large(table: pd.DataFrame) -> "pd.Series[bool]":
    """Say which rows are of the party that is drawn large: the first one."""
    return table["party"].eq(table["party"].iloc[0])


def _small_rows(rivals: pd.DataFrame) -> int:
    return max(-(-rivals["party"].nunique() // SMALL_COLUMNS), 1)


def _rival(axes: Axes, rivals: pd.DataFrame, party: str) -> None:
    """Draw one rival; the medians of the others stand behind it in grey."""
    for other, line in rivals.groupby("party", sort=False):
        if other != party:
            axes.plot(line["week"], line["median"], color="#d4d4d4", lw=0.6, zorder=0)
    chosen = rivals[rivals["party"] == party]
    _fans(axes, chosen)
    _scale(axes, rivals)
    axes.set_title(_title(chosen["label"].iloc[0]), size=6, weight="normal", pad=3)


def _title(label: str) -> str:
    return wrapped(label, _LETTERS)


def _fans(axes: Axes, table: pd.DataFrame) -> None:
    for series, line in table.groupby("series", sort=False):
        if series == "rating":
            axes.plot(line["week"], line["median"], color=INK, linestyle="--", lw=0.9)
            continue
        shown = look(str(line["kind"].iloc[0]), int(line["rank"].iloc[0]))
        for low, high, alpha in ((*WIDER, 0.1), ("q05", "q95", 0.18), ("q25", "q75", 0.35)):
            if low in line:
                axes.fill_between(
                    line["week"], line[low], line[high], color=shown.colour, alpha=alpha, lw=0
                )
        axes.plot(
            line["week"], line["median"], color=shown.colour, marker=shown.marker,
            markevery=max(len(line) // 5, 1), clip_on=False,
        )  # fmt: skip


def _scale(axes: Axes, table: pd.DataFrame) -> None:
    ends = [each for each in ("q95", WIDER[1]) if each in table]
    first, highest = table["week"].min(), float(table[ends].fillna(0).to_numpy().max())
    last = max(table["week"].max(), first + 1)  # an election today has one week
    axes.set(xlim=(first, last), ylim=(0, min(1.0, 1.08 * max(highest, 0.01))))
    axes.locator_params(axis="x", nbins=4, integer=True)
    percent(axes.yaxis)


def _name_ends(axes: Axes, table: pd.DataFrame) -> None:
    """Name each line at its end; a party that no run has is said to be absent."""
    last = table[table["q95"] > 0].drop_duplicates("series", keep="last")
    if last.empty:
        absent = _title(f"{table['label'].iloc[0]} is absent")
        axes.text(0.5, 0.5, absent, ha="center", transform=axes.transAxes)
    # One above its end and one below: so they keep apart whatever the scale becomes.
    for row, place in zip(rows(last.sort_values("median")), ("top", "bottom"), strict=False):
        axes.annotate(
            "rating in polls" if row.series == "rating" else _title(row.label),
            (row.week, row.median), xytext=(4, 0), textcoords="offset points", va=place, size=6.5,
        )  # fmt: skip
