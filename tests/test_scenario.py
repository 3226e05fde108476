"""Scenarios: every error at once and in a sentence; variants; fingerprints."""

import pickle

import numpy as np
import pytest

from experiments.study.design import Factor, factorial
from experiments.study.plan import Study, planned
from model.scenario import ScenarioError, load_scenario, shipped_scenarios

MERCHANTS = 'extends = "kazakhstan-2022"\n[parties.merchants]\nkind = "oligarch_entrant"\n'


def test_a_wrong_file_gets_every_error_at_once(tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        'extends = "kazakhstan-2022"\nvoters = 10\n[leader]\npopularty = 0.5\n'
        "[mechanisms.leader_coattail]\nstrength = 99\n[parties.fresh]\nappeal = 'much'\n"
        "[parties.osdp.platform]\nfishing = 1\n[parties.adal]\nkind = 'oligarch'\n"
    )
    with pytest.raises(ScenarioError) as caught:
        load_scenario(str(wrong))
    lines = str(caught.value).splitlines()
    assert all(line.startswith(str(wrong)) for line in lines)
    assert any("voters: given 10, allowed is 1000 .. 1e+07" in line for line in lines)
    assert any("did you mean 'popularity'" in line for line in lines)
    assert any(
        "mechanisms.leader_coattail.strength: given 99, allowed is 0 .. 3" in x for x in lines
    )
    assert any("parties.fresh.appeal: given 'much'" in line for line in lines)
    assert any("parties.adal.kind: given 'oligarch'" in line for line in lines)
    assert len(lines) >= 5


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("voters = [", "cannot be read as TOML"),
        ('[parties.İYİ]\nkind = "niche"', "line 1.*names are small letters .* stands in label"),
        ("[law]\nkind = 'dhondt'\nthreshold = 10", r"given 10, allowed is 0 .. 1 share \(10 % is"),
        ('extends = "nowhere"', "neither a shipped scenario nor a file"),
        ('extends = "kazakhstan-2022"\n[parties]\nnur_otan = false', "some party must"),
        ('extends = "kazakhstan-2022"\n[parties.osdp.platform]\nfishing = 1', "fishing"),
        ('extends = "kazakhstan-2022"\n[population.protest_by_group]\nXYZ = 1', "XYZ"),
        ('extends = "kazakhstan-2022"\n[events.x]\nname = "x"\nby = { luck = 1 }', "luck"),
        ('extends = "kazakhstan-2022"\n[events.x]\nname = "x"\nregions = ["XX"]', "XX"),
        ('extends = "kazakhstan-2022"\n[mechanisms]\nleader_cotail = true', "leader_coattail"),
        ('extends = "kazakhstan-2022"\nvoters = nan', "voters"),
        ('extends = "kazakhstan-2022"\n[population.issue_means.ordr]\nkazakh = 1', "ordr"),
        ('extends = "kazakhstan-2022"\n[population.group_shares]\nkazak = 0.7', "kazak"),
        (
            'extends = "kazakhstan-2022"\n[population.group_shares]\nkazakh = 0.9',
            "given a sum of 1.051 for language:kazakh, language:russian; allowed is 1 at most",
        ),
        (
            'extends = "kazakhstan-2022"\n[population.group_shares]\nother = 0.1',
            "given a sum of 0.957 for language:kazakh, .*; allowed is 1, and a group",
        ),
        (
            'extends = "kazakhstan-2022"\n[population.issue_means.order]\n"stratum:elite" = 1',
            "population.issue_means.order: given 'elite' and 'stratum:elite', which are the same",
        ),
        ('extends = "kazakhstan-2022"\n[parties.agrarians]\nfaction = "agrarion"', "agrarion"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(tmp_path, text, part):
    file = tmp_path / "case.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=part):
        load_scenario(str(file))


@pytest.mark.parametrize(
    ("path", "given", "line"),
    [
        ("polls", "cooked", '[polls] and below it lines such as kind = "cooked"'),
        ("none_of_them", "yes", "[none_of_them] and below it lines such as level = 0.9"),
        ("law", "dhondt", '[law] and below it lines such as kind = "dhondt"'),
        ("parties.fresh", "niche", '[parties.fresh] and below it lines such as kind = "niche"'),
        ("leaders", 3, "[leaders.NAME] and below it lines such as popularity = 0.5"),
        ("population.roles", 3, "[population.roles] and below it lines such as NAME = VALUE"),
    ],
)
def test_where_a_table_should_stand_it_is_said_how_one_is_written(path, given, line):
    with pytest.raises(ScenarioError) as caught:
        load_scenario("kazakhstan-2022", {path: given})
    told = f"kazakhstan-2022: {path}: given {given!r}; it is a table: write {line}."
    assert str(caught.value) == told


def test_a_sentence_ends_with_one_stop():
    councils = {"kind": "regional_councils", "regions": 2, "region_seats": [3]}
    with pytest.raises(ScenarioError, match=r"it gives 1\.$"):
        load_scenario("kazakhstan-2022", {"councils": councils})


@pytest.mark.parametrize("text", [
    MERCHANTS, f"{MERCHANTS}stands_from = 52",
    f"{MERCHANTS}[mechanisms]\noligarch_entry = false\n"
    '[events.gate]\nname = "gate"\nweek = 5\nparty = "merchants"\nby = { standing = 1 }',
    "weeks = 90\n" + MERCHANTS + "stands_from = 80",
])  # fmt: skip
def test_a_party_that_something_may_put_on_the_ballot_is_not_told_of(tmp_path, text):
    assert list(written(tmp_path, text).never_stand()) == []


@pytest.mark.parametrize(("text", "why"), [
    (f"{MERCHANTS}stands_from = 80", "its stands_from is 80, and polling day is week 52"),
    (f"{MERCHANTS}[mechanisms]\noligarch_entry = false", "nothing puts it on the ballot"),
])  # fmt: skip
def test_a_party_that_can_never_stand_is_told_of(tmp_path, text, why):
    (told,) = written(tmp_path, text).never_stand()
    assert "parties.merchants never stands" in told
    assert why in told


@pytest.mark.parametrize(("name", "changes", "told"), [
    ("ge-2018", {"law.house_size": 165}, r"districts: given the 222 districts .* votes in 165;"),
    ("ge-2018", {"law": {"kind": "dhondt"}}, r"districts: given the 222 districts .* votes in 1;"),
    ("kazakhstan-2022", {"levers.middle_class.start": 60},
     r"levers\.middle_class\.start: given 60, allowed is 0 \.\. 52: polling day is not later"),
    ("merged-opposition", {"mechanisms.opposition_merger.week": 53},
     r"mechanisms\.opposition_merger\.week: given 53, allowed is 0 \.\. 52"),
    ("replication-hunters", {"levers.middle_class": True},
     "some party must be the incumbent, given: none; without one, switch off: middle_class"),
    ("replication-hunters", {"events.x": {"name": "x", "by": {"recognition": -0.3}}},
     r"events\.x\.party: is missing, and no party is the incumbent; say whose recognition"),
])  # fmt: skip
def test_what_would_be_given_in_vain_is_refused(name, changes, told):
    with pytest.raises(ScenarioError, match=told):
        load_scenario(name, changes)


def test_a_variant_leaves_out_the_districts_of_its_base():
    assert load_scenario("ge-2018", {"law.kind": "dhondt", "districts": False}).districts is None


def written(folder, text):
    file = folder / "case.toml"
    file.write_text(text)
    return load_scenario(str(file))


@pytest.mark.parametrize("copies", ["inf", "-inf", "nan", "2.5", "true", "201", "'3'", "[1]"])
def test_copies_are_a_whole_number(tmp_path, copies):
    file = tmp_path / "case.toml"
    file.write_text(f'extends = "kazakhstan-2022"\n[parties.x]\nkind = "niche"\ncopies = {copies}')
    with pytest.raises(ScenarioError, match=r"x: copies given .* whole number 0 \.\. 200"):
        load_scenario(str(file))


@pytest.mark.parametrize("way", ["case.toml", "./case.toml", "inside/../case.toml", "link.toml"])
def test_a_circle_of_files_is_seen_by_whatever_way_it_closes(tmp_path, way):
    (tmp_path / "inside").mkdir()
    (tmp_path / "link.toml").symlink_to("case.toml")
    (tmp_path / "case.toml").write_text(f'extends = "{way}"')
    with pytest.raises(ScenarioError, match="extends itself by way of"):
        load_scenario(str(tmp_path / "case.toml"))


def test_nesting_without_end_is_refused_in_a_sentence(tmp_path):
    brackets, chain = tmp_path / "brackets.toml", tmp_path / "0.toml"
    brackets.write_text(f'extends = "kazakhstan-2022"\na = {"[" * 5000}{"]" * 5000}')
    for step in range(60):
        (tmp_path / f"{step}.toml").write_text(f'extends = "{step + 1}.toml"')
    for file in (brackets, chain):
        with pytest.raises(ScenarioError, match="too deeply to be read") as caught:
            load_scenario(str(file))
        assert len(str(caught.value).splitlines()) == 1


def test_a_name_that_no_file_can_have_is_refused_in_a_sentence():
    for name in ("x" * 5000, "a\0b", ""):
        with pytest.raises(ScenarioError, match="neither a shipped scenario nor a file"):
            load_scenario(name)


def test_a_misspelt_scenario_is_met_with_a_suggestion():
    with pytest.raises(ScenarioError, match="did you mean 'kazakhstan-2022'"):
        load_scenario("kazakstan-2022")


@pytest.mark.parametrize("path", ["leader.popularty", "mechanisms.leader_coatail.strength", "a.b"])
def test_replacing_at_a_path_that_does_not_exist_is_refused(kazakhstan, path):
    with pytest.raises(ScenarioError, match="no such setting"):
        kazakhstan.replace({path: 0.5})


def test_switching_on_what_is_on_leaves_it_as_it_is_set(kazakhstan):
    dear = kazakhstan.replace(
        {"levers.digital_media.cost": 0.9, "mechanisms.leader_coattail": True}
    )
    assert dear.replace({"levers.digital_media": True}).hash == dear.hash
    assert not dear.replace({"levers.digital_media": False}).levers.active()


def test_leaving_out_what_is_not_on_is_refused():
    with pytest.raises(ScenarioError, match="Switched on"):
        load_scenario("kazakhstan-2022", without=["leader_cotail"])


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_is_valid_and_survives_a_round_trip(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title
    assert scenario.replace({}).hash == scenario.hash


def test_the_fingerprint_changes_with_a_parameter_of_each_section_and_not_with_the_name(kazakhstan):
    assert kazakhstan.replace({"name": "other", "title": "x"}).hash == kazakhstan.hash
    first = {each.path.split(".")[0]: each for each in reversed(kazakhstan.parameters())}
    assert {"voters", "weeks", "law", "leader", "parties", "mechanisms", "population"} <= {*first}
    ends = {each.path: each.low if each.value != each.low else each.high for each in first.values()}
    hashes = [kazakhstan.replace({path: end}).hash for path, end in ends.items()]
    assert len({kazakhstan.hash, *hashes}) == 1 + len(first)


def test_every_parameter_has_a_range_around_its_value_a_unit_and_a_source():
    for name in shipped_scenarios():
        for parameter in load_scenario(name).parameters():
            assert parameter.low <= parameter.value <= parameter.high, parameter.path
            assert parameter.unit, parameter.path
            assert parameter.source, parameter.path


@pytest.mark.parametrize("path", ["voters", "weeks"])
def test_the_size_of_a_run_can_be_set_to_both_ends_of_its_range(kazakhstan, path):
    """All other parameters are, and are played, in `test_every_parameter.py`."""
    size = next(each for each in kazakhstan.parameters() if each.path == path)
    for end in (size.low, size.high):
        assert kazakhstan.replace({path: int(end)}).hash


@pytest.mark.parametrize(
    ("name", "given"), [("kazakhstan-2022", "kazakh"), ("parliament-2020", "georgian")]
)
def test_groups_without_a_national_share_divide_the_rest_as_in_the_table(name, given):
    def shares(**stated: float) -> np.ndarray:
        cells = load_scenario(name, {"population.group_shares": stated}).population.cells
        people = (cells.members(group) @ cells.people for group in cells.groups.axes[axis])
        return np.array([*people]) / cells.people.sum()

    axis = load_scenario(name).population.groups_and_roles.full_name(given).split(":")[0]
    table, found = shares(), shares(**{given: 0.5})
    assert found[0] == pytest.approx(0.5)
    np.testing.assert_allclose(found[1:], 0.5 * table[1:] / table[1:].sum(), rtol=1e-6)


def test_a_sweep_to_shares_beyond_the_whole_is_refused_before_its_first_run(kazakhstan):
    factor = Factor("population.group_shares.kazakh", (0.5, 0.9))
    with pytest.raises(ScenarioError, match=r"given a sum of 1\.051"):
        list(planned(Study(kazakhstan, factorial([factor]))))


@pytest.mark.parametrize(
    ("path", "value", "same"),
    [("protest", -0.5, True), ("party_members", 0.05, True), ("urban", 0.5, False),
     ("middle_class", 0.2, False), ("state_dependent", 0.2, False), ("electorate", 9e6, False)],
)  # fmt: skip
def test_attitudes_do_not_decide_who_lives_where(kazakhstan, path, value, same):
    other = kazakhstan.replace({f"population.{path}": value})
    here, there = kazakhstan.population.cells, other.population.cells
    equal = np.array_equal(here.people, there.people) and np.array_equal(here.urban, there.urban)
    assert equal == same


def test_scenarios_share_what_no_change_touches(kazakhstan):
    other = kazakhstan.replace({"leader.popularity": 0.5, "mechanisms.blocs.scale": 0.4})
    assert other.population.cells is kazakhstan.population.cells
    assert kazakhstan.leader.popularity != 0.5
    assert other.mechanisms.media is kazakhstan.mechanisms.media


def test_a_copy_works_out_anew_what_follows_from_its_fields(kazakhstan):
    here = kazakhstan.population
    assert here.cells.people.sum() == pytest.approx(here.electorate)
    larger = here.model_copy(update={"electorate": 2 * here.electorate})
    assert larger.cells.people.sum() == pytest.approx(2 * here.electorate)
    sent = pickle.loads(pickle.dumps(kazakhstan))
    assert sent == kazakhstan
    assert not sent.population.cells.people.flags.writeable
