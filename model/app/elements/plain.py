"""Text on the page: whatever comes from a file is shown as it is written, never as HTML."""

import reacton.ipyvuetify
import solara


@solara.component
def Plain(tag: str, text: str, classes: list[str] | None = None) -> None:
    """Show text in an element such as `h2`; its signs are signs, not markup."""
    reacton.ipyvuetify.Html(tag=tag, children=[text], class_=" ".join(classes or []))


@solara.component
def Facts(rows: dict[str, str]) -> None:
    """Show names and values side by side."""
    html = reacton.ipyvuetify.Html
    with html(tag="table", class_="facts"):
        for name, value in rows.items():
            with html(tag="tr"):
                html(tag="th", children=[name], attributes={"scope": "row"})
                html(tag="td", children=[value])
