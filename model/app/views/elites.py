"""The elite: who stayed with the party of power, who left, for whom."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from model.app.elements.options import LINE, OPAQUE, SIZE, base, page_looks
from model.app.elements.picture import Chart
from model.app.future import Future
from model.display.drawing import HALF_AGAIN, in_print, sheet
from model.display.looks import INK, looks
from model.measures.sides import in_power
from model.society.elites import CADRES, Faction

ACROSS = 15


def table(future: Future) -> pd.DataFrame:
    """Return the notables who are or were in the party of power."""
    campaign = future.campaign
    people = campaign.setting.notables
    factions = list(campaign.scenario.elites.factions.values())
    labels = [look.label for look in looks(future.case.parties)]
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
            "wealth": people.wealth,
            "clout": people.clout,
            "stays": stays,
            "would_join": homes,
        }
    )[member]


def _origin(factions: list[Faction], place: int) -> str:
    return "own cadres" if place == CADRES else factions[place].label


def _home(column: np.ndarray, labels: list[str]) -> str:
    return labels[int(column.argmax())] if column.any() else "no party"


def draw(future: Future) -> Figure:
    """Draw each notable as a mark by origin: filled stays, open left, size is clout."""
    rows = table(future)
    if rows.empty:
        raise ValueError("This scenario has no party of power whose elite could leave.")
    standing = _standing(future)
    colours = {look.label: look.colour for look in looks(future.case.parties)}
    power = looks(future.case.parties)[future.campaign.setting.incumbent]
    with in_print():
        figure = sheet(HALF_AGAIN, 3.8)
        axes = figure.subplots()
        ticks, height = [], 0.0
        for origin, group in rows.groupby("came_from", sort=False):
            place = np.arange(len(group))
            size = 9 + 1500 * group["clout"]
            stays = group["stays"].to_numpy()
            fill = np.where(stays, power.colour, "white")
            edge = [
                INK if stay else colours[home] if home in standing else "#8a8a8a"
                for stay, home in zip(stays, group["would_join"], strict=True)
            ]
            axes.scatter(
                place % ACROSS, height + place // ACROSS, s=size.clip(upper=105), c=fill,
                edgecolors=edge, linewidths=np.where(stays, 0.4, 1.8).tolist(),
            )  # fmt: skip
            ticks.append((height, f"{origin} ({stays.sum()} of {len(group)})"))
            height += -(-len(group) // ACROSS) + 0.6
        axes.set_yticks([each for each, _ in ticks], [label for _, label in ticks])
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.tick_params(axis="y", length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
        label = in_power(future.case).label
        axes.set_title(f"{rows['stays'].sum()} of {len(rows)} are with {label}")
    return figure


def _standing(future: Future) -> set[str]:
    flags = future.campaign.state.stocks.standing
    return {look.label for look, up in zip(looks(future.case.parties), flags, strict=True) if up}


def option(future: Future) -> dict[str, Any]:
    """Describe one mark a notable to the browser; the row of an origin keeps its place."""
    rows = table(future)
    if rows.empty:
        raise ValueError("This scenario has no party of power whose elite could leave.")
    every = page_looks(future.case)
    colours, standing = {look.label: look.colour for look in every}, _standing(future)
    power = every[future.campaign.setting.incumbent]
    dots, names, height = [], [], 0.0
    for origin, group in rows.groupby("came_from", sort=False):
        for k, each in enumerate(group.to_dict("records")):
            rim = colours[each["would_join"]] if each["would_join"] in standing else "#767676"
            style = (
                {"color": power.colour, "borderColor": INK, "borderWidth": 0.5} if each["stays"]
                else {"color": "white", "borderColor": rim, "borderWidth": 2.5}
            )  # fmt: skip
            size = round(min(7 + 60 * float(each["clout"]) ** 0.5, 18), 1)
            dots.append(
                {
                    "value": [k % ACROSS, height + k // ACROSS],
                    "symbolSize": size,
                    "itemStyle": style,
                    "name": f"{each['region']}, {'stays' if each['stays'] else each['would_join']}",
                }
            )
        names.append(
            {"value": [-0.8, height], "name": f"{origin} ({group['stays'].sum()} of {len(group)})"}
        )
        height += -(-len(group) // ACROSS) + 0.4
    return base(
        tooltip={"formatter": "{b}"},
        title={"textStyle": {"fontSize": 14},
               "text": f"{rows['stays'].sum()} of {len(rows)} are with "
               f"{in_power(future.case).label}"},
        grid={"left": 236, "right": 12, "top": 34, "bottom": 8},
        xAxis={"min": -0.6, "max": ACROSS, "show": False},
        yAxis={"min": -0.6, "max": height, "inverse": True, "show": False},
        series=[
            {"id": "notables", "type": "scatter", "data": dots, "itemStyle": OPAQUE,
             "told": [each["name"] for each in names]},
            {"id": "origins", "type": "scatter", "symbolSize": 0.1, "silent": True, "data": names,
             "clip": False,
             "label": {"show": True, "position": "left", "formatter": "{b}", "color": INK,
                       "fontSize": SIZE, "width": 222, "overflow": "break", "align": "right",
                       "lineHeight": LINE}},
        ],
    )  # fmt: skip


CHART = Chart(
    "elites",
    "The elite, by the party they came from",
    "One mark a notable, larger with more clout. Filled: stays with the party of power. Open: "
    "left; the rim has the colour of the party joined, grey if that party does not stand.",
    draw,
    table,
    option,
    height=460,
)
