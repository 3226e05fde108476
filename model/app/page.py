"""The page: the story above, the weeks in a bar that stays, tabs, and the controls beside them.

It is built from Mesa's own parts for Solara: its `ModelController` plays, pauses, steps and
resets a `mesa.Model` (`Session`), and every part draws itself anew by Mesa's `update_counter`.
Mesa's frame around these, `SolaraViz` (3.3), is left out on purpose: it puts the buttons into a
drawer that a phone hides, has no place for a verdict above or for a bar that stays, numbers its
tabs "Page 0", fixes pictures to a grid of its own, sets parameters only by starting again
without what was done by hand, and switches to a dark theme that the colours of parties are not
made for.
"""

import os
from pathlib import Path

import reacton.ipyvuetify
import solara
from mesa.visualization.utils import update_counter

from model.app.elements.inputs import Address
from model.app.elements.plain import Plain
from model.app.panels.controls import Controls
from model.app.panels.story import Story, Transport
from model.app.panels.tabs import Tabs
from model.app.plan import DEFAULT
from model.app.visit import Visit
from model.numerics.compiled import announce_compiling

NAME = "Party of Power"
SCENARIO_VARIABLE = "PARTYOFPOWER_SCENARIO"


def opening_scenario() -> str:
    """Return the scenario that the page was started with."""
    return os.environ.get(SCENARIO_VARIABLE, DEFAULT)


def warm_up() -> None:
    """Play and draw a week for nobody, so that the first visitor need not wait for compilation."""
    announce_compiling()
    visit = Visit(opening_scenario())
    visit.playing.step()
    shown = solara.AppLayout(children=[Page()])
    _, drawn = solara.render(shown, handle_error=False)
    drawn.close()


@solara.component
def Page() -> None:
    """Show one visitor's campaign; every browser tab has its own."""
    query = solara.use_router().search or ""
    visit = solara.use_memo(lambda: Visit(opening_scenario(), query), [])
    solara.Title(f"{NAME}: watch a campaign, change it, compare two futures")
    solara.Style(Path(__file__).with_name("page.css"))
    html = reacton.ipyvuetify.Html
    with solara.Div(classes=["page"]):
        Plain("h1", NAME)
        Kept(visit)
        with html(tag="section", class_="main", attributes={"aria-label": "The campaign"}):
            Story(visit)
            Transport(visit)
            Tabs(visit)
        with html(tag="aside", class_="act", attributes={"aria-label": "Change something"}):
            Controls(visit)


@solara.component
def Kept(visit: Visit) -> None:
    """Keep the address in step with what is shown."""
    update_counter.get()
    visit.view.get()
    visit.generation.get()
    Address(state=visit.address(), event_arrive=visit.arrive)
