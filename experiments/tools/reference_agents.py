"""The same voters as ordinary Mesa agents: what the fast engine is measured against.

Each voter owns its attributes and decides in plain Python, as a Mesa model is usually
written. Used by the benchmark only; the model's own voters are in `model.voter`.
"""

import math
from typing import Any

import mesa

from model.campaign import Campaign
from model.society.electorate import TASTE_STEP
from model.voters.week import Week


class OrdinaryVoter(mesa.Agent):  # type: ignore[misc]
    """A voter who owns its data and follows the rule of `model.voter.Voter`."""

    def __init__(self, model: "OrdinaryModel", campaign: Campaign, row: int) -> None:
        super().__init__(model)
        columns = campaign.electorate
        self.cell = columns.layout.cell(row)
        self.neighbours: list[OrdinaryVoter] = []
        self.issues = columns.issues[:, row].tolist()
        self.taste = (columns.taste[:, row] * TASTE_STEP).tolist()
        self.bloc_taste = (columns.bloc_taste[:, row] * TASTE_STEP).tolist()
        self.support = columns.support[:, row].tolist()
        self.media, self.g = float(columns.media[row]), float(columns.g[row])
        self.protest = float(columns.protest[row])
        self.disposition = float(columns.disposition[row])
        self.intention = int(columns.intention[row])
        self.intention_next, self.protest_next = self.intention, self.protest
        self.lead, self.gap = 0.0, 0.0

    def consider(self) -> None:
        """Weigh the parties and move in protest, as seen from last week."""
        week = self.model.week
        met = [0] * len(self.support)
        mood = 0.0
        for other in self.neighbours:
            met[other.intention] += 1
            mood += other.protest
        best, second, favourite = -math.inf, -math.inf, 0
        distance = sum(w * x * x for w, x in zip(week["salience"], self.issues, strict=True))
        utilities = week["utility"][self.cell]
        for j in week["standing"]:
            utility = (
                utilities[j]
                - distance
                + sum(b * x for b, x in zip(week["issue"][j], self.issues, strict=True))
                + week["protest"][j] * self.g
                + week["media"][j] * self.media
                + week["bandwagon"] * met[j]
                + week["bloc_scale"] * self.bloc_taste[week["bloc"][j]]
                + week["taste_scale"] * self.taste[j]
            )
            support = self.support[j] + week["inertia"][j] * (utility - self.support[j])
            self.support[j] = support
            if support > best:
                best, second, favourite = support, best, j
            elif support > second:
                second = support
        self.lead, self.gap = best - second, best - self.support[week["incumbent"]]
        self.intention_next = favourite
        self.protest_next = (
            self.protest
            + week["contagion"] * (mood - len(self.neighbours) * self.protest)
            + week["anchor"] * (self.disposition - self.protest)
            + week["drift"][self.cell]
            + week["unfiltered"] * (1 - self.media)
        )

    def conclude(self) -> None:
        """Let the others see it."""
        self.intention, self.protest = self.intention_next, self.protest_next
        self.g = 1 / (1 + math.exp(-self.protest))


class OrdinaryModel(mesa.Model):  # type: ignore[misc]
    """A Mesa model of ordinary voters under the tables of a campaign's present week."""

    def __init__(self, campaign: Campaign, week: Week) -> None:
        super().__init__(rng=1)
        voters = [OrdinaryVoter(self, campaign, row) for row in range(campaign.scenario.voters)]
        for voter, ties in zip(voters, campaign.electorate.neighbours.tolist(), strict=True):
            voter.neighbours = [voters[row] for row in ties]
        self.week: dict[str, Any] = {
            name: value.tolist() if hasattr(value, "tolist") else value
            for name, value in week._asdict().items()
        }
        bandwagon, bloc_scale, taste_scale = self.week["scales"]
        contagion, anchor, unfiltered = self.week["reaction"]
        self.week |= {"bandwagon": bandwagon, "bloc_scale": bloc_scale}
        self.week |= {"taste_scale": taste_scale, "contagion": contagion}
        self.week |= {"anchor": anchor, "unfiltered": unfiltered}

    def step(self) -> None:
        """Play one week of all voters."""
        self.agents.do("consider")
        self.agents.do("conclude")
