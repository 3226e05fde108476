"""How much worse than the best choice each package does in each future."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words
from model.display.drawing import ink_on, percent, scale_beside, wrapped


class RegretMap(TableChart):
    """Regret by package and future, the package with the smallest worst regret on top.

    Source of the rule: Savage (1951), doi:10.1080/01621459.1951.10500768.
    """

    text = (
        "Regret: how much worse a package does than the best package in the same future. Right "
        "column: its worst case in all futures, shown here or not. The package whose worst case "
        "is mildest stands on top."
    )
    interval = "cells: mean over runs, no interval"
    tall, row, of = 1.5, 0.24, "package"
    needs = {
        "package": Words("what is chosen, in words"),
        "future": Words("what happens, in words"),
        "regret": "outcome lost against the best package, share",
        "worst": "the most that the package loses in any future, share",
        "outcome": Words("what is lost, in words"),
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        axes = figure.subplots()
        grid = table.pivot(index="package", columns="future", values="regret")
        grid = grid[list(dict.fromkeys(table["future"]))]
        grid["Worst case"] = table.groupby("package")["worst"].first()
        grid = grid.sort_values("Worst case", kind="stable")
        values = grid.to_numpy(float)
        top = max(float(np.nanmax(values)), 1e-9)
        # Reversed: dark is bad, and a page of small regrets stays light.
        image = axes.pcolormesh(
            values, cmap="cividis_r", vmin=0, vmax=top, edgecolor="white", lw=0.6
        )
        for (row, column), value in np.ndenumerate(values):
            if np.isfinite(value):
                last = column == values.shape[1] - 1
                axes.text(
                    column + 0.5, row + 0.5, f"{100 * value:.0f}", ha="center", va="center", size=6,
                    color=ink_on(1 - value / top), weight="bold" if last else "normal",
                )  # fmt: skip
        axes.axvline(values.shape[1] - 1, color="white", lw=4)
        futures, word = _numbered([str(each) for each in grid.columns[:-1]])
        letters = max(90 // len(grid.columns), 5)
        across = [wrapped(each, letters) for each in (*futures, grid.columns[-1])]
        down = [wrapped(each, 46) for each in grid.index]
        axes.set(
            xticks=np.arange(len(across)) + 0.5, xticklabels=across, xlabel=word,
            yticks=np.arange(len(down)) + 0.5, yticklabels=down,
        )  # fmt: skip
        axes.invert_yaxis()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        bar = scale_beside(axes, image, aspect=20)
        percent(bar.ax.yaxis)
        bar.set_label(f"Regret, {table['outcome'].iloc[0]}")


def _numbered(names: list[str]) -> tuple[list[str], str]:
    """Return names without their first word if that is the same in all, and the word."""
    parts = [name.partition(" ") for name in names]
    firsts = {first for first, _, _ in parts}
    rests = [rest for _, _, rest in parts]
    return (rests, firsts.pop()) if len(firsts) == 1 and all(rests) else (names, "")
