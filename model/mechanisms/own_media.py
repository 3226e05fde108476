"""A founder's own channels speak for his party."""

from typing import ClassVar

from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class OwnMedia(Mechanism):
    """A party gains with voters whom its own channels reach, unless state media fill their day.

    The gain is in proportion to the share of the public reached, and to the part of a voter's
    media that is not the state's.
    Source: claims Z5, Z6; an independent channel in a country with a party of power: Enikolopov,
    Petrova and Zhuravskaya (2011), doi:10.1257/aer.101.7.3253. The size is assumed.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "rich-entrant"
    reads = ("own_media",)
    changes = ("appeal", "media_loading")
    neutral: ClassVar = {"praise": 0.0}
    claims: ClassVar = {"support.oligarch_entrant": 1}

    praise: float = parameter(
        1.0, 0, 4, unit="logit", source="assumed",
        meaning="appeal that a party gains if its own channels reach everybody, with a voter who "
        "meets no state media",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the gain without state media, and how it falls with them."""
        gain = self.praise * state.stocks.own_media
        return Effect(appeal=gain, media_loading=-gain)
