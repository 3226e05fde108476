"""The browser page: `solara run model.app`, or `partyofpower view`.

May import `simulation` and what lies below it.
"""

import os

import solara

from model.app.page import NAME, SCENARIO_VARIABLE, Page, warm_up
from model.own_parts import read, use

PARTS_VARIABLE = "PARTYOFPOWER_PARTS"
"""The files of own parts that the command named, which alone are run."""

use(read([each for each in os.environ.get(PARTS_VARIABLE, "").split(os.pathsep) if each]))
if SCENARIO_VARIABLE in os.environ:  # A server is about to listen.
    warm_up()

routes = [solara.Route("/", component=Page, label=NAME)]
"""One page; without this every file of the folder would become a page of its own."""

__all__ = ["Page", "routes"]
