"""The voters' rule of one week: small tables composed from the political situation."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.numerics.arrays import Array, IntArray, close
from model.numerics.compiled import compiled
from model.numerics.until_changed import until_changed
from model.politics.state import State
from model.voters.none_of_them import NoneOfThem
from model.voters.rule import VoterRule

SINGLE = np.float32


class Week(NamedTuple):
    """The tables of one week as the pass reads them; float32 unless said otherwise."""

    standing: np.ndarray  # (options that one may favour,) int64, columns
    inertia: np.ndarray  # (O,) share of the way to the new utility; 1 in the week of entry
    utility: np.ndarray  # (O, C) what does not depend on the voter
    issue: np.ndarray  # (O, D) slope on the voter's position: 2 w y
    salience: np.ndarray  # (D,) w
    protest: np.ndarray  # (O,) slope on g
    media: np.ndarray  # (O,) slope on the media diet
    voice: np.ndarray  # (O,) slope on the share of opinion leaders among the neighbours
    bloc: IntArray  # (O,) bloc of each party; the number behind the last bloc for none of them
    bandwagon: np.ndarray  # (O,) worth of one neighbour who names the party
    bloc_scale: np.float32  # scale of the taste shared by a bloc
    outside: np.ndarray  # (2,) slopes of the taste for none on that for challengers, on its own
    taste_scale: np.float32  # scale of the taste for an option alone
    drift: np.ndarray  # (C,) weekly change of protest
    contagion: np.float32  # pull of one neighbour's protest
    anchor: np.float32  # pull of one's own disposition
    unfiltered: np.float32  # weekly change of protest without state media
    incumbent: int  # column of the party of power

    def without_protest(self) -> "Week":
        """Return the same week in which protest stays where it is."""
        none = np.float32(0)
        return self._replace(
            drift=np.zeros_like(self.drift), contagion=none, anchor=none, unfiltered=none
        )


@dataclass(frozen=True)
class Rule:
    """What of a scenario the voters' rule reads beside the political situation."""

    voter: VoterRule
    none_of_them: NoneOfThem | None
    neighbours: int

    @cached_property
    def anchor(self) -> np.float32:
        """Pull of one's own disposition to protest."""
        return SINGLE(self.voter.anchor)

    @cached_property
    def taste_scale(self) -> np.float32:
        """Scale of the taste for an option alone."""
        return SINGLE(self.voter.taste_scale)

    @cached_property
    def of_none(self) -> tuple[float, float]:
        """What none of them is worth without protest, and in full protest beside that."""
        none = self.none_of_them
        return (none.level, none.protest) if none is not None else (0.0, 0.0)

    @cached_property
    def outside(self) -> np.ndarray:
        """Slopes of the taste for none of them on that for challengers and on its own, (2,)."""
        none = self.none_of_them
        if none is None:
            return np.zeros(2, SINGLE)
        own = math.sqrt(1 - none.kinship**2)
        return np.array([none.taste * none.kinship, none.taste * own], SINGLE)


def week_of(state: State, rule: Rule, opened: np.ndarray) -> Week:
    """Compose the voters' rule of a week; `opened` (J,) says which parties stood last week."""
    setting, stocks, weekly = state.setting, state.stocks, state.weekly
    options, neighbours, inertia = setting.size("O"), rule.neighbours, rule.voter.inertia
    known = np.log(np.maximum(stocks.recognition, rule.voter.recognition_floor))
    distance = np.add.reduce(stocks.salience * stocks.platform**2, axis=1)
    appeal = np.ascontiguousarray(weekly.appeal.T)
    close(appeal)  # One order, and never to be written into: else the loop is compiled once more.
    appeals = (setting.of_parties("appeal") - distance, appeal)
    loadings = (weekly.protest_loading, weekly.media_loading, weekly.voice)
    utility = np.empty((options, setting.size("C")), SINGLE)
    issue = np.zeros((options, setting.size("D")), SINGLE)
    slopes = np.zeros((4, options), SINGLE)
    _compose(
        (utility, issue, slopes),
        (*appeals, known, setting.cells.region),
        (stocks.salience, stocks.platform),
        (*loadings, float(weekly.bandwagon) / neighbours),
        rule.of_none,
    )
    protest, media, voice, bandwagon = slopes
    favoured, pace = _ballot(stocks.standing, opened, inertia, rule.none_of_them is not None)
    return Week(
        standing=favoured,
        inertia=pace,
        utility=utility,
        issue=issue,
        salience=stocks.salience.astype(SINGLE),
        protest=protest,
        media=media,
        voice=voice,
        bloc=setting.bloc_of_options,
        bandwagon=bandwagon,
        bloc_scale=SINGLE(weekly.bloc_scale),
        outside=rule.outside,
        taste_scale=rule.taste_scale,
        drift=weekly.protest_drift.astype(SINGLE),
        contagion=SINGLE(float(weekly.contagion) / neighbours),
        anchor=rule.anchor,
        unfiltered=SINGLE(weekly.protest_media),
        incumbent=setting.incumbent,
    )


@compiled()
def _compose(out: Any, cells: Any, issues: Any, loadings: Any, of_none: Any) -> None:
    """Write down each option's utility by cell, and its slopes on what differs among voters."""
    utility, issue, slopes = out
    everywhere, appeal, known, region = cells
    salience, platform = issues
    protest, media, voice, neighbour = loadings
    parties = len(everywhere)
    for party in range(parties):
        for cell in range(len(region)):
            here = known[party, region[cell]] + appeal[party, cell]
            utility[party, cell] = here + everywhere[party]
        for each in range(len(salience)):
            issue[party, each] = 2 * salience[each] * platform[party, each]
        slopes[0, party], slopes[1, party] = protest[party], media[party]
        slopes[2, party], slopes[3, party] = voice[party], neighbour
    for none in range(parties, len(utility)):
        slopes[0, none] = of_none[1]
        for cell in range(len(region)):
            utility[none, cell] = of_none[0]


@until_changed
def on_ballot(standing: Array) -> NDArray[np.bool_]:
    """Return which parties stand, (J,)."""
    return standing > 0


@until_changed
def _ballot(
    standing: Array, opened: NDArray[np.bool_], inertia: float, more: bool
) -> tuple[IntArray, np.ndarray]:
    """Return the columns that one may favour, and the inertia of each option, (O,)."""
    stand = np.append(on_ballot(standing), np.full(int(more), True))
    stood = np.append(opened, np.full(int(more), opened.any()))
    favoured, pace = stand.nonzero()[0], np.where(stood, inertia, 1.0).astype(SINGLE)
    close(favoured, pace)
    return favoured, pace
