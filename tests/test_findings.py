"""Every number among the findings of the README is that of the stored results."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scipy.stats import ttest_1samp

from experiments.evidence import swings
from experiments.evidence.tables import exits

ROOT = Path(__file__).parents[1]
FINDINGS = " ".join(
    (ROOT / "README.md")
    .read_text(encoding="utf-8")
    .split("## What it finds")[1]
    .split("## What it does not know")[0]
    .split()
)


def number(table: str, column: str, **where: object) -> float:
    """Return the one number of a stored table at the given values."""
    rows: Any = pd.read_csv(ROOT / "results" / f"{table}.csv")
    for key, wanted in where.items():
        rows = rows[rows[key] == wanted]
    assert len(rows) == 1, f"{len(rows)} rows of {table} have {where}"
    return float(rows[column].iloc[0])


def expected(future: str, panel: str, text: str, *columns: str) -> tuple[str, list[str]]:
    """Return a text and what the outlook has to be put into it, in per cent."""
    columns = columns or ("median", "q05", "q95")
    found = [number("outlook/tables/outlook", each, future=future, panel=panel)
             for each in columns]  # fmt: skip
    return text, [f"{100 * each:.0f}" for each in found]


def costs(future: str, outcome: str, text: str) -> tuple[str, list[str]]:
    """Return a text and what a future costs on average and in nine draws of ten, points."""
    found = [-100 * number("outlook/tables/differences", each, future=future, outcome=outcome)
             for each in ("mean", "q95", "q05")]  # fmt: skip
    return text, [f"{each:.1f}".replace("-", "\N{MINUS SIGN}") for each in found]


PORTFOLIO = "reform-portfolio/tables"


def kept() -> tuple[str, list[str]]:
    """Return in how many futures the best package and none keep the majority."""
    share = pd.read_csv(ROOT / f"results/{PORTFOLIO}/verdicts.csv").set_index("package")
    keeps = share["satisfies_majority"]
    futures = number(f"{PORTFOLIO}/differences", "n", package="no reform", measure="seats")
    found = (100 * keeps.max(), futures, 100 * keeps["no reform"])
    text = (
        "in more than {} % of {} futures that combine all that is feared; doing nothing keeps it "
        "in {} %"
    )
    return text, [f"{each:.0f}" for each in found]


def reforms(package: str, sign: int, text: str) -> tuple[str, list[str]]:
    """Return a text and what a package gains, or costs, with the 95 % interval, points."""
    low, high = ("low", "high")[::sign]
    found = [100 * sign * number(f"{PORTFOLIO}/differences", each, package=package,
                                 measure="seats") for each in ("change", low, high)]  # fmt: skip
    return text, [f"{each:.1f}" for each in found]


def gains(text: str) -> tuple[str, list[str]]:
    """Return a text and by how much predictions beat `as last time`, with its 95 % interval."""
    each = pd.read_csv(ROOT / "results/hindcast/tables/summary.csv")
    gain = 100 * (each["as_last_time_error"].abs() - each["error"].abs())
    ends = ttest_1samp(gain, 0).confidence_interval()
    found = (gain.mean(), *ends)
    return text, [f"{each:.1f}".replace("-", "\N{MINUS SIGN}") for each in found]


def outside() -> list[str]:
    """Return the elections whose votes lie outside the 90 % interval, without the kind of vote."""
    each = pd.read_csv(ROOT / "results/hindcast/tables/summary.csv")
    missed = each[~each["inside_90"]]
    assert missed["lost_office"].tolist() == [True, True]
    return [label.partition(",")[0] for label in missed["label"]]


def real_losses(text: str) -> tuple[str, list[str]]:
    """Return a text and what real parties with half of the votes or more lost, points."""
    known = exits()
    known = known[known["before"] >= swings.MAJORITY]
    lost = 100 * (known["before"] - known["after"])
    left, stayed = known["kind"].isin([swings.NO_SPLIT, swings.SPLIT]), swings.CONTROL
    return text, [f"{lost[which].mean():.1f}" for which in (left, known["kind"] == stayed)]


THOSE_IN_POWER = {"of": "votes of those in power", "interval": "inside_90"}
SAID = (
    expected("kazakhstan-2022", "P(majority)", "its majority with a chance of {} % ({} to {})"),
    expected("kazakhstan-2022", "Official votes",
             "and has {} % of official votes ({} to {})"),
    ("At the central numbers the chance is {} % ({} to {}; [baseline]",
     [f"{100 * number('baseline/claims', each, measure='P(majority)'):.0f}"
      for each in ("value", "luck_low", "luck_high")]),
    expected("chairman-leaves-early", "P(majority)", "keeps its majority in {} % ({} to {})"),
    expected("chairman-leaves-early", "P(loses office)",
             "another list has more seats in {} % ({} to {})"),
    costs("chairman-leaves-early", "vote_share",
          "costs it {} percentage points of votes on average ({} to {})"),
    real_losses("with at least half of the votes lost {} after an orderly exit, and {} where "
                "the leader stayed"),
    expected("elite-split", "P(majority)", "and in {} % ({} to {}) where its elite may split"),
    costs("merged-opposition", "vote_share",
          "one list costs it {} points of votes ({} to {})"),
    costs("merged-opposition", "seat_share", "but {} points of its share of seats ({} to {})"),
    costs("dozen-entrants", "vote_share",
          "share the money of one cost the party {} points of votes ({} to {})"),
    costs("dozen-entrants", "seat_share",
          "but only {} points of its share of seats ({} to {})"),
    costs("machine-imitated", "vote_share",
          "is only shown from week 20 on costs {} points ({} to {})"),
    ("those in power by {} points on average; the rule that nothing changes, by {}",
     [f"{100 * number('hindcast/tables/scores', 'error', prediction=each):.1f}"
      for each in ("model", "as last time")]),
    gains("the gain is {} points (95 % interval {} to {}) and may be luck"),
    ("{} of {} lie inside the 90 % interval",
     [f"{number('hindcast/tables/coverage', each, **THOSE_IN_POWER):.0f}"
      for each in ("inside", "n")]),
    kept(),
    reforms("O1 + O6 + O7", 1,
            "turn to the middle class gain {} points of seats (95 % interval {} to {})"),
    reforms("all of O1-O9", -1, "all but the taboo cost {} ({} to {})"),
    ("In the two that lie outside those in power lost: "
     "[{}](model/countries/georgia/README.md) and [{}](model/countries/taiwan/README.md)",
     outside()),
)  # fmt: skip
"""Each text with a place for every number, and the numbers."""


@pytest.mark.parametrize(("text", "numbers"), SAID, ids=[text for text, _ in SAID])
def test_a_number_among_the_findings_is_that_of_the_results(text, numbers):
    assert text.format(*numbers) in FINDINGS


def test_limits_tell_how_many_truths_lie_inside_their_intervals():
    held = pd.read_csv(ROOT / "model" / "countries" / "kazakhstan" / "coverage.csv")
    told = (
        f"Of {held['truths'].iloc[0]} simulated truths of Kazakhstan {held['inside_90'].min()} to "
    )
    limits = " ".join((ROOT / "model" / "LIMITS.md").read_text(encoding="utf-8").split())
    assert told + f"{held['inside_90'].max()} lie inside" in limits


def test_limits_tell_what_polls_change():
    changes = pd.read_csv(ROOT / "results/polls/tables/differences.csv")
    most = changes["change"].abs().groupby(changes["measure"]).max() * 100
    limits = " ".join((ROOT / "model" / "LIMITS.md").read_text(encoding="utf-8").split())
    told = f"answer by up to {most['rating']:.1f} points and votes by up to {most['votes']:.1f}"
    assert told in limits


def test_limits_tell_what_would_be_worth_finding_out():
    worth = pd.read_csv(ROOT / "results/calibration/tables/worth-finding-out.csv")
    beyond = worth[worth["share"] > worth["most_by_luck"]]
    assert set(beyond["path"]) == {
        "mechanisms.protest_voting.strength", "none_of_them.protest",
        "mechanisms.exposure.forgetting",
    }  # fmt: skip
    least, most, luck = (
        f"{100 * each:.0f}"
        for each in (beyond["share"].min(), beyond["share"].max(), worth["most_by_luck"].iloc[0])
    )
    assert (
        f"would take away {least} to {most} % of the spread of seats over draws, where luck alone "
        f"gives up to {luck} %"
    ) in limits()


def test_limits_tell_to_whom_preferences_flip():
    where = {"scenario": "he leaves", "mechanisms.preference_falsification.seen": 0.5,
             "polls.kind": "public"}  # fmt: skip

    def runs(opinion: str, who: str, column: str = "overtaken") -> str:
        found = number("polls/tables/flips", column, opinion=opinion, who_leads=who, **where)
        return f"{found:.0f}"

    private, said, party, none = "private support", "answers", "another party", "none of them"
    assert (
        f"another party leads the party of power in private in {runs(private, party)} of "
        f"{runs(private, party, 'runs')} runs, and in the answers in {runs(said, party)}. Those "
        f"who favour none pass it in private in {runs(private, none)} and in the answers in "
        f"{runs(said, none)}."
    ) in limits()


def test_limits_tell_in_how_many_pairs_a_correlation_tells_inflation_from_mobilisation():
    where = {"against": "incremental", "measure": "turnout_share_correlation"}
    share = number("forensics/tables/apart", "ranked_above", **where)
    limits = " ".join((ROOT / "model" / "LIMITS.md").read_text(encoding="utf-8").split())
    assert f"the correlation of turnout and share in {100 * share:.0f} % of them" in limits


def test_the_readme_is_a_front_door():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 90


def test_no_other_number_stands_among_the_findings():
    left = FINDINGS
    for text, numbers in SAID:
        left = left.replace(text.format(*numbers), "")
    left = re.sub(r"\]\([^)]*\)", "", left)
    # Draws of the outlook, the week of the exit, and the kinds of interval are no results.
    for words in ("100 draws", "week 8", "week 20", "90 %", "95 %"):
        left = left.replace(words, "")
    assert re.findall(r"\d[\d.]*", left) == []


@pytest.mark.parametrize("kind", ["orderly, no split", "orderly, split", "removal"])
def test_swings_and_majorities_after_an_exit_are_those_of_real_parties(kind: str) -> None:
    claims = pd.read_csv(ROOT / "results/leader-exit/claims.csv")
    of_kind = claims[claims["says"].str.startswith(f"{kind}:")]
    assert len(of_kind) >= 5
    # What does not lie inside misses by less than its luck: the page of limits says so.
    misses = of_kind[of_kind["verdict"] != "holds"]
    meet = (misses["luck_low"] <= misses["high"]) & (misses["luck_high"] >= misses["low"])
    assert meet.all(), misses.to_string()


def test_limits_tell_how_much_too_safe_a_party_is_whose_leader_stays():
    kept = {each: number("leader-exit/tables/kept", each, kind="control")
            for each in ("model", "table", "low", "high", "rows")}  # fmt: skip
    median = {each: number("leader-exit/tables/classes", each, kind="control", quantile=0.5)
              for each in ("model", "table", "low", "high")}  # fmt: skip
    percent = {each: f"{100 * share:.0f}" for each, share in kept.items()}
    limits = " ".join((ROOT / "model" / "LIMITS.md").read_text(encoding="utf-8").split())
    assert (
        f"{percent['model']} % of the twins keep their majority, and {percent['table']} % of "
        f"{kept['rows']:.0f} real parties did (95 % interval {percent['low']} to {percent['high']})"
    ) in limits
    assert (
        f"The median twin falls by {-median['model']:.2f} logit of votes, the median real party by "
        f"{-median['table']:.2f} ({-median['high']:.2f} to {-median['low']:.2f})"
    ) in limits


def test_limits_and_critic_tell_that_swings_after_exits_are_raw():
    half = {"quantile": 0.5, "measure": "swing"}
    medians = [number("leader-exit/tables/classes", "table", kind=kind, **half)
               for kind in ("orderly, no split", "control")]  # fmt: skip
    exits, stayed = (f"\N{MINUS SIGN}{-each:.2f}" for each in medians)
    assert medians[1] < medians[0]
    for page in ("LIMITS.md", "CRITIC.md"):
        text = " ".join((ROOT / "model" / page).read_text(encoding="utf-8").split())
        assert f"{exits} logit" in text
        assert stayed in text


def limits() -> str:
    """Return the page of limits as one line."""
    return " ".join((ROOT / "model" / "LIMITS.md").read_text(encoding="utf-8").split())


def logit(value: float) -> str:
    """Return a number with two digits and a true minus sign."""
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def claimed(experiment: str, says: str, measure: str) -> dict[str, Any]:
    """Return a stored claim."""
    claims = pd.read_csv(ROOT / "results" / experiment / "claims.csv")
    found = claims[claims["says"].str.startswith(says) & claims["measure"].str.startswith(measure)]
    assert len(found) == 1
    return dict(found.iloc[0])


def test_limits_tell_what_draws_make_of_an_exit_without_a_split():
    swing = claimed("leader-exit", "orderly, no split: quantile 0.5", "swing")
    assert swing["draws"] == 10
    assert (
        f"Under ten draws the median swing after an exit without a split lies between "
        f"{logit(swing['q05'])} and {logit(swing['q95'])} logit, and where the table has it in "
        f"{100 * swing['share_of_draws']:.0f} % of them"
    ) in limits()


def test_limits_tell_how_far_ratings_lie_from_the_line_of_approval():
    ours, theirs = (number("leader-exit/tables/coattail", "spread", polls_of=who)
                    for who in ("the model, of the decided", "Levada, of the decided"))  # fmt: skip
    assert f"the model's polls lie {ours:.2f} logit apart, Levada's {theirs:.2f}" in limits()


def test_limits_tell_which_quantiles_of_the_loss_lie_outside():
    classes = pd.read_csv(ROOT / "results/leader-exit/tables/classes.csv")
    loss = classes[(classes["measure"] == "loss") & (classes["kind"] == swings.NO_SPLIT)]
    outside = loss[(loss["model"] < loss["low"]) | (loss["model"] > loss["high"])]
    assert list(outside["quantile"]) == [0.05, 0.75, 0.95]
    assert "the quantiles of 5, 75 and 95 % lie outside" in limits()


def test_limits_tell_what_draws_make_of_ordinary_crowds():
    crowd = claimed("street", "outside shocks rallies are small", "people out")
    assert crowd["draws"] == 30
    assert crowd["q05"] < 1
    assert (
        f"the median crowd of an ordinary week varies from nobody to "
        f"{round(crowd['q95'], -4):,.0f} people, and in {100 * crowd['share_of_draws']:.0f} % of "
        "them"
    ) in limits()


def test_limits_tell_how_well_the_loss_of_office_is_predicted():
    each = pd.read_csv(ROOT / "results/hindcast/tables/summary.csv")
    lost = each["lost_office"].astype(float)
    others = (lost.sum() - lost) / (len(lost) - 1)
    limits = " ".join((ROOT / "model" / "LIMITS.md").read_text(encoding="utf-8").split())
    model, rate = (((chance - lost) ** 2).mean() for chance in (each["p_loses_office"], others))
    assert f"chances is {model:.3f}; that of the share" in limits
    assert f"was lost is {rate:.3f}" in limits
