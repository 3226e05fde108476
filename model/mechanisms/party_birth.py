"""Badly represented voters get a party of their own."""

from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, LogEntry, State
from model.society.founding_sites import FoundingSites, founding_sites_of
from model.society.population import Population


class PartyBirth(Mechanism):
    """Where many voters are far from every party, a new one is founded.

    After each election the misery of a place is brought up to date: half of the past, half the
    squared distance to the nearest party times the voters there. One place drawn at random
    becomes a party with a chance that rises with its misery. Its strategy is drawn among those
    that have a free column, all alike. Its fitness is 1 over the number of parties that stood
    before it.
    Source: Laver and Schilperoord (2007), doi:10.1098/rstb.2007.2062; with `always` = 1 and
    `rate` = 0 Fowler and Laver (2008), doi:10.1177/0022002707308576.
    """

    phase: ClassVar[Phase] = Phase.ENTRY
    shown_by: ClassVar[str] = "replication-endogenous"
    needs_power: ClassVar[bool] = False
    reads = ("fitness", "local_misery", "platform", "standing")
    changes = ("fitness", "local_misery", "platform", "standing")
    neutral: ClassVar = {"rate": 0.0, "always": 0.0}
    claims: ClassVar = {"standing": 1, "enp": 1}

    every: int = parameter(
        20, 1, 520, unit="weeks", source="Laver and Sergenti (2012): 20 ticks, after their ranges",
        meaning="time from one election to the next, after which parties are founded",
    )  # fmt: skip
    memory: float = parameter(
        0.5, 0, 0.99, unit="share", source="Laver and Sergenti (2012)",
        meaning="weight of the past in the misery of a place",
    )  # fmt: skip
    rate: float = parameter(
        1000.0, 0, 1e6, unit="chance per unit of misery", source="Laver and Sergenti (2012)",
        meaning="chance of a new party for each unit of a place's misery",
    )  # fmt: skip
    always: float = parameter(
        0.0, 0, 1, unit="chance an election", source="Fowler and Laver (2008): 1",
        meaning="chance of a new party whatever the misery",
    )  # fmt: skip
    radius: float = parameter(
        3.0, 0.5, 4, unit="SD of voters", source="Laver and Sergenti (2012)",
        meaning="largest distance from the origin at which parties are founded",
    )  # fmt: skip

    def founding_sites(self, population: Population) -> FoundingSites:
        """Return the grid of sites within the radius."""
        return founding_sites_of(population, self.radius)

    def effect(self, state: State) -> Effect:
        """Return new misery and perhaps a new party, in the week after an election."""
        if not state.election_held(self.every):
            return Effect()
        stocks, sites = state.stocks, state.setting.founding_sites
        present = sites.misery(stocks.platform[stocks.standing > 0])
        misery = self.memory * stocks.local_misery + (1 - self.memory) * present
        drawn = state.draw.uniform("birth", 3)
        place = int(drawn[0] * len(misery))
        change = misery - stocks.local_misery
        column = self._column(state, drawn[2])
        if column is None or drawn[1] >= self.always + self.rate * misery[place]:
            return Effect(local_misery=change)
        return self._born(state, column, sites.points[place], change)

    def _born(self, state: State, column: int, point: Array, misery: Array) -> Effect:
        stocks, setting = state.stocks, state.setting
        new = (np.arange(setting.size("J")) == column).astype(float)
        fitness = 1 / stocks.standing.sum()
        where = " ".join(f"{each:+.1f}" for each in point)
        return Effect(
            local_misery=misery,
            standing=new,
            platform=new[:, None] * (point - stocks.platform),
            fitness=new * (fitness - stocks.fitness),
            log=(LogEntry(state.week, "entry", setting.names[column], f"at {where}"),),
        )

    def _column(self, state: State, drawn: float) -> int | None:
        """Draw a strategy among those with a free column; return the first such column."""
        free: dict[str, int] = {}
        for column, strategy in enumerate(state.setting.strategies):
            if state.stocks.standing[column] == 0:
                free.setdefault(strategy.kind, column)
        return list(free.values())[int(drawn * len(free))] if free else None
