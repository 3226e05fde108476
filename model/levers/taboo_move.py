"""Break a taboo: a second state language, or weapons for all."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class TabooMove(Lever):
    """At one stroke the party takes a side on a question that nobody dared to touch.

    Its position jumps and the question fills the debate, while the sum of salience stays. A
    voter on that side comes nearer, everybody on the other side further away. Gains net of
    costs are an output; the claimed 25-35 % of new votes are nowhere an input. As far as the
    move is not believed, the position moves less.
    Source: claim O10. Positions and sizes are assumed.
    """

    shown_by: ClassVar[str] = "taboo-move"
    opportunity: ClassVar[str] = "O10"
    offends: ClassVar[str] = "titular"
    reads = ("funds", "platform", "salience")
    changes = ("funds", "platform", "salience")

    # A stroke works in full at once (claim O10), so that no scenario may spread it over weeks.
    weeks: ClassVar[int] = 1  # type: ignore[misc]

    move: Literal["language", "weapons"] = Field(
        "language",
        description="a second state language, or free circulation of non-combat weapons",
    )
    language: float = parameter(
        -1.2, -4, 4, unit="SD of voters", source="assumed",
        meaning="new position on identity, if the move is the language",
    )  # fmt: skip
    weapons: float = parameter(
        -1.2, -4, 4, unit="SD of voters", source="assumed",
        meaning="new position on order, if the move is weapons",
    )  # fmt: skip
    attention: float = parameter(
        0.5, 0, 1, unit="share", source="assumed",
        meaning="share of the debate on other issues that the question draws to itself",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the stroke in its week, and what it costs then and later."""
        if state.week > self.start:
            return Effect(funds=self.paid(state))
        stocks, setting = state.stocks, state.setting
        chosen, force = setting.issue(self.about), self.force(state)
        way = (self.position - stocks.platform) * chosen * setting.is_incumbent[:, None]
        drawn = np.minimum(self.attention * force, 1) * (
            chosen * stocks.salience.sum() - stocks.salience
        )
        return Effect(platform=force * way, salience=drawn, funds=self.paid(state))

    @property
    def about(self) -> str:
        """The issue on which it takes a side."""
        return "order" if self.move == "weapons" else "identity"

    @property
    def position(self) -> float:
        """The side it takes, SD of voters."""
        return self.weapons if self.move == "weapons" else self.language
