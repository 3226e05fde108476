"""The contract of party kinds: where a party starts, and which voters would consider it."""

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field, field_validator

from model.parameters.parameter import Part, declared, parameter
from model.parameters.registry import any_of, load
from model.politics.strategy import Strategy
from model.society.electorate import Bloc

MONEY = ("million", "million a week")
"""Units of money."""


class PartyType(Part):
    """A kind of party: where it starts, and which bloc of taste it belongs to."""

    bloc: ClassVar[Bloc]
    colours: ClassVar[tuple[str, ...]] = ()
    markers: ClassVar[tuple[str, ...]] = ()
    hatches: ClassVar[tuple[str, ...]] = ()
    """How its parties are drawn, the first of the kind first; none: neutral looks."""
    place: ClassVar[int] = 9
    """Where its parties stand in tables and legends, the smallest first."""
    is_new: ClassVar[bool] = False
    """Whether its parties are new to voters, and their votes those of new parties."""

    kind: str
    label: str = Field("", description="name shown to people")
    stands_from: int | None = Field(
        0, ge=0, description="week in which it is on the ballot; absent: a mechanism decides"
    )
    appeal: float = parameter(
        0.0, -6, 6, unit="logit", source="assumed",
        meaning="appeal of the party to every voter alike",
    )  # fmt: skip
    stands_in: tuple[str, ...] = Field((), description="regions where it stands; none: all")
    appeal_by: dict[str, float] = parameter(
        {}, -6, 6, unit="logit", source="assumed: the same everywhere",
        meaning="appeal of the party beyond that, by region or group: its strongholds",
    )  # fmt: skip
    platform: dict[str, float] = parameter(
        {}, -4, 4, unit="SD of voters", source="assumed", meaning="position of the party by issue"
    )
    owns: dict[str, float] = parameter(
        {}, 0, 1, unit="share", source="assumed", meaning="share of each issue that the party owns"
    )
    campaigns_on: dict[str, float] = parameter(
        {}, 0, 1, unit="share", source="assumed",
        meaning="share of the party's campaign effort by issue",
    )  # fmt: skip
    stance: float = parameter(
        0.0, -1, 1, unit="-1 guardian .. +1 challenger", source="assumed",
        meaning="stance of the party towards the order, by which protest voters judge it",
    )  # fmt: skip
    recognition: float = parameter(
        0.5, 0, 1, unit="share", source="assumed",
        meaning="share of the public that knows the party at the opening",
    )  # fmt: skip
    organisation: float = parameter(
        0.3, 0, 1, unit="share", source="assumed",
        meaning="strength of the party's branches at the opening",
    )  # fmt: skip
    funds: float = parameter(
        0.0, 0, 1_000_000, unit="million", source="assumed",
        meaning="money of the party at the opening",
    )  # fmt: skip
    income: float = parameter(
        0.0, 0, 100_000, unit="million a week", source="assumed",
        meaning="regular income of the party",
    )  # fmt: skip
    strategy: any_of("strategies", Strategy) = Field(  # type: ignore[valid-type]
        {"kind": "sticker"}, description="how it moves; `party_strategies` must be switched on"
    )

    @property
    def founded_by(self) -> str | None:
        """Faction of the party of power whose leavers found or join it.

        "": leavers of all factions that have no party of their own; None: nobody's.
        """
        return None

    @field_validator("strategy", mode="before")
    @classmethod
    def _by_name(cls, given: Any) -> Any:
        """Read `strategy = "hunter"` as a hunter with its defaults."""
        return {"kind": given} if isinstance(given, str) else given


def with_usual_money(party: Any, worth: float) -> Any:
    """Return the table of a party with the money that its kind has by default, where it says none.

    Defaults are prices of the model; `worth` units of the country's money do there what one does.
    """
    kinds = load("parties", PartyType)
    kind = kinds.get(str(party.get("kind"))) if isinstance(party, dict) else None
    if kind is None:
        return party
    usual = {
        name: worth * field.default
        for name, field in kind.model_fields.items()
        if (declared(field) or {}).get("unit") in MONEY
    }
    return {**usual, **party}


def copies(name: str, party: Any) -> Iterator[tuple[str, Any]]:
    """Write out a table with `copies = n` as n parties, NAME_1 .. NAME_n."""
    if not isinstance(party, dict) or "copies" not in party:
        yield name, party
        return
    number = party["copies"]
    plain = isinstance(number, int | float) and not isinstance(number, bool)
    if not plain or not 0 <= number <= 200 or number != int(number):
        raise ValueError(f"{name}: copies given {number!r}, allowed is a whole number 0 .. 200")
    rest = {key: value for key, value in party.items() if key != "copies"}
    for place in range(1, int(number) + 1):
        yield f"{name}_{place}", rest
