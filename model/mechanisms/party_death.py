"""Parties that fail at the polls give up."""

from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, LogEntry, State


class PartyDeath(Mechanism):
    """A party whose fitness stays below the threshold of survival leaves the contest.

    Fitness is an average of past and present support, brought up to date at each election.
    The weakest go first, and a number of parties is always left.
    Source: Laver and Schilperoord (2007), doi:10.1098/rstb.2007.2062; with no memory and two
    failures in a row Fowler and Laver (2008), doi:10.1177/0022002707308576.
    """

    phase: ClassVar[Phase] = Phase.ELITES
    shown_by: ClassVar[str] = "replication-endogenous"
    needs_power: ClassVar[bool] = False
    reads = ("failures", "fitness", "standing", "support", "weeks_standing")
    changes = ("failures", "fitness", "standing", "weeks_standing")
    neutral: ClassVar = {"threshold": 0.0}
    claims: ClassVar = {"standing": -1, "enp": -1}

    every: int = parameter(
        20, 1, 520, unit="weeks", source="Laver and Sergenti (2012): 20 ticks, after their ranges",
        meaning="time from one election to the next, after which parties die",
    )  # fmt: skip
    threshold: float = parameter(
        0.1, 0, 0.5, unit="share", source="Laver and Sergenti (2012)",
        meaning="fitness that a party needs to survive",
    )  # fmt: skip
    memory: float = parameter(
        0.5, 0, 0.99, unit="share", source="Laver and Sergenti (2012)",
        meaning="weight of the past in a party's fitness",
    )  # fmt: skip
    patience: int = parameter(
        1, 1, 10, unit="elections",
        source="Laver and Sergenti (2012); 2 in Fowler and Laver (2008)",
        meaning="number of elections in a row below the threshold after which a party dies",
    )  # fmt: skip
    fewest: int = parameter(
        2, 1, 20, unit="parties", source="Laver and Sergenti (2012)",
        meaning="number of parties that always survive",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return new fitness and who dies, in the week after an election."""
        if not state.election_held(self.every):
            return Effect()
        stocks = state.stocks
        standing = stocks.standing > 0
        share = np.where(standing, state.public.support, 0.0)
        fitness = np.where(standing, self.memory * stocks.fitness + (1 - self.memory) * share, 0.0)
        failures = np.where(standing & (fitness < self.threshold), stocks.failures + 1, 0.0)
        dying = self._dying(fitness, failures, int(standing.sum()))
        names = state.setting.names
        return Effect(
            fitness=fitness - stocks.fitness,
            failures=np.where(dying, 0.0, failures) - stocks.failures,
            standing=np.where(dying, -1.0, 0.0),
            weeks_standing=np.where(dying, -stocks.weeks_standing, 0.0),
            log=tuple(
                LogEntry(state.week, "exit", names[j], f"fitness {fitness[j]:.3f}")
                for j in np.flatnonzero(dying)
            ),
        )

    def _dying(self, fitness: Array, failures: Array, standing: int) -> np.ndarray:
        """Mark those who have failed too often, weakest first, but for the fewest, (J,)."""
        failed = np.flatnonzero(failures >= self.patience)
        weakest = failed[np.argsort(fitness[failed], kind="stable")]
        dying = np.zeros(len(fitness), dtype=bool)
        dying[weakest[: max(standing - self.fewest, 0)]] = True
        return dying
