"""The fingerprint of a count: how turnout and the winner's share lie in polling stations."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure

from experiments.figures.chart import TableChart, Words, panels_of
from model.display.drawing import percent, scale_beside, wrapped
from model.display.looks import SEQUENTIAL

_DECADES = 3.0
"""Orders of magnitude between the fullest cell of a picture and the faintest that is told apart."""


class Fingerprint(TableChart):
    """Stations by turnout and by the winner's share, one picture for each `panel`.

    Source: Klimek, Yegorov, Hanel and Thurner (2012), doi:10.1073/pnas.1210722109.
    """

    text = (
        "Polling stations by turnout and by the share of the examined party, on a logarithmic "
        "scale; an empty cell is white. A fair count may be one round cloud, or a skewed one. "
        "Mobilisation moves it up and to the right wherever the machine is at work; extreme "
        "inflation fills the corner."
    )
    interval = "all stations of one run a picture, no interval"
    tall = 2.2
    needs = {
        "panel": Words("title of the picture"),
        "turnout": "lower edge of the cell",
        "share": "lower edge of the cell, the winner's share of votes",
        "stations": "share of all stations in the cell",
        "width": "width of a cell",
    }

    def paint(self, figure: Figure, table: pd.DataFrame) -> None:
        panels = panels_of(figure, table, "panel", sharex=True, sharey=True)
        top = float(np.log10(table["stations"].max()))
        for axes, part in panels:
            mesh = _picture(axes, part, top)
            axes.set(title=wrapped(part["panel"].iloc[0], 24), xlabel="Turnout")
        panels[0][0].set_ylabel("Share of the examined party")
        bar = scale_beside([axes for axes, _ in panels], mesh, aspect=22, pad=0.015)
        bar.ax.yaxis.set_major_formatter(lambda power, _: f"{100 * 10**power:.2g} %")
        bar.set_label("Stations in a cell")


def _picture(axes: Axes, cells: pd.DataFrame, top: float) -> QuadMesh:
    width = float(cells["width"].iloc[0])
    bins = round(1 / width)
    grid = np.full((bins, bins), np.nan)
    row, column = (np.rint(cells[each] / width).astype(int) for each in ("share", "turnout"))
    grid[row, column] = np.log10(cells["stations"])
    edges = np.linspace(0, 1, bins + 1)
    mesh = axes.pcolormesh(edges, edges, grid, cmap=SEQUENTIAL, vmin=top - _DECADES, vmax=top)
    mesh.set_rasterized(True)
    axes.set(xticks=[0, 0.5, 1], yticks=[0, 0.5, 1], aspect="equal")
    percent(axes.xaxis, axes.yaxis)
    return mesh
