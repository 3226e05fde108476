"""Opinion leaders speak for the party of power to those who listen to them."""

from typing import ClassVar

from model.numerics.arrays import Array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State


class OpinionLeaders(Mechanism):
    """The most engaged among a voter's neighbours carry the party's message to the others.

    The party wins opinion leaders through the leader, and they speak for it as far as he is
    tied to it. A voter is moved by the share of them in the own network, so the message takes
    two steps.
    Source: claim S3; two-step flow: Katz (1957), doi:10.1086/266687.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "chairman-leaves-early"
    reads = ("attachment",)
    changes = ("voice",)
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"support.incumbent": 1}

    strength: float = parameter(
        0.4, 0, 4, unit="logit", source="assumed",
        meaning="utility of the party of power to a voter whose neighbours are all opinion leaders",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the voice."""
        return Effect(voice=self._voice(state.stocks.attachment, state.setting.is_incumbent))

    @until_changed
    def _voice(self, attachment: Array, power: Array) -> Array:
        return self.strength * attachment * power
