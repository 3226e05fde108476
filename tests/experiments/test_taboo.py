"""What a taboo move wins and loses, told from who came and who left."""

import numpy as np
import pandas as pd
import pytest

from experiments.questions.taboo import (
    LANGUAGE,
    PATHS,
    SHOWN,
    UNTOUCHED,
    WEAPONS,
    _conditions,
    _curves,
    _gains,
    _tornado,
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


def test_the_tornado_shows_the_gain_of_each_move_and_not_the_level() -> None:
    spread = [_gains(_with_flows(runs(), "own"), futures=1).assign(**dict.fromkeys(PATHS, each))
              for each in (0.1, 0.2, 0.5, 0.8, 0.9)]  # fmt: skip
    table = _tornado(pd.concat(spread))
    language = table["factor"].str.startswith(LANGUAGE)
    assert table.loc[language, "change"].to_numpy() == pytest.approx(0.05)
    assert (table.loc[~language, "change"] == 0).all()
    assert not (table["factor"] == f"{WEAPONS}: the new position on identity (SD)").any()


@pytest.mark.parametrize(
    ("believed_from", "says"),
    [
        (2.0, "in none of 40 futures; the best brings 10.0%"),
        (0.0, "in all 40 futures; the worst brings 30.0%"),
        (0.6, r"when the share that believes it is at least 0.6\d* \(100 % of the futures that "
              r"reach it lie there, and 100 % of the futures there reach it\)\.$"),
    ],
)  # fmt: skip
def test_the_sentence_says_in_which_futures_the_claim_is_reached(
    believed_from: float, says: str
) -> None:
    believes, *others = PATHS
    futures = pd.DataFrame({believes: np.linspace(0, 1, 40), **dict.fromkeys(others, 0.5)})
    reached = np.where(futures[believes] >= believed_from, 0.3, 0.1)
    gains = futures.assign(move=LANGUAGE, unprompted_share=reached)
    assert pd.Series(_conditions(gains)["sentence"]).str.contains(says).all()
