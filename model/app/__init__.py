"""The browser page: `solara run model.app`, or `partyofpower view`."""

from model.app.page import Page

__all__ = ["Page"]
