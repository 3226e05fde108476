"""The party of power."""

from typing import ClassVar, Literal

from model.parameters.parameter import parameter
from model.politics.contracts import PartyType
from model.society.electorate import Bloc


class Incumbent(PartyType):
    """The party of power: known to all, organised everywhere, tied to the leader and the state.

    Claims D7-D8, S1-S7 of the analysis (`claims.csv` of its country).
    """

    bloc: ClassVar[Bloc] = Bloc.INCUMBENT
    colours = ("#3f90da",)
    markers = ("o",)
    hatches = ("",)
    place = 0
    kind: Literal["incumbent"] = "incumbent"
    office: float = parameter(
        1.0, 0, 1, unit="relative", source="by definition: without a coalition all of them",
        meaning="offices of the party, against those of the other parties in power",
    )  # fmt: skip
    stance: float = parameter(
        -0.8, -1, 1, unit="-1 guardian .. +1 challenger", source="assumed",
        meaning="stance of the party of power towards the order, as its guardian",
    )  # fmt: skip
    recognition: float = parameter(
        1.0, 0, 1, unit="share", source="claim S7",
        meaning="share of the public that knows the party at the opening",
    )  # fmt: skip
    organisation: float = parameter(
        0.9, 0, 1, unit="share", source="claims D8, S1: branches in every region",
        meaning="strength of the party's branches at the opening",
    )  # fmt: skip
    promises: float = parameter(
        1.0, 0, 3, unit="relative", source="the unit: the programme of the last election",
        meaning="size of the party's promises, against those of the last election",
    )  # fmt: skip
    delivery: float = parameter(
        0.6, 0, 1, unit="share", source="assumed; claim W4: a failure to live up to promises",
        meaning="share of its promises that the party keeps",
    )  # fmt: skip
