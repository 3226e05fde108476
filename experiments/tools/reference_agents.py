"""The same voters as ordinary Mesa agents: what the fast engine is measured against.

Each voter owns its attributes and follows `model.voters.plain_rule`, as a Mesa model is
usually written. Used by the benchmark only; the model's own voters are in `model.voter`.
"""

from typing import Any

import mesa

from model.campaign import Campaign
from model.society.electorate import TASTE_STEP
from model.voters.plain_rule import PlainVoter, as_share
from model.voters.week import Week

UNITS = {"taste": TASTE_STEP, "bloc_taste": TASTE_STEP}
"""What one stands for in columns of whole numbers."""


class OrdinaryVoter(PlainVoter, mesa.Agent):  # type: ignore[misc]
    """A voter who owns its data."""

    model: "OrdinaryModel"

    def __init__(self, model: "OrdinaryModel", campaign: Campaign, row: int) -> None:
        super().__init__(model)
        columns = campaign.electorate
        self.cell = columns.layout.cell(row)
        self.neighbours: list[OrdinaryVoter] = []
        for name in PlainVoter.__annotations__.keys() - {"cell"}:
            value = getattr(columns, name)[..., row] * UNITS.get(name, 1)
            setattr(self, name, value.tolist())
        self.intention, self.answer = int(columns.intention[row]), int(columns.answer[row])
        self.next = (self.intention, self.protest)

    def consider(self) -> None:
        """Weigh the parties and move in protest, as seen from last week."""
        week = self.model.week
        view = self.weighed(week, [other.answer for other in self.neighbours])
        protest = self.moved(week, [other.protest for other in self.neighbours])
        self.support, self.next = view.support, (view.intention, protest)

    def conclude(self) -> None:
        """Let the others see it."""
        self.intention, self.protest = self.next
        self.g = as_share(self.protest)


class OrdinaryModel(mesa.Model):  # type: ignore[misc]
    """A Mesa model of ordinary voters under the tables of a campaign's present week."""

    def __init__(self, campaign: Campaign, week: Week) -> None:
        super().__init__(rng=1)
        # Plain numbers and lists, as somebody who writes a Mesa model has them.
        plain: Any = (each.tolist() if hasattr(each, "tolist") else each for each in week)
        self.week = Week(*plain)
        voters = [OrdinaryVoter(self, campaign, row) for row in range(campaign.scenario.voters)]
        for voter, ties in zip(voters, campaign.electorate.neighbours.tolist(), strict=True):
            voter.neighbours = [voters[row] for row in ties]

    def step(self) -> None:
        """Play one week of all voters."""
        self.agents.do("consider")
        self.agents.do("conclude")
