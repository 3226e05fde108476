"""Rivals paid for by oligarchs."""

from typing import ClassVar, Literal

from pydantic import Field

from model.parameters.parameter import parameter
from model.politics.contracts import PartyType
from model.society.electorate import Bloc


class OligarchEntrant(PartyType):
    """A fresh party that a known and wealthy founder pays for: a name, money and novelty.

    It opens without branches. What it is worth to voters is its appeal on average over runs;
    `newcomer_valence` draws the rest. Claims F1, Z5: entry financed by unhappy oligarchs.
    """

    bloc: ClassVar[Bloc] = Bloc.CHALLENGER
    colours = ("#e76300", "#ffa90e", "#bd1f01")
    markers = ("^", ">", "<")
    hatches = ("xxxx", "++++", "oo")
    place = 2
    is_new = True
    kind: Literal["oligarch_entrant"] = "oligarch_entrant"
    stands_from: int | None = Field(
        None, ge=0, description="week in which it is on the ballot; absent: its founder decides"
    )
    appeal: float = parameter(
        -1.1, -6, 6, unit="logit",
        meaning="appeal of the party to every voter alike, on average over runs",
        source="found by simulation from first votes of past entrants "
        "(experiments/evidence/entrant_appeal.py); claim Z2",
    )  # fmt: skip
    stance: float = parameter(
        0.7, -1, 1, unit="-1 guardian .. +1 challenger", source="assumed; claim K3",
        meaning="stance of the party towards the order, with an agenda of sweeping criticism",
    )  # fmt: skip
    recognition: float = parameter(
        0.5, 0, 1, unit="share", source="assumed, 0.1 to 0.9; a celebrity: 0.95",
        meaning="share of the public that knows the founder's name at the opening and after",
    )  # fmt: skip
    organisation: float = parameter(
        0.02, 0, 1, unit="share", source="assumed",
        meaning="strength of the party's branches at the opening",
    )  # fmt: skip
    own_media: float = parameter(
        0.0, 0, 1, unit="share", source="assumed: most own none; the owner of a channel 0.3 to 0.7",
        meaning="share of the public that channels of the founder's own reach at the opening",
    )  # fmt: skip
    wealth: float = parameter(
        200.0, 0, 1_000_000, unit="million", source="assumed",
        meaning="fortune that the founder can spend",
    )  # fmt: skip
    grievance: float = parameter(
        0.5, 0, 1, unit="share", source="assumed",
        meaning="grievance of the founder against those in power",
    )  # fmt: skip
