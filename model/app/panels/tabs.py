"""The tabs: the campaign from all sides; only the open one is drawn."""

import asyncio
from collections.abc import Callable

import solara
import solara.lab
from mesa.visualization.utils import update_counter

from model.app.address import TABS
from model.app.elements.inputs import Choice, pick_one
from model.app.elements.picture import Charted
from model.app.elements.plain import Plain
from model.app.elements.wire import Sent
from model.app.ensemble import Ensemble
from model.app.panels.inspect import Inspect, Region
from model.app.panels.manyruns import CHANCE, ManyRuns
from model.app.panels.story import Chronicle
from model.app.panels.takeaway import TakeAway
from model.app.plan import Wish
from model.app.session import SECOND, Session
from model.app.story.starts import known_scenarios, title_of
from model.app.views import (
    comparison,
    elites,
    flows,
    hemicycle,
    night,
    policy_space,
    poll,
    protest,
    regions,
    support,
)
from model.app.visit import Visit
from model.scenario import ScenarioError

REGIONS, VOTER = TABS.index("Regions"), TABS.index("Voter")
NOTHING = ""
AT_NIGHT = 0.9
"""Seconds between two regions that report."""


@solara.component
def Tabs(visit: Visit) -> None:
    """Show the tabs."""
    view, session = visit.view.value, visit.playing
    last: solara.Reactive[Ensemble | None] = solara.use_reactive(None)
    kind = solara.use_reactive(CHANCE)

    def close_the_polls_anew() -> None:
        if view.counted and not session.campaign.over:
            visit.see(counted=0)

    solara.use_effect(close_the_polls_anew, [session.number])
    parts: tuple[Callable[[], object], ...] = (
        lambda: Overview(visit),
        lambda: Regions(visit),
        lambda: Voters(visit),
        lambda: Charted(elites.CHART, session),
        lambda: Night(visit),
        lambda: Compare(visit),
        lambda: ManyRuns(session, last, kind),
        lambda: Inspect(session, view.voter, lambda row: visit.see(voter=row)),
        lambda: TakeAway(session),
    )
    with solara.lab.Tabs(value=view.tab, on_value=lambda tab: visit.see(tab=tab), lazy=True):
        for name, part in zip(TABS, parts, strict=True):
            with solara.lab.Tab(name):
                part()


def _colour(visit: Visit, usual: str) -> str:
    chosen = visit.view.value.colour
    return chosen if chosen in regions.CHOICES else usual


@solara.component
def Overview(visit: Visit) -> None:
    """Show the campaign at a glance."""
    session = visit.playing
    choice = _colour(visit, regions.CHOICES[1])
    with solara.Div(classes=["pair", "first"]):
        Charted(support.CHART, session)
        Chronicle(visit)
        Charted(hemicycle.CHART, session)
        with solara.Column(gap="2px"):
            pick_one(
                "Colour of the map", choice, regions.CHOICES, lambda each: visit.see(colour=each)
            )
            shown = regions.map_chart if regions.has_map(session) else regions.tile_chart
            Charted(
                shown(choice), session, lambda code: visit.see(region=code, tab=REGIONS)
            ).key(f"map {choice} {session.case.population.regions.name}")  # fmt: skip
        Charted(poll.CHART, session)


@solara.component
def Regions(visit: Visit) -> None:
    """Show the tile grid beside the region that was picked."""
    session = visit.playing
    choice, region = _colour(visit, regions.CHOICES[1]), visit.view.value.region
    where = session.campaign.setting.cells.regions
    names = [(NOTHING, "none", ""), *((code, label, "") for code, label in
                                      zip(where.codes, where.labels, strict=True))]  # fmt: skip
    with solara.Row(classes=["choices"]):
        pick_one("Colour", choice, regions.CHOICES, lambda each: visit.see(colour=each))
        Choice(label="Region", value=region, options=Sent(names),
               event_pick=lambda code: visit.see(region=code))  # fmt: skip
    with solara.Div(classes=["pair"]):
        Charted(
            regions.tile_chart(choice), session, lambda code: visit.see(region=code)
        ).key(f"tiles {choice}")  # fmt: skip
        with solara.Column():
            Region(session, region, lambda row: visit.see(voter=row, tab=VOTER))


@solara.component
def Voters(visit: Visit) -> None:
    """Show where voters are, how angry they are and who changed sides."""
    session, view = visit.playing, visit.view.value
    issues = session.case.population.issues
    pair = (min(view.across, len(issues) - 1), min(view.upwards, len(issues) - 1))
    # One issue is a line and no space.
    if len(issues) > 1:
        with solara.Row(classes=["choices"]):
            pick_one("Across", issues[pair[0]], list(issues),
                     lambda issue: visit.see(across=issues.index(issue)))  # fmt: skip
            pick_one("Upwards", issues[pair[1]], list(issues),
                     lambda issue: visit.see(upwards=issues.index(issue)))  # fmt: skip
    with solara.Div(classes=["pair"]):
        if len(issues) > 1:
            Charted(policy_space.chart(pair), session).key(f"space {pair}")
        Charted(flows.CHART, session)
        Charted(protest.CHART, session)


@solara.component
def Night(visit: Visit) -> None:
    """Count the regions one after the other once polling day has come."""
    update_counter.get()
    session = visit.playing
    future = session.shown
    odd, against = solara.use_memo(
        lambda: (
            (night.anomalous(future), night.since(future)) if future.campaign.over else ("",) * 2
        ),
        [future.version],
    )
    counted = visit.view.value.counted
    if not future.campaign.over:
        day = int(future.campaign.state.stocks.election_week)
        Plain(
            "p", f"The polls close in week {day}; this is week {future.campaign.week}. Then the "
            "regions are counted here, one after the other.", classes=["note"],
        )  # fmt: skip
        return
    _Count(visit).key(f"night {future.number}")
    Plain("p", against, classes=["help"])
    Charted(night.count_chart(counted), session)
    if not night.counting(future, counted):
        Charted(night.CHART, session)
        Plain("p", odd)


@solara.component
def _Count(visit: Visit) -> None:
    future = visit.playing.shown
    counted = visit.view.value.counted
    going = solara.use_reactive(False)
    total = len(night.order_of(future))

    def one_more() -> None:
        visit.see(counted=min(visit.view.peek().counted + 1, total))

    async def count() -> None:
        while going.value and visit.view.peek().counted < total:
            one_more()
            await asyncio.sleep(AT_NIGHT)
        going.set(False)

    solara.lab.use_task(count, dependencies=[going.value])
    done = counted >= total
    with solara.Row(classes=["choices"]):
        solara.Button(
            "Stop the count" if going.value else "Count the regions", disabled=done,
            color="primary", on_click=lambda: going.set(not going.value),
        )  # fmt: skip
        solara.Button("Next region", disabled=done or going.value, outlined=True,
                      on_click=one_more)  # fmt: skip
        solara.Button("All at once", disabled=done, outlined=True,
                      on_click=lambda: visit.see(counted=total))  # fmt: skip
    Plain("p", night.say(future, counted), classes=["verdict"], attributes={"role": "status"})


def second_futures(session: Session) -> tuple[str, list[tuple[str, str, str]]]:
    """Return which of all second futures is played, and all of them as the page offers them.

    One that is no shipped scenario as it came has a line of its own.
    """
    none = (NOTHING, "none", "")
    shipped = [(each.name, each.title, each.country) for each in known_scenarios()]
    if session.second is None:
        return NOTHING, [none, *shipped]
    wish, title = session.second.wish(), session.second.case.title
    if wish == Wish(wish.scenario) and wish.scenario in {name for name, *_ in shipped}:
        return wish.scenario, [none, *shipped]
    changed = f"{title or title_of(wish.scenario)}{', changed' if wish.changes else ''}"
    return SECOND, [none, (SECOND, changed, "Yours"), *shipped]


@solara.component
def Compare(visit: Visit) -> None:
    """Choose a second future and see both."""
    update_counter.get()
    session = visit.playing
    message, set_message = solara.use_state("")

    def choose(name: str) -> None:
        try:
            visit.compare(Wish(name) if name != NOTHING else None)
            set_message("")
        except ScenarioError as error:
            set_message(str(error))

    second, options = second_futures(session)
    Choice(label="Second future, same seed and voters", value=second, options=Sent(options),
           event_pick=choose)  # fmt: skip
    Plain(
        "p", "To see what one change does, branch from a week, or choose the same scenario, and "
        "let the controls act on the second future.", classes=["help"],
    )  # fmt: skip
    if message:
        Plain("p", message, classes=["note"], attributes={"role": "alert"})
    future = session.shown
    if future.beside is not None:
        Plain("p", comparison.say(future), classes=["verdict"], attributes={"role": "status"})
    Charted(comparison.CHART, session).key(f"compare {session.second and session.second.number}")
