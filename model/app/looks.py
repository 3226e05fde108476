"""How the page draws: one fixed look for every party, plain axes, text that can be read.

Colours are the ten of Petroff (2021, arXiv:2107.02270), chosen to be told apart with
colour-blind eyes; markers say the same without colour. The party of power is blue, new
parties are warm, established ones muted, as in the figures of the experiments.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from model.scenario import Scenario

INK = "#222222"
FAINT = "#767676"
SEQUENTIAL = "cividis"

_LOOKS = {
    "incumbent": (("#3f90da", "o"),),
    "established": (
        ("#94a4a2", "s"), ("#a96b59", "p"), ("#b9ac70", "h"), ("#717581", "d"), ("#92dadd", "8"),
    ),
    "oligarch_entrant": (("#e76300", "^"), ("#ffa90e", ">"), ("#bd1f01", "<")),
    "niche": (("#832db6", "D"), ("#d98fd0", "P")),
}  # fmt: skip
_OTHER = (("#3b3b3b", "X"), ("#5f9e8f", "*"), ("#c4b7d8", "v"))

_STYLE: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "text.parse_math": False,
    "pdf.fonttype": 42,
    # Text stays text: it can be selected, searched and read aloud.
    "svg.fonttype": "none",
    "svg.hashsalt": "party-of-power",
}


@dataclass(frozen=True)
class Look:
    """How a party appears wherever it is drawn."""

    label: str
    colour: str
    marker: str


def looks(scenario: Scenario) -> list[Look]:
    """Return the looks of the parties in the order of their columns."""
    ranks: dict[str, int] = {}
    result = []
    for name, party in scenario.parties.items():
        rank = ranks.setdefault(party.kind, 0)
        ranks[party.kind] += 1
        choices = _LOOKS.get(party.kind, _OTHER)
        colour, marker = choices[rank % len(choices)]
        result.append(Look(party.label or words(name), colour, marker))
    return result


def words(name: str) -> str:
    """Say a name of the model in words."""
    plain = name.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


@contextmanager
def style() -> Iterator[None]:
    """Draw and save in the style of the page."""
    with matplotlib.rc_context(_STYLE):
        yield


def canvas(width: float = 6.4, height: float = 3.6) -> Figure:
    """Return an empty figure that arranges itself; never pyplot, whose figures pile up."""
    return Figure(figsize=(width, height), layout="constrained")


def framed(width: float, height: float, **margins: float) -> Figure:
    """Return an empty figure with given margins (shares): drawn in half the time.

    For the pictures that are drawn anew every week.
    """
    figure = Figure(figsize=(width, height))
    figure.subplots_adjust(**margins)
    return figure


def percent(axis: Any) -> None:
    """Write the ticks of an axis of shares as per cent."""
    axis.set_major_formatter(lambda share, _: f"{100 * share:g} %")


def said(share: float) -> str:
    """Write a share as per cent with one decimal."""
    return f"{100 * share:.1f} %"
