"""Who stands on which side: those in power together, alliances, and parties by themselves."""

from typing import Any, NamedTuple

from model.display.looks import looks, words
from model.scenario import Scenario

POWER = "in_power"
"""The key of a coalition in power that does not stand as an alliance."""


class Side(NamedTuple):
    """Parties that govern or stand together, or one by itself: what they are called, who it is."""

    label: str
    names: tuple[str, ...]

    def total(self, result: dict[str, Any], what: str) -> float:
        """Return what they have together in the row of a result, such as votes or seats."""
        return float(sum(result.get(f"{what}.{name}", 0.0) for name in self.names))

    def columns(self, case: Scenario) -> list[int]:
        """Return their columns."""
        return [list(case.parties).index(name) for name in self.names]


def together(case: Scenario) -> dict[str, Side]:
    """Return what is counted together, by key: alliances, and those in power if they are none.

    An alliance is whole here: a member that does not share the state counts as well. One that
    is called as a party has `_together` at the end of its key.
    """
    allied = {
        f"{key}_together" if key in case.parties else key: Side(
            each.label or words(key), tuple(each.members)
        )
        for key, each in case.alliances.items()
    }
    power = in_power(case)
    told = len(power.names) == 1 or any(
        set(power.names) == set(side.names) for side in allied.values()
    )
    return allied if told else {POWER: power, **allied}


def in_power(case: Scenario) -> Side:
    """Return the party of power, with those that share the state; where none is, the first."""
    names = tuple(name for name, each in case.parties.items() if each.kind == "incumbent")
    names = names or (next(iter(case.parties)),)
    labels = _labels(case)
    for key, alliance in case.alliances.items():
        if len(names) > 1 and set(names) <= set(alliance.members):
            return Side(alliance.label or words(key), names)
    return Side(labels[names[0]] + (" and its partners" if len(names) > 1 else ""), names)


def rivals(case: Scenario) -> list[Side]:
    """Return the alliances and parties that are not in power."""
    power, labels = in_power(case), _labels(case)
    allied = [
        Side(
            each.label or words(key),
            tuple(name for name in each.members if name not in power.names),
        )
        for key, each in case.alliances.items()
    ]
    taken = {name for side in (power, *allied) for name in side.names}
    alone = [Side(labels[name], (name,)) for name in case.parties if name not in taken]
    return [*(side for side in allied if side.names), *alone]


def strongest_rival(case: Scenario, result: dict[str, Any]) -> Side | None:
    """Return the side with the most seats of those not in power; None if they have none."""
    every = sorted(rivals(case), key=lambda side: -side.total(result, "seats"))
    return every[0] if every and every[0].total(result, "seats") else None


def joint(case: Scenario) -> list[Side]:
    """Return the sides of more than one party: a coalition in power, and alliances of rivals."""
    return [side for side in (in_power(case), *rivals(case)) if len(side.names) > 1]


def one_office(case: Scenario) -> bool:
    """Whether a president is elected, and no house."""
    return bool(case.law.elected == 1)


def _labels(case: Scenario) -> dict[str, str]:
    every = zip(case.parties, looks(case.parties), strict=True)
    return {name: look.label for name, look in every}
