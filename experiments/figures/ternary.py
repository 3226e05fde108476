"""Three shares that sum to one, as a place in a triangle."""

from collections.abc import Iterator
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.figures.chart import Caption, Chart, Words
from experiments.store.results import Results, counted, evenly
from model.display.drawing import bare, legible, percentage
from model.display.looks import BLUE, FAINT, INK, ORANGE

_HEIGHT = np.sqrt(3) / 2
_CORNERS = np.array([[0.5, _HEIGHT], [0.0, 0.0], [1.0, 0.0]])
_GROUPS = (("majority", BLUE, "o"), ("no majority", ORANGE, "^"))


class Ternary(Chart):
    """Each run by the votes of the party of power, of established and of new parties.

    Any table of three shares can be drawn: `top`, `left`, `right`, and `group` by which the
    dots are told apart; their titles are in the columns `top_label`, `left_label`, `right_label`.
    """

    needs: ClassVar[dict[str, str]] = {
        "top": "share",
        "left": "share",
        "right": "share",
        "group": Words("majority or no majority"),
        "top_label": Words("title of the corner"),
        "left_label": Words("title of the corner"),
        "right_label": Words("title of the corner"),
    }

    @classmethod
    def fitting(cls, results: Results) -> Iterator[Self]:
        """A scenario fits that has established and new parties."""
        rivals = results.parties[1:]
        if rivals["new"].any() and not rivals["new"].all():
            yield cls()

    def table(self, results: Results) -> pd.DataFrame:
        """Return one row a run."""
        runs = evenly(results.runs)
        votes = runs[[f"vote_share.{party}" for party in results.parties["party"]]]
        power = votes.iloc[:, 0]
        established = votes.loc[:, ~results.parties["new"].to_numpy()].sum(axis=1) - power
        majority = runs["majority"].astype(bool)
        total = votes.sum(axis=1)
        return pd.DataFrame(
            {
                "top": power / total,
                "left": established / total,
                "right": (total - power - established) / total,
                "group": np.where(majority, "majority", "no majority"),
                "top_label": results.labels[results.incumbent],
                "left_label": "Established parties",
                "right_label": "New parties",
            }
        )

    def caption(self, results: Results, table: pd.DataFrame) -> Caption:
        """Say how to read the triangle."""
        text = (
            "Runs as dots: the nearer to a corner, the larger that share of the votes for "
            "parties. Above the dotted line the party of power has more than half of them."
        )
        return Caption.of(results, text, counted(results), "a dot a run, no interval")

    def height(self, table: pd.DataFrame) -> float:
        """Return the height in inches."""
        return 3.3

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        """Draw the triangle, its grid and the dots."""
        axes = figure.subplots()
        _triangle(axes)
        places = place(table[["top", "left", "right"]].to_numpy(float))
        for name, colour, marker in _GROUPS:
            chosen = (table["group"] == name).to_numpy()
            if chosen.any():
                axes.plot(
                    *places[chosen].T, linestyle="", marker=marker, color=colour, alpha=0.65,
                    ms=3.2, mec="white", mew=0.3, label=f"{name} ({chosen.sum()})",
                )  # fmt: skip
        first = table.iloc[0]
        axes.text(
            0.5, _HEIGHT + 0.04, str(first["top_label"]), ha="center", va="bottom", weight="bold"
        )
        axes.text(0, -0.07, str(first["left_label"]), ha="center", va="top", weight="bold")
        axes.text(1, -0.07, str(first["right_label"]), ha="center", va="top", weight="bold")
        axes.legend(loc="upper left", bbox_to_anchor=(-0.02, 1.0), handletextpad=0.2)


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
            axes.plot(
                *place(ends).T,
                color=INK if half else "#d0d0d0",
                lw=0.8 if half else 0.4,
                ls=":" if half else "-",
                zorder=0,
            )
        height = share * _HEIGHT
        legible(
            axes,
            1 - share / 2 + 0.02,
            height,
            percentage(share),
            ha="left",
            va="center",
            size=6,
            color=FAINT,
        )
    axes.set_aspect("equal")
    axes.set_xlim(-0.2, 1.2)
    axes.set_ylim(-0.13, _HEIGHT + 0.12)
    bare(axes)
