"""The page: Mesa's controls beside tabs that show the campaign from all sides."""

import os
from pathlib import Path
from typing import Any

import solara
import solara.lab
from mesa.visualization import SolaraViz
from mesa.visualization.utils import force_update, update_counter

from model.app.controls import Events, Levers, Sliders
from model.app.elements.picture import Charted
from model.app.elements.plain import Plain
from model.app.inspect import Inspect, Region
from model.app.manyruns import ManyRuns
from model.app.plan import Plan
from model.app.session import DEFAULT, Session
from model.app.takeaway import TakeAway
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
from model.app.views.ensemble import Ensemble
from model.display.looks import words
from model.scenario import ScenarioError, load_scenario, shipped_scenarios

NAME = "Party of Power"
VOTERS = (3_000, 10_000, 30_000, 100_000)
SCENARIO_VARIABLE = "PARTYOFPOWER_SCENARIO"


def opening_scenario() -> str:
    """Return the scenario that the page was started with."""
    return os.environ.get(SCENARIO_VARIABLE, DEFAULT)


def scenarios() -> list[str]:
    """List the scenarios to choose from: the shipped ones, and the one of the start."""
    return list(dict.fromkeys([opening_scenario(), *shipped_scenarios()]))


def parameters(plan: Plan) -> dict[str, Any]:
    """Describe Mesa's own inputs: they act, like the sliders, after Reset."""
    return {
        "case": {
            "type": "Select", "label": "Scenario", "value": opening_scenario(),
            "values": scenarios(),
        },
        "voters": {
            "type": "Select", "label": "Voter agents", "value": 10_000, "values": list(VOTERS)
        },
        "rng": {
            "type": "SliderInt", "label": "Seed of the random numbers", "value": 1, "min": 0,
            "max": 200, "step": 1,
        },
        "plan": plan,
    }  # fmt: skip


@solara.component
def Page() -> None:
    """Show one visitor's campaign; every browser tab has its own."""
    plan = solara.use_memo(Plan, [])
    model = solara.use_reactive(
        solara.use_memo(lambda: Session(case=opening_scenario(), plan=plan), [])
    )
    solara.Title(f"{NAME}: watch a campaign, move the levers, compare two futures")
    solara.Style(Path(__file__).with_name("page.css"))
    SolaraViz(
        model, components=[], model_params=solara.use_memo(lambda: parameters(plan), []), name=NAME
    )
    Main(model.value)


@solara.component
def Act(session: Session) -> None:
    """Put events, levers and sliders below Mesa's controls; they act on one of the runs."""
    update_counter.get()
    chosen, choose = solara.use_state("This run")
    futures = session.futures
    name = chosen if chosen in futures else next(iter(futures))
    future = futures[name]
    with solara.Sidebar(), solara.Column(gap="0"):
        solara.Text(
            "Scenario, voters, seed and sliders act after Reset; events and levers act at once, "
            "from the next week on. The play interval is the rest between two weeks.",
            classes=["help"],
        )
        if len(futures) > 1:
            solara.Select(
                "The controls below act on", list(futures), name, on_value=choose,
                style="margin: 14px 12px 0",
            )  # fmt: skip
        of = f" ({name.lower()})" if len(futures) > 1 else ""
        Events(future, of, force_update).key(f"events {name}")
        Levers(future, force_update).key(f"levers {name}")
        Sliders(future).key(f"sliders {name}")


@solara.component
def Main(session: Session) -> None:
    """Show the head line and the tabs; only the open tab is drawn."""
    tab, set_tab = solara.use_state(0)
    region, set_region = solara.use_state("")
    voter, set_voter = solara.use_state("0")
    last: solara.Reactive[Ensemble | None] = solara.use_reactive(None)

    def inspect_voter(row: str) -> None:
        set_voter(row)
        set_tab(NAMES.index("Voter"))

    def inspect_region(code: str) -> None:
        set_region(code)
        set_tab(NAMES.index("Regions"))

    Act(session)
    Headline(session)
    with solara.lab.Tabs(value=tab, on_value=set_tab, lazy=True):
        with solara.lab.Tab(NAMES[0]):
            Overview(session, inspect_region)
        with solara.lab.Tab(NAMES[1]):
            Regions(session, (region, set_region), inspect_voter)
        with solara.lab.Tab(NAMES[2]):
            Voters(session)
        with solara.lab.Tab(NAMES[3]):
            Charted(elites.CHART, session)
        with solara.lab.Tab(NAMES[4]):
            Charted(night.CHART, session)
        with solara.lab.Tab(NAMES[5]):
            Compare(session)
        with solara.lab.Tab(NAMES[6]):
            ManyRuns(session, last)
        with solara.lab.Tab(NAMES[7]):
            Inspect(session, voter, set_voter)
        with solara.lab.Tab(NAMES[8]):
            TakeAway(session)


NAMES = (
    "Overview", "Regions", "Voters", "Elite", "Election night", "Compare", "Many runs", "Voter",
    "Take away",
)  # fmt: skip


@solara.component
def Headline(session: Session) -> None:
    """Say what is played and where it stands; show what went wrong."""
    update_counter.get()
    case, campaign = session.case, session.campaign
    day = int(campaign.state.stocks.election_week)
    Plain("h2", case.title or words(case.name))
    left = "Polling day has come." if campaign.over else f"Polling day is in week {day}."
    solara.Text(
        f"Week {campaign.week}. {left} {case.voters:,} voter agents, seed {session.seed}.",
        classes=["week"],
    )
    if session.problem:
        solara.Error(session.problem)


@solara.component
def Overview(session: Session, inspect_region: Any) -> None:
    """Show the campaign at a glance."""
    update_counter.get()
    choice, set_choice = solara.use_state(regions.LEADING)
    with solara.Div(classes=["pair"]):
        Charted(support.CHART, session)
        Charted(hemicycle.CHART, session)
        with solara.Column(gap="2px"):
            solara.Select("Colour of the map", regions.CHOICES, choice, on_value=set_choice)
            Charted(regions.map_chart(choice), session, inspect_region)
        Charted(poll.CHART, session)
    Chronicle(session)


@solara.component
def Chronicle(session: Session) -> None:
    """List what happened, the last first."""
    update_counter.get()
    with solara.Details("Chronicle"):
        for week, _, text in reversed(support.happened(session)):
            solara.Text(f"Week {week}: {text}")


@solara.component
def Regions(session: Session, chosen: Any, inspect_voter: Any) -> None:
    """Show the tile grid beside the region that was picked."""
    update_counter.get()
    choice, set_choice = solara.use_state(regions.CHOICES[1])
    region, set_region = chosen
    solara.Select("Colour", regions.CHOICES, choice, on_value=set_choice)
    with solara.Div(classes=["pair"]):
        Charted(regions.tile_chart(choice), session, set_region)
        with solara.Column():
            where = session.campaign.setting.cells.regions
            labels = dict(zip(where.labels, where.codes, strict=True))
            shown = next((label for label, code in labels.items() if code == region), None)
            solara.Select(
                "Region", list(labels), shown, on_value=lambda label: set_region(labels[label])
            )
            Region(session, region, inspect_voter)


@solara.component
def Voters(session: Session) -> None:
    """Show where voters are, how angry they are and who changed sides."""
    update_counter.get()
    issues = session.case.population.issues
    first, set_first = solara.use_state(0)
    second, set_second = solara.use_state(min(len(issues), 4) - 1)
    pair = (min(first, len(issues) - 1), min(second, len(issues) - 1))
    with solara.Row():
        solara.Select("Across", list(issues), issues[pair[0]],
                      on_value=lambda issue: set_first(issues.index(issue)))  # fmt: skip
        solara.Select("Upwards", list(issues), issues[pair[1]],
                      on_value=lambda issue: set_second(issues.index(issue)))  # fmt: skip
    with solara.Div(classes=["pair"]):
        Charted(policy_space.chart(pair), session)
        Charted(flows.CHART, session)
        Charted(protest.CHART, session)


@solara.component
def Compare(session: Session) -> None:
    """Choose a second scenario and see both."""
    update_counter.get()
    nothing = "none"
    message, set_message = solara.use_state("")

    def choose(name: str) -> None:
        try:
            load_scenario(name) if name != nothing else None
            session.compare("" if name == nothing else name)
            set_message("")
        except ScenarioError as error:
            set_message(str(error))
        force_update()

    solara.Select(
        "Second scenario (same seed and number of voters)",
        [nothing, *scenarios()], session.plan.rival or nothing, on_value=choose,
    )  # fmt: skip
    solara.Text(
        "To see what one change does, choose the same scenario, then let the events, levers and "
        "sliders on the left act on the second run.",
        classes=["help"],
    )
    if message:
        solara.Warning(message)
    Charted(comparison.CHART, session)
