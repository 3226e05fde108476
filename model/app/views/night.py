"""Election night: the result, the layers behind it, and the fingerprint of polling stations."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.app.elements.options import (
    CIVIDIS,
    SIZE,
    axis,
    base,
    categories,
    ceiling,
    page_looks,
    per_cent,
)
from model.app.elements.picture import Chart
from model.app.future import Future
from model.app.story.chronicle import points
from model.app.views.hemicycle import (
    ROW,
    chamber_option,
    draw_seats,
    draw_votes,
    height_of,
    result_table,
    seats_of,
)
from model.app.views.last_time import last_time
from model.app.views.regions import share_of_power
from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.display.drawing import DOUBLE, framed, in_print, percent, said
from model.display.looks import INK, looks
from model.measures.precinct_patterns import fingerprint, shpilkin_by_choice
from model.measures.sides import in_power
from model.numerics.arrays import Array, IntArray
from model.politics.contracts import ElectoralLaw
from model.society.country_tables import COUNTRY


def layers(future: Future) -> dict[str, float]:
    """Return how the official result came about, shares of all electors."""
    election = future.today
    people = max(float(future.campaign.state.public.people.sum()), 1.0)
    alone = election.private.sum() + election.blank.sum()
    return {
        "came by themselves": float(alone) / people,
        "brought to the polls": float(election.mobilised.sum()) / people,
        "coerced votes": float(election.coerced.sum()) / people,
        "unprompted votes for those in power": float(
            election.private.sum(axis=0)[in_power(future.case).columns(future.case)].sum()
        )
        / people,
    }


def table(future: Future) -> pd.DataFrame:
    """Return the official result by polling station."""
    stations = future.today.official
    regions = future.campaign.setting.cells.regions.codes
    return pd.DataFrame(
        {
            "region": [regions[each] for each in stations.region],
            "electors": stations.electors,
            "ballots": stations.ballots,
            "turnout": stations.turnout,
            "share_of_examined_party": stations.share,
        }
    )


def draw(future: Future) -> Figure:
    """Draw votes, chamber and the cloud of polling stations."""
    with in_print():
        figure = framed(
            DOUBLE, 4.9, left=0.16, right=0.98, bottom=0.08, top=0.93, hspace=0.3, wspace=0.55
        )  # fmt: skip
        parts = figure.subplots(2, 2, height_ratios=[1, 1.15])
        rows = result_table(future.today)
        draw_votes(parts[0, 0], rows)
        draw_seats(parts[0, 1], rows)
        _fingerprint(parts[1, 0], future)
        _layers(parts[1, 1], future)
        day = "Election night" if future.campaign.over else "If the election were held today"
        figure.suptitle(f"{day}: turnout {said(future.result()['turnout'])}", weight="bold")
    return figure


def _fingerprint(axes: Axes, future: Future) -> None:
    stations = future.today.official
    cloud = fingerprint(stations, bins=50).T
    shown = np.ma.masked_equal(cloud, 0)
    axes.imshow(shown, origin="lower", extent=(0, 1, 0, 1), cmap="cividis_r", aspect="auto")
    labels = [look.label for look in looks(future.case.parties)]
    axes.set_xlabel("Turnout at the polling station (share of electors)")
    axes.set_ylabel(f"Share of votes, {labels[stations.winner]}")
    axes.set_title(f"Stations: {anomalous(future)}")
    percent(axes.xaxis)
    percent(axes.yaxis)


def _layers(axes: Axes, future: Future) -> None:
    shares = layers(future)
    names = [each.replace(" for ", "\nfor ") for each in shares]
    colours = ["#9a9a9a", "#6d6d6d", "#444444", "#222222"]
    bars = axes.barh(names, list(shares.values()), color=colours)
    axes.bar_label(bars, [said(share) for share in shares.values()], padding=4, size=6.5)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.25 * max(*shares.values(), 0.05))
    percent(axes.xaxis)
    axes.set_xlabel("Share of all electors")
    axes.set_title("Behind the official result")


@dataclass(frozen=True)
class Count:
    """How far the night is: regions counted so far, in the order in which they report."""

    future: Future
    counted: tuple[int, ...]

    @property
    def order(self) -> list[int]:
        """Regions in the order in which they report: the fewest electors first."""
        return order_of(self.future)

    @property
    def complete(self) -> bool:
        """Whether every region has reported."""
        return len(self.counted) == len(self.order)

    @property
    def votes(self) -> IntArray:
        """Official votes counted so far by choice, shape (K,)."""
        return np.asarray(self.future.today.votes[list(self.counted)].sum(axis=0))

    @property
    def seats(self) -> IntArray:
        """Seats that the regions counted so far decide, and a projection of those of lists.

        Those of districts that are still out are missing. What is shared out in the whole
        country is shared out as if the others voted as these.
        """
        if self.complete or not self.counted:
            return self.future.today.seats * self.complete
        return self.future.campaign.entries.seats(*self._counted())

    @property
    def decided(self) -> IntArray:
        """Seats that no vote which is still out can change: those of whole districts."""
        if self.complete or not self.counted:
            return self.seats
        law, votes, beside = self._counted()
        nobody = np.zeros_like(self.future.today.seats)
        if law.districts == 1 or not isinstance(law, TieredLaw):
            return nobody
        won = self.future.campaign.entries.by_tier(law, votes, beside)
        return sum((won[name] for name, tier in law.list_of_tiers().items() if _by_itself(tier)),
                   nobody)  # fmt: skip

    def _counted(self) -> tuple[ElectoralLaw, IntArray, dict[str, IntArray]]:
        """Return the law, and by district the votes counted so far and ballots for no party."""
        election, law = self.future.today, self.future.today.law
        # A country that counts as one is added up from its regions.
        units = law.districts if law.districts > 1 else len(election.votes)
        came = np.isin(election.region_of_district(units), self.counted)
        votes = election.by_district(units) * came[:, None]
        beside = {kind: number * came for kind, number in election.beside(units).items()}
        if law.districts == 1:
            votes = votes.sum(axis=0, keepdims=True)
            beside = {kind: number.sum(keepdims=True) for kind, number in beside.items()}
        return law, votes, beside


def _by_itself(tier: Tier) -> bool:
    """Whether each unit's own votes decide its seats."""
    return tier.units != "country" and (tier.threshold == 0 or tier.threshold_in == "units")


def order_of(future: Future) -> list[int]:
    """Return the regions with electors, those with the fewest first."""
    electors = future.today.groups.sum(axis=1)
    order = np.argsort(electors, kind="stable")
    return [int(each) for each in order if electors[each] > 0]


def swing_table(future: Future, counted: tuple[int, ...]) -> pd.DataFrame:
    """Return the regions counted so far, the last first, with the swing of those in power."""
    regions = future.campaign.setting.cells.regions
    now, then = share_of_power(future), before(future)[1]
    places = list(reversed(counted))
    return pd.DataFrame(
        {
            "region": [regions.labels[r] for r in places],
            "share": [per_cent(now[r]) for r in places],
            "swing": [round(100 * float(now[r] - then[r]), 1) for r in places],
            "turnout": [per_cent(future.today.turnout[r]) for r in places],
        }
    )


def before(future: Future) -> tuple[str, Array]:
    """Return what a swing is against: in words, and the shares of those in power by region.

    That is the election before, where the country's folder has every region of it; else the
    vote as it would have been in week 0.
    """
    last, regions = last_time(future.case), future.campaign.setting.cells.regions.codes
    if last is None or not {regions[r] for r in order_of(future)} <= last.shares.keys():
        return "week 0", share_of_power(future.at(0))
    return last.year, np.array([last.shares.get(each, np.nan) for each in regions])


def since(future: Future) -> str:
    """Say what the swing of a region is against, and why."""
    against, last = before(future)[0], last_time(future.case)
    if last is None:
        return (
            "Swings are measured from week 0, because the country's folder has no earlier result "
            "for those in power."
        )
    if against == last.year:
        return f"Swings are measured from the election of {last.year}."
    return (
        "Swings of regions are measured from week 0, because the country's folder has only the "
        f"national result of the election of {last.year}."
    )


def count_chart(counted: int) -> Chart:
    """Return the chart of a count that has come so far; `counted` regions have reported."""
    return Chart(
        "count",
        "The count, region by region",
        "Above: seats of the districts that have reported, and those of lists as the votes counted "
        "so far would share them out, which is a projection; open dots are still out. "
        "Below: share of those in power in each of them, and its swing in points.",
        draw,
        table,
        partial(count_option, counted=counted),
        height=lambda future: height_of(future) + 60 + max(ROW * len(order_of(future)), 200),
    )


def count_option(future: Future, counted: int) -> dict[str, Any]:
    """Describe chamber and regions to the browser."""
    count = Count(future, tuple(order_of(future)[:counted]))
    every = page_looks(future.case)
    chamber = chamber_option(future.today, count.votes, count.seats)
    regions = swing_table(future, count.counted).iloc[::-1]
    labels = future.campaign.setting.cells.regions.labels
    names = [labels[r] for r in count.order]
    colour = every[future.campaign.setting.incumbent].colour
    bars = [
        {"value": row["share"], "itemStyle": {"color": colour},
         "label": {"formatter": f"{row['share']} % ({points(row['swing'] / 100, '')})"}}
        for row in regions.to_dict("records")
    ]  # fmt: skip
    below = height_of(future) - 24
    chamber["grid"][1] |= {"bottom": None, "height": below - chamber["grid"][1]["top"] - 24}
    chamber["grid"].append({"left": 150, "right": 96, "top": below + 24, "bottom": 24})
    chamber["xAxis"].append(axis("", 0, 100, " %", gridIndex=2))
    chamber["yAxis"].append(categories(names, 140, gridIndex=2))
    chamber["series"].append(
        {"id": "regions", "type": "bar", "xAxisIndex": 2, "yAxisIndex": 2,
         "data": bars + [None] * (len(names) - len(bars)), "barCategoryGap": "20%",
         "label": {"show": True, "position": "right", "color": INK, "fontSize": SIZE}}
    )  # fmt: skip
    return chamber


def say(future: Future, counted: int) -> str:
    """Say how far the count is, and where those in power stand in it."""
    count = Count(future, tuple(order_of(future)[:counted]))
    total = int(future.today.seats.sum())
    if not count.counted:
        return f"No region has reported. {_goal(total)}"
    label = in_power(future.case).label
    share = per_cent(_of_power(future, count.votes) / max(float(count.votes.sum()), 1.0))
    latest = swing_table(future, count.counted).iloc[0]
    last = _on_last_time(future, share) if count.complete else ""
    return (
        f"{len(count.counted)} of {len(count.order)} regions counted. {latest.region} reports: "
        f"{label} {latest.share} %, {points(latest.swing / 100)} since {before(future)[0]}. "
        f"{'In all' if count.complete else 'So far'} {label} has {share} % of the votes{last}"
        f"{_won(future, count, total)}"
    )


def counting(future: Future, counted: int) -> bool:
    """Whether the polls have closed and regions are still out."""
    return future.campaign.over and counted < len(order_of(future))


def _on_last_time(future: Future, share: float) -> str:
    """Say the swing in the whole country, where its last result is known."""
    last = last_time(future.case)
    if last is None or COUNTRY not in last.shares:
        return ""
    return f" ({points(share / 100 - last.shares[COUNTRY])} since {last.year})"


def _goal(total: int) -> str:
    if total == 1:
        return "The candidate with the most votes by the law is elected."
    return f"{total // 2 + 1} of {total} seats are a majority."


def _won(future: Future, count: Count, total: int) -> str:
    if total == 1:
        leader = page_looks(future.case)[int(count.seats.argmax())].label
        return f"; {leader} {'is elected' if count.complete else 'leads'}."
    seats, decided = _of_power(future, count.seats), int(count.decided.sum())
    if not (decided or count.complete):
        return f", which would be {seats_of(seats)}. {_goal(total)}"
    sure = _of_power(future, count.decided)
    rest = "" if decided == total else f" of the {decided} that are decided"
    more = int(count.seats.sum()) - decided
    lists = f", and would have {seats - sure} of the {more} list seats" if more else ""
    return f" and {seats_of(sure)}{rest}{lists}. {_goal(total)}"


def _of_power(future: Future, values: IntArray) -> int:
    return int(values[in_power(future.case).columns(future.case)].sum())


def option(future: Future) -> dict[str, Any]:
    """Describe the cloud of polling stations, and the layers of the result, to the browser."""
    stations = future.today.official
    bins = 50
    cloud = fingerprint(stations, bins=bins)
    label = page_looks(future.case)[stations.winner].label
    shade = cloud / cloud.max()
    dots = [[round((a + 0.5) * 100 / bins, 1), round((b + 0.5) * 100 / bins, 1),
             round(float(shade[a, b]), 3)]
            for a, b in np.argwhere(cloud > 0).tolist()]  # fmt: skip
    shares = layers(future)
    reach = ceiling(100 * max(shares.values()), 20)
    return base(
        unit="",
        visualMap={"show": False, "seriesIndex": 0, "dimension": 2, "min": 0,
                   "max": 1, "inRange": {"color": CIVIDIS[3::-1]}},
        grid=[{"left": 56, "right": 16, "top": 12, "height": 270},
              {"left": 190, "right": 56, "top": 356, "bottom": 24}],
        xAxis=[axis("Turnout at the polling station (%)", 0, 100, gridIndex=0),
               axis("", 0, reach, " %", gridIndex=1)],
        yAxis=[axis(f"Share of {label} (%)", 0, 100, gridIndex=0, nameGap=34),
               categories([name[:1].upper() + name[1:] for name in shares], gridIndex=1)],
        series=[
            {"id": "stations", "type": "scatter", "symbol": "rect", "symbolSize": 7, "data": dots,
             "name": "polling stations", "told": [_typical(future)]},
            {"id": "layers", "type": "bar", "xAxisIndex": 1, "yAxisIndex": 1,
             "itemStyle": {"color": "#5b6b7a"},
             "data": [per_cent(each) for each in shares.values()],
             "label": {"show": True, "position": "right", "formatter": "{c} %", "color": INK,
                       "fontSize": SIZE}},
        ],
    )  # fmt: skip


def _typical(future: Future) -> str:
    """Say where the middle of the cloud is."""
    stations = future.today.official
    turnout, share = (per_cent(np.nanmedian(each)) for each in (stations.turnout, stations.share))
    label = page_looks(future.case)[stations.winner].label
    return (
        f"Half of the stations have a turnout above {turnout} %, half give {label} over {share} %"
    )


def anomalous(future: Future) -> str:
    """Say how many votes Shpilkin's method calls anomalous."""
    every = shpilkin_by_choice(future.today.official)
    odd = [each["votes"] / 1e6 for each in every if each["rank"] == 1]
    return f"{min(odd):.2f} to {max(odd):.2f} million anomalous votes"


CHART = Chart(
    "fingerprint",
    "The fingerprint of the count",
    "What is behind the official result. Above, each dot is a group of polling stations: "
    "a tail towards the upper right means that more ballots came with more votes for one party. "
    "Anomalous: votes beyond those that its share at stations of usual turnout would give it "
    "(Shpilkin's method; from the least to the most over widths of bins and smoothings).",
    draw,
    table,
    option,
    height=500,
)
