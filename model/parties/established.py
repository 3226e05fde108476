"""Registered rivals."""

from typing import ClassVar, Literal

from model.parameters.parameter import parameter
from model.politics.contracts import PartyType
from model.society.electorate import Bloc


class Established(PartyType):
    """A registered rival that has sat through many elections: recognised, half-dead, tolerated.

    Claim Z1: the existing rivals are half-dead.
    """

    bloc: ClassVar[Bloc] = Bloc.ESTABLISHED
    colours = ("#94a4a2", "#a96b59", "#b9ac70", "#717581", "#92dadd")
    markers = ("s", "p", "h", "d", "8")
    hatches = ("////", "....", "\\\\\\\\", "----", "||||")
    place = 1
    kind: Literal["established"] = "established"
    recognition: float = parameter(
        0.6, 0, 1, unit="share", source="assumed: on every ballot for years",
        meaning="share of the public that knows the party at the opening",
    )  # fmt: skip
    organisation: float = parameter(
        0.25, 0, 1, unit="share", source="assumed; claim Z1",
        meaning="strength of the party's branches at the opening",
    )  # fmt: skip
