"""The voters' rule of one week: small tables composed from the political situation."""

from typing import NamedTuple

import numpy as np

from model.numerics.arrays import IntArray
from model.politics.state import State
from model.voters.rule import VoterRule


class Week(NamedTuple):
    """The tables of one week as the pass reads them; float32 unless said otherwise."""

    standing: np.ndarray  # (parties on the ballot,) int64, columns
    inertia: np.ndarray  # (J,) share of the way to the new utility; 1 in the week of entry
    utility: np.ndarray  # (C, J) what does not depend on the voter
    issue: np.ndarray  # (J, D) slope on the voter's position: 2 w y
    salience: np.ndarray  # (D,) w
    protest: np.ndarray  # (J,) slope on g
    media: np.ndarray  # (J,) slope on the media diet
    voice: np.ndarray  # (J,) slope on the share of opinion leaders among the neighbours
    bloc: IntArray  # (J,) bloc of each party
    bandwagon: np.float32  # worth of one neighbour who intends the party
    bloc_scale: np.float32  # scale of the taste shared by a bloc
    taste_scale: np.float32  # scale of the taste for a party alone
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


def week_of(state: State, rule: VoterRule, neighbours: int, opened: np.ndarray) -> Week:
    """Compose the voters' rule of a week; `opened` (J,) says which parties stood last week."""
    setting, stocks, weekly = state.setting, state.stocks, state.weekly
    known = np.log(np.maximum(stocks.recognition, rule.recognition_floor)).T
    distance = (stocks.salience * stocks.platform**2).sum(axis=1)
    plain = setting.of_parties("appeal") - distance
    utility = weekly.appeal + known[setting.cells.region] + plain
    single = np.float32
    return Week(
        standing=np.flatnonzero(stocks.standing > 0),
        inertia=np.where(opened, rule.inertia, 1.0).astype(single),
        utility=utility.astype(single),
        issue=(2 * stocks.salience * stocks.platform).astype(single),
        salience=stocks.salience.astype(single),
        protest=weekly.protest_loading.astype(single),
        media=weekly.media_loading.astype(single),
        voice=weekly.voice.astype(single),
        bloc=setting.bloc,
        bandwagon=single(weekly.bandwagon / neighbours),
        bloc_scale=single(weekly.bloc_scale),
        taste_scale=single(rule.taste_scale),
        drift=weekly.protest_drift.astype(single),
        contagion=single(weekly.contagion / neighbours),
        anchor=single(rule.anchor),
        unfiltered=single(weekly.protest_media),
        incumbent=setting.incumbent,
    )
