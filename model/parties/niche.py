"""Splinters and sectoral parties."""

from typing import ClassVar, Literal

from pydantic import Field

from model.parameters.parameter import parameter
from model.politics.contracts import PartyType
from model.society.electorate import Bloc


class Niche(PartyType):
    """A splinter or sectoral party that owns one issue and inherits what its notables bring.

    What it is worth to voters is its appeal on average over runs; `newcomer_valence` draws the
    rest.
    Claim F2: sectoral and niche parties of those who leave; Meguid (2005),
    doi:10.1017/S0003055405051701.
    """

    bloc: ClassVar[Bloc] = Bloc.CHALLENGER
    colours = ("#832db6", "#d98fd0")
    markers = ("D", "P", "H")
    hatches = ("**", "OO", "o.")
    place = 3
    is_new = True
    kind: Literal["niche"] = "niche"
    stands_from: int | None = Field(
        None, ge=0, description="week in which it is on the ballot; absent: its founders decide"
    )
    faction: str = Field(
        "", description="faction whose leavers found or join it; none: all that have no own party"
    )
    appeal: float = parameter(
        -0.65, -6, 6, unit="logit",
        meaning="appeal of the party to every voter alike, on average over runs",
        source="found by simulation from first votes of past entrants "
        "(experiments/evidence/entrant_appeal.py); claim Z2",
    )  # fmt: skip
    stance: float = parameter(
        0.3, -1, 1, unit="-1 guardian .. +1 challenger", source="assumed",
        meaning="stance of the party towards the order, critical but not radical",
    )  # fmt: skip
    recognition: float = parameter(
        0.3, 0, 1, unit="share", source="assumed, 0.1 to 0.6",
        meaning="share of the public that knows the party's notables at the opening and after",
    )  # fmt: skip
    organisation: float = parameter(
        0.08, 0, 1, unit="share", source="assumed",
        meaning="strength of the branches that its notables bring",
    )  # fmt: skip

    @property
    def founded_by(self) -> str | None:
        """The faction whose leavers found or join it."""
        return self.faction
