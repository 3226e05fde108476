"""One voter: a Mesa agent that owns no data, and the rule of one voter in plain Python.

`model.voters.kernel` computes the same rule for all voters at once; a test holds the two together.
"""

import math
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from model.society.electorate import FAVOURITE_BITS, MOOD_STEP, TASTE_STEP

if TYPE_CHECKING:
    from model.simulation import Simulation
    from model.voters.week import Week


class Column:
    """An attribute of a voter that lives in a column of its model's electorate.

    The column is found through the agent's model at each access: several models may be
    alive, and the two buffers of protest and intention change places every week.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, voter: "Voter | None", owner: type) -> Any:
        if voter is None:
            return self
        return getattr(voter.model.campaign.electorate, self.name)[..., voter.row].tolist()

    def __set__(self, voter: "Voter", value: Any) -> None:
        getattr(voter.model.campaign.electorate, self.name)[..., voter.row] = value


class Voter(mesa.Agent):  # type: ignore[misc]
    """A citizen: has tastes, positions and a mood, hears neighbours, prefers a party.

    Reads the week's tables, the neighbours' intentions and protest; changes support,
    intention and protest. Attributes read and write the row of the electorate.
    """

    model: "Simulation"

    protest = Column()
    disposition = Column()
    g = Column()
    media = Column()
    engagement = Column()
    leaders_heard = Column()
    member = Column()
    issues = Column()
    support = Column()
    intention = Column()
    answer = Column()
    vote = Column()
    lead = Column()
    gap = Column()

    def __init__(self, model: "Simulation", row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def cell(self) -> int:
        """The voter's cell."""
        return self.model.campaign.electorate.layout.cell(self.row)

    @property
    def region(self) -> str:
        """Code of the voter's region."""
        cells = self.model.campaign.setting.cells
        return str(cells.regions.codes[cells.region[self.cell]])

    @property
    def neighbours(self) -> list[int]:
        """Rows of the voters this one hears."""
        rows: list[int] = self.model.campaign.electorate.neighbours[self.row].tolist()
        return rows

    def seen(self) -> tuple[list[float], list[int]]:
        """Return what the neighbours show, as of last week: protest, and favourite party."""
        shown = self.model.campaign.electorate.shown[self.neighbours].tolist()
        moods = [(word >> FAVOURITE_BITS) * MOOD_STEP for word in shown]
        return moods, [word % 2**FAVOURITE_BITS for word in shown]

    def terms(self, week: "Week", party: int) -> dict[str, float]:
        """Return the terms of the utility of a party: why the voter likes it or not."""
        electorate = self.model.campaign.electorate
        met = sum(favourite == party for favourite in self.seen()[1])
        distance = -sum(w * x * x for w, x in zip(week.salience, self.issues, strict=True))
        position = sum(b * x for b, x in zip(week.issue[party], self.issues, strict=True))
        shared = electorate.bloc_taste[week.bloc[party], self.row] * TASTE_STEP
        own = electorate.taste[party, self.row] * TASTE_STEP
        return {
            "common": float(week.utility[self.cell, party]),
            "issues": float(distance + position),
            "protest": float(week.protest[party]) * self.g,
            "media": float(week.media[party]) * self.media,
            "opinion leaders": float(week.voice[party]) * self.leaders_heard,
            "neighbours": float(week.bandwagon) * met,
            "bloc taste": float(week.bloc_scale) * shared,
            "own taste": float(week.taste_scale) * own,
        }

    def consider(self, week: "Week") -> dict[str, Any]:
        """Return what the voter comes to in a week: support, intention, lead, protest, g."""
        support = np.array(self.support)
        for party in week.standing:
            utility = sum(self.terms(week, party).values())
            support[party] += float(week.inertia[party]) * (utility - support[party])
        ranked = sorted((int(j) for j in week.standing), key=lambda j: (-support[j], j))
        lead = support[ranked[0]] - support[ranked[1]] if len(ranked) > 1 else math.inf
        protest = self.react(week)
        return {
            "support": support,
            "intention": ranked[0],
            "lead": lead,
            "gap": support[ranked[0]] - support[week.incumbent],
            "protest": protest,
            "g": 1 / (1 + math.exp(-protest)),
        }

    def decide(self, week: "Week") -> None:
        """Come to a view and write it down; the others still see last week's."""
        result = self.consider(week)
        electorate = self.model.campaign.electorate
        self.support, self.lead, self.gap = result["support"], result["lead"], result["gap"]
        self.g = result["g"]
        electorate.intention[self.row] = result["intention"]
        electorate.protest[self.row] = result["protest"]

    def react(self, week: "Week") -> float:
        """Return the voter's protest after a week, logit."""
        contagion, anchor = float(week.contagion), float(week.anchor)
        pull = sum(mood - self.protest for mood in self.seen()[0])
        protest = (
            self.protest
            + contagion * pull
            + anchor * (self.disposition - self.protest)
            + float(week.drift[self.cell])
            + float(week.unfiltered) * (1 - self.media)
        )
        return float(min(max(protest, -8.0), 8.0))
