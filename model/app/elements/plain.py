"""Text on the page: whatever comes from a file is shown as it is written, never as HTML."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import reacton.ipyvuetify
import solara

from model.app.elements.wire import Sent, unpacked

MOST_ROWS = 200
"""Rows of a table that are shown; the download has all."""


@solara.component
def Plain(
    tag: str, text: str, classes: list[str] | None = None, attributes: dict[str, str] | None = None
) -> None:
    """Show text in an element such as `h2`; its signs are signs, not markup."""
    reacton.ipyvuetify.Html(
        tag=tag, children=[text], class_=" ".join(classes or []), attributes=attributes or {}
    )


@solara.component
def Facts(rows: dict[str, str]) -> None:
    """Show names and values side by side."""
    html = reacton.ipyvuetify.Html
    with html(tag="table", class_="facts"):
        for name, value in rows.items():
            with html(tag="tr"):
                html(tag="th", children=[name], attributes={"scope": "row"})
                html(tag="td", children=[value])


@solara.component_vue("numbers.vue", to_json={"rows": unpacked})
def _Table(columns: list[str], rows: Sent, caption: str) -> None:
    """Show a table."""


@solara.component
def Numbers(table: pd.DataFrame) -> None:
    """Show a table of numbers, its first rows if there are very many."""
    shown = table.tail(MOST_ROWS)
    rows = [[_said(each) for each in row] for row in shown.itertuples(index=False)]
    left_out = len(table) - len(shown)
    caption = f"The last {MOST_ROWS} of {len(table)} rows; the CSV has all." if left_out else ""
    _Table(columns=[str(each) for each in table.columns], rows=Sent(rows), caption=caption)


def _said(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


@solara.component_vue("upload.vue")
def Upload(label: str, event_read: Callable[[dict[str, str]], None]) -> None:
    """Offer to read a text file of the visitor's."""
