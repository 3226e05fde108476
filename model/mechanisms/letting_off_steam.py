"""People who shout online neither march nor vote the louder for it."""

from typing import ClassVar

import numpy as np

from model.numerics.arrays import Array
from model.numerics.until_changed import until_changed
from model.parameters.parameter import parameter
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import Effect, State


class LettingOffSteam(Mechanism):
    """Talk online rises steeply with protest, and a little of the protest is spent on it.

    Vented protest reaches neither the street nor the choice among parties. So strong talk has a
    weak effect on votes. It does count where a voter turns from all parties (`none_of_them`).
    Source: claim Z3; the Internet as an outlet: Hassid (2012),
    doi:10.1111/j.1460-2466.2012.01634.x.
    """

    phase: ClassVar[Phase] = Phase.CONTAGION
    """After PERSUASION, where the weight of protest in the vote is summed."""
    reads = ("protest_loading", "protest_mean")
    changes = ("protest_loading", "talk", "vented")
    neutral: ClassVar = {"outlet": 0.0}
    claims: ClassVar = {"talk": 1, "crowd": -1}

    steepness: float = parameter(
        8.0, 0, 30, unit="per unit of g", source="assumed; claim Z3: buzz overestimates",
        meaning="steepness with which talk online rises with a region's mean protest",
    )  # fmt: skip
    half: float = parameter(
        0.45, 0.05, 0.95, unit="share of g", source="assumed",
        meaning="mean protest at which half of the people talk online",
    )  # fmt: skip
    outlet: float = parameter(
        0.15, 0, 1, unit="share", source="assumed; claim Z3: weak",
        meaning="share of protest that is vented where everybody talks online",
    )  # fmt: skip

    def effect(self, state: State) -> Effect:
        """Return the talk by region and what it takes away."""
        setting, public = state.setting, state.public
        people, heads = _people(setting, public.people)
        protest = setting.by_region(public.protest_mean * public.people) / heads
        talk = 1.0 / (1.0 + np.exp(-self.steepness * (protest - self.half)))
        vented = self.outlet * talk
        spent = float(vented @ people) / public.everybody
        return Effect(
            talk=talk, vented=vented, protest_loading=-spent * state.weekly.protest_loading
        )


@until_changed
def _people(setting: Setting, people: Array) -> tuple[Array, Array]:
    """Return the people of each region, (R,), and what to divide by for a head's share."""
    people = setting.by_region(people)
    # Protest is zero where there is nobody, so that any number will do there.
    return people, np.where(people > 0, people, 1.0)
