"""The Mesa face of a campaign: a model with a step, agents and a data collector."""

import mesa
from mesa.agent import AgentSet

from model.campaign import Campaign
from model.measures.outcomes import week_row
from model.numerics.arrays import Array
from model.scenario import Scenario, load_scenario
from model.society.country import first_scenario
from model.voter import Voter
from model.voters.week import Week

FIRST = first_scenario()


class Party(mesa.Agent):  # type: ignore[misc]
    """A party: a view on its column of the campaign's stocks and of public support."""

    model: "Simulation"

    def __init__(self, model: "Simulation", name: str) -> None:
        super().__init__(model)
        self.name = name
        self.column = model.campaign.setting.column(name)
        self.config = model.case.parties[name]

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
    """One run of one case as a Mesa model: `step` plays a week.

    Voters become agents when somebody first asks for them (`model.agents`,
    `model.agents_by_type[Voter]`); a run that never asks pays nothing for them.
    With `plain`, each voter's own method decides instead of the kernel: slow, and the place
    where a subclass of Voter can change the rule.
    """

    def __init__(
        self,
        case: Scenario | str = FIRST,
        rng: int = 1,
        voters: int | None = None,
        plain: bool = False,
    ) -> None:
        super().__init__(rng=int(rng))
        chosen = load_scenario(case) if isinstance(case, str) else case
        self.case = chosen if voters is None else chosen.replace({"voters": int(voters)})
        self.campaign = Campaign(self.case, int(rng))
        self.parties = [Party(self, name) for name in self.case.parties]
        self._voters_made = False
        if plain:
            self.campaign.decide = self._let_each_decide
        self._row = week_row(self.campaign)
        self.datacollector = mesa.DataCollector(
            model_reporters={name: _reporter(name) for name in self._row}
        )
        self.datacollector.collect(self)

    def step(self) -> None:
        """Play one week; after polling day nothing more happens."""
        if self.campaign.over:
            self.running = False
            return
        self.campaign.step()
        self._row = week_row(self.campaign)
        self.datacollector.collect(self)
        self.running = not self.campaign.over

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


def _reporter(name: str) -> object:
    def report(model: Simulation) -> object:
        return model._row[name]

    return report
