"""The rule of one voter in plain Python: read this one first.

`model.voters.kernel` computes the same for all voters at once; a test holds the two together.
"""

import math
from typing import Any, NamedTuple

from model.society.electorate import Bloc
from model.voters.week import Week

PROTEST_LIMIT = 8.0
"""Protest stays within this distance of zero, logit."""


class Terms(NamedTuple):
    """What an option is worth to a voter, term by term, in logit: why the voter likes it or not."""

    common: float
    issues: float
    protest: float
    media: float
    opinion_leaders: float
    neighbours: float
    bloc_taste: float
    own_taste: float


class View(NamedTuple):
    """What a voter comes to in a week."""

    support: list[float]  # for each option
    intention: int  # column of the favourite
    lead: float  # of the favourite over the second option
    gap: float  # of the favourite over the party of power


class PlainVoter:
    """A voter who weighs the options and moves in protest; whoever has these fields may do so.

    Options are the parties, and none of them where the scenario has it. Fields: `cell`,
    `issues` (D positions), `protest` and `disposition` (logit), `g` (protest as a share),
    `media` (share of state media), `leaders_heard` (share of opinion leaders among the
    neighbours), `taste` (a number an option), `bloc_taste` (a number a bloc, and one for none
    of them), `support` (a number an option).
    """

    cell: int
    issues: Any
    protest: Any
    disposition: Any
    g: Any
    media: Any
    leaders_heard: Any
    taste: Any
    bloc_taste: Any
    support: Any

    def terms(self, week: Week, option: int, friends: int) -> Terms:
        """Return what an option is worth, if `friends` of the neighbours name it."""
        return Terms(
            common=week.utility[option][self.cell],
            issues=self._agreement(week, option),
            protest=week.protest[option] * self.g,
            media=week.media[option] * self.media,
            opinion_leaders=week.voice[option] * self.leaders_heard,
            neighbours=float(week.bandwagon[option] * friends),
            bloc_taste=self._shared_taste(week, week.bloc[option]),
            own_taste=week.taste_scale * self.taste[option],
        )

    def _agreement(self, week: Week, option: int) -> float:
        """Return the worth of a party's positions; to favour none of them takes no position."""
        if week.bloc[option] == len(Bloc):
            return 0.0
        distance = slope = 0.0
        for d, x in enumerate(self.issues):
            distance += week.salience[d] * x * x
            slope += week.issue[option][d] * x
        return slope - distance

    def _shared_taste(self, week: Week, bloc: int) -> float:
        """Return the taste for a bloc; that for none of them is akin to that for challengers."""
        if bloc < len(Bloc):
            return float(week.bloc_scale * self.bloc_taste[bloc])
        akin, own = self.bloc_taste[Bloc.CHALLENGER], self.bloc_taste[bloc]
        return float(week.outside[0] * akin + week.outside[1] * own)

    def weighed(self, week: Week, answers: list[int]) -> View:
        """Move support towards utility and rank the options; the first of equals is preferred.

        `answers` are what the neighbours say, as of last week.
        """
        support = list(self.support)
        favourite, best, second = 0, -math.inf, -math.inf
        for option in week.standing:
            utility = sum(self.terms(week, option, answers.count(option)))
            support[option] += week.inertia[option] * (utility - support[option])
            if support[option] > best:
                favourite, best, second = int(option), support[option], best
            elif support[option] > second:
                second = support[option]
        return View(support, favourite, best - second, best - support[week.incumbent])

    def moved(self, week: Week, moods: list[float]) -> float:
        """Return the voter's protest after a week in which the neighbours' were `moods`, logit."""
        pull = sum(moods) - len(moods) * self.protest
        protest = (
            self.protest
            + week.contagion * pull
            + week.anchor * (self.disposition - self.protest)
            + week.drift[self.cell]
            + week.unfiltered * (1 - self.media)
        )
        return min(max(float(protest), -PROTEST_LIMIT), PROTEST_LIMIT)


def as_share(protest: float) -> float:
    """Return protest on the logit scale as a share."""
    return 1 / (1 + math.exp(-protest))
