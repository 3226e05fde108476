"""One voter as a Mesa agent that owns no data: its attributes are a row of the electorate."""

from typing import Any

import mesa

from model.campaign import Campaign
from model.society.electorate import ANSWER_BITS, MOOD_STEP, TASTE_STEP
from model.voters.plain_rule import PlainVoter, Terms, View, as_share
from model.voters.week import Week


class Column:
    """An attribute of a voter that lives in a column of its campaign's electorate."""

    def __init__(self, unit: float | None = None) -> None:
        self.unit = unit

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, voter: "Voter | None", owner: type) -> Any:
        if voter is None:
            return self
        row = getattr(voter.campaign.electorate, self.name)[..., voter.row]
        return row.tolist() if self.unit is None else (row * self.unit).tolist()

    def __set__(self, voter: "Voter", value: Any) -> None:
        scaled = value if self.unit is None else [round(each / self.unit) for each in value]
        getattr(voter.campaign.electorate, self.name)[..., voter.row] = scaled


class ShareOfProtest(Column):
    """Protest as a share: read only, for it follows from protest on the logit scale."""

    def __set__(self, voter: "Voter", value: Any) -> None:
        raise AttributeError("g follows from protest: set protest, on the logit scale.")


class Protest(Column):
    """Protest on the logit scale; setting it moves g, the same as a share."""

    def __set__(self, voter: "Voter", value: Any) -> None:
        super().__set__(voter, value)
        voter.campaign.electorate.g[voter.row] = as_share(value)


class Voter(PlainVoter, mesa.Agent):  # type: ignore[misc]
    """A citizen: has tastes, positions and a mood, hears neighbours, prefers a party or none.

    Reads the week's tables, the neighbours' answers and protest; changes support, intention
    and protest. Attributes read and write the row of the electorate.
    """

    protest = Protest()
    disposition = Column()
    g = ShareOfProtest()
    media = Column()
    engagement = Column()
    leaders_heard = Column()
    member = Column()
    issues = Column()
    taste = Column(TASTE_STEP)
    bloc_taste = Column(TASTE_STEP)
    support = Column()
    intention = Column()
    answer = Column()
    vote = Column()
    lead = Column()
    gap = Column()

    def __init__(self, model: mesa.Model, campaign: Campaign, row: int) -> None:
        super().__init__(model)
        self.campaign = campaign
        self.row = row
        self.cell = campaign.electorate.layout.cell(row)

    @property
    def region(self) -> str:
        """Code of the voter's region."""
        cells = self.campaign.setting.cells
        return str(cells.regions.codes[cells.region[self.cell]])

    @property
    def groups(self) -> dict[str, str]:
        """The voter's group on each axis that the country declares, and the region."""
        cells = self.campaign.setting.cells
        groups = {"region": self.region}
        for axis, names in cells.groups.axes.items():
            groups[axis] = names[cells.places[axis][self.cell]].removeprefix(f"{axis}:")
        return groups

    @property
    def neighbours(self) -> list[int]:
        """Rows of the voters this one hears."""
        rows: list[int] = self.campaign.electorate.neighbours[self.row].tolist()
        return rows

    def seen(self) -> tuple[list[float], list[int]]:
        """Return what the neighbours show, as of last week: protest, and the option they name."""
        shown = self.campaign.electorate.shown[self.neighbours].tolist()
        moods = [(word >> ANSWER_BITS) * MOOD_STEP for word in shown]
        return moods, [word % 2**ANSWER_BITS for word in shown]

    def reasons(self, week: Week, option: int) -> Terms:
        """Return why the voter likes an option or not."""
        return self.terms(week, option, self.seen()[1].count(option))

    def consider(self, week: Week) -> View:
        """Return what the voter comes to in a week."""
        return self.weighed(week, self.seen()[1])

    def decide(self, week: Week) -> None:
        """Come to a view and write it down; the others still see last week's."""
        view, protest = self.consider(week), self.moved(week, self.seen()[0])
        self.support, self.lead, self.gap = view.support, view.lead, view.gap
        self.intention, self.protest = view.intention, protest

    def step(self) -> None:
        """Refuse: a voter needs the week's tables, which a campaign makes for all at once."""
        raise RuntimeError(
            "A voter has no step of its own: Simulation.step plays the week for all voters; with "
            "plain=True it calls Voter.decide, which a subclass may change."
        )
