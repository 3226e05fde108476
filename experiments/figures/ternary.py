"""Three shares that sum to one, as a place in a triangle."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.figures.chart import Caption, Chart, Words
from experiments.store.results import Results, together
from model.display.drawing import SINGLE, bare, legible, percentage, wrapped
from model.display.looks import BLUE, FAINT, INK, ORANGE

_HEIGHT = np.sqrt(3) / 2
_CORNERS = np.array([[0.5, _HEIGHT], [0.0, 0.0], [1.0, 0.0]])
_MOST_DOTS = 150
"""More runs than this lie on top of each other; then those at about one place share a mark."""
_CELLS = 40
"""Steps of a side between places that are told apart then."""
_DOT, _SMALLEST, _LARGEST = 10.0, 3.0, 26.0
"""Area of a dot, and of the marks of the fewest and of the most runs, points squared."""
_GROUPS = (("majority", BLUE, "o"), ("no majority", ORANGE, "^"))


class Ternary(Chart):
    """Each run by the votes of those in power, of established and of new parties.

    Any table of three shares can be drawn: `top`, `left`, `right`, and `group` by which the
    dots are told apart; their titles are in the columns `top_label`, `left_label`, `right_label`.
    An optional column `runs` says how many runs lie at the place.
    """

    width = SINGLE
    tall = 3.3
    needs = {
        "top": "share",
        "left": "share",
        "right": "share",
        "group": Words("majority or no majority"),
        "top_label": Words("title of the corner"),
        "left_label": Words("title of the corner"),
        "right_label": Words("title of the corner"),
    }

    @classmethod
    def fits(cls, results: Results) -> bool:
        """A scenario fits that has established and new parties beside those in power."""
        others = results.parties[~results.parties["party"].isin(results.in_power)]
        return others["new"].nunique() == 2

    def table(self, results: Results) -> pd.DataFrame:
        """Return a row a run; of many, a row for each place and group with the number of runs."""
        runs = results.runs
        votes = runs[[f"vote_share.{party}" for party in results.parties["party"]]]
        power, total = together(runs, "vote_share", results.in_power), votes.sum(axis=1)
        established = votes.loc[:, ~results.parties["new"].to_numpy()].sum(axis=1) - power
        partners = " and its partners" if len(results.in_power) > 1 else ""
        table = pd.DataFrame(
            {
                "top": power / total,
                "left": established / total,
                "right": (total - power - established) / total,
                "group": np.where(runs["majority"].astype(bool), "majority", "no majority"),
                "top_label": results.labels[results.incumbent] + partners,
                "left_label": "Established parties",
                "right_label": "New parties",
            }
        )
        return table if len(table) <= _MOST_DOTS else _gathered(table)

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        marks = (
            "Runs as marks, larger where more of them lie" if "runs" in table else "Runs as dots"
        )
        have = "has" if len(results.in_power) == 1 else "have"
        text = (
            f"{marks}: the nearer to a corner, the larger that share of the votes for "
            f"parties. Above the dotted line the {results.power_words} {have} more than half of "
            "them."
        )
        points = len(results.points)
        at = f" at {points} points of the design" if points > 1 else ""
        return Caption.of(results, text, results.count + at, "each run counts, no interval")

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        _triangle(axes)
        places = place(table[["top", "left", "right"]].to_numpy(float))
        runs = table["runs"] if "runs" in table else pd.Series(1, table.index)
        area = _LARGEST / runs.max() if "runs" in table else _DOT
        for name, colour, marker in _GROUPS:
            chosen = (table["group"] == name).to_numpy()
            if chosen.any():
                number = runs[chosen]
                size = (area * number).clip(lower=_SMALLEST)
                axes.scatter(
                    places[chosen, 0], places[chosen, 1], size, colour, marker=marker, alpha=0.75,
                    edgecolors="white", linewidths=0.3, label=f"{name} ({number.sum():.0f})",
                )  # fmt: skip
        about: Any = table.iloc[0]
        bold: Any = {"ha": "center", "weight": "bold"}
        axes.text(0.5, _HEIGHT + 0.04, wrapped(about.top_label, 20), va="bottom", **bold)
        axes.text(0, -0.07, about.left_label, va="top", **bold)
        axes.text(1, -0.07, about.right_label, va="top", **bold)
        legend = axes.legend(loc="upper left", bbox_to_anchor=(-0.02, 1.0), handletextpad=0.2)
        for mark in legend.findobj(PathCollection):
            mark.set_sizes([_DOT])


def _gathered(table: pd.DataFrame) -> pd.DataFrame:
    """Move runs to the nearest of evenly spaced places, and count those of a group at each."""
    top, left = ((table[corner] * _CELLS).round() / _CELLS for corner in ("top", "left"))
    near = table.assign(top=top, left=left, right=(1 - top - left).round(6).clip(lower=0))
    return near.groupby(list(near), sort=False).size().reset_index(name="runs")


def place(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the place of each row of three shares (top, left, right) in the triangle."""
    return np.asarray(shares / shares.sum(axis=1, keepdims=True) @ _CORNERS)


def _triangle(axes: Axes) -> None:
    axes.plot(*np.vstack([_CORNERS, _CORNERS[:1]]).T, color=INK, lw=0.8)
    for share in (0.25, 0.5, 0.75):
        rest = 1 - share
        for corner in range(3):
            ends = np.zeros((2, 3))
            ends[:, corner] = share
            ends[0, (corner + 1) % 3] = ends[1, (corner + 2) % 3] = rest
            half = corner == 0 and share == 0.5
            colour, thick, style = (INK, 0.8, ":") if half else ("#d0d0d0", 0.4, "-")
            axes.plot(*place(ends).T, color=colour, lw=thick, ls=style, zorder=0)
        beside = 1 - share / 2 + 0.02
        legible(axes, beside, share * _HEIGHT, percentage(share), va="center", size=6, color=FAINT)
    axes.set(aspect="equal", xlim=(-0.2, 1.2), ylim=(-0.13, _HEIGHT + 0.12))
    bare(axes)
