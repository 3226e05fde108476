"""People dare more when they see those in power divided."""

from typing import ClassVar

from model.numerics.arrays import Array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.state import Effect, State
from model.society.elites import Notables


class PoliticalOpportunity(Mechanism):
    """Protest rises while the elite is split, and for some time after the leader's going.

    Allies above and doubt about who rules make protest seem worth while. A split counts for as
    long as people stay away; the leader's going until people have got used to it.
    Source: Tarrow (2011), Power in Movement, doi:10.1017/CBO9780511973529; McAdam, Tarrow and
    Tilly (2001), Dynamics of Contention, doi:10.1017/CBO9780511805431. Sizes assumed.
    """

    phase: ClassVar[Phase] = Phase.CONTAGION
    shown_by: ClassVar[str] = "elite-split"
    reads = ("attachment", "loyal", "settled_attachment")
    changes = ("protest_drift",)
    neutral: ClassVar = {"split": 0.0, "going": 0.0}
    claims: ClassVar = {"protest_mean": 1}

    split: float = parameter(
        0.02, 0, 0.2, unit="logit a week",
        source="assumed: a lasting split of half of the elite adds a fifth of a logit",
        meaning="protest that a voter gains in a week if all notables have left",
    )  # fmt: skip
    going: float = parameter(
        0.025, 0, 0.5, unit="logit a week", source="assumed: a sixth of a logit in all",
        meaning="protest that a voter gains in the week in which the leader's full tie is cut",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the drift, the same for all."""
        stocks = state.stocks
        gone = _gone(state.setting.notables, stocks.loyal)
        new = max(float(stocks.settled_attachment - stocks.attachment), 0.0)
        return Effect(protest_drift=self.split * gone + self.going * new)


@until_changed
def _gone(notables: Notables, loyal: Array) -> float:
    """Return the share of the elite's clout that has left the party of power."""
    return float(notables.clout @ (1 - loyal))
