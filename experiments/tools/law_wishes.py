"""The law that a user names, and what the user wishes to be otherwise in it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from model.ballot.tiers.returns import Base, Returns
from model.ballot.tiers.tier import Tier
from model.ballot.tiers.tiered_law import TieredLaw
from model.laws.tiers import Tiers
from model.parameters import registry as catalogue
from model.parameters.errors import meant, sentence
from model.parameters.table import text_of
from model.politics.contracts import ElectoralLaw

LARGEST_HOUSE = 100_000


@dataclass(frozen=True)
class Wishes:
    """What replaces the law's own numbers; None and empty keep them."""

    seats: int | None = None
    seats_by: Path | None = None
    threshold: float | None = None
    threshold_of: Base | None = None
    exempt: tuple[str, ...] = ()
    first_divisor: float | None = None
    guaranteed_runner_up: int | None = None
    surplus_agreements: bool = False
    national: bool = False
    """Whether the votes of districts are added up."""
    lot: int | None = None

    def __post_init__(self) -> None:
        if self.seats_by and (self.national or self.seats is not None):
            raise ValueError("--seats-by leaves no room for --seats or --national: give one.")
        if self.seats is not None and not 1 <= self.seats <= LARGEST_HOUSE:
            raise ValueError(
                f"The number of seats is {self.seats}; it must lie in 1..{LARGEST_HOUSE}."
            )
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise ValueError(
                f"The threshold is {self.threshold}; it must be a fraction in 0..1: write 7 % as "
                "0.07."
            )

    def rules_of_lists(self) -> dict[str, Any]:
        """Return the wishes that concern lists only, by option."""
        return {
            "--threshold": self.threshold,
            "--threshold-of": self.threshold_of,
            "--exempt": self.exempt,
            "--first-divisor": self.first_divisor,
            "--guaranteed-runner-up": self.guaranteed_runner_up,
            "--surplus-agreements": self.surplus_agreements,
        }

    def of_the_house(self, law: ElectoralLaw) -> ElectoralLaw:
        """Return a law that is no list of tiers with the seats and the threshold wished for."""
        wishes = {"house_size": self.seats, "threshold": self.threshold}
        changes = {field: value for field, value in wishes.items() if value is not None}
        words = {"house_size": "--seats", "threshold": "--threshold"}
        for field in changes:
            if field not in type(law).model_fields:
                raise ValueError(_leave_out(words[field], law))
        others = (
            self.seats_by,
            self.threshold_of,
            self.exempt,
            self.first_divisor,
            self.guaranteed_runner_up,
            self.lot,
        )
        if any(each not in (None, ()) for each in others) or self.surplus_agreements:
            raise ValueError(
                f"The law {law.kind} is no list of tiers: only --seats, --threshold and "
                "--national change it."
            )
        return law.model_copy(update=changes)


def _leave_out(option: str, law: ElectoralLaw) -> str:
    return (
        f"The law {law.kind.replace('_', '-')} has nothing that {option} could set; "
        f"leave {option} out or choose another law."
    )


def law_called(name: str) -> ElectoralLaw:
    """Return the law of a name or of a TOML file of tiers. Raises ValueError if there is none."""
    laws = catalogue.load("laws", ElectoralLaw)
    if name.endswith(".toml"):
        content = _read(Path(name))
        kind = str(content.setdefault("kind", "tiers"))
        if kind == "tiers" and "tiers" not in content:
            raise ValueError(f"{name} has no tiers; head each with [tiers.NAME].")
        return _validated(laws.get(kind, Tiers), content, name)
    key = name.strip().lower().replace("-", "_")
    if key not in laws:
        raise ValueError(_unknown(name, key, list(laws)))
    if key == "tiers":
        raise ValueError("A law of tiers is a file: --law FILE.toml, each headed [tiers.NAME].")
    return laws[key].model_validate({})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path} is not a TOML file: {error}.") from error


def _validated(kind: type[ElectoralLaw], content: Mapping[str, Any], where: str) -> ElectoralLaw:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        problems = [sentence(kind, each) for each in error.errors()]
        raise ValueError("\n".join(f"{where}: {each}" for each in problems)) from None


def _unknown(name: str, key: str, known: list[str]) -> str:
    written = [each.replace("_", "-") for each in known]
    close = get_close_matches(key.replace("_", "-"), written, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]}? There are" if close else "there are"
    return f"There is no law called {name!r}; {hint}: {', '.join(written)}, and TOML files."


def wished(
    law: TieredLaw, name: str, wishes: Wishes, districts: bool, returns: Returns
) -> tuple[TieredLaw, list[str]]:
    """Return the law with what a user wishes, and what is to be said about it.

    The sizes of districts come from the returns. Raises ValueError for wishes that the law
    cannot fulfil and for districts of which it would make no use.
    """
    tiers = dict(law.list_of_tiers())
    own = isinstance(law, Tiers)
    changed = {key: _ruled(tier, wishes, returns) for key, tier in tiers.items()}
    if not any(tier.by_lists for tier in tiers.values()):
        for option, given_rule in wishes.rules_of_lists().items():
            if given_rule not in (None, (), False):
                raise ValueError(_leave_out(option, law))
    if wishes.seats is not None and len(tiers) > 1:
        raise ValueError(_leave_out("--seats", law))
    _refuse_other_seats(next(iter(tiers.values())), wishes, districts, returns)
    given = returns.seats is not None
    if given and not own and not wishes.national and len(tiers) == 1:
        changed = {
            key: fields | {"units": "districts", "seats": None} for key, fields in changed.items()
        }
    changed = {
        key: fields if own and wishes.seats is None else _sized(fields, wishes, districts, given)
        for key, fields in changed.items()
    }
    _use_of_districts(changed, name, districts and not wishes.national, returns)
    said = [
        f"The law's own number of seats is taken: {tier['seats']} ({key})"
        + ("; --seats N sets another." if len(tiers) == 1 else ".")
        for key, tier in changed.items()
        if not own and wishes.seats is None and tier["seats"]
    ]
    chosen = _validated(Tiers, {"tiers": changed}, name)
    assert isinstance(chosen, TieredLaw)
    return chosen, said


def _ruled(tier: Tier, wishes: Wishes, returns: Returns) -> dict[str, Any]:
    """Return a tier's fields with the rules wished for."""
    fields = tier.model_dump()
    for party in wishes.exempt:
        if party not in returns.names:
            raise ValueError(
                f"--exempt {party}: no party is called so{meant(party, returns.names)}."
            )
    if tier.by_lists:
        fields["exempt"] = (*tier.exempt, *wishes.exempt)
        fields["surplus_agreements"] |= wishes.surplus_agreements
        for rule in ("threshold", "threshold_of", "first_divisor", "guaranteed_runner_up"):
            if getattr(wishes, rule) is not None:
                fields[rule] = getattr(wishes, rule)
    return fields


def _sized(fields: dict[str, Any], wishes: Wishes, districts: bool, given: bool) -> dict[str, Any]:
    """Return a tier's fields with the sizes that the votes have, or that are wished for."""
    by_lists = fields["formula"] != "plurality"
    if fields["units"] == "country":
        return fields | ({} if wishes.seats is None else {"seats": wishes.seats})
    if districts:
        # The number of districts and of their seats is the file's, never the law's.
        seats = wishes.seats if by_lists and not given else None
        return fields | {"seats": seats, "unit_seats": ()}
    if wishes.seats and not by_lists:
        # Districts that all vote alike elect whoever is first in the country.
        return fields | {"units": "country", "seats": wishes.seats}
    return fields


def _refuse_other_seats(tier: Tier, wishes: Wishes, districts: bool, returns: Returns) -> None:
    """Raise ValueError for a number of seats beside the one that the votes have."""
    if wishes.seats is not None and returns.seats is not None and not wishes.national:
        raise ValueError(
            "The votes have a column seats, which leaves no room for --seats: leave --seats out, "
            "or delete the column."
        )
    one_each = tier.units == "districts" and not tier.by_lists and districts
    if one_each and wishes.seats not in (None, returns.districts):
        raise ValueError(
            f"The votes come from {returns.districts} districts with a seat each, and --seats says "
            f"{wishes.seats}; leave --seats out."
        )


def _use_of_districts(
    tiers: Mapping[str, dict[str, Any]], name: str, districts: bool, returns: Returns
) -> None:
    apart = [fields for fields in tiers.values() if fields["units"] != "country"]
    if districts and not apart:
        raise ValueError(
            f"The votes come from {returns.districts} districts, and the law {name} shares the "
            "seats of the country: give each district its seats with --seats-by FILE, or add the "
            "districts up with --national."
        )
    if apart and returns.districts > 1 and not districts:
        raise ValueError(f"The law {name} counts districts apart: leave --national out.")
    if apart and not districts:
        raise ValueError(
            f"The law {name} counts districts apart: give the votes a column district"
            + (", or say with --seats how many districts vote alike." if len(tiers) == 1 else ".")
        )
