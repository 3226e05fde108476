"""Who lives in the country: from a scenario's population to its cells."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from pydantic import Field, model_validator
from scipy.special import expit

from model.numerics.arrays import Array, read_only
from model.numerics.per_head import per_head
from model.parameters.parameter import Component, Parameter, parameter
from model.society.groups import Groups
from model.society.regions import Regions, RegionsTable, rake, regions_of, shift_to_mean

STRATA = ("poor", "middle_class", "elite")
"""Roles between which society is divided by wealth."""

GROUP_SHARES = "population.group_shares."
ROUNDING = 1e-9
"""How far shares of a whole may be from it: they are written as decimals, and added up."""

DEPENDENT_ODDS = {"poor": 1.6, "elite": 0.8}
"""Odds of living on the state's money against the middle class (assumed, range .5 to 3)."""


class Population(Component):
    """The electorate's composition; regions come from a table, the rest is assumed."""

    regions: RegionsTable
    groups: tuple[str, ...] = Field((), description="groups of voters, `axis:group`, in order")
    roles: dict[str, str] = Field(default_factory=dict, description="which group plays a role")
    issues: tuple[str, ...] = Field(("economy", "identity", "order", "reform"), min_length=1)
    electorate: float = parameter(
        1_000_000, 1_000, 2e9, unit="people", meaning="registered electors",
        source="the country: what it states, or the sum of its table",
    )  # fmt: skip
    group_shares: dict[str, float] = parameter(
        {}, 0, 1, unit="share", source="the country",
        meaning="national share of a group whose shares by region a table gives",
        part_of="group_shares",
    )  # fmt: skip
    urban: float = parameter(
        0.5, 0, 1, unit="share", meaning="national share of people in towns",
        source="the country: what it states, or the mean of its table",
    )  # fmt: skip
    middle_class: float = parameter(
        0.55, 0.1, 0.85, unit="share", source="assumed",
        meaning="national share of the middle class",
    )  # fmt: skip
    elite: float = parameter(
        0.05, 0.005, 0.15, unit="share", source="assumed", meaning="national share of the elite"
    )
    state_dependent: float = parameter(
        0.44, 0.2, 0.7, unit="share",
        meaning="share of electors who live on public pay, pensions, benefits or in state housing",
        source="assumed: about 19 % pensioners, 15 % public payroll, 10 % benefits and students",
    )  # fmt: skip
    wage_slope: float = parameter(
        1.0, 0, 3, unit="logit per log wage", source="assumed",
        meaning="rise of the middle class, and fall of dependence on the state, with wages",
    )  # fmt: skip
    party_members: float = parameter(
        0.07, 0, 0.5, unit="share", source="claim D7: 830,000 members of 11.9 million",
        meaning="share of electors who are members of the party of power",
    )  # fmt: skip
    state_media: float = parameter(
        0.55, 0.05, 0.95, unit="share", source="assumed", meaning="median diet of state media"
    )
    state_media_urban: float = parameter(
        -0.8, -3, 3, unit="logit", source="assumed",
        meaning="difference of the state-media diet between towns and villages",
    )  # fmt: skip
    protest: float = parameter(
        -1.1, -5, 5, unit="logit", source="assumed: g = 0.25 at the median voter",
        meaning="protest of the median voter",
    )  # fmt: skip
    protest_spread: float = parameter(
        0.9, 0.05, 3, unit="logit", source="assumed",
        meaning="standard deviation of protest within a group",
    )  # fmt: skip
    protest_by_group: dict[str, float] = parameter(
        {}, -3, 3, unit="logit", source="assumed", meaning="protest added for a group or region"
    )
    issue_means: dict[str, dict[str, float]] = parameter(
        {}, -3, 3, unit="SD of voters", source="assumed",
        meaning="mean position of a group by issue",
    )  # fmt: skip
    issue_spread: float = parameter(
        1.0, 0, 3, unit="SD", source="the unit of the policy space",
        meaning="standard deviation of positions within a group",
    )  # fmt: skip
    neighbours: int = parameter(
        8, 2, 32, unit="people", source="chosen: a small circle",
        meaning="number of others whose view a voter knows",
    )  # fmt: skip
    homophily: float = parameter(
        0.5, 0, 1, unit="share", source="assumed",
        meaning="likeness of neighbours: 0 drawn from the whole region, 1 from one's own kind",
    )  # fmt: skip
    opinion_leaders: float = parameter(
        0.1, 0.005, 0.5, unit="share",
        source="assumed; a tenth to a third in Katz and Lazarsfeld, Personal Influence (1955)",
        meaning="share of voters who are opinion leaders, the most engaged",
    )  # fmt: skip
    rewiring: float = parameter(
        0.1, 0, 1, unit="share", source="assumed; Watts and Strogatz 1998, doi:10.1038/30918",
        meaning="share of ties that lead far away in the network",
    )  # fmt: skip

    @model_validator(mode="after")
    def _groups_hang_together(self) -> "Population":
        _ = self.groups_and_roles
        return self

    @cached_property
    def groups_and_roles(self) -> Groups:
        """The groups of voters and the roles they play."""
        return Groups(self.groups, MappingProxyType(self.roles))

    @cached_property
    def cells(self) -> "Cells":
        """Where its people live, and to which groups they belong."""
        return composed(self)

    def stated_shares(self, axis: str) -> dict[str, float]:
        """Return the national shares that are given to groups of an axis, by full name."""
        groups, shares = self.groups_and_roles, self.group_shares.items()
        full = {groups.full_name(name): share for name, share in shares}
        return {name: full[name] for name in groups.axes[axis] if name in full}

    def odd_shares(self) -> Iterator[str]:
        """Tell of national shares of the groups of an axis that do not make a whole."""
        for axis, names in self.groups_and_roles.axes.items():
            stated = self.stated_shares(axis)
            total, every = math.fsum(stated.values()), len(stated) == len(names)
            if total > 1 + ROUNDING or (every and total < 1 - ROUNDING):
                yield (
                    f"population.group_shares: given a sum of {total:.15g} for "
                    f"{', '.join(stated)}; allowed is {'1' if every else '1 at most'}, and a group "
                    f"of {axis!r} that is left out has what is left"
                )

    def with_its_whole(self, parameter: Parameter) -> Parameter:
        """Say of the national share of a group of which axis it is a part."""
        if not parameter.path.startswith(GROUP_SHARES):
            return parameter
        name = self.groups_and_roles.full_name(parameter.path.removeprefix(GROUP_SHARES))
        return replace(parameter, part_of=f"{parameter.part_of} of {str(name).split(':')[0]}")

    def problems(self) -> list[str]:
        """Return why its people cannot be composed, a line each."""
        try:
            _ = self.cells
        except ValueError as error:
            return str(error).splitlines()
        return []


@dataclass(frozen=True, eq=False)
class Cells:
    """The electorate by region and the product of the country's axes, C cells in that order."""

    regions: Regions
    groups: Groups
    region: np.ndarray  # (C,) index
    places: Mapping[str, np.ndarray]  # axis: (C,) index into the groups of the axis
    people: Array  # (C,) expected number
    urban: Array  # (R,) share who live in towns, shifted to the national margin
    stratum: np.ndarray  # (C,) index into STRATA; 1 for all where nobody is poor or elite
    state_dependent: np.ndarray  # (C,) 0 or 1; the national share where nobody plays that role

    def members(self, group: str) -> Array:
        """Return 1 for the cells of a region or of a group, `axis:group`.

        The axis may be left out where no region and no other group is called so.
        Raises ValueError for a group that does not exist.
        """
        if group in self.regions.codes:
            return _is(self.region, self.regions.codes.index(group))
        name = self.groups.full_name(group)
        if name is None:
            known = ", ".join((*self.groups.names, *self.regions.codes))
            raise ValueError(f"There is no group called {group!r}; there are {known}.")
        axis = name.split(":")[0]
        return _is(self.places[axis], self.groups.axes[axis].index(name))

    def playing(self, role: str) -> Array:
        """Return 1 for the cells of the group that plays a role; 0 where none does."""
        group = self.groups.roles.get(role)
        return np.zeros(len(self.people)) if group is None else self.members(group)

    def by_group(self, shifts: dict[str, float]) -> Array:
        """Return the sum of the shifts of the groups a cell belongs to, shape (C,)."""
        result = np.zeros(len(self.people))
        for group, shift in shifts.items():
            result += shift * self.members(group)
        return result

    def by_role(self, shifts: dict[str, float]) -> Array:
        """Return the sum of the shifts of the roles that a cell plays, shape (C,)."""
        result = np.zeros(len(self.people))
        for role, shift in shifts.items():
            result += shift * self.playing(role)
        return result


def _is(index: np.ndarray, place: int) -> Array:
    return np.asarray(index == place, dtype=np.float64)


def composed(population: Population) -> Cells:
    """Compose the cells of a population: regional tables raked to the national margins.

    Raises ValueError for an axis of groups whose shares nothing tells.
    """
    groups = population.groups_and_roles
    regions = regions_of(population.regions, groups, population.electorate)
    unknown = underived(groups, regions)
    if unknown:
        raise ValueError("\n".join(unknown))
    axes = list(groups.axes)
    shape = (len(regions.codes), *(len(groups.axes[axis]) for axis in axes))
    people = regions.electorate.reshape(-1, *[1] * len(axes))
    strata = groups.axis_of("middle_class")
    before = ["region", *([strata] if strata else [])]  # what dependence on the state goes by
    for axis in axes:
        given = _shares(population, regions, groups, axis)
        named = ["region", axis] if given.ndim == 2 else [*before, axis]
        people = people * _spread(given, named, ["region", *axes])
    region, *places = np.indices(shape).reshape(len(shape), -1)
    cells = Cells(
        regions=regions,
        groups=groups,
        region=region,
        places=dict(zip(axes, places, strict=True)),
        people=people.ravel(),
        urban=shift_to_mean(regions.urban, regions.electorate, population.urban),
        stratum=np.ones(0),
        state_dependent=np.ones(0),
    )
    return read_only(_with_roles(cells, population))


def _with_roles(cells: Cells, population: Population) -> Cells:
    """Note which cells are poor or elite, and which live on the state's money."""
    stratum = 1 + (cells.playing("elite") - cells.playing("poor")).astype(np.int64)
    told_apart = "depends_on_state" in cells.groups.roles
    level = np.full(len(cells.people), population.state_dependent)
    depends = cells.playing("depends_on_state").astype(np.int64) if told_apart else level
    return replace(cells, stratum=stratum, state_dependent=depends)


def _spread(shares: Array, named: list[str], every: list[str]) -> Array:
    """Give an array with some of the axes a dimension for each of all."""
    order = sorted(range(len(named)), key=lambda place: every.index(named[place]))
    ordered = shares.transpose(order)
    present = [named[place] for place in order]
    sizes = dict(zip(present, ordered.shape, strict=True))
    return ordered.reshape([sizes.get(axis, 1) for axis in every])


def underived(groups: Groups, regions: Regions) -> list[str]:
    """Say of each axis whose shares are neither in the table nor follow from roles."""
    return [
        f"the table of regions has no column for the groups of {axis!r} ({', '.join(names)}), and "
        f"they do not play the roles from which shares are derived ({', '.join(STRATA)}; or "
        "depends_on_state and one other group)"
        for axis, names in groups.axes.items()
        if axis not in regions.groups and not (_strata(groups, axis) or _dependence(groups, axis))
    ]


def _strata(groups: Groups, axis: str) -> bool:
    """Whether an axis divides society by wealth, and does nothing else."""
    played = {role for role, group in groups.roles.items() if group in groups.axes[axis]}
    return len(groups.axes[axis]) == len(STRATA) and played >= set(STRATA)


def _dependence(groups: Groups, axis: str) -> bool:
    return len(groups.axes[axis]) == 2 and groups.axis_of("depends_on_state") == axis


def _shares(population: Population, regions: Regions, groups: Groups, axis: str) -> Array:
    """Return the shares of the groups of an axis: from the table, or derived from wages.

    Shape (R, groups); (R, strata, groups) for people who live on the state's money.
    """
    names = groups.axes[axis]
    if axis in regions.groups:
        return _raked(population, regions, groups, axis)
    if _strata(groups, axis):
        strata = dict(zip(STRATA, _stratum_shares(population, regions), strict=True))
        return np.stack([strata[_role(groups, name, STRATA)] for name in names], axis=1)
    dependent = _dependent_shares(population, regions, groups)
    depends = groups.roles["depends_on_state"]
    return np.stack([dependent if name == depends else 1 - dependent for name in names], axis=-1)


def _role(groups: Groups, group: str, among: Iterable[str]) -> str:
    """Return which of some roles a group plays; nothing if it plays none of them."""
    return next((role for role in among if groups.roles.get(role) == group), "")


def _raked(population: Population, regions: Regions, groups: Groups, axis: str) -> Array:
    """Shares of the table by region, raked to the national margins where these are given."""
    stated = population.stated_shares(axis)
    if not stated:
        return regions.groups[axis]
    given = np.array([stated.get(name, np.nan) for name in groups.axes[axis]])
    table = regions.electorate[:, None] * regions.groups[axis]
    # Groups without a national share keep their proportions in what the others leave.
    others = np.where(np.isnan(given), table.sum(axis=0), 0.0)
    rest = max(1 - np.nansum(given), 0.0) * per_head(others, others.sum())
    margins = np.where(np.isnan(given), rest, given)
    people = rake(
        table, regions.electorate, per_head(margins, margins.sum()) * regions.electorate.sum()
    )
    return per_head(people, people.sum(axis=1, keepdims=True))


def _stratum_shares(population: Population, regions: Regions) -> tuple[Array, Array, Array]:
    """Richer regions have more middle class and elite; national shares are the given ones."""
    lift = population.wage_slope * np.log(regions.wage)
    start = expit(lift)
    middle = shift_to_mean(start, regions.electorate, population.middle_class)
    elite = shift_to_mean(start, regions.electorate, population.elite)
    middle = np.minimum(middle, 0.98 - elite)
    return 1 - middle - elite, middle, elite


def _dependent_shares(population: Population, regions: Regions, groups: Groups) -> Array:
    """Share living on the state's money, shape (R, strata); the poor depend more.

    Without strata the shape is (R,).
    """
    axis = groups.axis_of("middle_class")
    strata = (
        np.ones((len(regions.codes), 1))
        if axis is None
        else _shares(population, regions, groups, axis)
    )
    names = ("",) if axis is None else groups.axes[axis]
    roles = [_role(groups, name, DEPENDENT_ODDS) for name in names]
    odds = np.log([DEPENDENT_ODDS.get(role, 1.0) for role in roles])
    start = expit(odds - population.wage_slope * np.log(regions.wage)[:, None])
    weights = regions.electorate[:, None] * strata
    found = shift_to_mean(start.ravel(), weights.ravel(), population.state_dependent)
    found = found.reshape(start.shape)
    return found[:, 0] if axis is None else found
