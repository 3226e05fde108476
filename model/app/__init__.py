"""The browser page: `solara run model.app`, or `partyofpower view`.

May import `simulation` and what lies below it.
"""

import solara

from model.app.page import NAME, Page

routes = [solara.Route("/", component=Page, label=NAME)]
"""One page; without this every file of the folder would become a page of its own."""

__all__ = ["Page", "routes"]
