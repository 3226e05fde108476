"""Groups of voters: the axes along which a country tells its people apart, and who plays a role."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from model.parameters.names import NAME, NAMES

ROLES = {
    "poor": "the poor",
    "middle_class": "the middle class",
    "elite": "the well-off and well-connected",
    "depends_on_state": "people who live on the state's money",
    "independent_of_state": "people who do not",
    "titular": "the nation that the state is named after",
}
"""What mechanisms and levers ask for; a country says which of its groups plays each, or none."""

GROUP = re.compile(rf"({NAME}):({NAME})")


@dataclass(frozen=True)
class Groups:
    """The groups of a country as `axis:group`, and the roles that they play.

    The axes come in the order in which they are first named, and every axis has two groups or
    more. Raises ValueError for groups and roles that cannot be, with a line for each.
    """

    names: tuple[str, ...]
    roles: Mapping[str, str]

    def __post_init__(self) -> None:
        odd = self._odd_names()
        problems = [*odd, *self._odd_roles(), *([] if odd else self._odd_players())]
        if problems:
            raise ValueError("\n".join(problems))
        object.__setattr__(self, "roles", MappingProxyType(dict(self.roles)))

    def _odd_names(self) -> list[str]:
        odd = [
            f"groups: given {name!r}, allowed is AXIS:GROUP, each of {NAMES}"
            for name in self.names
            if not GROUP.fullmatch(name)
        ]
        if odd:
            return odd
        repeated = sorted({name for name in self.names if self.names.count(name) > 1})
        alone = [axis for axis, groups in self.axes.items() if len(groups) < 2]
        return [
            *(f"groups: given {name!r} more than once; allowed is each once" for name in repeated),
            *(f"groups: given one group of {axis!r}, allowed are two or more" for axis in alone),
        ]

    def _odd_roles(self) -> list[str]:
        known = ", ".join(ROLES)
        return [
            f"roles: no role {role!r}; there are {known}"
            for role in self.roles
            if role not in ROLES
        ]

    def _odd_players(self) -> list[str]:
        return [
            f"roles.{role}: no group {group!r}; there are {', '.join(self.names) or 'none'}"
            for role, group in self.roles.items()
            if group not in self.names
        ]

    @cached_property
    def axes(self) -> Mapping[str, tuple[str, ...]]:
        """The full names of the groups of each axis."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self.names:
            axis = name.split(":")[0]
            found[axis] = (*found.get(axis, ()), name)
        return MappingProxyType(found)

    def axis_of(self, role: str) -> str | None:
        """Return the axis one of whose groups plays a role; None if nobody plays it."""
        group = self.roles.get(role)
        return None if group is None else group.split(":")[0]

    def full_name(self, group: str) -> str | None:
        """Return a group's name with its axis; None if there is none, or more than one."""
        if group in self.names:
            return group
        found = [name for name in self.names if name.split(":")[1] == group]
        return found[0] if len(found) == 1 else None

    def named_twice(self, where: str, given: Collection[str]) -> Iterator[str]:
        """Tell of groups that are given both with their axis and without it."""
        for name in given:
            full = self.full_name(name)
            if full != name and full in given:
                yield (
                    f"{where}: given {name!r} and {full!r}, which are the same group; use one "
                    "name only"
                )
