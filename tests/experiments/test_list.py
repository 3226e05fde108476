"""What the command lists is what there is."""

import json

import pytest

from experiments.cli import application
from experiments.publish.inventory import listed, parameters
from model.politics.state import quantities
from model.run import run
from model.scenario import load_scenario


def test_the_eighty_claims_have_a_verdict_and_name_the_analysis(capsys):
    application()(["list", "claims", "--about", "z8"], standalone_mode=False)
    shown = capsys.readouterr().out
    assert 'Marat Shibutov, "Nur Otan: party of power is in for a reform"' in shown
    assert "Z8" in shown
    assert "Z9" not in shown
    claims = listed("claims", None)
    assert len(claims) == 80
    stands = ("put in: ", "a test holds it", "a test shows otherwise: ", "outside the model: ")
    assert all(row["verdict"].startswith(stands) for row in claims)
    application()(["list", "claims", "--json"], standalone_mode=False)
    assert len(json.loads(capsys.readouterr().out)) == 80


def test_verdicts_of_experiments_stand_beside_the_claims(tmp_path, monkeypatch):
    made = tmp_path / "results" / "somewhere"
    made.mkdir(parents=True)
    (made / "claims.csv").write_text(
        "source,says,measure,value,low,high,verdict\n"
        "Z8,it,m,1,0,2,holds\nZ8,it,m,3,0,2,does not hold\nZ8,it,m,2,0,2,open\n"
        '"Z8, as read here",it,m,1,0,2,holds\n"Z8, fitted",it,m,1,0,2,holds\n'
    )
    manifest = {
        "quick": False,
        "version": "0.2",
        "question": "What?",
        "seeds": {"root": 1, "replicates": 1},
    }
    (made / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.chdir(tmp_path)
    verdicts = {row["id"]: row["verdict"] for row in listed("claims", None)}
    assert "a test holds it" not in verdicts["I4"]
    assert "a test shows otherwise" in verdicts["O10"]
    assert verdicts["O10"].count("a test") == 1
    assert verdicts["Z8"].endswith(
        "somewhere: holds; somewhere: does not hold; somewhere: open; "
        "somewhere: holds, as read here; somewhere: holds, fitted"
    )


def test_quantities_say_whether_they_last():
    lasting = {row["name"]: row["from week to week"] for row in listed("quantities", None)}
    assert lasting.keys() == quantities().keys()
    assert (lasting["funds"], lasting["appeal"]) == ("lasts", "cleared")


OFF = (
    "elite_defection", "party_foundation", "party_strategies", "campaign_spending", "organisation",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "without"),
    [("replication-hunters", ()), ("replication-stickers", ()), ("kazakhstan-2022", OFF)],
)
def test_parameters_that_are_left_out_change_nothing(name, without):
    base = load_scenario(name, {"voters": 1000, "weeks": 18}, without)
    shown = {row["path"] for row in parameters(base)}
    idle = [each for each in base.parameters() if each.path not in shown]
    assert idle, "nothing is left out"
    assert len(parameters(base, whole=True)) == len(shown) + len(idle)
    ends = {
        each.path: int(each.high) if each.whole else each.high
        for each in idle
        if not each.path.endswith(".size")  # factions are at most the whole party
    }
    assert run(base.replace(ends), 1).outcome == run(base, 1).outcome
