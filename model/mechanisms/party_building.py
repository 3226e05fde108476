"""A newcomer's money turns into branches and channels, given time."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class PartyBuilding(Mechanism):
    """A new party buys branches and media of its own slowly, however much it spends.

    Each week it closes part of the gap to full branches, and part of the gap to channels that
    reach everybody. The part grows with what it spends, ever less. So money that comes early
    buys more than a known name, and money beyond some sum buys little. Parties known from
    earlier elections keep what they have: it is part of their appeal.
    Source: claims Z5, Z6, F1; party building takes years: Kitschelt and Wilkinson (2007),
    Patrons, Clients, and Policies; Tavits (2013), Post-Communist Democracies and Party
    Organization. The form, s / (half + s), and all sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.EXPOSURE
    shown_by: ClassVar[str] = "rich-entrant"
    reads = ("organisation", "own_media", "spending", "standing")
    changes = ("organisation", "own_media")
    neutral: ClassVar = {"branches": 0.0, "channels": 0.0}
    claims: ClassVar = {"support.oligarch_entrant": 1}

    branches: float = parameter(
        0.01, 0, 0.2, unit="share a week", source="assumed: half of full branches within 69 weeks",
        meaning="share of missing branches that unlimited money builds in a week",
    )  # fmt: skip
    channels: float = parameter(
        0.01, 0, 0.2, unit="share a week", source="assumed: half of the public within 69 weeks",
        meaning="share of the public not reached that unlimited money wins for own media in a week",
    )  # fmt: skip
    half: float = parameter(
        5.0, 0.05, 100, unit="million a week", source="assumed",
        meaning="spending that builds half as fast as unlimited money",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the branches and channels built this week."""
        stocks, spent = state.stocks, state.weekly.spending
        half = self.half * state.setting.money_worth
        new = stocks.standing * state.setting.is_new
        pace = new * spent / (half + spent)
        return Effect(
            organisation=self.branches * pace[:, None] * (1 - stocks.organisation),
            own_media=self.channels * pace * (1 - stocks.own_media),
        )
