"""A results folder as one page, and the page in front of all of them."""

import json
from html.parser import HTMLParser
from os import utime
from pathlib import Path

import pandas as pd
import pytest
from dots import print_dots
from typer.testing import CliRunner

from experiments.cli import application
from experiments.experiment import Claim, write_claims
from experiments.publish.index import index
from experiments.publish.report import MOST_ROWS, _heading, report
from experiments.store.files import write_csv
from experiments.study.errors import UserError

from .conftest import COATTAIL, NO_SWEEP, Folder, sign, write_results
from .tables import influence

SINGLE = {"kind": "single", "factors": {}}
HOSTILE = "<script>alert(1)</script>"
CLAIMS = [
    Claim("Z8", "support is about 40 %", "support", 0.4, 0.35, 0.45),
    Claim("Z10", f"a majority | {HOSTILE}", "P(majority)", -0.25, 0.5, 1.0),
]


class Read(HTMLParser):
    """What a page holds: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.tags if each == tag]


@pytest.fixture(autouse=True)
def dots(monkeypatch: pytest.MonkeyPatch) -> None:
    print_dots(monkeypatch)


@pytest.fixture
def answered(folder: Folder) -> Path:
    return as_answered(folder(replicates=3))


def as_answered(made: Path) -> Path:
    """Return an experiment's folder: runs, claims, a table, and a party with a hostile name."""
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["scenario"]["parties"]["fresh"]["label"] = HOSTILE
    manifest |= {"experiment": "baseline", "question": "Where is it?", "quick": False}
    manifest |= {
        "counts": {"points": 1, "runs": 3, "ok": 3},
        "design": SINGLE,
    }
    (made / "manifest.json").write_text(json.dumps(manifest))
    (made / "tables").mkdir()
    rows = pd.DataFrame({"party": HOSTILE, "share": [0.1] * (MOST_ROWS + 5)})
    rows.to_csv(made / "tables" / "long_table.csv", index=False)
    return made


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same with its figures."""
    made = as_answered(write_results(tmp_path_factory.mktemp("drawn") / "results", {}, 3))
    with pytest.MonkeyPatch.context() as patch:
        print_dots(patch)
        assert CliRunner().invoke(application(), ["figures", str(made)]).exit_code == 0
    write_claims(made, CLAIMS)
    return made


@pytest.fixture(scope="module")
def page(drawn: Path) -> Read:
    return Read(report(drawn))


def test_everything_in_the_folder_is_on_the_page(drawn: Path, page: Read) -> None:
    pictures = sorted((drawn / "figures").glob("*.png"))
    captions = [each.with_suffix(".txt").read_text(encoding="utf-8").strip() for each in pictures]
    assert captions
    assert [each["alt"] for each in page.all("img")] == captions
    for claim in CLAIMS:
        assert claim.says in page.text
    assert "1 hold, 1 do not" in page.text
    assert "\N{MINUS SIGN}0.25" in page.text
    assert "Long table" in page.text
    assert "5 further rows are in the file tables/long_table.csv" in page.text
    for known in ("Baseline", "Where is it?", "0123456789abcdef", "0.1.0", "ok 3"):
        assert known in page.text


def test_the_page_asks_for_nothing_and_runs_nothing(page: Read) -> None:
    assert not page.all("script")
    assert not page.all("link")
    fetched = [each[name] for _, each in page.tags for name in ("src", "href") if name in each]
    assert fetched
    assert all(str(each).startswith("data:image/png;base64,") for each in fetched)
    assert not [name for _, each in page.tags for name in each if name.startswith("on")]
    assert HOSTILE in page.text


@pytest.fixture
def sweep(folder: Folder) -> Path:
    made = folder({COATTAIL: [0.0, 1.0]}, 3)
    for part in (made / "runs").iterdir():
        columns = {f"{what}.nur_otan": 0.4 for what in ("unprompted", "support")}
        pd.read_parquet(part).assign(**columns).to_parquet(part)
    sign(made)
    return made


@pytest.mark.parametrize("outdated", [True, False])
def test_what_is_left_of_earlier_runs_is_not_on_the_page(sweep: Path, outdated: bool) -> None:
    (sweep / "tables").mkdir()
    write_csv(sweep / "tables" / "influence.csv", influence())
    report(sweep)
    picture = sweep / "figures" / "of-a-kind-that-fits-no-more.png"
    picture.write_bytes((sweep / "figures" / "influence.png").read_bytes())
    if outdated:
        for each in (*(sweep / "figures").iterdir(), *(sweep / "tables").iterdir()):
            utime(each, (0, 0))
    page = Read(report(sweep))
    assert "Means over runs" in page.text
    for left in ("Of a kind that fits no more", "Influence"):
        assert (left in page.text) is not outdated


def test_a_sweep_that_was_not_drawn_yet_is_drawn_and_summed_up(sweep: Path) -> None:
    page = Read(report(sweep))
    assert page.all("img")
    assert "Means over runs" in page.text
    assert "votes, seats and rating of Nur Otan" in page.text
    assert "Kazakhstan 2022" in page.text


def test_a_page_is_headed_by_what_it_compares_or_by_the_title_of_its_scenario() -> None:
    compared = {"scenario": {"values": ["ge-2013", "ge-2018"]}}
    manifest = {"scenario_name": "ge-2013", "scenario": {"title": "Malaysia, May 2013"}}
    assert _heading({**manifest, "design": {"factors": {}}}) == "Malaysia, May 2013"
    assert _heading({**manifest, "design": {"factors": compared}}) == "ge-2013 and ge-2018"
    assert _heading({**manifest, "experiment": "leader-exit"}) == "Leader exit"


def test_the_command_writes_the_page_and_names_it(answered: Path, tmp_path: Path) -> None:
    write_claims(answered, CLAIMS)
    done = CliRunner().invoke(application(), ["report", str(answered)])
    assert done.stdout.split() == [str(answered / "report.html")]
    assert "Drawing" in done.stderr
    CliRunner().invoke(
        application(), ["report", str(answered), "--out", str(tmp_path / "page.html")]
    )
    assert (tmp_path / "page.html").read_bytes() == (answered / "report.html").read_bytes()


def test_what_cannot_be_shown_is_said_in_a_sentence(folder: Folder, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        report(tmp_path / "nowhere")
    with pytest.raises(UserError, match="no results folder"):
        report(tmp_path)
    (tmp_path / "begun").mkdir()
    (tmp_path / "begun" / "manifest.json").write_text(json.dumps(NO_SWEEP))
    with pytest.raises(UserError, match="neither runs nor figures"):
        report(tmp_path / "begun")
    (tmp_path / "begun" / "manifest.json").write_text("{}")
    with pytest.raises(UserError, match=r"manifest.json is no manifest .version: field required"):
        report(tmp_path / "begun")
    with pytest.raises(UserError, match="none was completed"):
        report(folder(replicates=1, failed=1, only_failed=True))
    file = CliRunner().invoke(
        application(), ["report", str(tmp_path), "--out", str(tmp_path / "no" / "page.html")]
    )
    assert isinstance(file.exception, UserError)


def test_the_front_page_counts_claims_and_tells_which_fail(answered: Path) -> None:
    write_claims(answered, CLAIMS)
    page = index(answered.parent)
    assert f"| [{answered.name}]({answered.name}/): Where is it? | 1 | 0 | 0 | 1 | 0 |" in page
    assert "- results: a majority \\| &lt;script>alert(1)&lt;/script> [Z10]." in page
    assert "support is about 40 %" not in page


def test_the_front_page_tells_what_holds_at_the_central_numbers_and_in_few_draws(
    answered: Path,
) -> None:
    write_claims(answered, CLAIMS)
    claims = pd.read_csv(answered / "claims.csv").assign(share_of_draws=0.4, draws=30)
    claims.to_csv(answered / "claims.csv", index=False)
    page = index(answered.parent)
    assert f"| [{answered.name}]({answered.name}/): Where is it? | 1 | 1 | 0 | 1 | 0 |" in page
    unsure = page.split("## Claims that hold, but in fewer than half of the draws")[1]
    assert "support is about 40 %" in unsure
    assert "it holds in 40 % of 30 draws" in unsure


def test_what_luck_leaves_open_has_its_own_place(answered: Path) -> None:
    write_claims(answered, CLAIMS)
    claims = pd.read_csv(answered / "claims.csv").assign(luck_low=-0.4, luck_high=0.6)
    claims.assign(verdict="open").to_csv(answered / "claims.csv", index=False)
    page = index(answered.parent)
    assert "Where is it? | 0 | 0 | 2 | 0 | 0 |" in page
    failed, left = page.split("## Claims that do not hold")[1].split("## Claims that luck leaves")
    assert "None." in failed
    assert "support: 0.4 (\N{MINUS SIGN}0.4 to 0.6 by luck of seeds)" in left
    assert "0 hold, 0 do not, 2 are open" in Read(report(answered)).text


def test_what_was_fitted_is_counted_apart_and_hidden_nowhere(answered: Path) -> None:
    fitted = Claim("E4, fitted", "official votes", "votes", 0.8, 0.9, 1.0)
    write_claims(answered, [*CLAIMS, fitted])
    page = index(answered.parent)
    assert "Where is it? | 1 | 0 | 0 | 1 | 1 |" in page
    assert "official votes [E4, fitted]" in page
    assert "1 hold, 1 do not; 1 more were fitted" in Read(report(answered)).text


def test_the_front_page_leaves_out_what_is_only_tried_out(answered: Path) -> None:
    write_claims(answered, CLAIMS[:1])
    assert page_without_failures(answered)
    manifest = json.loads((answered / "manifest.json").read_text())
    (answered / "manifest.json").write_text(json.dumps({**manifest, "quick": True}))
    assert "Where is it?" not in index(answered.parent)


def page_without_failures(folder: Path) -> bool:
    page = index(folder.parent)
    return "Where is it?" in page and "None." in page
