"""The rule of one voter in plain Python: read this one first.

`model.voters.kernel` computes the same for all voters at once; a test holds the two together.
"""

import math
from typing import Any, NamedTuple

from model.voters.week import Week

PROTEST_LIMIT = 8.0
"""Protest stays within this distance of zero, logit."""


class Terms(NamedTuple):
    """What a party is worth to a voter, term by term, in logit: why the voter likes it or not."""

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

    support: list[float]  # for each party
    intention: int  # column of the favourite
    lead: float  # of the favourite over the second
    gap: float  # of the favourite over the party of power


class PlainVoter:
    """A voter who weighs the parties and moves in protest; whoever has these fields may do so.

    Fields: `cell`, `issues` (D positions), `protest` and `disposition` (logit), `g` (protest as
    a share), `media` (share of state media), `leaders_heard` (share of opinion leaders among
    the neighbours), `taste` (a number a party), `bloc_taste` (a number a bloc), `support` (a
    number a party).
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

    def terms(self, week: Week, party: int, friends: int) -> Terms:
        """Return what a party is worth, if `friends` of the neighbours intend it."""
        distance = slope = 0.0
        for d, x in enumerate(self.issues):
            distance += week.salience[d] * x * x
            slope += week.issue[party][d] * x
        return Terms(
            common=week.utility[self.cell][party],
            issues=slope - distance,
            protest=week.protest[party] * self.g,
            media=week.media[party] * self.media,
            opinion_leaders=week.voice[party] * self.leaders_heard,
            neighbours=float(week.bandwagon * friends),
            bloc_taste=week.bloc_scale * self.bloc_taste[week.bloc[party]],
            own_taste=week.taste_scale * self.taste[party],
        )

    def weighed(self, week: Week, favourites: list[int]) -> View:
        """Move support towards utility and rank the parties; the first of equals is preferred.

        `favourites` are those of the neighbours, as of last week.
        """
        support = list(self.support)
        favourite, best, second = 0, -math.inf, -math.inf
        for party in week.standing:
            utility = sum(self.terms(week, party, favourites.count(party)))
            support[party] += week.inertia[party] * (utility - support[party])
            if support[party] > best:
                favourite, best, second = int(party), support[party], best
            elif support[party] > second:
                second = support[party]
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
