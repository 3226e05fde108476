"""Who is counted together, on the page, by a run and in forecasts."""

from model.measures.sides import POWER, in_power, joint, one_office, rivals, together
from model.scenario import load_scenario


def test_every_party_is_on_one_side_and_those_in_power_are_on_the_first():
    for name in ("ge-2018", "kazakhstan-2022", "parliament-2012", "replication-hunters"):
        case = load_scenario(name)
        sides = [in_power(case), *rivals(case)]
        assert sorted(party for side in sides for party in side.names) == sorted(case.parties)
        assert all(
            case.parties[each].kind != "incumbent" for side in sides[1:] for each in side.names
        )


def test_a_coalition_without_an_alliance_is_counted_together_and_one_that_is_none_is_told_once():
    alone = load_scenario("kazakhstan-2022")
    assert together(alone) == {}
    two = alone.replace({"parties.ak_zhol.kind": "incumbent"})
    assert together(two)[POWER].names == ("nur_otan", "ak_zhol")
    assert joint(two) == [together(two)[POWER]]
    assert together(load_scenario("ge-2018")).keys() == {"bn", "ph"}


def test_an_alliance_that_is_called_as_a_party_does_not_hide_it():
    members = {"alliances.gd.members": ("gd", "labour")}
    found = together(load_scenario("parliament-2012").replace(members))
    assert found["gd_together"].names == ("gd", "labour")
    assert "gd" not in found


def test_one_office_is_that_of_a_president():
    assert one_office(load_scenario("taiwan-2000"))
    assert not one_office(load_scenario("duma-2021"))
