"""What a visitor takes away, a file and a command, plays the same again."""

import json
import tomllib

import pandas as pd
from sessions import play, same_weeks, session
from typer.testing import CliRunner

from experiments.cli import application
from model.app.happenings import BUTTONS, january_shock, snap_election
from model.app.panels import takeaway
from model.app.panels.controls import turn
from model.app.panels.takeaway import command_of, filename_of, toml_of
from model.app.plan import RESERVE
from model.parameters.registry import OwnFile, load
from model.politics.contracts import Lever
from model.run import run
from model.scenario import load_scenario, validated


def test_the_exported_scenario_plays_events_and_levers_again():
    watched = session()
    play(watched, 2)
    for button in BUTTONS:
        watched.fire(button.name, button.event(watched))
    turn(watched, load("levers", Lever)["criticise_government"], True, "")
    play(watched, 8)
    assert watched.campaign.over
    assert watched.rows[-1][f"support.{RESERVE}"] > 0
    back = validated(tomllib.loads(toml_of(watched.as_shown()).decode()), "the file")
    assert back.hash == watched.as_shown().hash
    again = run(back, watched.seed)
    assert same_weeks(watched, back)
    assert {name: again.outcome[name] for name in watched.result()} == watched.result()


def test_the_command_names_the_file_that_is_offered():
    watched = session()
    shown = watched.as_shown()
    assert command_of(shown, watched.seed) == f"partyofpower run {filename_of(shown)} --seed 3"


def test_the_command_names_the_parts_of_the_visitors_own(monkeypatch):
    monkeypatch.setattr(takeaway, "own_files", lambda: (OwnFile("/my parts/bread.py", ""),))
    command = command_of(load_scenario("benchmark"), 2)
    assert command.endswith(" --seed 2 --with '/my parts/bread.py'")


def test_the_command_gives_the_numbers_of_the_page(tmp_path, monkeypatch):
    watched = session(**{"leader.popularity": 0.4})
    play(watched, 2)
    watched.fire("january_shock", january_shock(watched))
    watched.fire("snap_election", snap_election(watched))
    turn(watched, load("levers", Lever)["street_politics"], True, "4")
    while watched.running:
        watched.step()
    shown = watched.as_shown()
    file = tmp_path / filename_of(shown)
    file.write_bytes(toml_of(shown))
    monkeypatch.chdir(tmp_path)
    command = command_of(shown, watched.seed).removeprefix("partyofpower ")
    told = CliRunner().invoke(application(), [*command.split(), "--json"])
    assert told.exit_code == 0, told.output
    found = pd.json_normalize(json.loads(told.stdout)).iloc[0]
    page = watched.result()
    both = [name for name in page if name in found]
    assert {"vote_share.nur_otan", "seats.nur_otan", "turnout", "protest"} <= set(both)
    assert found[both].to_dict() == {name: page[name] for name in both}
