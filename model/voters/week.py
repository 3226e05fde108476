"""The voters' rule of one week: small tables composed from the political situation."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.numerics.arrays import Array, IntArray, close
from model.numerics.until_changed import until_changed
from model.politics.state import State, Weekly
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
    voter, none = rule.voter, rule.none_of_them
    known = np.log(np.maximum(stocks.recognition, voter.recognition_floor))
    distance = np.add.reduce(stocks.salience * stocks.platform**2, axis=1)
    utility = known.take(setting.cells.region, axis=1)
    utility += weekly.appeal.T
    utility += (setting.of_parties("appeal") - distance)[:, None]
    more = none is not None
    protest, media, voice, bandwagon = _slopes(weekly, rule)
    favoured, inertia = _ballot(stocks.standing, opened, voter.inertia, more)
    return Week(
        standing=favoured,
        inertia=inertia,
        utility=_by_option(utility, more, none.level if none else 0.0),
        issue=_by_option(2 * stocks.salience * stocks.platform, more, 0.0),
        salience=stocks.salience.astype(SINGLE),
        protest=protest,
        media=media,
        voice=voice,
        bloc=setting.bloc_of_options,
        bandwagon=bandwagon,
        bloc_scale=SINGLE(weekly.bloc_scale),
        outside=rule.outside,
        taste_scale=SINGLE(voter.taste_scale),
        drift=weekly.protest_drift.astype(SINGLE),
        contagion=SINGLE(float(weekly.contagion) / rule.neighbours),
        anchor=SINGLE(voter.anchor),
        unfiltered=SINGLE(weekly.protest_media),
        incumbent=setting.incumbent,
    )


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


def _slopes(weekly: Weekly, rule: Rule) -> np.ndarray:
    """Return the slopes on protest, media, leaders and neighbours, shape (4, O)."""
    none, parties = rule.none_of_them, len(weekly.voice)
    slopes = np.zeros((4, parties + (none is not None)), SINGLE)
    of_parties = slopes[:, :parties]
    of_parties[0] = weekly.protest_loading
    of_parties[1] = weekly.media_loading
    of_parties[2] = weekly.voice
    of_parties[3] = float(weekly.bandwagon) / rule.neighbours
    if none is not None:
        slopes[0, parties] = none.protest
    return slopes


def _by_option(values: Array, more: bool, value: float) -> np.ndarray:
    """Return numbers by party (J, ...) with one more for none of them, if one may favour that."""
    parties = len(values)
    out = np.empty((parties + more, *values.shape[1:]), SINGLE)
    out[:parties], out[parties:] = values, value
    return out
