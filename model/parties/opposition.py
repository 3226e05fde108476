"""Ordinary opposition."""

from typing import ClassVar, Literal

from model.parameters.parameter import parameter
from model.politics.contracts import PartyType
from model.society.electorate import Bloc


class Opposition(PartyType):
    """A rival that means to govern: recognised, organised, with no deal with the state.

    What managed competition says of tolerated rivals does not hold of it. Its voters come from
    the same bloc of taste as those of other challengers.
    Source: Howard and Roessler (2006), doi:10.1111/j.1540-5907.2006.00189.x, on oppositions
    that join forces to win.
    """

    bloc: ClassVar[Bloc] = Bloc.CHALLENGER
    colours = ("#d1495b", "#2e7f6b", "#66527a", "#c08a2d", "#4f6d9b")
    markers = ("v", "X", "H", "P", "*")
    hatches = ("\\\\\\\\//", "||--", "..//", "xx..", "--//")
    place = 1
    kind: Literal["opposition"] = "opposition"
    stance: float = parameter(
        0.5, -1, 1, unit="-1 guardian .. +1 challenger", source="assumed",
        meaning="stance of the party towards the order, as its critic",
    )  # fmt: skip
    recognition: float = parameter(
        0.9, 0, 1, unit="share", source="assumed: known from earlier elections",
        meaning="share of the public that knows the party at the opening",
    )  # fmt: skip
    organisation: float = parameter(
        0.5, 0, 1, unit="share", source="assumed: branches in most regions",
        meaning="strength of the party's branches at the opening",
    )  # fmt: skip
