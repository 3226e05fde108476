"""Two issues at a time: where voters are, where parties stand and came from."""

from functools import cache, partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.session import Session
from model.display.drawing import framed, on_screen
from model.display.looks import INK, looks, words

REACH = 3.0


def table(session: Session) -> pd.DataFrame:
    """Return the parties' positions by week and issue."""
    issues = session.case.population.issues
    frames = [
        pd.DataFrame(place, columns=list(issues)).assign(
            party=list(session.case.parties), week=row["week"]
        )
        for place, row in zip(session.paths, session.rows, strict=False)
    ]
    return pd.concat(frames)[["week", "party", *issues]]


def draw(session: Session, pair: tuple[int, int]) -> Figure:
    """Draw voters as a density and each party at its place with the way it came."""
    first, second = pair
    issues = session.case.population.issues
    positions = session.campaign.electorate.issues
    edges = np.linspace(-REACH, REACH, 61)
    density, _, _ = np.histogram2d(positions[first], positions[second], bins=(edges, edges))
    paths = np.stack(session.paths)
    with on_screen():
        figure = framed(6.4, 4.9, left=0.1, right=0.76, bottom=0.1, top=0.98)
        axes = figure.subplots()
        axes.imshow(
            density.T, origin="lower", extent=(-REACH, REACH, -REACH, REACH), cmap="Greys",
            interpolation="bilinear", vmax=1.8 * density.max(),
        )  # fmt: skip
        for j, look in enumerate(looks(session.case.parties)):
            if session.campaign.state.stocks.standing[j]:
                axes.plot(paths[:, j, first], paths[:, j, second], color=look.colour, lw=1.5)
                axes.plot(
                    *paths[-1, j, [first, second]], look.marker, color=look.colour, mec=INK,
                    ms=9, label=look.label, ls="",
                )  # fmt: skip
        axes.set_xlabel(f"{words(issues[first])} (standard deviations of voters)")
        axes.set_ylabel(f"{words(issues[second])} (standard deviations of voters)")
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)
    return figure


@cache
def chart(pair: tuple[int, int]) -> Chart:
    """Return the space of two issues, by their places."""
    return Chart(
        "policy-space",
        "Policy space",
        "Grey: where voters are (darker: more of them). Marks: parties; lines: the way they came.",
        partial(draw, pair=pair),
        table,
    )
