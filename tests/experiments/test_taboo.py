"""What a taboo move wins and loses, told from who came and who left."""

import pandas as pd
import pytest

from experiments.questions.taboo import (
    LANGUAGE,
    PATHS,
    SHOWN,
    UNTOUCHED,
    WEAPONS,
    _curves,
    _gains,
    _with_flows,
)
from experiments.study.design import SCENARIO

FLOWS = {
    UNTOUCHED: {"own.own": 0.4, "own.other": 0.1, "other.own": 0.0, "other.other": 0.5},
    LANGUAGE: {"own.own": 0.3, "own.other": 0.2, "other.own": 0.15, "other.other": 0.35},
    WEAPONS: {"own.own": 0.4, "own.other": 0.1, "other.own": 0.0, "other.other": 0.5},
}


def runs() -> pd.DataFrame:
    rows = []
    for place, (move, shares) in enumerate(FLOWS.items()):
        flows = {f"favoured.{way}": share for way, share in shares.items()}
        support = shares["own.own"] + shares["other.own"]
        same = {"support": support, "unprompted": support, "votes": support}
        rows.append({SCENARIO: move, "point": place, **dict.fromkeys(PATHS, 0.5), **flows, **same})
    return pd.DataFrame(rows)


def test_gross_gains_and_losses_add_up_to_the_net_gain() -> None:
    gains = _gains(_with_flows(runs(), "own"), futures=1).set_index("move")
    language = gains.loc[LANGUAGE]
    assert language["won_points"] == pytest.approx(0.15)
    assert language["lost_points"] == pytest.approx(0.10)
    assert language["support_points"] == pytest.approx(0.05)
    assert language["won_share"] == pytest.approx(0.15 / 0.5)
    assert language["lost_share"] == pytest.approx(0.10 / 0.5)
    assert gains.loc[WEAPONS, ["won_points", "lost_points"]].tolist() == [0, 0]


def test_each_panel_says_in_words_what_it_shows() -> None:
    gains = pd.concat([_gains(_with_flows(runs(), "own"), futures=1)] * 2)
    assert [*_curves(gains)["panel"].unique()] == [*SHOWN.values()]
