"""One fixed look for every party, wherever it is drawn.

Colours are the ten of Petroff (2021, arXiv:2107.02270), chosen to be told apart with
colour-blind eyes; a marker and a hatch say the same in greyscale. Each kind of party declares
its looks in its own file: the party of power is blue, new parties are warm, established ones
are muted. The place of a party among those of its kind fixes its look, so a further entrant
recolours nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from model.parameters.names import NONE_OF_THEM
from model.parameters.parameter import Part
from model.parameters.registry import load

INK = "#222222"
FAINT = "#767676"
SEQUENTIAL = "cividis"
PETROFF = BLUE, ORANGE, VIOLET, GREY, RED, BROWN, YELLOW, SILVER, SAND, SKY = (
    "#3f90da", "#e76300", "#832db6", "#717581", "#bd1f01", "#a96b59", "#ffa90e", "#94a4a2",
    "#b9ac70", "#92dadd",
)  # fmt: skip
LINES = (
    (BLUE, "o", "-"), (ORANGE, "^", "--"), (VIOLET, "D", "-."), (GREY, "s", ":"),
    (RED, "v", (0, (5, 1, 1, 1))), (BROWN, "P", (0, (3, 1, 1, 1, 1, 1))),
)  # fmt: skip
"""Colour, marker and dashes of the lines of a figure that are no parties."""

SHADES = (0.0, -0.35, 0.35, -0.6, 0.6, -0.8)
"""How much white (above 0) or black is mixed into a colour each time that it comes round."""

_NEUTRAL_COLOURS = ("#3b3b3b", "#5f9e8f", "#c4b7d8")
_NEUTRAL_MARKERS = ("X", "*", "v")
_NEUTRAL_HATCHES = ("/.", "\\.", "x.")


class _OfNone:
    """How electors who favour no party are drawn: light, and behind every party."""

    colours = ("#bdbdbd",)
    markers = (".",)
    hatches = ("",)


@dataclass(frozen=True)
class Look:
    """How a party is drawn wherever it appears."""

    colour: str
    marker: str
    hatch: str
    label: str = ""


def look(kind: str, rank: int) -> Look:
    """Return the look of the party that is number `rank` (from 0) among those of its kind.

    When a kind has more parties than colours the colours come round again, lighter or darker
    and with the next marker and hatch, so that a dozen of a kind look different. A kind that
    declares no look, or that the model no longer has, is drawn in neutral ones.
    """
    declared: Any = _OfNone if kind == NONE_OF_THEM else load("parties", Part).get(kind)
    colours = getattr(declared, "colours", ()) or _NEUTRAL_COLOURS
    markers = getattr(declared, "markers", ()) or _NEUTRAL_MARKERS
    hatches = getattr(declared, "hatches", ()) or _NEUTRAL_HATCHES
    again, place = divmod(rank, len(colours))
    return Look(
        colour=_shaded(colours[place], SHADES[again % len(SHADES)]),
        marker=markers[(place + again) % len(markers)],
        hatch=hatches[(place + again) % len(hatches)],
    )


def _shaded(colour: str, shade: float) -> str:
    """Mix a colour with white (shade above 0) or black (below 0)."""
    if not shade:
        return colour
    # Here, for it takes a fifth of a second, and who plays a run without a figure needs none.
    from matplotlib.colors import to_hex, to_rgb

    end = 1.0 if shade > 0 else 0.0
    red, green, blue = ((1 - abs(shade)) * x + abs(shade) * end for x in to_rgb(colour))
    return to_hex((red, green, blue))


def looks(parties: Mapping[str, Any]) -> list[Look]:
    """Return the looks of parties by name, each with its label, in their order."""
    ranks: dict[str, int] = {}
    found = []
    for name, party in parties.items():
        rank = ranks.setdefault(party.kind, 0)
        ranks[party.kind] += 1
        found.append(replace(look(party.kind, rank), label=party.label or words(name)))
    return found


def words(name: str) -> str:
    """Say a name of the model in words."""
    plain = name.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]
