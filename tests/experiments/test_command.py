"""The command as people and programs use it: its two outputs and its status.

It is a process of its own where the process is what is tested, else a call.
"""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress

import psutil
import pytest
from commands import answer, command
from outside import PATIENCE, start, stored_parts, until

from experiments.store.folder import read_manifest, read_plan, read_runs
from model.run import run
from model.scenario import load_scenario

SMALL = ("kazakhstan-2022", "--voters", "1000", "--set", "weeks=2")


def process(*arguments: object) -> "subprocess.CompletedProcess[str]":
    begun = start("-m", "experiments.cli", *map(str, arguments), stdout=subprocess.PIPE)
    out, error = begun.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(arguments, begun.returncode, out, error)


def test_a_process_prints_one_json_object_that_is_the_run():
    done = process("run", *SMALL, "--seed", 5, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    scenario = load_scenario("kazakhstan-2022", {"voters": 1_000, "weeks": 2})
    assert found == json.loads(json.dumps({"seed": 5, **run(scenario, 5).summary()}))
    assert sum(found["vote_share"].values()) == pytest.approx(1)
    assert sum(found["seats"].values()) == 98
    needed = {"vote_share", "seats", "seat_share", "turnout", "rating", "enp", "protest"}
    assert needed | {"scenario_hash"} <= found.keys()


def test_validate_says_who_decides_whether_a_party_stands(tmp_path):
    done = command("validate", "founder-decides")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)
    assert "parties.fresh has no stands_from: oligarch_entry decides" in done.stderr
    assert command("validate", "kazakhstan-2022").stderr == ""


def test_tiers_that_fill_other_seats_than_the_house_has_are_told(tmp_path):
    file = tmp_path / "mixed.toml"
    law = '[law]\nkind = "mixed_parallel"\nlist_seats = {}\nsingle_member_seats = 225\n'
    start = 'country = "russia"\nextends = "duma-2021"\nelection = ""\n'
    for lists, told in ((225, ""), (300, "fill 525 seats, and the house of Russia has 450")):
        file.write_text(start + law.format(lists), encoding="utf-8")
        done = command("validate", file)
        assert done.returncode == 0, done.stderr
        assert told in done.stderr if told else done.stderr == ""
    assert command("validate", "mixed-law").stderr == "", "its country gives the seats of each tier"


def test_run_says_what_is_played_and_that_it_is_one_run():
    shown = command("run", *SMALL, "--seed", 5).stdout
    assert load_scenario("kazakhstan-2022").title in shown
    assert "One run, with seed 5" in shown
    assert "Official turnout" in shown


def test_a_run_says_what_an_alliance_or_a_coalition_has_together(tmp_path):
    small = ("--voters", "1000", "--seed", "1")
    won = answer("run", "ge-2018", *small, "--json")
    bn = load_scenario("ge-2018").alliances["bn"].members
    shown = command("run", "ge-2018", *small).stdout
    (line,) = [each for each in shown.splitlines() if each.startswith("Barisan Nasional, together")]
    assert f"{100 * sum(won['vote_share'][each] for each in bn):.1f} %" in line
    assert f" {sum(won['seats'][each] for each in bn)} " in line
    assert "and its partners" not in shown, "they are Barisan Nasional"
    two = command("run", *SMALL, "--set", "parties.ak_zhol.kind=incumbent")
    assert "Nur Otan and its partners, together" in two.stdout


def test_means_of_a_run_are_of_the_party_in_power_though_another_is_named_first():
    changed = ("nur_otan.kind=opposition", "ak_zhol.kind=incumbent", "ak_zhol.label=Ak Zhol")
    given = [each for one in changed for each in ("--set", f"parties.{one}")]
    shown = command("run", *SMALL, *given, "--replicates", "2").stdout
    assert "Share of seats, Ak Zhol" in shown
    assert "Share of seats, Nur Otan" not in shown


def test_replicates_of_a_run_are_those_of_a_sweep(tmp_path):
    found = answer("run", *SMALL, "--replicates", 3, "--json")
    command("sweep", *SMALL, "--replicates", 3, "--engine", "serial", "--out", tmp_path / "out")
    turnout = read_runs(tmp_path / "out")["turnout"]
    (mean,) = [each for each in found["means"] if each["measure"] == "turnout"]
    assert mean["mean"] == pytest.approx(turnout.mean())
    assert mean["low"] < mean["mean"] < mean["high"]
    assert mean["n"] == 3


@pytest.mark.parametrize(
    ("table", "law", "words"),
    [
        ("party,votes\nA,-3\n", "national-list", "must be a whole number"),
        ("party,ballots\nA,3\n", "national-list", "no column votes"),
        ("", "national-list", "no column party or votes"),
        ("party,votes\nA,many\n", "national-list", "must be a whole number"),
        ("party,votes\nA,3\nA,4\n", "national-list", "listed twice"),
        ("party,votes\nA,3\n", "lottery", "no law called 'lottery'"),
    ],
)
def test_seats_refuses_a_wrong_table_or_law_in_a_sentence(tmp_path, table, law, words):
    (tmp_path / "votes.csv").write_text(table)
    done = command("seats", tmp_path / "votes.csv", "--law", law)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_run_without_a_mechanism_is_another_scenario():
    with_it = answer("run", *SMALL, "--json")
    without = answer("run", *SMALL, "--without", "leader_coattail", "--json")
    assert with_it["scenario_hash"] != without["scenario_hash"]
    assert "Nur Otan" in command("run", *SMALL).stdout


@pytest.mark.parametrize(
    "kind",
    ["countries", "scenarios", "mechanisms", "parties", "levers", "strategies", "laws",
     "experiments", "figures"],
)  # fmt: skip
def test_list_gives_objects_with_name_and_summary(kind):
    rows = answer("list", kind, "--json")
    assert all({"name", "summary"} <= row.keys() for row in rows)
    assert len({row["name"] for row in rows}) == len(rows)


def test_list_says_of_which_country_a_scenario_is():
    countries = {row["name"]: row["country"] for row in answer("list", "scenarios", "--json")}
    assert countries["duma-2021"] == "russia"
    assert countries["kazakhstan-2022"] == "kazakhstan"


def test_help_names_the_figures_that_obey_by():
    rows = answer("list", "figures", "--json")
    obeying = {row["name"] for row in rows if "--by" in row["obeys"]}
    told = "".join(command("figures", "--help").stdout.split())
    assert f"sweptpath,in{'and'.join(sorted(obeying))}only" in told


def test_list_gives_the_order_of_a_week_with_what_is_read_and_changed():
    rows = answer("list", "mechanisms", "--scenario", "machine-withdrawn", "--json")
    steps = list(dict.fromkeys(row["step"] for row in rows))
    assert steps.index("CONTAGION") < steps.index("voters") < steps.index("STREET")
    assert steps[-2:] == ["BALLOT", "vote"]
    by_who = {row["who"]: row for row in rows}
    assert by_who["get_out_the_vote"]["reads"] == ["branch_work"]
    assert "turnout" in by_who["managed_competition"]["changes"]
    assert "administration_loyalty" in str(
        [row["changes"] for row in rows if "event" in row["who"]]
    )
    assert "strategic_desertion" not in by_who


def test_list_gives_what_programs_need_to_know():
    mechanisms = {row["name"]: row for row in answer("list", "mechanisms", "--json")}
    assert mechanisms["leader_coattail"].keys() == {"name", "summary", "phase", "shown_by"}
    parameters = {row["path"]: row for row in answer("list", "parameters", "--json")}
    assert parameters["voters"]["low"] == 1_000
    assert all(row["source"] and row["unit"] for row in parameters.values())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("run", "kazakstan-2022"), "did you mean 'kazakhstan-2022'"),
        (("run", "kazakhstan-2022", "--set", "leader.popularty=.5"), "popularity"),
        (("run", "kazakhstan-2022", "--set", "leader.popularity=7"), "0.05 .. 0.95"),
        (("run", "kazakhstan-2022", "--set", "voters"), "write path=value"),
        (("run", "kazakhstan-2022", "--voters", "3"), "1000"),
        (("run", *SMALL, "--set", "voters=3000"), "voters is set twice"),
        (("run", *SMALL, "--set", "weeks=1"), "weeks is set twice"),
        (("run", *SMALL, "--seed", 2**64), "18446744073709551615"),
        (("sweep", "kazakhstan-2022", "--design", "sobol", "--out", "x"), "nothing to sample"),
        (("run", "kazakhstan-2022", "--without", "magic"), "magic"),
        (("validate", "nowhere.toml"), "nowhere.toml"),
        (("list", "voters"), "voters"),
        (("list", "laws", "--scenario", "threshold"), "--scenario threshold: laws are the same"),
        (("list", "laws", "--all"), "--all: all laws are listed anyway"),
        (("results", "nowhere"), "no results folder"),
        (("sweep", *SMALL, "--out", "OUT", "--sweep", "leader.popularity"), "0.05:0.95:5"),
        (("sweep", *SMALL, "--out", "OUT", "--sweep", "leader.nose=0:1:2"), "leader.nose"),
        (("sweep", *SMALL, "--out", "OUT", "--sweep", "weeks=0:1:2", "--design", "x"), "factorial"),
        (("sweep", *SMALL, "--out", "OUT", "--sweep", "scenario=kazakhstn"), "neither"),
        (
            ("sweep", *SMALL, "--out", "OUT", "--sweep", "scenario=duma-2021"),
            "duma-2021 (Russia): runs of different countries",
        ),
        (
            ("sweep", *SMALL, "--out", "OUT", "--posterior", "--replicates", "201"),
            "at most 200 replicates, or make more draws with: partyofpower calibrate kazakhstan",
        ),
        (
            ("sweep", *SMALL, "--out", "OUT", "--without=blocs", "--sweep=mechanisms.blocs=true"),
            "leave out its --sweep or --without blocs",
        ),
        (
            ("run", *SMALL, "--without", "blocs", "--set", "mechanisms.blocs.scale=3"),
            "leave out its --set or --without blocs",
        ),
        (("sweep", *SMALL, "--out", "OUT", "--sweep", "voters=2000,3000,1e10"), "leave out its"),
        (
            ("sweep", *SMALL, "--out", "OUT", "--sweep", "weeks=0:1:2"),
            "both swept and set",
        ),
        (("sweep", *SMALL, "--out", "OUT", "--narrow", "turnout=0.01"), "--replicates 64"),
        (
            ("sweep", *SMALL, "--out", "OUT", "--replicates", "9", "--narrow", "turnout=-1"),
            "--narrow turnout=-1: give a finite width above zero, as in turnout=0.005.",
        ),
        (
            ("run", "georgia"),
            "is a country, allowed is a scenario, as parliament-2020; its scenarios are ",
        ),
        (("sweep", *SMALL, "--out", "OUT", "--samples", "10"), "factorial samples nothing"),
        (
            (
                "sweep",
                *SMALL,
                "--out",
                "OUT",
                "--samples",
                "0",
                "--design",
                "sobol",
                "--sweep",
                "leader.popularity=0.1:0.9",
            ),
            "samples is 0",
        ),
        (("sweep", *SMALL, "--out", "OUT", "--sweep", "count.audit=0:1:1e10"), "at most"),
        (("sweep", *SMALL, "--out", "OUT", "--replicates", "1000000000000"), "at most"),
        (("sweep", *SMALL, "--out", "OUT", "--replicates", "0"), "replicates is 0"),
        (("sweep", *SMALL, "--out", "OUT", "--workers", "0"), "workers is 0"),
        (("sweep", *SMALL, "--out", "OUT", "--engine", "abacus"), "abacus"),
        (
            ("sweep", *SMALL, "--out", "OUT", "--engine", "serial", "--workers", "4"),
            "serial starts no workers, and 4 are asked for",
        ),
        (
            ("sweep", *SMALL, "--out", "OUT", "--engine", "tls://127.0.0.1:9", "--workers", "4"),
            "leave out --workers",
        ),
    ],
)
def test_a_mistake_is_answered_in_a_sentence(arguments, named, tmp_path):
    done = command(*(tmp_path / "out" if each == "OUT" else each for each in arguments))
    assert done.returncode == 2
    assert done.stdout == ""
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_set_is_held_in_a_sweep_over_draws_though_it_is_the_usual_value(tmp_path):
    held = ("--posterior", "--replicates", 2, "--set", "voter.inertia=0.25", "--engine", "serial")
    done = command("sweep", *SMALL, *held, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["draws"]["held"] == ["voter.inertia"]


def test_a_sweep_is_stored_and_queried_and_exported(tmp_path):
    out = tmp_path / "out"
    asked = ("sweep", *SMALL, "--sweep", "leader.popularity=.2:.8:3", "--replicates", "2",
             "--seed", "4", "--engine", "serial", "--out", out)  # fmt: skip
    first, second = command(*asked), command(*asked)
    assert "6 runs" in first.stderr
    assert "6 of them before" in second.stderr
    assert (first.returncode, second.returncode, first.stdout) == (0, 0, "")
    runs = read_runs(out)
    assert runs["leader.popularity"].tolist() == [0.2, 0.2, 0.5, 0.5, 0.8, 0.8]
    changed = {"voters": 1_000, "weeks": 2, "leader.popularity": 0.5}
    again = run(load_scenario("kazakhstan-2022", changed), int(runs["seed"][3]))
    assert {name: runs[name][3] for name in again.outcome} == again.outcome
    found = answer("results", out, "--json")
    assert (found["planned"], found["stored"], found["ok"]) == (6, 6, 6)
    assert found["draws"] == 0
    where = ("--where", "leader.popularity > .6", "--columns", "turnout,vote_share.nur_otan")
    nobody = command("results", out, "--where", "turnout > 1").stdout
    assert nobody == "There is no row for which turnout > 1 holds.\n"
    shown = command("results", out, "--where", "leader.popularity > .6").stdout
    assert len(shown.splitlines()[0].split()) == 15, "the headline columns, and which run it is"
    rows = answer("results", out, *where, "--json")
    assert [row["turnout"] for row in rows] == runs["turnout"][4:].tolist()
    assert "8 rows" not in command("results", out, "--export", tmp_path / "t.csv").stdout
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert (len(lines), len(lines[0].split(","))) == (7, 15)
    command("results", out, "--columns", "*", "--export", tmp_path / "all.csv")
    everything = (tmp_path / "all.csv").read_text().splitlines()
    assert (len(everything), set(everything[0].split(","))) == (7, set(runs))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--where", "turnou > 1"), "turnou"),
        (("--where", "import os"), "no condition"),
        (("--columns", "turnou"), "no column turnou; the nearest are turnout"),
        (("--export", "table.xls"), ".csv or .parquet"),
        (("--export", "table.csv", "--json"), "give one of them"),
        (("--crate", "x", "--json", "--steps"), "so leave out --steps, --json."),
    ],
)
def test_a_wrong_question_to_the_results_is_answered_too(arguments, named, swept):
    done = command("results", swept, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    out = tmp_path_factory.mktemp("swept") / "out"
    assert command("sweep", *SMALL, "--engine", "serial", "--out", out).returncode == 0
    return out


def test_ctrl_c_stops_says_how_to_go_on_and_loses_nothing(tmp_path):
    out = tmp_path / "out"
    asked = ("-m", "experiments.cli", "sweep", *SMALL, "--replicates", "60", "--out", str(out))
    process = start(*asked, "--workers", "1", start_new_session=True)
    until(lambda: stored_parts(out) >= 2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to the workers too
    message = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 130
    assert "Traceback" not in message
    assert f"What is finished is in {out}; run the same command again to go on." in message
    assert 0 < len(read_runs(out)) < len(read_plan(out)) == 60
    assert command(*asked[2:], "--engine", "serial").returncode == 0
    assert read_manifest(out)["counts"] == {"points": 1, "runs": 60, "ok": 60}
    assert len(read_runs(out)) == 60


def test_a_sweep_whose_workers_are_killed_says_so_and_is_whole_after_the_next_call(tmp_path):
    out = tmp_path / "out"
    asked = ("-m", "experiments.cli", "sweep", *SMALL, "--out", str(out), "--workers", "1")
    process = start(*asked)
    while process.poll() is None:
        for each in psutil.Process(process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if "--multiprocessing-fork" in each.cmdline():
                    each.kill()
        time.sleep(0.01)
    message = process.communicate()[1]
    assert process.returncode == 1
    assert "1 of 1 runs failed: 1 crashed" in message
    assert "run the same command again to try again" in message
    assert "Traceback" not in message
    assert command(*asked[2:]).returncode == 0
    assert set(read_runs(out)["status"]) == {"ok"}


def test_replicates_stop_where_the_interval_is_narrow(tmp_path):
    sweep = ("sweep", "kazakhstan-2022", "--set", "weeks=1", "--voters", 1000, "--engine", "serial")
    much = ("--replicates", 16, "--out", tmp_path / "out")
    done = command(*sweep, *much, "--narrow", "turnout=0.5")
    assert done.returncode == 0
    assert "8 of 16 runs were saved" in done.stderr
    wrong = command(*sweep, *much, "--narrow", "turnout=wide")
    assert wrong.returncode == 2
    assert "give it as in turnout=0.005" in wrong.stderr


@pytest.mark.parametrize(
    "odd", ["status=1", "run_id=0.1", "reason=1", "turnou=1", "turnout=nan", "turnout=inf"]
)
def test_an_outcome_without_an_interval_is_refused_before_anything_runs(odd, tmp_path):
    asked = ("sweep", *SMALL, "--engine", "serial", "--replicates", 16, "--out", tmp_path / "out")
    refused = command(*asked, "--narrow", odd)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1), refused.stderr
    assert not (tmp_path / "out").exists()
