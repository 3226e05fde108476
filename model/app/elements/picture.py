"""A chart on the page: its picture, and its downloads as PDF and as a table."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import solara
from matplotlib.figure import Figure
from mesa.visualization.utils import update_counter

from model.app.elements.plain import Plain
from model.app.session import Session
from model.display.drawing import on_screen


@dataclass(frozen=True)
class Chart:
    """A way to look at a session: what it is called, what it says, how it is drawn.

    `draw` and `table` take the session and may raise ValueError with a sentence for the
    visitor when there is nothing to show.
    """

    name: str
    title: str
    help: str
    draw: Callable[[Session], Figure]
    table: Callable[[Session], pd.DataFrame]


@solara.component_vue("picture.vue")
def Picture(svg: str, label: str, event_choose: Callable[[str], None]) -> None:
    """Show a drawing whose parts named `pick:code:name` can be clicked or reached by Tab."""


@solara.component
def Charted(
    chart: Chart, session: Session, choose: Callable[[str], None] = lambda code: None
) -> None:
    """Show a chart with a line of help, and offer its figure and table for download."""
    update_counter.get()
    with solara.Column(gap="2px", classes=["chart"]):
        Plain("h3", chart.title)
        Plain("p", chart.help, classes=["help"])
        svg, sentence = solara.use_memo(lambda: _drawn(chart, session), [chart, session.version])
        if sentence:
            solara.Info(sentence)
            return
        Picture(svg=svg, label=f"{chart.title}. {chart.help}", event_choose=choose)
        with solara.Row(gap="4px"):
            Download("Figure (PDF)", f"{chart.name}.pdf", lambda: pdf_of(chart.draw(session)))
            Download("Table (CSV)", f"{chart.name}.csv", lambda: csv_of(chart.table(session)))


def _drawn(chart: Chart, session: Session) -> tuple[str, str]:
    """Return the picture, or else the sentence that says why there is none."""
    try:
        return svg_of(chart.draw(session)), ""
    except ValueError as sentence:
        return "", str(sentence)


@solara.component
def Download(label: str, filename: str, data: Callable[[], bytes]) -> None:
    """Offer a file that is made when it is asked for."""
    with solara.FileDownload(data, filename=filename, label=label):
        solara.Button(label, text=True, small=True, icon_name="mdi-download")


def svg_of(figure: Figure) -> str:
    """Return a figure as SVG text, without the XML head."""
    text = io.StringIO()
    with on_screen():
        figure.savefig(text, format="svg", metadata={"Date": None})
    drawing = text.getvalue()
    return drawing[drawing.index("<svg") :]


def pdf_of(figure: Figure) -> bytes:
    """Return a figure as PDF, the same bytes for the same figure."""
    content = io.BytesIO()
    with on_screen():
        figure.savefig(content, format="pdf", metadata={"CreationDate": None})
    return content.getvalue()


def csv_of(table: pd.DataFrame) -> bytes:
    """Return a table as CSV, UTF-8."""
    return table.to_csv(index=False).encode()
