"""The run that a visitor watches, and a second one beside it on the same random numbers."""

from typing import Any

from model.app.future import Future
from model.app.plan import Plan, Wishes, with_reserve
from model.campaign import Campaign
from model.measures.vote_transfers import people_between
from model.numerics.arrays import Array
from model.scenario import Scenario, ScenarioError, load_scenario
from model.simulation import Simulation
from model.society.country import first_scenario

DEFAULT = first_scenario()


class Session(Future, Simulation):
    """A future that Mesa steps; an error in a week becomes a message and does not end it.

    `second` is the future that it is compared with, if any; it keeps step with this one.
    """

    def __init__(
        self, case: str = DEFAULT, rng: int = 1, voters: int = 10_000, plan: Plan | None = None
    ) -> None:
        self.plan = plan or Plan()
        self.problem = ""
        self.seed = int(rng)
        Simulation.__init__(self, self._wished(self.plan.first, case, voters), rng)
        Future.__init__(self, self.campaign, case, self.plan.first)
        self.opening = self.campaign.electorate.intention.copy()
        self.paths: tuple[Array, ...] = (self.campaign.state.stocks.platform,)
        self.second: Future | None = None
        self.compare(self.plan.rival)

    def _wished(self, wishes: Wishes, case: str, voters: int) -> Scenario:
        try:
            wished = wishes.case(case, voters)
        except ScenarioError as error:
            self.problem = f"The sliders were set aside: {error}"
            wished = load_scenario(case).replace({"voters": int(voters)})
        return with_reserve(wished)

    def step(self) -> None:
        """Play a week; an error becomes a message and the run rests until Reset."""
        try:
            if not self.campaign.over:
                Simulation.step(self)
                self.record()
                self.paths = (*self.paths, self.campaign.state.stocks.platform)
            self._follow()
        except Exception as error:
            self.problem = f"Week {self.campaign.week} could not be played: {error}"
            self.running = False

    @property
    def version(self) -> tuple[Any, ...]:
        """What pictures depend on; two sessions never share a version."""
        return (*super().version, *(self.second.version if self.second else ()))

    @property
    def futures(self) -> dict[str, Future]:
        """The one or two futures that are played, by the words for them."""
        second = {"Second run": self.second} if self.second is not None else {}
        return {"This run": self, **second}

    def compare(self, name: str) -> None:
        """Play another scenario beside this one, with the same seed; "" ends the comparison."""
        self.plan.rival = name
        self.second = None
        if name:
            case = self._wished(self.plan.second, name, self.case.voters)
            self.second = Future(Campaign(case, self.seed), name, self.plan.second)
            self._follow()

    def _follow(self) -> None:
        """Keep the second run in step; once this one has ended, play it to its own end."""
        second = self.second
        while second is not None and not second.campaign.over:
            if second.campaign.week >= self.campaign.week and not self.campaign.over:
                return
            second.campaign.step()
            second.record()

    def flows(self) -> Array:
        """Return people by favourite in week 0 (rows) and now (columns), shape (O, O)."""
        size = self.campaign.setting.size("O")
        electorate = self.campaign.electorate
        return people_between(electorate, self.opening, electorate.intention, (size, size))
