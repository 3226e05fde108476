"""Branches talk to neighbours: they win votes where they are, and lose their hold in disorder."""

from typing import ClassVar

from model.numerics.arrays import Array, array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State
from model.society.electorate import Bloc


class Organisation(Mechanism):
    """A party gains in a region where its branches work more than they did at the opening.

    The work of branches at the opening is part of a party's appeal, so only the change counts.
    Branches of the party of power work less in three cases. After a change of leadership they
    do until people have got used to it. They do as long as the campaign machinery is not in
    place. And they do under real competition, to which the party is not used. The pressure of
    rivals is counted from none, not from the opening: rivals who stand from the start cost the
    branches work from week 1 on, when their support is known.
    Source: claims S1-S3, D7, D8, W2, W5, E14, O2; local party work: Huckfeldt and Sprague
    (1992), Political parties and electoral mobilization. Sizes are assumed.
    """

    phase: ClassVar[Phase] = Phase.PERSUASION
    shown_by: ClassVar[str] = "chairman-leaves-early"
    reads = (
        "attachment",
        "deal",
        "organisation",
        "readiness",
        "settled_attachment",
        "standing",
        "support",
    )
    changes = ("appeal", "branch_work")
    neutral = "Branches that win nobody still work, and bring supporters to the polls."
    claims: ClassVar = {"support.incumbent": -1}

    strength: float = parameter(
        0.5, 0, 5, unit="logit", source="assumed",
        meaning="appeal of a party with full branches, against none",
    )  # fmt: skip
    disorder: float = parameter(
        0.4, 0, 1, unit="share", source="assumed; claim W2",
        meaning="share of the branches' work that is lost when the leader has just gone",
    )  # fmt: skip
    clumsiness: float = parameter(
        0.4, 0, 5, unit="share per share of support", source="assumed; claims W5, E14",
        meaning="share of the branches' work that is lost for each share of support of real rivals",
    )  # fmt: skip

    _opening: Array  # (J, 1) strength of the branches at the opening
    _challenges: Array  # (J,) 1 for challengers
    _established: Array  # (J,) 1 for parties that may have a deal with the party of power
    _power: Array  # (J, 1) 1 for the party of power

    def prepare(self, setting: Setting) -> None:
        """Look up who opens with which branches, and who challenges."""
        self._opening = setting.of_parties("organisation")[:, None]
        self._challenges = setting.in_bloc(Bloc.CHALLENGER)
        self._established = setting.is_kind("established")
        self._power = setting.is_incumbent[:, None]

    def effect(self, state: State) -> Effect:
        """Return the work of branches beyond the opening's, and the appeal it brings."""
        works = 1 - self._power * (1 - self.efficiency(state))
        beyond = works * state.stocks.organisation - self._opening
        appeal = (self.strength * beyond).take(state.setting.cells.region, axis=1).T
        return Effect(branch_work=beyond, appeal=appeal)

    def efficiency(self, state: State) -> float:
        """Return the share of the party of power's branches that works as it should."""
        stocks = state.stocks
        change = abs(float(stocks.attachment) - float(stocks.settled_attachment))
        rivals = float(state.public.support @ self._real_rivals(stocks.standing, stocks.deal))
        skill = max(1 - self.clumsiness * rivals, 0.0)
        return float(stocks.readiness) * (1 - self.disorder * change) * skill

    @until_changed
    def _real_rivals(self, standing: Array, deal: Array) -> Array:
        """Return how far each party competes for real, (J,): challengers, broken deals."""
        return array(standing * (self._challenges + self._established * (1 - deal)))
