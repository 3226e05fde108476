"""A party becomes known through branches, state channels and money, and is forgotten."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class Exposure(Mechanism):
    """Each week part of those who do not know a party hear of it, and some forget it.

    Reach adds up from branches in the region, state channels (the party of power only) and
    money. Attention is limited, so what money buys is one's share of voice: it falls with
    what all the others spend, and many small voices reach no more than one large one. Reads:
    organisation, spending, recognition. Changes: recognition.
    Source: claims S2, S3, S7, F1; diminishing returns of campaign money: Jacobson (1978),
    doi:10.2307/1954105. The form, s / (half + all spending), is assumed.
    """

    phase: ClassVar[Phase] = Phase.EXPOSURE
    shown_by: ClassVar[str] = "rich-entrant"

    by_branches: float = parameter(
        0.15, 0, 0.5, unit="share a week", source="assumed", meaning="reach of full organisation"
    )
    by_state_channels: float = parameter(
        0.4, 0, 1, unit="share a week", source="assumed", meaning="reach of the state's channels"
    )
    by_money: float = parameter(
        0.2, 0, 1, unit="share a week", source="assumed", meaning="reach of unlimited money"
    )
    half: float = parameter(
        2.0,
        0.05,
        50,
        unit="million a week",
        source="assumed",
        meaning="spending for half of it",
    )
    forgetting: float = parameter(
        0.03, 0, 0.2, unit="share a week", source="assumed", meaning="share of knowers who forget"
    )

    def effect(self, state: State) -> Effect:
        """Return the change of recognition by party and region."""
        stocks = state.stocks
        bought = self.by_money * state.weekly.spending / (state.weekly.spending.sum() + self.half)
        reach = (
            self.by_branches * stocks.organisation
            + (bought + self.by_state_channels * state.setting.is_incumbent)[:, None]
        )
        known = stocks.recognition
        change = reach * (1 - known) - self.forgetting * known
        return Effect(recognition=change * stocks.standing[:, None])
