"""Answer the other media where people now read them."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Lever
from model.politics.state import Effect, State


class DigitalMedia(Lever):
    """The party speaks in every segment of the media, not only in newspapers and on television.

    Voters who see little state media hear its side, and their protest is stirred up less.
    Faces and money leave television, so state-dependent people who watch it are addressed
    less.
    Source: claims O8, S2; Enikolopov, Petrova and Zhuravskaya (2011),
    doi:10.1257/aer.101.7.3253, on who is reached. Sizes are assumed.
    """

    opportunity: ClassVar[str] = "O8"
    offends: ClassVar[str] = "depends_on_state"
    roles: ClassVar[tuple[str, ...]] = ("depends_on_state",)
    reads = ("funds",)
    changes = ("appeal", "funds", "media_loading", "protest_media")

    cost: float = parameter(
        0.4, 0, 20, unit="million a week", source="assumed",
        meaning="price of channels and authors, paid by the party of power",
    )  # fmt: skip
    reach: float = parameter(
        0.25, 0, 2, unit="logit", source="assumed",
        meaning="appeal won with a voter who meets no state media",
    )  # fmt: skip
    calm: float = parameter(
        0.002, 0, 0.1, unit="logit a week", source="assumed",
        meaning="weekly rise of protest prevented in a voter who meets no state media",
    )  # fmt: skip
    neglect: float = parameter(
        0.3, 0, 2, unit="logit", source="assumed", meaning="appeal lost with the state-dependent"
    )

    def effect(self, state: State) -> Effect:
        """Return this week's change."""
        force, power = self.force(state), state.setting.is_incumbent
        reached = force * self.reach * power
        return Effect(
            appeal=reached + self.won(state, {"depends_on_state": -self.neglect}),
            media_loading=-reached,
            protest_media=-force * self.calm,
            funds=self.paid(state),
        )
