"""What does not change during a run: places, people, names; and how the politics opens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from model.numerics.arrays import Array, array
from model.politics.contracts import PartyType, Strategy
from model.politics.state import Public, Stocks, Weekly, quantities
from model.society.founding_sites import Places, places_of
from model.society.population import Cells, cells_of

if TYPE_CHECKING:
    from model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class World:
    """The fixed frame that states refer to; letters of shapes as in `model.politics.state`."""

    scenario: "Scenario"
    cells: Cells
    _asked: dict[str, Array] = field(default_factory=dict, repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the parties, in the order of their columns."""
        return tuple(self.scenario.parties)

    @cached_property
    def incumbent(self) -> int:
        """Column of the party of power; where there is none the first column stands in.

        What is meant for the party of power alone uses `is_incumbent`.
        """
        return int(self.is_incumbent.argmax())

    @cached_property
    def is_incumbent(self) -> Array:
        """1 for the party of power, shape (J,); all zeros where there is none."""
        return self.is_kind("incumbent")

    @cached_property
    def strategies(self) -> tuple[tuple[int, Strategy], ...]:
        """Column and strategy of the parties that may ever move."""
        parties = enumerate(self.scenario.parties.values())
        return tuple((j, p.strategy) for j, p in parties if p.strategy.kind != "sticker")

    @cached_property
    def places(self) -> Places:
        """Where parties may be founded; none unless the scenario lets parties be born."""
        birth = self.scenario.mechanisms.active().get("party_birth")
        return places_of(self.scenario.population, birth.radius if birth else 0.0)

    @cached_property
    def bloc(self) -> np.ndarray:
        """Bloc of taste by party, shape (J,)."""
        return np.array([int(party.bloc) for party in self.scenario.parties.values()])

    @cached_property
    def stance(self) -> Array:
        """Stance towards the order by party, shape (J,)."""
        return self.of_parties("stance")

    @cached_property
    def campaigns_on(self) -> Array:
        """Share of campaign effort by party and issue, shape (J, D)."""
        return self._by_issue("campaigns_on")

    def is_kind(self, kind: str) -> Array:
        """Return 1 for parties of a kind, shape (J,)."""
        return self._each_party(f"is {kind}", lambda party: party.kind == kind)

    def of_parties(self, name: str) -> Array:
        """Return the parties' field of that name, 0 for kinds without it, shape (J,)."""
        return self._each_party(name, lambda party: getattr(party, name, 0.0))

    def _each_party(self, what: str, value: Callable[[PartyType], float]) -> Array:
        """Return a value by party; mechanisms ask every week, it is worked out once."""
        if what not in self._asked:
            self._asked[what] = array([value(p) for p in self.scenario.parties.values()])
        return self._asked[what]

    def column(self, party: str) -> int:
        """Return the column of a party."""
        return self.names.index(party)

    def issue(self, name: str) -> Array:
        """Return 1 for an issue, shape (D,).

        Raises ValueError for one that the population has no positions on.
        """
        issues = self.scenario.population.issues
        if name not in issues:
            raise ValueError(
                f"There is no issue {name!r}; the population has positions on {', '.join(issues)}."
            )
        return array([each == name for each in issues])

    def size(self, letter: str) -> int:
        """Return the length of a dimension: J, R, C, D, N or G."""
        return {
            "J": len(self.names),
            "R": len(self.cells.regions.codes),
            "C": len(self.cells.people),
            "D": len(self.scenario.population.issues),
            "N": self.scenario.elites.number,
            "G": len(self.places.density),
        }[letter]

    def by_region(self, values: Array) -> Array:
        """Add up values over the cells of each region: (C, ...) to (R, ...)."""
        return np.add.reduceat(values, self._first_cell, axis=0)

    @cached_property
    def _first_cell(self) -> np.ndarray:
        return np.searchsorted(self.cells.region, np.arange(self.size("R")))

    def _by_issue(self, field: str) -> Array:
        issues = self.scenario.population.issues
        parties = self.scenario.parties.values()
        return array(
            [[getattr(party, field).get(issue, 0.0) for issue in issues] for party in parties]
        )

    def empty(self, kind: type[Stocks] | type[Weekly], **given: Array) -> dict[str, Array]:
        """Return zeros for every quantity of a group that is not given, in its shape."""
        about = quantities()
        return {
            name: array(
                given.get(name, np.zeros([self.size(each) for each in about[name]["dims"]]))
            )
            for name in kind.__dataclass_fields__
        }

    def opening_stocks(self) -> Stocks:
        """Return the situation before week 0, as the scenario sets it."""
        scenario, regions = self.scenario, np.ones(self.size("R"))
        issues = self.size("D")
        return Stocks(
            **self.empty(
                Stocks,
                recognition=self.of_parties("recognition")[:, None] * regions,
                organisation=self.of_parties("organisation")[:, None] * regions,
                funds=self.of_parties("funds"),
                fortune=self.of_parties("wealth"),
                platform=self._by_issue("platform"),
                ownership=self._by_issue("owns"),
                salience=np.full(issues, scenario.voter.issue_weight / max(issues, 1)),
                popularity=array(scenario.leader.popularity),
                attachment=array(scenario.leader.attachment),
                settled_attachment=array(scenario.leader.attachment),
                administration_loyalty=regions,
                loyal=scenario.elites.opening_loyalty(),
                elite_support=array(scenario.elites.loyalty),
                deal=self.is_kind("established"),
                readiness=array(1.0),
                promises=self.of_parties("promises"),
                delivery=self.of_parties("delivery"),
                familiarity=array([party.stands_from == 0 for party in scenario.parties.values()]),
                election_week=array(scenario.weeks),
            )
        )

    @cached_property
    def blank_week(self) -> Weekly:
        """Tables as a week begins: zeros, but for the voters' own hesitation."""
        hesitation = np.full(self.size("C"), self.scenario.voter.hesitation)
        return Weekly(**self.empty(Weekly, hesitation=hesitation))

    def unasked(self, bins: int) -> Public:
        """Return what is public before anybody was asked: nothing but how many people there are."""
        cells, parties = self.size("C"), self.size("J")
        return Public(
            intention=np.zeros((cells, parties)),
            undecided=array(self.cells.people),
            answers=np.zeros((cells, parties)),
            protest=np.zeros((self.size("R"), bins)),
            protest_mean=np.zeros(cells),
            people=array(self.cells.people),
            inhabited=self.by_region(self.cells.people) > 0,
            supporters=np.zeros((parties, self.size("D"))),
        )


def world_of(scenario: "Scenario") -> World:
    """Build the fixed frame of a scenario."""
    return World(scenario, cells_of(scenario.population))
