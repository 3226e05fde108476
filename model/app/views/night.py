"""Election night: the result, the layers behind it, and the fingerprint of polling stations."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.session import Session
from model.app.views.hemicycle import draw_chamber, draw_votes, result_table
from model.display.drawing import framed, on_screen, percent, said
from model.display.looks import BLUE, ORANGE, RED, SILVER, looks
from model.measures.precinct_patterns import fingerprint, shpilkin_by_choice


def layers(session: Session) -> dict[str, float]:
    """Return how the official result came about, shares of all electors."""
    election, setting = session.today, session.campaign.setting
    people = max(float(session.campaign.state.public.people.sum()), 1.0)
    alone = election.private.sum() + election.blank.sum()
    return {
        "came by themselves": float(alone) / people,
        "brought to the polls": float(election.mobilised.sum()) / people,
        "votes turned by pressure": float(election.coerced.sum()) / people,
        "real votes for the party of power": float(election.private.sum(axis=0)[setting.incumbent])
        / people,
    }


def table(session: Session) -> pd.DataFrame:
    """Return the official result by polling station."""
    stations = session.today.official
    regions = session.campaign.setting.cells.regions.codes
    return pd.DataFrame(
        {
            "region": [regions[each] for each in stations.region],
            "electors": stations.electors,
            "ballots": stations.ballots,
            "turnout": stations.turnout,
            "share_of_examined_party": stations.share,
        }
    )


def draw(session: Session) -> Figure:
    """Draw votes, chamber and the cloud of polling stations."""
    with on_screen():
        figure = framed(
            9.2, 6.2, left=0.16, right=0.98, bottom=0.08, top=0.93, hspace=0.3, wspace=0.55
        )  # fmt: skip
        parts = figure.subplots(2, 2, height_ratios=[1, 1.15])
        rows = result_table(session.today)
        draw_votes(parts[0, 0], rows)
        draw_chamber(parts[0, 1], rows)
        _fingerprint(parts[1, 0], session)
        _layers(parts[1, 1], session)
        day = "Election night" if session.campaign.over else "If the election were held today"
        figure.suptitle(f"{day}: turnout {said(session.result()['turnout'])}", weight="bold")
    return figure


def _fingerprint(axes: Axes, session: Session) -> None:
    stations = session.today.official
    cloud = fingerprint(stations, bins=50).T
    shown = np.ma.masked_equal(cloud, 0)
    axes.imshow(shown, origin="lower", extent=(0, 1, 0, 1), cmap="cividis_r", aspect="auto")
    labels = [look.label for look in looks(session.case.parties)]
    axes.set_xlabel("Turnout at the polling station (share of electors)")
    axes.set_ylabel(f"Share of votes, {labels[stations.winner]}")
    odd = [each["votes"] / 1e6 for each in shpilkin_by_choice(stations) if each["rank"] == 1]
    axes.set_title(f"Stations: {min(odd):.2f} to {max(odd):.2f} million anomalous votes")
    percent(axes.xaxis)
    percent(axes.yaxis)


def _layers(axes: Axes, session: Session) -> None:
    shares = layers(session)
    names = [each.replace(" for ", "\nfor ") for each in shares]
    colours = [SILVER, ORANGE, RED, BLUE]
    bars = axes.barh(names, list(shares.values()), color=colours)
    axes.bar_label(bars, [said(share) for share in shares.values()], padding=4, size=8)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.25 * max(*shares.values(), 0.05))
    percent(axes.xaxis)
    axes.set_xlabel("Share of all electors")
    axes.set_title("Behind the official result")


CHART = Chart(
    "election-night",
    "Election night",
    "Official result and what is behind it. Each dot of the cloud is a group of polling stations: "
    "a tail towards the upper right means that more ballots came with more votes for one party. "
    "Anomalous: votes beyond those that its share at stations of usual turnout would give it "
    "(Shpilkin's method; from the least to the most over widths of bins and smoothings).",
    draw,
    table,
)
