"""Splinters and sectoral parties."""

from typing import ClassVar, Literal

from pydantic import Field

from model.parameters.parameter import parameter
from model.politics.contracts import PartyType
from model.society.electorate import Bloc


class Niche(PartyType):
    """A splinter or sectoral party that owns one issue and inherits what its notables bring.

    Claim F2: sectoral and niche parties of those who leave; Meguid (2005),
    doi:10.1017/S0003055405051701.
    """

    bloc: ClassVar[Bloc] = Bloc.CHALLENGER
    kind: Literal["niche"] = "niche"
    stands_from: int | None = Field(
        None, ge=0, description="week in which it is on the ballot; absent: its founders decide"
    )
    faction: str = Field(
        "", description="faction whose leavers found or join it; none: all that have no own party"
    )
    appeal: float = parameter(
        -2.4, -6, 6, unit="logit", source="assumed; claim Z2: most new forces are weak",
        meaning="general appeal",
    )  # fmt: skip
    stance: float = parameter(
        0.3, -1, 1, unit="-1 guardian .. +1 challenger", source="assumed",
        meaning="critical, not radical",
    )  # fmt: skip
    recognition: float = parameter(
        0.15, 0, 1, unit="share", source="assumed", meaning="known through its notables"
    )
    organisation: float = parameter(
        0.08, 0, 1, unit="share", source="assumed", meaning="branches its notables bring"
    )
