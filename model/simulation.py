"""The Mesa face of a campaign: a model with a step, agents and a data collector."""

import secrets
from collections.abc import Callable
from functools import cached_property

import mesa
import pandas as pd
from mesa.agent import AgentSet

from model.campaign import Campaign
from model.election import hold_election
from model.measures.outcomes import Number, outcome
from model.measures.weeks import week_row
from model.numerics.arrays import Array
from model.scenario import Scenario, load_scenario
from model.society.country import first_scenario
from model.society.electorate import Electorates
from model.voter import Voter
from model.voters.week import Week

FIRST = first_scenario()

BY_PARTY = ("vote_share", "seats")
"""Outcomes of the election that the data collector has for each party."""


class Party(mesa.Agent):  # type: ignore[misc]
    """A party: a view on its column of the campaign's stocks and of public support."""

    model: "Simulation"

    def __init__(self, model: "Simulation", name: str) -> None:
        super().__init__(model)
        self.name = name
        self.column = model.campaign.setting.column(name)
        self.config = model.case.parties[name]

    def step(self) -> None:
        """Refuse: a party does nothing alone."""
        raise RuntimeError(
            "A party has no step of its own: Simulation.step plays the week, in which the "
            "mechanisms act for the parties; to change what they do, write a mechanism."
        )

    @property
    def standing(self) -> bool:
        """Whether the party is on the ballot."""
        return bool(self.model.campaign.state.stocks.standing[self.column])

    @property
    def support(self) -> float:
        """Share of the electorate whose private favourite it is."""
        return float(self.model.campaign.state.public.support[self.column])

    @property
    def rating(self) -> float:
        """Share of all asked who name it to a pollster."""
        return float(self.model.campaign.state.public.rating[self.column])

    @property
    def platform(self) -> Array:
        """Position on each issue, SD of voters."""
        place: Array = self.model.campaign.state.stocks.platform[self.column]
        return place


class Simulation(mesa.Model):  # type: ignore[misc]
    """One run of a scenario as a Mesa model: `step` plays a week, the last one holds the vote.

    `case` is a scenario of this project, or the name of a shipped one (newer versions of Mesa
    have a word of their own called scenario). `run` plays to polling day. Without a seed each
    simulation draws its own, which is kept in `seed`, so that the iterations of `mesa.batch_run`
    differ; with one seed they are equal.
    Voters become agents when somebody first asks for them (`model.agents`,
    `model.agents_by_type[Voter]`); a run that never asks pays nothing for them.
    With `plain`, each voter's own method decides instead of the kernel: slow, and the place
    where a subclass of Voter can change the rule. Simulations of the same voters that are given
    the same `electorates` draw them once.

    The data collector has a row for the opening and one a week: support and rating by party,
    protest and more (`model.measures.weeks.week_row`), and on polling day also votes, seats,
    majority and turnout, which are missing before.
    """

    def __init__(
        self,
        case: Scenario | str = FIRST,
        seed: int | None = None,
        voters: int | None = None,
        plain: bool = False,
        electorates: Electorates | None = None,
    ) -> None:
        self.seed = secrets.randbits(32) if seed is None else int(seed)
        super().__init__(rng=self.seed)
        # Mesa's batch_run reads row number `steps` - 1 of the collector; the opening is a row.
        self.steps = 1
        chosen = load_scenario(case) if isinstance(case, str) else case
        self.case = chosen if voters is None else chosen.replace({"voters": int(voters)})
        self.campaign = Campaign(self.case, self.seed, electorates)
        self.parties = [Party(self, name) for name in self.case.parties]
        self._voters_made = False
        if plain:
            self.campaign.decide = self._let_each_decide
        self._row = self._measured()
        columns = dict.fromkeys([*self._row, *self._election_columns()])
        self.datacollector = mesa.DataCollector(
            model_reporters={name: _reporter(name) for name in columns}
        )
        self.datacollector.collect(self)
        self.running = not self.campaign.over

    def step(self) -> None:
        """Play one week; after polling day nothing more happens."""
        if self.campaign.over:
            self.running = False
            self.steps = self.campaign.week + 1
            return
        self.campaign.step()
        self._row = self._measured()
        self.datacollector.collect(self)
        self.running = not self.campaign.over

    def run(self) -> dict[str, Number]:
        """Play to polling day and return the outcome."""
        while not self.campaign.over:
            self.step()
        return self.outcome

    @cached_property
    def outcome(self) -> dict[str, Number]:
        """What the election gives: every outcome by name, `name.party` where it has one a party.

        The same numbers as those of `partyofpower run` with the same seed. Raises ValueError
        before polling day.
        """
        if not self.campaign.over:
            raise ValueError(
                f"The vote is in week {int(self.campaign.state.stocks.election_week)} and this is "
                f"week {self.campaign.week}: call run(), or step() until polling day."
            )
        return outcome(hold_election(self.campaign))

    @property
    def weeks(self) -> pd.DataFrame:
        """A row for the opening and one a week so far, as the data collector has them."""
        frame: pd.DataFrame = self.datacollector.get_model_vars_dataframe()
        return frame

    def _measured(self) -> dict[str, Number]:
        row = week_row(self.campaign)
        return {**row, **self.outcome} if self.campaign.over else row

    def _election_columns(self) -> list[str]:
        parties = [f"{name}.{party}" for name in BY_PARTY for party in self.case.parties]
        return [*parties, "majority", "turnout"]

    def measure(self, name: str) -> Number | None:
        """Return a number of this week by its column; None for one that only the vote gives."""
        return self._row.get(name)

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """All agents by class; makes the voters on first use."""
        self._make_voters()
        return super().agents_by_type  # type: ignore[no-any-return]

    @property
    def agents(self) -> AgentSet:
        """All agents, parties and voters; makes the voters on first use."""
        self._make_voters()
        return super().agents

    def _let_each_decide(self, week: Week) -> None:
        for voter in self.agents_by_type[Voter]:
            voter.decide(week)

    def _make_voters(self) -> None:
        # Mesa asks for `agents` while it sets itself up, before there is a campaign.
        if getattr(self, "_voters_made", True):
            return
        self._voters_made = True
        for row in range(self.case.voters):
            Voter(self, self.campaign, row)


def _reporter(name: str) -> Callable[[Simulation], Number | None]:
    return lambda model: model.measure(name)
