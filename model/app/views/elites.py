"""The elite: who stayed with the party of power, who left, for whom."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.picture import Chart
from model.app.session import Session
from model.display.drawing import canvas, on_screen
from model.display.looks import INK, looks
from model.society.elites import CADRES, Faction

ACROSS = 15


def table(session: Session) -> pd.DataFrame:
    """Return the notables who are or were in the party of power."""
    campaign = session.campaign
    people = campaign.setting.notables
    factions = list(campaign.scenario.elites.factions.values())
    labels = [look.label for look in looks(session.case.parties)]
    regions = campaign.setting.cells.regions.labels
    member = people.member > 0
    stays = campaign.state.stocks.loyal > 0.5
    homes = [_home(column, labels) for column in people.home.T]
    return pd.DataFrame(
        {
            "notable": np.arange(len(member)),
            "came_from": [_origin(factions, each) for each in people.faction],
            "region": [regions[r] for r in people.region],
            "has_seat": people.office > 0,
            "wealth_million_usd": people.wealth,
            "clout": people.clout,
            "stays": stays,
            "would_join": homes,
        }
    )[member]


def _origin(factions: list[Faction], place: int) -> str:
    return "own cadres" if place == CADRES else factions[place].label


def _home(column: np.ndarray, labels: list[str]) -> str:
    return labels[int(column.argmax())] if column.any() else "no party"


def draw(session: Session) -> Figure:
    """Draw each notable as a mark by origin: filled stays, open left, size is clout."""
    rows = table(session)
    if rows.empty:
        raise ValueError("This scenario has no party of power whose elite could leave.")
    standing = _standing(session)
    colours = {look.label: look.colour for look in looks(session.case.parties)}
    power = looks(session.case.parties)[session.campaign.setting.incumbent]
    with on_screen():
        figure = canvas(6.4, 4.8)
        axes = figure.subplots()
        ticks, height = [], 0.0
        for origin, group in rows.groupby("came_from", sort=False):
            place = np.arange(len(group))
            size = 14 + 2500 * group["clout"]
            stays = group["stays"].to_numpy()
            fill = np.where(stays, power.colour, "white")
            edge = [
                INK if stay else colours[home] if home in standing else "#8a8a8a"
                for stay, home in zip(stays, group["would_join"], strict=True)
            ]
            axes.scatter(
                place % ACROSS, height + place // ACROSS, s=size.clip(upper=170), c=fill,
                edgecolors=edge, linewidths=np.where(stays, 0.4, 1.8).tolist(),
            )  # fmt: skip
            ticks.append((height, f"{origin} ({stays.sum()} of {len(group)})"))
            height += -(-len(group) // ACROSS) + 0.6
        axes.set_yticks([each for each, _ in ticks], [label for _, label in ticks])
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.tick_params(axis="y", length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.set_title(f"{rows['stays'].sum()} of {len(rows)} are with {power.label}")
    return figure


def _standing(session: Session) -> set[str]:
    flags = session.campaign.state.stocks.standing
    return {look.label for look, up in zip(looks(session.case.parties), flags, strict=True) if up}


CHART = Chart(
    "elites",
    "The elite, by the party they came from",
    "One mark a notable, larger with more clout. Filled: stays with the party of power. Open: "
    "left; the rim has the colour of the party joined, grey if that party does not stand.",
    draw,
    table,
)
