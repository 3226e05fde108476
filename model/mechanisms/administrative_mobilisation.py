"""The administration brings its people to the polls to vote for the party of power."""

from typing import ClassVar

import numpy as np
from scipy.special import expit

from model.numerics.arrays import Array
from model.numerics.per_head import per_head
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State


class AdministrativeMobilisation(Mechanism):
    """On polling day state-dependent people who would stay at home are brought to vote.

    Most of them vote for the party of power as they are told, and the others as they please.
    Pressure may also turn votes of people who come by themselves; by default it does not, for
    the turnout and the votes of January 2021 leave no room for it. The resource of a region is
    the mobilisation that lifts the turnout natural to its composition to its past official
    turnout. Governors work with it as far as they are loyal. Effort that they only pretend has
    no effect.
    Source: claims E11, K2, I8; workplace mobilisation: Frye, Reuter and Szakonyi (2014),
    doi:10.1017/S004388711400001X. Past turnout: 15 January 2012 (vesti.kz 97089).
    """

    phase: ClassVar[Phase] = Phase.BALLOT
    shown_by: ClassVar[str] = "machine-withdrawn"
    roles: ClassVar[tuple[str, ...]] = ("depends_on_state",)
    reads = ("administration_loyalty", "imitation", "loyal", "readiness")
    changes = ("coercion", "mobilisation", "obedience")
    neutral: ClassVar = {"strength": 0.0}
    claims: ClassVar = {"turnout": 1, "vote_share.incumbent": 1}

    strength: float = parameter(
        0.398, 0, 5, unit="relative to the past election",
        source="calibrated: official turnout of 63.25 % in January 2021 (CEC); an early fit",
        meaning="strength of the administrative machine, against the past election",
    )  # fmt: skip
    beyond: float = parameter(
        0.25, 0, 1, unit="share", source="assumed: families and members",
        meaning="mobilisation of people who do not depend on the state, against those who do",
    )  # fmt: skip
    obedience: float = parameter(
        0.85, 0.65, 0.95, unit="share",
        source="assumed: 0.65 to 0.95 fit January 2021 alike, with other private support",
        meaning="share of those brought to the polls who vote as they are told",
    )  # fmt: skip
    coercion: float = parameter(
        0.0, 0, 2, unit="share", meaning="rate of coercion for each unit of mobilisation",
        source="calibrated: January 2021 is fitted best without it",
    )  # fmt: skip
    notables: float = parameter(
        0.5, 0, 1, unit="share", source="assumed: what a split costs beyond an exit (evidence)",
        meaning="share of a region's machine that stops if all its notables leave the party",
    )  # fmt: skip
    natural: float = parameter(
        -0.48, -6, 6, unit="logit",
        source="calibrated: with it 44.7 % of all people come (Sandzh via CABAR, January 2021)",
        meaning="mean readiness to turn out from which the resource of a region is reckoned",
    )  # fmt: skip

    _resource: Array  # (R,) rate that would lift each region to its past turnout

    def prepare(self, setting: Setting) -> None:
        """Work out the resource of each region."""
        self._resource = resource(setting, self.natural, self.beyond)

    def effect(self, state: State) -> Effect:
        """Return both rates by cell."""
        setting, stocks = state.setting, state.stocks
        works = stocks.administration_loyalty * (1 - stocks.imitation) * stocks.readiness
        who = setting.notables
        works = works * (1 - self.notables * who.presence @ (who.member - stocks.loyal))
        rate = self.strength * self._resource * works
        reach = np.where(setting.cells.state_dependent == 1, 1.0, self.beyond)
        mobilised = rate[setting.cells.region] * reach
        return Effect(
            mobilisation=mobilised,
            coercion=self.coercion * mobilised,
            obedience=self.obedience,
        )


def resource(setting: Setting, natural: float, beyond: float) -> Array:
    """Return the rate that would lift each region to its past official turnout, shape (R,).

    Natural turnout is the expected one by composition, where the mean logit of turning out is
    `natural`; it counts electors who favour no party too. At rate h, of those who stay at home,
    1 - exp(-h) are brought among the state-dependent and 1 - exp(-beyond h) among the others.
    The rate is found by bisection and is at most 3 (95 % of the state-dependent).
    """
    cells, ready = setting.cells, setting.readiness_to_vote
    logit = natural + ready - np.average(ready, weights=cells.people)
    people = setting.by_region(cells.people)
    come = per_head(setting.by_region(cells.people * expit(logit)), people)
    dependent = per_head(setting.by_region(cells.people * cells.state_dependent), people)
    missing = (cells.regions.past_turnout - come) / (1 - come)
    groups = np.array([dependent, 1 - dependent])
    pace = np.array([[1.0], [beyond]])
    rate, step = np.full(len(missing), 1.5), 1.5
    for _ in range(39):
        mobilised = -np.add.reduce(groups * np.expm1(-pace * rate))
        step /= 2
        rate = rate + np.where(mobilised < missing, step, -step)
    return rate
