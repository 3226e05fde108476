"""Every number among the findings of the README is that of the stored results."""

import re

import pandas as pd
from scipy.stats import ttest_1samp
from stored import ROOT, Said, not_on, number, page, percent, table, written

from experiments.evidence import swings
from experiments.evidence.tables import exits
from experiments.questions.reform_portfolio import ALL, NOTHING, OTHERS
from model.scenario import load_scenario

README = page("README.md")
KAZAKHSTAN = ROOT / "model/countries/kazakhstan"
FINDINGS = README.split("## What it finds")[1].split("## What it does not know")[0]


def expected(future: str, panel: str, text: str) -> Said:
    """Return a text and what the outlook has to be put into it, in per cent."""
    found = [number("outlook/tables/outlook", each, future=future, panel=panel)
             for each in ("median", "q05", "q95")]  # fmt: skip
    return text, percent(*found)


def costs(future: str, outcome: str, text: str) -> Said:
    """Return a text and what a future costs on average and in nine draws of ten, points."""
    found = [-number("outlook/tables/differences", each, future=future, outcome=outcome)
             for each in ("mean", "q95", "q05")]  # fmt: skip
    return text, percent(*found, digits=1)


def asked() -> Said:
    """Return how many draws and runs the outlook rests on."""
    draws = int(table("outlook/tables/differences")["draws"].unique().item())
    runs = int(table("outlook/tables/outlook")["n"].unique().item())
    assert runs == 3 * draws
    return "{} random draws of the numbers that nobody has measured, three runs each", [f"{draws}"]


PORTFOLIO = "reform-portfolio/tables"


def kept() -> Said:
    """Return in how many futures the best package and none keep the majority."""
    keeps = table(f"{PORTFOLIO}/verdicts").set_index("package")["satisfies_majority"]
    assert len(keeps.drop(list(OTHERS))) == 20
    futures = number(f"{PORTFOLIO}/differences", "n", package=NOTHING, measure="seats")
    text = (
        "None of the twenty best [reform packages](results/reform-portfolio) keeps the majority in "
        "more than {} % of {} futures in which leader, machine, rich rivals and protest vary at "
        "once (shares of futures, not chances); doing nothing keeps it in {} %"
    )
    return text, [*percent(keeps.max()), written(futures), *percent(keeps[NOTHING])]


def reforms(package: str, sign: int, text: str) -> Said:
    """Return a text and what a package gains, or costs, with the 95 % interval, points."""
    low, high = ("low", "high")[::sign]
    found = [sign * number(f"{PORTFOLIO}/differences", each, package=package, measure="seats")
             for each in ("change", low, high)]  # fmt: skip
    return text, percent(*found, digits=1)


def gains(text: str) -> Said:
    """Return a text and by how much predictions beat `as last time`, with its 95 % interval."""
    each = table("hindcast/tables/summary")
    gain = each["as_last_time_error"].abs() - each["error"].abs()
    return text, percent(gain.mean(), *ttest_1samp(gain, 0).confidence_interval(), digits=1)


def outside() -> list[str]:
    """Return the elections whose votes lie outside the 90 % interval, without the kind of vote."""
    each = table("hindcast/tables/summary")
    missed = each[~each["inside_90"]]
    assert missed["lost_office"].tolist() == [True, True]
    return [label.partition(",")[0] for label in missed["label"]]


def real_losses(text: str) -> Said:
    """Return a text and what so many real parties with half of the votes or more lost, points."""
    known = exits()
    known = known[known["before"] >= swings.MAJORITY]
    lost = known["before"] - known["after"]
    left, stayed = known["kind"].isin([swings.NO_SPLIT, swings.SPLIT]), swings.CONTROL
    groups = [lost[which] for which in (left, known["kind"] == stayed)]
    assert groups[0].mean() < groups[1].mean()
    return text, [told for each in groups
                  for told in (*percent(each.mean(), digits=1), f"{len(each)}")]  # fmt: skip


THOSE_IN_POWER = {"of": "votes of those in power", "interval": "inside_90"}


def said() -> tuple[Said, ...]:
    """Return each text with a place for every number, and the numbers."""
    return (
        asked(),
        expected("kazakhstan-2022", "P(majority)",
                 "party keeps its majority with a chance of {} % ({} to {})"),
        expected("kazakhstan-2022", "Official votes", "it has {} % of official votes ({} to {})"),
        expected("chairman-leaves-early", "P(majority)",
                 "It keeps its majority in {} % ({} to {})"),
        expected("chairman-leaves-early", "P(loses office)",
                 "in {} % ({} to {}) another list wins more seats"),
        costs("chairman-leaves-early", "vote_share",
              "costs it {} percentage points of votes on average ({} to {})"),
        real_losses("with at least half of the votes lost {} points after {} orderly exits and {} "
                    "in {} terms without one: these raw swings show no cost of leaving"),
        expected("elite-split", "P(majority)",
                 "so that the elite may split, it keeps it in {} % ({} to {})"),
        costs("merged-opposition", "vote_share", "one list costs it {} points of votes ({} to {})"),
        costs("merged-opposition", "seat_share", "but {} points of its share of seats ({} to {})"),
        costs("dozen-entrants", "vote_share",
              "share the money of one cost the party {} points of votes ({} to {})"),
        costs("dozen-entrants", "seat_share",
              "but only {} points of its share of seats ({} to {})"),
        costs("machine-imitated", "vote_share", "the party loses {} points of votes ({} to {})"),
        ("those in power by {} points on average; the rule that nothing changes, by {}",
         percent(*(number("hindcast/tables/scores", "error", prediction=each)
                   for each in ("model", "as last time")), digits=1)),
        gains("The gain of {} points (95 % interval {} to {}) may be luck"),
        ("{} of {} official results lie inside the model's 90 % interval",
         [written(number("hindcast/tables/coverage", each, **THOSE_IN_POWER))
          for each in ("inside", "n")]),
        kept(),
        reforms("O1 + O6 + O7", 1,
                "turn to the middle class gain {} points of its share of seats (95 % interval {} "
                "to {})"),
        reforms(ALL, -1, "all nine reforms at once, without the taboo, cost {} (95 % interval {} "
                "to {})"),
        ("In the other two those in power lost: [{}](model/countries/georgia/README.md) and "
         "[{}](model/countries/taiwan/README.md)", outside()),
    )  # fmt: skip


def test_numbers_among_the_findings_are_those_of_the_results():
    assert not_on(FINDINGS, said()) == []


def test_the_readme_is_a_front_door():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 90


def test_no_other_number_stands_among_the_findings():
    left = FINDINGS
    for text, numbers in said():
        left = left.replace(text.format(*numbers), "")
    left = re.sub(r"\]\([^)]*\)", "", left)
    # Weeks of events, told by the next test, and the kinds of interval are no results.
    for words in ("week 8", "week 20", "90 %", "95 %"):
        left = left.replace(words, "")
    assert re.findall(r"\d[\d.]*", left) == []


def test_events_of_the_findings_are_those_of_their_scenarios():
    leaves = load_scenario("chairman-leaves-early").events["chairman_leaves"]
    assert leaves.to == {"attachment": 0.0}
    assert f"If he leaves the party in week {leaves.week}," in FINDINGS
    pretends = load_scenario("machine-imitated").events["imitation"]
    assert pretends.to == {"imitation": 4 / 5}
    told = f"from week {pretends.week} on officials only pretend four fifths of their effort"
    assert told in FINDINGS
    usual = load_scenario("kazakhstan-2022")
    late = [each for each in usual.parties.values() if 0 < each.stands_from <= usual.weeks]
    assert len(late) == 2
    assert "Two new lists stand" in FINDINGS


def test_the_model_tells_the_loss_of_office_no_better_than_the_base_rate():
    model, rate = (number("hindcast/tables/scores", "brier", prediction=f"office lost, {each}")
                   for each in ("model", "the others"))  # fmt: skip
    assert model >= rate
    assert "The model tells who loses office no better than the base rate does" in FINDINGS


def test_the_opening_tells_official_votes_and_the_support_of_the_analysis():
    results = pd.read_csv(KAZAKHSTAN / "results.csv")
    own = results[(results["party"] == "nur_otan") & (results["election"] >= "house-2007")]
    assert own["election"].iloc[[0, -1]].tolist() == ["house-2007", "house-2021"]
    low, high = percent(own["vote_share"].min(), own["vote_share"].max())
    assert f"won {low}–{high} % of official votes from 2007 to 2021" in README
    targets = pd.read_csv(KAZAKHSTAN / "targets.csv").set_index("outcome")["value"]
    assert f"real support at {100 * targets['support.incumbent']:.0f} % (Shibutov 2022)" in README


def test_most_intervals_of_past_elections_are_wide():
    each = table("hindcast/tables/summary")
    assert (each["q95"] - each["q05"] > 0.3).mean() > 0.6
    assert "90 % interval, mostly more than thirty points wide" in FINDINGS
