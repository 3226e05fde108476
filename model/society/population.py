"""Who lives in the country: from a scenario's population to its cells."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pydantic import Field
from scipy.special import expit

from model.numerics.arrays import Array, read_only
from model.numerics.per_head import per_head
from model.parameters.parameter import Component, parameter
from model.society.regions import Regions, RegionsTable, rake, regions_of, shift_to_mean

STRATA = ("marginalised", "middle_class", "elite")
STATE_DEPENDENT = "state_dependent"


class Population(Component):
    """The electorate's composition; regions come from a table, the rest is assumed."""

    regions: RegionsTable = RegionsTable.model_validate("kazakhstan-2022")
    languages: tuple[str, ...] = ("kazakh", "russian", "other")
    issues: tuple[str, ...] = Field(("economy", "identity", "order", "reform"), min_length=1)
    electorate: float = parameter(
        11_919_241, 1_000, 1e9, unit="people", meaning="registered electors",
        source="CEC via caravan.kz, 10 January 2021",
    )  # fmt: skip
    language_shares: dict[str, float] = parameter(
        {}, 0, 1, unit="share", meaning="national margins of language groups",
        source="national margins: 70.6 % Kazakh, 15.1 % Russian (BNS, 2022)",
    )  # fmt: skip
    urban: float = parameter(0.619, 0, 1, unit="share", source="BNS 2022", meaning="urban share")
    middle_class: float = parameter(
        0.55, 0.1, 0.85, unit="share", source="assumed", meaning="national share of middle class"
    )
    elite: float = parameter(
        0.05, 0.005, 0.15, unit="share", source="assumed", meaning="national share of the elite"
    )
    state_dependent: float = parameter(
        0.44, 0.2, 0.7, unit="share",
        meaning="public payroll, pensions, benefits, state housing",
        source="assumed: about 19 % pensioners, 15 % public payroll, 10 % benefits and students",
    )  # fmt: skip
    wage_slope: float = parameter(
        1.0, 0, 3, unit="logit per log wage", source="assumed",
        meaning="richer regions: more middle class, fewer state-dependent",
    )  # fmt: skip
    party_members: float = parameter(
        0.07, 0, 0.5, unit="share", source="claim D7: 830,000 members of 11.9 million",
        meaning="members of the party of power",
    )  # fmt: skip
    state_media: float = parameter(
        0.55, 0.05, 0.95, unit="share", source="assumed", meaning="median diet of state media"
    )
    state_media_urban: float = parameter(
        -0.8, -3, 3, unit="logit", source="assumed", meaning="towns watch less of it"
    )
    protest: float = parameter(
        -1.1, -5, 5, unit="logit", source="assumed: g = .25 at the median voter",
        meaning="protest of the median voter",
    )  # fmt: skip
    protest_spread: float = parameter(
        0.9, 0.05, 3, unit="logit", source="assumed", meaning="its SD"
    )
    protest_by_group: dict[str, float] = parameter(
        {}, -3, 3, unit="logit", source="assumed", meaning="protest added for a group or region"
    )
    issue_means: dict[str, dict[str, float]] = parameter(
        {}, -3, 3, unit="SD of voters", source="assumed",
        meaning="mean position of a group by issue",
    )  # fmt: skip
    issue_spread: float = parameter(
        1.0, 0, 3, unit="SD", source="the unit of the policy space", meaning="SD within a group"
    )
    neighbours: int = parameter(
        8, 2, 32, unit="people", source="assumed", meaning="others whose view a voter knows"
    )
    homophily: float = parameter(
        0.5, 0, 1, unit="share", source="assumed",
        meaning="0: neighbours are drawn from the whole region, 1: from one's own kind",
    )  # fmt: skip
    opinion_leaders: float = parameter(
        0.1, 0.005, 0.5, unit="share", meaning="the most engaged, whom others listen to",
        source="assumed; a tenth to a third in Katz and Lazarsfeld, Personal Influence (1955)",
    )  # fmt: skip
    rewiring: float = parameter(
        0.1, 0, 1, unit="share",
        source="assumed; Watts and Strogatz 1998, doi:10.1038/30918", meaning="long ties",
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Cells:
    """The electorate by region x stratum x language x state-dependent, C cells in that order."""

    regions: Regions
    languages: tuple[str, ...]
    region: np.ndarray  # (C,) index
    stratum: np.ndarray  # (C,) index into STRATA
    language: np.ndarray  # (C,) index
    state_dependent: np.ndarray  # (C,) 0 or 1
    people: Array  # (C,) expected number
    urban: Array  # (R,) share who live in towns, shifted to the national margin

    def members(self, group: str) -> Array:
        """Return 1 for the cells of a region, stratum, language group or the state-dependent.

        Raises ValueError for a group that does not exist.
        """
        for names, index in (
            (self.regions.codes, self.region),
            (STRATA, self.stratum),
            (self.languages, self.language),
            (("independent", STATE_DEPENDENT), self.state_dependent),
        ):
            if group in names:
                return np.asarray(index == names.index(group), dtype=np.float64)
        known = (*STRATA, *self.languages, STATE_DEPENDENT, *self.regions.codes)
        raise ValueError(f"There is no group called {group!r}; there are {', '.join(known)}.")

    def by_group(self, shifts: dict[str, float]) -> Array:
        """Return the sum of the shifts of the groups a cell belongs to, shape (C,)."""
        result = np.zeros(len(self.people))
        for group, shift in shifts.items():
            result += shift * self.members(group)
        return result


COMPOSITION = {
    "regions", "languages", "language_shares", "electorate", "urban", "middle_class", "elite",
    "state_dependent", "wage_slope",
}  # fmt: skip
"""What decides who lives where; the other fields say what people are like."""


@lru_cache(maxsize=64)
def _cells(composition: str) -> Cells:
    return _compose(Population.model_validate_json(composition))


def cells_of(population: Population) -> Cells:
    """Compose the cells of a population: regional tables raked to the national margins.

    Populations that differ in attitudes alone share one composition, worked out once.
    """
    return _cells(population.model_dump_json(include=COMPOSITION))


def _compose(population: Population) -> Cells:
    regions = regions_of(population.regions, population.languages, population.electorate)
    language = _language_shares(population, regions)
    strata = _stratum_shares(population, regions)
    dependent = _dependent_shares(population, regions, strata)
    shape = (len(regions.codes), len(STRATA), len(population.languages), 2)
    people = np.empty(shape)
    joint = regions.electorate[:, None, None] * strata[:, :, None] * language[:, None, :]
    people[..., 0] = joint * (1 - dependent)[:, :, None]
    people[..., 1] = joint * dependent[:, :, None]
    region, stratum, group, depends = np.indices(shape).reshape(4, -1)
    return read_only(
        Cells(
            regions=regions,
            languages=population.languages,
            region=region,
            stratum=stratum,
            language=group,
            state_dependent=depends,
            people=people.ravel(),
            urban=shift_to_mean(regions.urban, regions.electorate, population.urban),
        )
    )


def _language_shares(population: Population, regions: Regions) -> Array:
    """Language groups by region, raked to the national margins where these are given."""
    if not population.language_shares:
        return regions.groups
    table = regions.electorate[:, None] * regions.groups
    given = [population.language_shares.get(each, np.nan) for each in population.languages]
    margins = np.where(np.isnan(given), max(1 - np.nansum(given), 0.0), given)
    people = rake(table, regions.electorate, margins / margins.sum() * regions.electorate.sum())
    return per_head(people, people.sum(axis=1, keepdims=True))


def _stratum_shares(population: Population, regions: Regions) -> Array:
    """Richer regions have more middle class and elite; national shares are the given ones."""
    lift = population.wage_slope * np.log(regions.wage)
    start = expit(lift)
    middle = shift_to_mean(start, regions.electorate, population.middle_class)
    elite = shift_to_mean(start, regions.electorate, population.elite)
    middle = np.minimum(middle, 0.98 - elite)
    return np.stack([1 - middle - elite, middle, elite], axis=1)


def _dependent_shares(population: Population, regions: Regions, strata: Array) -> Array:
    """State-dependent share by region and stratum, shape (R, 3); the poor depend more.

    Assumed odds against the middle class: marginalised 1.6, elite .8 (range .5 to 3).
    """
    odds = np.log([1.6, 1.0, 0.8])
    start = expit(odds - population.wage_slope * np.log(regions.wage)[:, None])
    weights = regions.electorate[:, None] * strata
    return shift_to_mean(start.ravel(), weights.ravel(), population.state_dependent).reshape(
        start.shape
    )
