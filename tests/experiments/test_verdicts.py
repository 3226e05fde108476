"""What is said of a claim: it holds, does not hold, is open or is not defined."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.experiment import Claim, _by_cases, as_table, read_claims, write_claims
from experiments.questions.baseline import Baseline
from experiments.questions.calibration import Calibration
from experiments.questions.outlook import Outlook


def test_a_claim_holds_inside_its_tolerance_and_not_outside() -> None:
    def claim(value: float) -> Claim:
        return Claim("Z8", "says", "measure", value, 0.35, 0.45)

    no, none = "does not hold", "not defined"
    assert [claim(x).verdict() for x in (0.35, 0.4, 0.45, 0.34, 0.46, float("nan"))] == [
        *["holds"] * 3, no, no, none,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "luck", "low", "verdict"),
    [
        (-0.006, (-0.032, 0.019), -1.0, "open"),
        (-0.059, (-0.126, 0.009), -1.0, "open"),
        (-0.02, (-0.03, -0.01), -1.0, "holds"),
        (-0.02, (-0.04, 0.0), -0.03, "open"),
        (0.02, (-0.009, 0.05), -1.0, "does not hold"),
        (0.02, (float("nan"),) * 2, -1.0, "does not hold"),
    ],
)
def test_luck_that_crosses_a_bound_leaves_a_claim_open(
    value: float, luck: tuple[float, float], low: float, verdict: str
) -> None:
    assert Claim("K1", "says", "measure", value, low, -0.01).row(luck)["verdict"] == verdict


def test_luck_takes_no_share_beyond_its_ends() -> None:
    """One run of 400 is Wilson's interval; of other shares the jackknife's is cut."""
    chance = Claim("Z5", "says", "measure", 0.0025, 0.01, 1.0, runs=400)
    assert chance.by_luck([]) == pytest.approx((0.00044, 0.01402), abs=1e-5)
    without = [0.02 / 9, 0.0, *[0.01 / 9] * 3]
    low, high = Claim("Z2", "says", "measure", 0.001, 0.0, 0.5, share=True).by_luck(without)
    assert low == 0 < high
    assert Claim("Z2", "says", "measure", 0.001, 0.0, 0.5).by_luck(without)[0] < 0


def test_claims_are_written_with_their_verdicts(tmp_path: Path) -> None:
    values = (0.5, 0.4, float("nan"))
    write_claims(tmp_path, [Claim("Z8", "says", "measure", each, 0.35, 0.45) for each in values])
    assert [row["verdict"] for row in read_claims(tmp_path)] == [
        "does not hold", "holds", "not defined",
    ]  # fmt: skip


def test_support_is_claimed_of_the_opening_and_a_year_later_as_a_reading() -> None:
    found = {"majority": 0.98, "opening": 0.393, "support.power": 0.353, "rating.power": 0.42}
    summary = pd.DataFrame({"measure": list(found), "mean": list(found.values()), "n": 400})
    claims = Baseline().claims({"summary": summary})
    verdicts = {each.source: each.verdict() for each in claims}
    assert verdicts["Z8, fitted"] == "holds"
    assert verdicts["Z8, as read here"] == "does not hold"


def test_what_weighs_the_draws_is_said_to_be_fitted() -> None:
    row = {"source": "S5", "outcome": "rating.a", "target": 0.45, "spread": 0.03, "weighed": 0.46}
    (claim,) = Calibration().claims({"check": pd.DataFrame([row])})
    assert (claim.source, claim.verdict()) == ("S5, fitted", "holds")


def test_luck_decides_where_the_cases_behind_a_value_tell_it() -> None:
    """Of 200 truths 180 inside are .85 to .93 by luck, and 185 are .88 to .95."""
    rows = [{"outcome": str(held), "inside_90": held, "truths": 200} for held in (181, 185)]
    claims = Calibration().claims({"check": pd.DataFrame(), "coverage": pd.DataFrame(rows)})
    assert as_table(claims, _by_cases(claims))["verdict"].tolist() == ["holds", "open"]
    assert _by_cases([Claim("Z8", "says", "measure", 0.4, 0.35, 0.45)]) == []


@pytest.mark.parametrize(("futures", "claims"), [(1, 1), (9, 2)])
def test_the_outlook_says_that_its_futures_have_one_fear_at_a_time(
    futures: int, claims: int
) -> None:
    row = {"panel": "P(majority)", "median": 0.6, "q05": 0.4, "q95": 0.8}
    expected = pd.DataFrame({**row, "future": range(futures)})
    none = pd.DataFrame(columns=["outcome", "future", "mean", "low", "high"])
    found = Outlook().claims({"outlook": expected, "differences": none})
    assert len(found) == claims
    assert all("one fear at a time, in each of the 8" in each.says for each in found[1:])
    assert {each.verdict(each.by_luck([])) for each in found} == {"open"}, "the luck of draws"
