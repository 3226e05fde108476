"""People go out into the street when enough others do."""

from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field

from model.numerics.arrays import Array, array
from model.numerics.compiled import compiled, filled
from model.parameters.parameter import parameter
from model.politics.cascade import Safety, Street, joined
from model.politics.contracts import Mechanism, Phase
from model.politics.setting import Setting
from model.politics.state import PROTEST_BINS, Effect, State

GRIEVANCE = (np.arange(PROTEST_BINS) + 0.5) / PROTEST_BINS

SETTLING = 6
"""Weeks of rallies before week 0, after which as many are set free as are taken away."""


class Habits(NamedTuple):
    """The parameters below that say what people and police do each week."""

    threshold: float
    adaptation: float
    fading: float
    detention: float
    release: float
    anger: float
    relief: float


class StreetProtest(Mechanism):
    """In each region people join a rally as far as grievance exceeds the risk of arrest.

    The larger the crowd for each policeman, the smaller the risk, so a rally either stays
    small or runs away. People differ in courage: of all the people for whom a voter agent
    stands a fraction goes. Police take some of the crowd away each week. People get used to a
    mood that lasts, so a sudden shock fills the street and a slow one does not. How far a sudden
    mood carries nobody can know before: whether people trust each other, and who calls them out,
    is another in each run. The treatment of protesters angers people who saw it, or lets off steam.
    Source: claims Z4, W3; Epstein (2002), doi:10.1073/pnas.092080199; Granovetter (1978),
    doi:10.1086/226707; surprise: Kuran (1989), doi:10.1007/BF00116762. Sizes: rallies of 200-300
    in Almaty (Z4); 38,000-50,000 people out and about 10,000 detained in January 2022
    (`protest_events.csv` of that country's folder); the largest crowds of 20 sudden protests had a
    median of 1.0 % of the city and a standard deviation of 1.5 in logarithms
    (`experiments/evidence/street.csv`).
    """

    phase: ClassVar[Phase] = Phase.STREET
    shown_by: ClassVar[str] = "january-shock"
    reads = ("habituation", "indignation", "jailed", "protest", "vented")
    changes = ("crowd", "habituation", "indignation", "jailed")
    neutral: ClassVar = {"anger": 0.0, "relief": 0.0}
    claims: ClassVar = {"crowd": 1}

    threshold: float = parameter(
        1.25, 0, 3, unit="share of g", source="calibrated: rallies of 200-300 in Almaty (claim Z4)",
        meaning="grievance at which the median person joins a rally without risk",
    )  # fmt: skip
    courage: float = parameter(
        0.4, 0.02, 1, unit="share of g", source="assumed",
        meaning="standard deviation of the grievance at which people join a rally",
    )  # fmt: skip
    fear: float = parameter(
        0.32, 0, 2, unit="share of g", source="assumed",
        meaning="grievance that certain arrest would outweigh",
    )  # fmt: skip
    deterrence: float = parameter(
        2.3, 0, 10, unit="per policeman for each person out",
        source="Epstein (2002): 0.9 for one policeman facing one person",
        meaning="Epstein's k: rise of the risk of arrest with policemen for each person out",
    )  # fmt: skip
    rounding: Literal["smooth", "floor", "round"] = Field(
        "smooth", description="how policemen for each person out are counted; floor as in Epstein"
    )
    police: float = parameter(
        0.4, 0.05, 5, unit="per 1,000 electors in towns", source="assumed: some 500 in Almaty",
        meaning="number of policemen who are sent to rallies",
    )  # fmt: skip
    adaptation: float = parameter(
        0.12, 0, 1, unit="share a week", source="assumed",
        meaning="share of the way in which people get used to a mood in a week",
    )  # fmt: skip
    fading: float = parameter(
        0.8, 0, 1, unit="share", source="assumed",
        meaning="share of a mood that moves nobody once people are used to it",
    )  # fmt: skip
    surprise: float = parameter(
        0.7, 0, 1.5, unit="log",
        source="assumed: crowds with the spread of 20 sudden protests (street.csv)",
        meaning="standard deviation over runs of the logarithm of how far a sudden mood carries",
    )  # fmt: skip
    detention: float = parameter(
        0.3, 0, 1, unit="people a week", source="assumed; about 10,000 detained in January 2022",
        meaning="number of people taken away by each policeman who faces somebody",
    )  # fmt: skip
    release: float = parameter(
        0.5, 0, 1, unit="share a week", meaning="share of the jailed who are set free in a week",
        source="assumed: administrative arrest of up to 15 days",
    )  # fmt: skip
    anger: float = parameter(
        5.0, 0, 100, unit="logit per share of the people in towns",
        source="assumed", meaning="rise of protest next week if everybody were taken away",
    )  # fmt: skip
    relief: float = parameter(
        0.5, 0, 100, unit="logit per share of the people in towns",
        source="assumed", meaning="fall of protest next week if everybody had been out unharmed",
    )  # fmt: skip

    _in_towns: Array  # (R,) electors who live in towns, where rallies are held
    _police: Array  # (R,) policemen for each of them
    _rule: int  # how people judge their safety
    _habits: Habits

    def prepare(self, setting: Setting) -> None:
        """Count the electors and the police of the towns."""
        cells = setting.cells
        self._in_towns = array(setting.by_region(cells.people) * cells.urban)
        self._police = array(np.full(len(self._in_towns), self.police / 1000))
        self._rule = int(Safety[self.rounding.upper()])
        self._habits = Habits(*(getattr(self, each) for each in Habits._fields))

    def effect(self, state: State) -> Effect:
        """Return this week's crowds and what they leave behind."""
        stocks = state.stocks
        mood, mean = moods(state.public.protest)
        lasting = (stocks.jailed, stocks.habituation, stocks.indignation)
        crowd, jailed, habituation, indignation = filled(
            _rally,
            np.empty((4, len(mean))),
            self._street(mood),
            self._habits,
            (state.week == 0, self._carries(state)),
            (self._in_towns, mean, state.weekly.vented, *lasting),
        )
        return Effect(crowd=crowd, jailed=jailed, habituation=habituation, indignation=indignation)

    def _carries(self, state: State) -> float:
        """Return how far a sudden mood carries in this run, 1 in the median run."""
        return float(np.exp(self.surprise * state.draw.of_run("a sudden mood", 1)[0]))

    def _street(self, mood: Array) -> Street:
        """Describe the regions' streets, one group for each bin of protest; `_rally` fills them."""
        return Street(
            people=mood,
            reluctance=np.empty(mood.shape),
            spread=self.courage,
            away=np.empty(len(mood)),
            police=self._police,
            rule=self._rule,
            deterrence=self.deterrence,
            fear=self.fear,
        )


@compiled()
def _rally(changes: Any, street: Any, habits: Any, run: Any, regions: Any) -> None:
    """Write down each region's crowd, and how the jailed, habituation and indignation change."""
    opening, carries = run
    people, mean, vented, jailed_before, used_to, indignation_before = regions
    for region in range(len(people)):
        usual = mean[region] if opening else used_to[region]
        rise = mean[region] - usual
        # People are dulled by what they are used to, and stirred by a sudden mood that carries far.
        dulling = habits.fading * usual - (carries - 1) * max(rise, 0.0)
        for group in range(len(GRIEVANCE)):
            felt = GRIEVANCE[group] * (1 - vented[region]) - dulling
            street.reluctance[region, group] = habits.threshold + street.fear - felt
        jailed, out, taken = jailed_before[region], 0.0, 0.0
        for _ in range(SETTLING if opening else 1):
            street.away[region] = jailed
            out = joined(street, region)
            taken = habits.detention * min(out, street.police[region])
            jailed = jailed + taken - habits.release * jailed
        indignation = habits.anger * taken - habits.relief * (out - taken)
        changes[0, region] = out * people[region]
        changes[1, region] = jailed - jailed_before[region]
        changes[2, region] = usual + habits.adaptation * rise - used_to[region]
        changes[3, region] = indignation * (people[region] > 0) - indignation_before[region]


def moods(protest: Array) -> tuple[Array, Array]:
    """Return the shares by protest, shape (R, bins), and the means of g, shape (R,)."""
    mood = protest / np.maximum(np.add.reduce(protest, axis=1, keepdims=True), 1.0)
    return mood, mood @ GRIEVANCE
