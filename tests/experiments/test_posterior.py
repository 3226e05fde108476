"""Draws give back the last election; forecasts keep chance and ignorance apart."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.cli import application
from experiments.inference.calibrate import Work, _too_few, write_posterior
from experiments.inference.forecast import (
    as_last_time,
    base_rates,
    by_outcome,
    draws_of,
    leader_leaves,
    loses_office,
    probabilities,
    with_alliances,
    years_since_last,
)
from experiments.inference.posterior import (
    MISS,
    WEIGHT,
    Figure,
    Question,
    Solver,
    effective,
    resampled,
    weighed,
)
from experiments.study.errors import UserError
from model.draws import posterior
from model.run import run
from model.scenario import load_scenario
from model.society.country import scenario_of, shipped_countries, shipped_country


@pytest.fixture(scope="module")
def question():
    return Question.of_country("kazakhstan", voters=3000)


def test_a_draw_that_is_solved_gives_back_votes_turnout_and_its_own_rough_figures(question):
    # A few draws in a hundred meet no election.
    solver, draws = Solver.of(question), question.drawn(40, seed=3)[1:4]
    draw, solved = min(((each, solver.solve(each)) for each in draws), key=lambda met: met[1][MISS])
    assert solved[MISS] < 0.01
    known = {each.path for each in question.inversion.scenario.parameters()}
    case = question.inversion.scenario.replace(
        {path: value for path, value in solved.items() if path in known}
    )
    outcome = run(case, draw.seed).outcome
    wanted = {**question.inversion.wanted, **draw.figures}
    for name, value in wanted.items():
        assert outcome[name] == pytest.approx(value, abs=0.02), name


def test_every_assumed_number_that_the_election_leaves_open_is_drawn(question):
    drawn = {each.path for each in question.priors}
    assert len(drawn) > 200
    assert drawn.isdisjoint(question.inversion.sought)
    assert not [path for path in drawn if path.startswith(("law.", "councils."))], "laws are known"
    rows = pd.DataFrame([each.numbers for each in question.drawn(40, seed=1)])
    assert set(rows) == drawn
    assert (rows.std() > 0).mean() > 0.97


def test_draws_near_a_figure_weigh_more_and_those_that_miss_the_election_nothing():
    table = pd.DataFrame({"rating.a": [0.45, 0.51, 0.45], MISS: [0.001, 0.001, 0.05]})
    kept = weighed(table, [Figure("rating.a", 0.45, 0.03, "")])
    assert kept[WEIGHT].tolist() == pytest.approx([1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))])


def test_without_a_figure_all_draws_weigh_the_same():
    kept = weighed(pd.DataFrame({"x": [1.0, 2.0, 3.0, 4.0], MISS: 0.001}), [])
    assert kept[WEIGHT].tolist() == [0.25] * 4
    assert sorted(resampled(kept, 4, seed=1)["x"]) == [1, 2, 3, 4]


@pytest.mark.parametrize("far", [0.0, 60.0, 1000.0])
def test_draws_that_are_all_far_from_a_figure_are_weighed_against_the_nearest(far):
    """At 60 spreads a normal density is below the smallest number of a computer."""
    table = pd.DataFrame({"rating.a": [far, far + 1 / (far + 1), far + 5], MISS: 0.0})
    kept = weighed(table, [Figure("rating.a", 0.0, 1.0, "")])[WEIGHT]
    odds = np.exp(-0.5 * (table["rating.a"] ** 2 - far**2))
    assert kept.tolist() == pytest.approx((odds / odds.sum()).tolist())


@pytest.mark.parametrize("outcome", ["enp_votes", "seat_share.nur_otan", "turnout.ALA"])
def test_what_weighs_the_draws_is_none_of_their_numbers(tmp_path, outcome):
    path = "turnout.base"
    table = pd.DataFrame({path: [-0.4, -0.3], MISS: 0.001, outcome: [0.7, 0.8], WEIGHT: 0.5})
    write_posterior(table, Work(keep=2), tmp_path)
    assert list(pd.read_csv(tmp_path / "posterior.csv")) == [path]
    assert list(pd.read_csv(tmp_path / "posterior_about.csv")["path"]) == [path]


@pytest.mark.parametrize("draws", [9, 300])
def test_no_more_draws_are_kept_than_those_drawn_are_worth(tmp_path, draws):
    table = pd.DataFrame({"turnout.base": np.linspace(-1, 0, draws), MISS: 0.0, WEIGHT: 1 / draws})
    assert write_posterior(table, Work(), tmp_path)["kept"] == min(draws, 200)
    assert not pd.read_csv(tmp_path / "posterior.csv").duplicated().any()
    with pytest.raises(UserError, match=rf"--keep 400: .*allowed is 1 .. {draws}.*--draws"):
        write_posterior(table, Work(keep=400), tmp_path)


def test_too_few_draws_that_agree_with_a_figure_are_refused_and_say_where_it_stands():
    table = pd.DataFrame({"rating.a": np.linspace(0.3, 0.6, 400), MISS: 0.0})

    def told(value: float, spread: float) -> str:
        return _too_few(weighed(table, [Figure("rating.a", value, spread, "")]), 500)

    assert told(0.45, 0.03) == ""
    assert re.search(
        r"400 draws .* targets.csv .* more than \d+ equal ones, and 20", told(0.45, 1e-3)
    )
    assert "targets.csv" in told(0.9, 1e-3), "no density is above zero"
    assert _too_few(weighed(table[:20], []), 500) == ""
    assert "19 of 500 draws meet" in _too_few(weighed(table[:19], []), 500)
    assert "0 of 500 draws meet" in _too_few(weighed(table[:0], []), 500)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_resampling_keeps_each_draw_as_often_as_its_weight_give_one(share):
    table = pd.DataFrame({"x": [0.0, 1.0], WEIGHT: [1 - share, share]})
    assert abs(resampled(table, 200, seed=1)["x"].sum() - 200 * share) <= 1
    assert effective(np.full(7, 1 / 7)) == pytest.approx(7)
    assert effective(np.zeros(7)) == 0


def nested(luck: float, ignorance: float) -> pd.DataFrame:
    generator = np.random.default_rng(1)
    means = generator.normal(0.6, ignorance, 4000)
    values = (means[:, None] + generator.normal(0, luck, (4000, 4))).ravel()
    return pd.DataFrame({"turnout": values, "draw": np.repeat(np.arange(4000), 4)})


def test_the_inner_band_is_luck_and_the_outer_one_holds_both():
    row = by_outcome(nested(luck=0.01, ignorance=0.03)).iloc[0]
    inner, outer = row["chance_q95"] - row["chance_q05"], row["q95"] - row["q05"]
    assert inner == pytest.approx(2 * 1.645 * 0.01, rel=0.1)
    assert outer == pytest.approx(2 * 1.645 * np.hypot(0.01, 0.03), rel=0.1)


IN_FEW_DRAWS = [(0.0, 0.0, 0.0, 0.0)] * 42 + [(0.06, 0.06, 0.06, 0.06)] * 8
BY_LUCK_AND_RARELY = [(0.0, 0.0, 0.0, 0.06)] * 49 + [(0.06, 0.06, 0.06, 0.06)]
BY_LUCK_AND_OFTEN = [(0.0, 0.06, 0.06, 0.06)] * 50


@pytest.mark.parametrize(
    ("seats", "ends"),
    [(IN_FEW_DRAWS, [0, 0]), (BY_LUCK_AND_RARELY, [0, 0.06]), (BY_LUCK_AND_OFTEN, [0, 0.06])],
)
def test_the_inner_band_holds_the_median_of_a_small_list(seats, ends):
    """Of a list with 6 % of the seats or none."""
    runs = pd.DataFrame({"seat_share.a": np.ravel(seats), "draw": np.repeat(np.arange(50), 4)})
    row = by_outcome(runs).iloc[0]
    assert [row["chance_q05"], row["chance_q95"]] == pytest.approx(ends)
    assert row["chance_q25"] <= row["median"] <= row["chance_q75"]


def test_office_is_lost_to_whoever_has_more_seats():
    case = load_scenario("kazakhstan-2022")
    seats = {f"seats.{name}": [0, 0] for name in case.parties}
    seats |= {"seats.nur_otan": [50, 40], "seats.fresh": [48, 58]}
    seats |= {f"threshold.{name}": [0, name == "nur_otan"] for name in case.parties}
    runs = pd.DataFrame({**seats, "majority": [1, 0], "two_thirds": [0, 0], "draw": [0, 1]})
    found = probabilities(runs, case)
    assert found["loses office"]["probability"] == 0.5
    assert found["fresh wins a seat"]["probability"] == 1
    assert found["nur_otan reaches the threshold"]["probability"] == 0.5
    assert found["majority"]["low"] < 0.5 < found["majority"]["high"]
    more = pd.concat([runs, runs])
    assert probabilities(more, case)["majority"] == found["majority"], "draws count, not runs"


def test_office_is_not_lost_where_nobody_stands_against_those_in_power():
    case = load_scenario("kazakhstan-2022")
    alone = case.replace({f"parties.{name}": False for name in case.parties if name != "nur_otan"})
    assert loses_office(pd.DataFrame({"nur_otan": [0, 98]}), alone).tolist() == [False, False]


WITH_ELECTIONS = [
    name for name in shipped_countries() if (shipped_country(name) / "elections.csv").is_file()
]


def test_an_alliance_takes_office_though_a_party_in_power_is_the_largest():
    """Malaysia 2018: UMNO 54 of BN's 79 seats; PKR 47, DAP 42, Bersatu 13, Amanah 11."""
    case = load_scenario("ge-2018")
    won = {"umno": 54, "bn_sarawak": 19, "mca": 1, "mic": 2, "bn_sabah": 3} | {
        "pkr": 47, "dap": 42, "ppbm": 13, "amanah": 11}  # fmt: skip
    seats = pd.DataFrame([{name: won.get(name, 0) for name in case.parties}])
    assert loses_office(seats, case).tolist() == [True]
    assert loses_office(seats.assign(dap=0), case).tolist() == [False]
    votes = {f"vote_share.{name}": [0.1] for name in case.parties}
    shares = {f"seat_share.{name}": [0.2] for name in case.parties}
    said = {f"{what}.{name}": [0.0] for what in ("rating", "support") for name in case.parties}
    together = with_alliances(pd.DataFrame(votes | shares | said), case)
    assert together["vote_share.ph"].tolist() == pytest.approx([0.4])
    assert together["seat_share.bn"].tolist() == pytest.approx([1.2])


@pytest.mark.parametrize("country", WITH_ELECTIONS)
def test_the_shipped_draws_are_of_the_numbers_that_there_are(country):
    drawn = posterior(load_scenario(scenario_of(country)))
    assert len(drawn.rows) == 200
    changes = drawn.changes(0, drawn.made_for)
    assert set(changes) == set(drawn.rows[0])
    assert drawn.made_for.replace(changes).hash != drawn.made_for.hash
    assert len({tuple(row.values()) for row in drawn.rows}) > 100, "the draws differ"


def test_forecast_is_told_as_json_for_every_outcome_of_both_kinds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ["forecast", "kazakhstan-2022", "--draws", "3", "--replicates", "2", "--json",
             "--voters", "1000", "--set", "weeks=20", "--engine", "serial"]  # fmt: skip
    done = CliRunner().invoke(application(), asked)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["runs"], found["draws"], found["seeds_each"]) == (6, 3, 2)
    share = found["outcomes"]["vote_share.nur_otan"]
    assert share["both_90"][0] <= share["both_50"][0] <= share["median"] <= share["both_50"][1]
    assert set(share) == {"median", "both_50", "both_90", "chance_50", "chance_90"}
    assert {
        "majority",
        "two thirds",
        "loses office",
        "ak_zhol wins a seat",
        "ak_zhol reaches the threshold",
    } <= set(found["probabilities"])
    assert found["as_last_time"]["nur_otan"] == pytest.approx(0.7109)


def test_a_forecast_on_the_screen_calls_parties_by_their_names(tmp_path):
    small = ["--draws", "2", "--replicates", "2", "--voters", "1000", "--engine", "serial"]

    def shown(name: str) -> str:
        return (
            CliRunner()
            .invoke(application(), ["forecast", name, *small, "--out", str(tmp_path / name)])
            .output
        )

    house = shown("ge-2018")
    for line in ("  Barisan Nasional ", "  a seat for PAS ", "  majority ", "UMNO 29.3%"):
        assert line in house
    president = shown("taiwan-2004")
    assert "  Democratic Progressive Party is elected " in president
    assert "  majority " not in president, "of one seat there is none"


def next_duma(folder):
    file = folder / "next.toml"
    file.write_text('country = "russia"\nextends = "duma-2021"\nelection = ""\n', encoding="utf-8")
    return load_scenario(str(file))


def test_lists_drift_by_their_own_luck_and_farther_the_longer(tmp_path):
    case = next_duma(tmp_path)
    path, width = "parties.kprf.appeal", {}
    for years in (1, 4):
        drawn = draws_of(case, (200, 1), years, seed=1)
        moves = [
            drawn.changes(each, case)[path] - drawn.draws.changes(each, case)[path]
            for each in range(200)
        ]
        width[years] = np.std(moves)
        assert np.mean(moves) == pytest.approx(-(width[years] ** 2) / 2, abs=0.1)
    assert width[4] == pytest.approx(0.5, rel=0.2), "the spread of `weather` at its horizon"
    assert width[4] / width[1] == pytest.approx(2, rel=0.05)
    changes = draws_of(case, (200, 1), 4, seed=1).changes(0, case)
    assert changes["parties.ldpr.appeal"] != pytest.approx(changes[path], abs=1e-6)


def test_an_appeal_that_is_held_does_not_drift(tmp_path):
    path, case = "parties.kprf.appeal", next_duma(tmp_path).replace({"parties.kprf.appeal": 0.7})
    drawn = draws_of(case, (3, 1), 4, seed=1, held=[path])
    assert path not in drawn.changes(0, case)
    assert "parties.ldpr.appeal" in drawn.changes(0, case)
    assert path in drawn.about()["held"]
    assert "kprf" not in drawn.about()["drifted"]


def test_the_year_of_a_scenario_says_how_long_lists_have_drifted(tmp_path):
    case = next_duma(tmp_path)
    assert years_since_last(case) == 0, "no year is stated"
    assert years_since_last(case.replace({"elites.year": 2024})) == 3
    assert years_since_last(load_scenario("kazakhstan-2022")) == 1
    assert years_since_last(load_scenario("history-2021")) == 0, "that election is past"


def test_a_president_is_compared_with_the_last_president(tmp_path):
    file = tmp_path / "next.toml"
    for name, votes in {"deputies-2000": 0.392, "mexico-president-2000": 0.435}.items():
        text = f'country = "mexico"\nextends = "{name}"\nelection = ""\n'
        file.write_text(text, encoding="utf-8")
        assert as_last_time(load_scenario(str(file)))["pan"] == pytest.approx(votes, abs=0.001)


def test_exits_are_a_base_rate_only_where_the_leader_leaves():
    """Of the evidence: 40 exits without a split, 11 with one, 13 controls without an exit."""
    left, stayed = list(base_rates(True)), list(base_rates(False))
    assert [re.findall(r"of (\d+) kept", line)[0] for line in left] == ["40", "11"]
    assert "leader stayed: 10 of 13" in stayed[0]
    leaving = {"chairman-leaves-early": True, "chairman-distant": True, "kazakhstan-2022": False}
    for name, leaves in leaving.items():
        assert leader_leaves(load_scenario(name)) == leaves


def test_what_is_taken_from_the_last_election_is_said(tmp_path):
    next_duma(tmp_path)
    small = ["--draws", "2", "--replicates", "2", "--voters", "1000", "--engine", "serial"]

    def shown(*given: str) -> str:
        asked = [
            "forecast",
            str(tmp_path / "next.toml"),
            *small,
            "--out",
            str(tmp_path / f"out-{len(given)}"),
        ]
        return CliRunner().invoke(application(), [*asked, *given]).output

    plain = shown()
    assert "As last time it would be: United Russia 50.9%" in plain
    assert "approval is drawn around that of the last election, 63%" in plain
    assert "give the --years" in plain
    told = shown("--set", "elites.year=2022", "--set", "leader.popularity=0.63")
    assert "drifted for 1 year: from the election of 2021-09-19 to 2022" in told
    assert "approval is drawn around" not in told, "it is held, though it is as last time"


def test_a_past_election_has_no_years_to_drift():
    with pytest.raises(UserError, match=r"duma-2021 is a past election.*extends it"):
        draws_of(load_scenario("duma-2021"), (3, 1), 4, seed=1)


def test_years_are_refused_where_no_election_of_the_same_kind_is_known(tmp_path):
    file = tmp_path / "next.toml"
    text = (
        'country = "taiwan"\nextends = "taiwan-2004"\nelection = ""\nlaw = { house_size = 100 }\n'
    )
    file.write_text(text, encoding="utf-8")
    case = load_scenario(str(file))
    assert draws_of(case, (3, 1), 0, seed=1).changes(0, case)
    with pytest.raises(UserError, match=r"--years 4: .*taiwan.* leave --years out"):
        draws_of(case, (3, 1), 4, seed=1)


def test_as_last_time_is_the_election_before_of_the_same_kind():
    assert as_last_time(load_scenario("history-2012"))["nur_otan"] == pytest.approx(
        0.8841, abs=1e-3
    )
    assert as_last_time(load_scenario("mexico-president-2000"))["pri"] == pytest.approx(
        0.5019, abs=1e-3
    )
    assert as_last_time(load_scenario("taiwan-1996")) == {}


def test_a_country_without_draws_says_how_to_make_them(capfd):
    done = CliRunner().invoke(application(), ["forecast", "replication-hunters"])
    assert "partyofpower calibrate laboratory" in str(done.exception)
