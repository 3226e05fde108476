"""A chart on the page: drawn by the browser from numbers, with its table and its downloads."""

import io
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import solara
from matplotlib.figure import Figure
from mesa.visualization.utils import update_counter

from model.app.elements.plain import Numbers, Plain
from model.app.elements.wire import Option, Sent, Wire, unpacked
from model.app.future import Future
from model.app.session import Session
from model.display.drawing import in_print, sign
from model.scenario import Scenario


def _no_map(future: Future) -> dict[str, Any]:
    return {}


def _of_one_run(future: Future) -> str:
    return f"week {future.campaign.week}, {played(future.as_shown())}, seed {future.seed}."


def played(*cases: Scenario) -> str:
    """Say of which scenarios a picture is: their voters, names and fingerprints."""
    names = " and ".join(f"{each.name} ({each.hash[:16]})" for each in cases)
    return f"{cases[0].voters} voter agents; scenario{'s' * (len(cases) > 1)} {names}"


@dataclass(frozen=True)
class Chart:
    """A way to look at a future: what it is called, what it says, how it is drawn.

    `option` describes it to the browser (ECharts), `draw` to the printer; both, and `table`,
    take the future and may raise ValueError with a sentence for the visitor when there is
    nothing to show. `map` is the map that the option names: its name and its shapes. `count`
    says of how many runs it is, and `source` of which.
    """

    name: str
    title: str
    help: str
    draw: Callable[[Future], Figure]
    table: Callable[[Future], pd.DataFrame]
    option: Callable[[Future], Option]
    height: int | Callable[[Future], int] = 320
    map: Callable[[Future], dict[str, Any]] = _no_map
    count: str = "n = 1 run"
    source: Callable[[Future], str] = _of_one_run

    def height_of(self, future: Future) -> int:
        """Return its height on the page, pixels."""
        return self.height if isinstance(self.height, int) else self.height(future)

    def printed(self, future: Future) -> bytes:
        """Return the chart as PDF, with the small print at its foot as every figure has it."""
        return pdf_of(self.draw(future), f"{self.count}, {self.source(future)}")


@solara.component_vue("chart.vue", to_json=dict.fromkeys(("whole", "patch", "map"), unpacked))
def Canvas(
    whole: Sent,
    patch: Sent,
    map: Sent,
    label: str,
    week: int,
    height: int,
    event_choose: Callable[[str], None],
    event_numbers: Callable[[Any], None],
    event_lost: Callable[[Any], None],
) -> None:
    """Draw a chart: the whole picture first, then patches, each with the next serial number."""


@solara.component
def Charted(
    chart: Chart, session: Session, choose: Callable[[str], None] = lambda code: None
) -> None:
    """Show a chart with a line of help, its numbers one key away, and its downloads."""
    update_counter.get()
    future = session.shown
    height = chart.height_of(future)
    # A canvas of another height is a new one, which knows no picture that could be patched.
    wire = solara.use_memo(Wire, [chart.name, height])
    open_table, set_open = solara.use_state(False)
    _, again = solara.use_state(0)
    shapes = solara.use_memo(lambda: Sent(chart.map(future)), [chart.name])
    option, sentence = solara.use_memo(lambda: _drawn(chart, future), [chart, future.version])
    with solara.Column(gap="2px", classes=["chart"]):
        Plain("h3", chart.title)
        Plain("p", chart.help, classes=["help"])
        if sentence:
            Plain("p", sentence, classes=["note"])
            return

        def lost(_: Any) -> None:
            wire.start(dict(option))
            again(lambda count: count + 1)

        wire.tell(option)
        Canvas(
            whole=wire.whole, patch=wire.patch, map=shapes,
            label=f"{chart.title}. {chart.help} Press T for the numbers.", week=session.week,
            height=height,
            event_choose=choose, event_numbers=lambda _: set_open(not open_table), event_lost=lost,
        ).key(f"{chart.name} {height}")  # fmt: skip
        Below(
            {
                "PDF": (f"{chart.name}.pdf", lambda: chart.printed(future)),
                "CSV": (f"{chart.name}.csv", lambda: csv_of(chart.table(future))),
            },
            open_table, lambda: set_open(not open_table),
        )  # fmt: skip
        if open_table:
            Numbers(chart.table(future))


def _drawn(chart: Chart, future: Future) -> tuple[Option, str]:
    """Return the picture, or else the sentence that says why there is none."""
    try:
        return chart.option(future), ""
    except ValueError as sentence:
        return {}, str(sentence)


Files = Mapping[str, tuple[str, Callable[[], bytes]]]
"""What a button says, what its file is called, and what makes the file when it is asked for."""


@solara.component_vue("below.vue", to_json=dict.fromkeys(("offers", "made"), unpacked))
def _Below(
    offers: Sent,
    made: Sent,
    opened: bool | None,
    event_ask: Callable[[str], None],
    event_turn: Callable[[Any], None],
) -> None:
    """Show buttons for files and, before them, one that opens a table."""


@solara.component
def Below(
    files: Files, opened: bool | None = None, turn: Callable[[], None] = lambda: None
) -> None:
    """Offer files that are made when they are asked for; with `opened` also a table."""
    made, set_made = solara.use_state(Sent({}))

    def ask(label: str) -> None:
        name, make = files[label]
        content = b64encode(make()).decode()
        # Numbered, for the browser is told of nothing that is as before.
        set_made(lambda last: Sent({"number": last.data.get("number", 0) + 1,
                                    "name": name, "content": content}))  # fmt: skip

    _Below(
        offers=Sent([{"label": label, "name": name} for label, (name, _) in files.items()]),
        made=made, opened=opened, event_ask=ask, event_turn=lambda _: turn(),
    )  # fmt: skip


def pdf_of(figure: Figure, footer: str) -> bytes:
    """Return a figure as PDF with its small print, the same bytes for the same figure."""
    content = io.BytesIO()
    with in_print():
        sign(figure, footer)
        whole = None if figure.get_layout_engine() else "tight"
        figure.savefig(content, format="pdf", metadata={"CreationDate": None}, bbox_inches=whole)
    return content.getvalue()


def csv_of(table: pd.DataFrame) -> bytes:
    """Return a table as CSV, UTF-8."""
    return table.to_csv(index=False).encode()
