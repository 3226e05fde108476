"""Numbers on the pages of limits and of critics are those of stored results and tables."""

import numpy as np
import pandas as pd
import pytest
from stored import ROOT, Said, claimed, logits, not_on, number, page, percent, table, written

from experiments.evidence import swings
from experiments.evidence.first_votes import first_votes
from experiments.evidence.tables import log_odds, read
from experiments.inference.past_elections import inversion
from experiments.questions.elite_exit import TIPPED
from model.run import run
from model.scenario import load_scenario

LIMITS, CRITIC = page("model/LIMITS.md"), page("model/CRITIC.md")
KAZAKHSTAN = ROOT / "model/countries/kazakhstan"
HINDCAST = table("hindcast/tables/summary")
CLASSES = table("leader-exit/tables/classes")
MACHINE = "mechanisms.administrative_mobilisation"


def quantile(kind: str, at: float, column: str, measure: str = "swing") -> float:
    """Return a quantile of the swings of twins (`model`) or of real parties (`table`, `low` ..)."""
    where = {"kind": kind, "measure": measure, "quantile": at}
    return number("leader-exit/tables/classes", column, **where)


def losses(kind: str, at: float, *columns: str) -> list[str]:
    """Return quantiles of swings as losses, in logits."""
    return logits(*(-quantile(kind, at, each) for each in columns))


def draws(claim: dict, *columns: str) -> list[float]:
    """Return columns of a claim, which must have been looked at under draws."""
    assert claim["draws"] > 1
    return [claim[each] for each in columns]


def coverage() -> Said:
    held = pd.read_csv(KAZAKHSTAN / "coverage.csv")
    found = (held["truths"].iloc[0], held["inside_90"].min(), held["inside_90"].max())
    text = (
        "Of {} simulated truths of Kazakhstan {} to {} lie inside the 90 % intervals. That asks "
        "only whether the inference is right if the model is. It can find only gross faults, "
        "since each truth is itself among the draws from which it is inferred, and these carry "
        "the weight of {} equal ones (median)"
    )
    return text, [written(each) for each in (*found, held["effective"].median())]


def worth_finding_out() -> Said:
    worth = table("calibration/tables/worth-finding-out")
    beyond = worth[worth["share"] > worth["most_by_luck"]]
    assert set(beyond["path"]) == {
        "mechanisms.protest_voting.strength", "none_of_them.protest",
        "mechanisms.exposure.forgetting",
    }  # fmt: skip
    shares = percent(beyond["share"].min(), beyond["share"].max())
    ends = percent(beyond["low"].min(), beyond["high"].max(), digits=1)
    return (
        "would take away {} to {} % of the variance of seats over draws (roughly, each by itself; "
        "95 % intervals within {} to {} %), where luck alone gives up to {} %"
    ), [*shares, *ends, *percent(worth["most_by_luck"].iloc[0])]


def fitted_and_drawn() -> Said:
    drawn = pd.read_csv(KAZAKHSTAN / "posterior.csv", nrows=1).columns
    solved = inversion(load_scenario("history-2021")).sought
    assert len(solved) == 8
    assert set(solved) <= set(drawn)
    text = (
        "Eight numbers are solved for, so that the model gives the votes, turnout and blank "
        "ballots of January 2021, unprompted turnout and private support. Each prior draw of the "
        "other {} is weighted by one rating"
    )
    return text, [f"{len(drawn) - 8}"]


def ridge() -> Said:
    over_draws = table("calibration/tables/ridge").set_index("path")["support.none_of_them"]
    told = ("turnout.base", "support.nur_otan", "none_of_them.spoil")
    narrower = number("calibration/tables/described", "narrower", path=f"{MACHINE}.obedience")
    assert abs(narrower) < 0.1
    return (
        "more of them goes with more readiness to turn out (rank correlation {}), less private "
        "support ({}) and fewer spoilt ballots ({}), and all fit alike"
    ), logits(*over_draws[[*told]])


def first_lists() -> Said:
    known = first_votes()
    lands = sorted(set(known.index.get_level_values("country")))
    assert len(lands) == 4
    text = (
        "the first votes of {} past lists of oligarchs and leavers. They are from four countries "
        "({})"
    )
    return text, [f"{len(known)}", f"{', '.join(lands[:-1])} and {lands[-1]}"]


def exits_in_draws() -> Said:
    swing = claimed("leader-exit", "orderly, no split: quantile 0.5", "swing")
    assert swing["draws"] == 10
    text = (
        "In ten draws the median swing after an exit without a split runs from {} to {} logit; in "
        "{} % of them it lies where the table has it"
    )
    return text, [*logits(swing["q05"], swing["q95"]), *percent(swing["share_of_draws"])]


def set_numbers() -> Said:
    drawn = claimed("baseline", "its real support is 40 %", "private support in week 0")
    at = {
        "measure": "opening", "mechanisms.preference_falsification.fear": 0.1,
        "leader.popularity": 0.62,
    }  # fmt: skip
    given = [number("polls/tables/summary", each, **at) for each in ("draws_low", "draws_high")]
    text = (
        "private support in week 0 lies between {} and {} % (`baseline`), and with popularity and "
        "fear set, between {} and {} % (`polls`)"
    )
    return text, percent(*draws(drawn, "q05", "q95"), *given)


def too_safe() -> Said:
    kept = {each: number("leader-exit/tables/kept", each, kind="control")
            for each in ("model", "table", "low", "high", "rows")}  # fmt: skip
    return (
        "{} % of the twins keep their majority, and {} % of {} real parties did (95 % interval {} "
        "to {})"
    ), [*percent(kept["model"], kept["table"]), written(kept["rows"]),
        *percent(kept["low"], kept["high"])]  # fmt: skip


def staying() -> Said:
    text = "The median twin falls by {} logit of votes, the median real party by {} ({} to {})"
    return text, losses("control", 0.5, "model", "table", "high", "low")


def raw_swings(text: str) -> Said:
    told = []
    for kind in (swings.NO_SPLIT, swings.CONTROL):
        told += [written(quantile(kind, 0.5, "rows")), *logits(quantile(kind, 0.5, "table"))]
    return text, told


def loss_of_office() -> Said:
    lost = HINDCAST["lost_office"].astype(float)
    others = (lost.sum() - lost) / (len(lost) - 1)
    model, rate = (((chance - lost) ** 2).mean() for chance in (HINDCAST["p_loses_office"], others))
    assert lost.sum() == 5
    text = (
        "Of {} past elections five cost those in power their office. The Brier score (the mean "
        "squared error of a probability) of the model's chances is {}; that of the share of the "
        "other {} elections where office was lost is {}"
    )
    return text, [f"{len(lost)}", f"{model:.3f}", f"{len(lost) - 1}", f"{rate:.3f}"]


def mildest_splits() -> Said:
    mildest = claimed("leader-exit", "orderly, split: quantile 0.75", "swing")
    ends = [f"{-quantile(swings.SPLIT, 0.75, 'low'):.3f}"]
    return (
        "the mildest quarter of splits, which loses {} logit or less where the table ends at {} "
        "(luck leaves {} to {} open)"
    ), [*logits(-mildest["value"]), *ends, *logits(-mildest["luck_high"], -mildest["luck_low"])]


def flight() -> Said:
    moments = ("vote", "the table: in office", "the table: office or leader lost")
    text = (
        "half of the elite has left ({} % in the median run). In the table flight of that size "
        "mostly follows defeat: the median is {} % of the elite while party and leader are in "
        "office, and {} % once either is lost"
    )
    return text, percent(*(number("leader-exit/tables/flight", "q50", moment=each)
                           for each in moments))  # fmt: skip


def recovered() -> Said:
    where = {"scenario": "inflated"}
    found = {each: number("forensics/tables/recovery", each, **where)
             for each in ("n", "true_incremental", "true_extreme", "fitted_incremental",
                          "fitted_extreme", "worst_incremental")}  # fmt: skip
    text = (
        "In {} simulated counts with f_i {} and f_e {} the fit gives {} and {} on average, and f_i "
        "is never off by more than {}"
    )
    digits = (0, 1, 1, 3, 3, 3)
    return text, [written(each, n) for each, n in zip(found.values(), digits, strict=True)]


def arranged_rivals() -> Said:
    results = pd.read_csv(KAZAKHSTAN / "results.csv")
    rivals = results[results["election"].isin(["house-2012", "house-2016"])
                     & results["party"].isin(["ak_zhol", "peoples_party"])]  # fmt: skip
    shares = percent(rivals["vote_share"].min(), rivals["vote_share"].max(), digits=1)
    return "two rivals at {} to {} %, just above a threshold of 7 %", shares


def after_a_year() -> Said:
    claim = claimed("baseline", "after a year with two new lists", "private support after a year")
    assert claim["verdict"] == "does not hold"
    return "the baseline ends at {} % of private support, so that claim Z8 fails", percent(
        claim["value"]
    )


def anchor() -> Said:
    targets = pd.read_csv(KAZAKHSTAN / "targets.csv").set_index("outcome")["value"]
    return "Support of {} % and a rating of 40-50 %", percent(targets["support.incumbent"])


def unprompted() -> Said:
    targets = pd.read_csv(KAZAKHSTAN / "targets.csv").set_index("outcome")["value"]
    return "unprompted turnout of {} % is one independent", percent(
        targets["turnout_unprompted"], digits=1
    )


def who_stays() -> Said:
    assert TIPPED == 0.1
    tipped = number("elite-exit/tables/tipping", "tipped", tie=0.0)
    text = "in {} % of the runs of `elite-exit` less than a tenth of them leave"
    return text, percent(1 - tipped)


def protests() -> Said:
    street = read("street")
    sudden, slow = (street[street["trigger"] == each] for each in ("sudden", "gradual"))
    assert f"the spread of {len(sudden)} famous sudden protests" in LIMITS
    text = "Waves that grew over weeks (median {} % of the city in the table)"
    return text, [written(slow["share_best_pct"].median(), 1)]


def ordinary_crowds() -> Said:
    crowd = claimed("street", "outside shocks rallies are small", "people out")
    assert crowd["draws"] == 30
    assert crowd["q05"] < 1
    text = (
        "under 30 draws the median crowd of an ordinary week varies from nobody to {} people, and "
        "in {} % of them"
    )
    return text, [written(round(crowd["q95"], -4)), *percent(crowd["share_of_draws"])]


def changed_by_polls() -> Said:
    changes = table("polls/tables/differences")
    most = changes["change"].abs().groupby(changes["measure"]).max()
    text = "change what people answer by up to {} points and votes by up to {} points"
    return text, percent(most["rating"], most["votes"], digits=1)


def changed_by_polls_under_draws() -> Said:
    claims = [claimed("polls", "", f"votes after the leader left, {kind}")
              for kind in ("cooked", "secret")]  # fmt: skip
    most = [max(map(abs, draws(each, "q05", "q95"))) for each in claims]
    text = (
        "Under draws cooked polls change the votes after a leader left by up to {} points, and "
        "secret ones by up to {}"
    )
    return text, percent(*most, digits=1)


def flips() -> Said:
    where = {"scenario": "he leaves", "mechanisms.preference_falsification.seen": 0.5,
             "polls.kind": "public"}  # fmt: skip

    def runs(opinion: str, who: str, column: str = "overtaken") -> str:
        found = number("polls/tables/flips", column, opinion=opinion, who_leads=who, **where)
        return written(found)

    private, said, party, none = "private support", "answers", "another party", "none of them"
    text = (
        "another party leads the party of power in private in {} of {} runs, and in the answers in "
        "{}. Those who favour none pass it in private in {} and in the answers in {}."
    )
    return text, [runs(private, party), runs(private, party, "runs"), runs(said, party),
                  runs(private, none), runs(said, none)]  # fmt: skip


def by_correlation() -> Said:
    apart = {each: number("forensics/tables/apart", "ranked_above", against="incremental",
                          measure=each)
             for each in ("shpilkin", "turnout_share_correlation")}  # fmt: skip
    assert apart["shpilkin"] == 1
    text = "all pairs of simulated counts, the correlation of turnout and share in {} % of them"
    return text, percent(apart["turnout_share_correlation"])


def polls_apart() -> Said:
    whose = ("the model, of the decided", "Levada, of the decided")
    text = (
        "The model's polls scatter by {} logit around the line that ties the rating to the "
        "leader's approval, and Levada's by {};"
    )
    return text, logits(*(number("leader-exit/tables/coattail", "spread", polls_of=each)
                          for each in whose))  # fmt: skip


def median_splits() -> Said:
    assert quantile(swings.SPLIT, 0.5, "rows") == 11
    text = "The median split of twins loses {} logit, the real one {}; eleven rows cannot reject"
    return text, losses(swings.SPLIT, 0.5, "model", "table")


def twins_that_split() -> Said:
    share = number("leader-exit/tables/splits", "share", where="twins")
    assert round(1 / share) == 6
    return "instead of following one in six exits of twins", []


def outside_the_intervals() -> Said:
    inside = HINDCAST["inside_90"]
    return "has {} of {} outside", [f"{(~inside).sum()}", f"{len(inside)}"]


def prior_lists() -> Said:
    return "{} first votes set the spread", [f"{len(first_votes())}"]


def test_numbers_on_the_page_of_limits_are_those_of_tables():
    said = (
        coverage(), worth_finding_out(), fitted_and_drawn(), ridge(), first_lists(),
        exits_in_draws(), set_numbers(), too_safe(), staying(), polls_apart(),
        loss_of_office(), mildest_splits(), median_splits(), flight(), recovered(),
        by_correlation(), arranged_rivals(), anchor(), unprompted(), after_a_year(), who_stays(),
        protests(), ordinary_crowds(), changed_by_polls(), changed_by_polls_under_draws(), flips(),
        raw_swings("the median of {} exits without a split is {} logit. Parties whose leader "
                   "stayed fell at least as much (the median of {} is {})"),
    )  # fmt: skip
    assert not_on(LIMITS, said) == []


def test_numbers_on_the_page_of_critics_are_those_of_tables():
    said = (
        raw_swings("raw swings of {} exits without a split set its size (median {} logit), and {} "
                   "parties whose leader stayed fell at least as much ({})"),
        twins_that_split(), outside_the_intervals(), prior_lists(),
    )  # fmt: skip
    assert not_on(CRITIC, said) == []


def test_fitted_numbers_that_limits_name_stand_still_in_all_draws():
    drawn = set(pd.read_csv(KAZAKHSTAN / "posterior.csv", nrows=1).columns)
    assert not drawn & {
        "none_of_them.level", "none_of_them.alienation", f"{MACHINE}.natural",
        f"{MACHINE}.coercion", "mechanisms.street_protest.threshold",
        "mechanisms.newcomer_valence.spread", "parties.fresh.appeal", "parties.agrarians.appeal",
    }  # fmt: skip


def test_limits_tell_how_small_a_cost_of_ruling_is():
    cost = float(log_odds(0.6) - log_odds(0.6 - 0.0225))
    lacking = quantile("control", 0.5, "model") - quantile("control", 0.5, "table")
    assert cost == pytest.approx(lacking / 3, rel=0.1)
    assert (
        f"2.25 points a term on average (Nannestad and Paldam 1999, The Cost of Ruling), which is "
        f"{cost:.2f} logit at 60 % of votes, a third of what is lacking"
    ) in LIMITS


def test_limits_tell_which_quantiles_are_open_or_lie_outside():
    claims = table("leader-exit/claims")
    kinds = claims["says"].str.contains("^(?:orderly|removal).*quantile")
    verdicts = claims[kinds & claims["measure"].str.startswith("swing")]
    assert len(verdicts) == 11
    unsure = verdicts[verdicts["verdict"] != "holds"]
    assert list(unsure["says"].str.rpartition(" ")[2]) == ["0.5", "0.75"]
    assert set(unsure["verdict"]) == {"open"}
    assert "Of eleven quantiles that the table tells of these swings two are open" in LIMITS
    loss = CLASSES[(CLASSES["measure"] == "loss") & (CLASSES["kind"] == swings.NO_SPLIT)]
    outside = loss[(loss["model"] < loss["low"]) | (loss["model"] > loss["high"])]
    assert list(outside["quantile"]) == [0.05, 0.75, 0.95]
    assert "without a split the quantiles of 5, 75 and 95 % lie outside" in LIMITS


@pytest.mark.parametrize("kind", ["orderly, no split", "orderly, split", "removal"])
def test_swings_and_majorities_after_an_exit_are_those_of_real_parties(kind: str) -> None:
    claims = table("leader-exit/claims")
    of_kind = claims[claims["says"].str.startswith(f"{kind}:")]
    assert len(of_kind) >= 5
    # What does not lie inside misses by less than its luck: the page of limits says so.
    misses = of_kind[of_kind["verdict"] != "holds"]
    meet = (misses["luck_low"] <= misses["high"]) & (misses["luck_high"] >= misses["low"])
    assert meet.all(), misses.to_string()


def test_limits_tell_how_much_larger_the_first_crowd_is():
    case = load_scenario("kazakhstan-2022", {"weeks": 2})
    first, next_one = np.round(run(case, 2).weeks["crowd"][:2], -2)
    assert f"some {first:,.0f} people against {next_one:,.0f} a week later" in LIMITS
