"""What each rule of choice says of each package."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, panels_of
from model.display.drawing import percent, wrapped
from model.display.looks import BLUE, FAINT


class DecisionRules(TableChart):
    """A panel a rule, a line a package: the best of each panel is filled.

    Sources of the rules: satisficing, Simon (1956), doi:10.1037/h0042769; maximin, Wald (1945),
    doi:10.2307/1969022; expected value with all futures alike, Laplace.
    """

    text = (
        "Packages by four rules of choice: the share of futures in which enough is reached, the "
        "worst case and the mean over futures, all counted alike. Filled: the best by that "
        "rule. Dotted: half of the futures or of the seats. Packages in the order of their worst "
        "regret."
    )
    interval = "dots: over futures, no interval"
    tall, row, of = 0.9, 0.2, "package"
    needs = {
        "package": Words("what is chosen, in words"),
        "rule": Words("by what it is judged, in words"),
        "value": "the more the better, share",
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        packages = list(dict.fromkeys(table["package"]))
        panels = panels_of(figure, table, "rule", sharey=True)
        lines = np.arange(len(packages))
        for axes, part in panels:
            values = part.set_index("package")["value"].loc[packages]
            best = np.isclose(values, values.max())
            axes.hlines(lines, 0, values, color="#d5d5d5", lw=0.8)
            axes.scatter(
                values[~best],
                lines[~best],
                facecolor="white",
                edgecolor=BLUE,
                zorder=3,
                clip_on=False,
            )
            axes.scatter(values[best], lines[best], color=BLUE, marker="D", zorder=3, clip_on=False)
            axes.axvline(0.5, color=FAINT, lw=0.6, ls=":")
            axes.set(title=wrapped(part["rule"].iloc[0], 22), xlim=(0, 1), xticks=[0, 0.5, 1])
            percent(axes.xaxis)
            axes.tick_params(axis="y", length=0, pad=6)
        panels[0][0].set_yticks(lines, [wrapped(each, 46) for each in packages])
        panels[0][0].invert_yaxis()
