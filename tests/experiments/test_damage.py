"""A folder that somebody or something has changed: each command tells what is so, or refuses.

No damage may end in a traceback, in a number that was not computed, or in a loss: what `sweep`
heals is what was there before, and what it sets aside stays in `damaged/`.
"""

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from dots import print_dots
from outside import tables
from typer.main import get_command

from experiments import figures, questions
from experiments.cli import application
from experiments.experiment import Claim, SweepExperiment
from experiments.figures.influence import Influence
from experiments.figures.outcome_strip import OutcomeStrip
from experiments.store.folder import read_runs
from experiments.store.results import Results
from experiments.study.design import Factor, morris
from experiments.study.errors import UserError
from experiments.study.plan import Study
from model.scenario import load_scenario

FACTORS = ("parties.mainstream.appeal", "parties.niche.appeal")
RANGES = tuple(f"{each}=-1:1" for each in FACTORS)
SWEEP = ("sweep", "replication-meguid", "--voters", "1000", "--set", "weeks=1",
         "--sweep", RANGES[0], "--sweep", RANGES[1], "--design", "morris",
         "--samples", "4", "--engine", "serial", "--out")  # fmt: skip
COMMAND = get_command(application())
Change = Callable[[Path], object]


class Small(SweepExperiment):
    """Does it hold?"""

    figures = ("influence", "outcome-strip")

    def study(self, quick: bool) -> Study:
        ranges = [Factor(path, low=-1, high=1) for path in FACTORS]
        scenario = load_scenario("replication-meguid", {"voters": 1000, "weeks": 1})
        return Study(scenario, morris(ranges, 4))

    def tables(self, results: Results) -> Mapping[str, pd.DataFrame]:
        return {"turnout": results.runs[["turnout"]].describe().reset_index()}

    def claims(self, tables: Mapping[str, pd.DataFrame]) -> list[Claim]:
        return [Claim("here", "it holds", "turnout", 0.5, 0.0, 1.0)]


def commands(folder: Path, out: Path) -> dict[str, tuple[str, ...]]:
    given = str(folder)
    return {
        "overview": ("results", given, "--json"),
        "rows": ("results", given, "--json", "--where", "point >= 0"),
        "steps": ("results", given, "--steps", "--export", str(out / "steps.csv")),
        "crate": ("results", given, "--crate", str(out / "crate")),
        "figures": ("figures", given),
        "report": ("report", given),
        "sensitivity": ("sensitivity", given, "--outcome", "vote_share.mainstream", "--json"),
    }


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    made_cheap(monkeypatch)


def made_cheap(patch: pytest.MonkeyPatch) -> None:
    """Ask something small, and print a dot: here only what is stored matters."""
    patch.setattr(questions, "experiment", lambda name: Small())
    patch.setattr(figures, "charts", lambda: iter([Influence, OutcomeStrip]))
    patch.setattr(OutcomeStrip, "paint", lambda *_: None)  # the other one is read from a file
    print_dots(patch)


def answer(*arguments: str) -> tuple[str, str]:
    """Return what a command prints, and the sentence by which it refuses."""
    with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()):
        try:
            assert not COMMAND.main([*arguments], standalone_mode=False)
        except UserError as error:
            sentence = str(error)
            assert len(sentence.splitlines()) == 1
            assert len(sentence) > 30
            return "", sentence
    return said.getvalue(), ""


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "results"
    with pytest.MonkeyPatch.context() as patch:
        made_cheap(patch)
        answer("experiment", "small", "--engine", "serial", "--out", str(folder))
        assert answer(*commands(folder, folder)["sensitivity"])[0]
    return folder


@pytest.fixture(scope="module")
def right(whole) -> list[dict[str, object]]:
    """The rows of runs as they were stored."""
    rows: list[dict[str, object]] = json.loads(answer(*commands(whole, whole)["rows"])[0])
    return rows


@pytest.fixture(scope="module")
def other(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("other") / "results"
    with pytest.MonkeyPatch.context() as patch:
        made_cheap(patch)
        assert answer(*SWEEP[:-1], "--seed", "1", "--out", str(folder)) == ("", "")
    return folder


def manifest(**changes: object) -> Change:
    def change(folder: Path) -> None:
        file = folder / "manifest.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))

    return change


def without(key: str) -> Change:
    def change(folder: Path) -> None:
        file = folder / "manifest.json"
        content = json.loads(file.read_text())
        del content[key]
        file.write_text(json.dumps(content))

    return change


def put(name: str, content: bytes) -> Change:
    return lambda folder: (folder / name).write_bytes(content)


def removed(name: str) -> Change:
    return lambda folder: (folder / name).unlink()


def folder_instead(name: str) -> Change:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return change


def copied(source: str, target: str) -> Change:
    return lambda folder: shutil.copy(folder / source, folder / target)


def planned(edit: Callable[[pd.DataFrame], pd.DataFrame]) -> Change:
    def change(folder: Path) -> None:
        edit(pd.read_parquet(folder / "plan.parquet")).to_parquet(folder / "plan.parquet")

    return change


def linked(name: str) -> Change:
    def change(folder: Path) -> None:
        elsewhere = folder.parent / "elsewhere"
        shutil.move(folder / name, elsewhere)
        (folder / name).symlink_to(elsewhere)

    return change


def added(name: str) -> Change:
    """Add a part under a further number, and its checksum."""

    def change(folder: Path) -> None:
        content = (folder / "runs" / "part-000001.parquet").read_bytes()
        (folder / name).write_bytes(content)
        with (folder / "SHA256SUMS").open("a") as sums:
            sums.write(f"{sha256(content).hexdigest()}  {name}\n")

    return change


REQUIRED = ("version", "scenario_name", "scenario_hash", "seeds", "design", "counts", "scenario",
            "plan")  # fmt: skip
PART = "part-000001.parquet"
DAMAGES: dict[str, Change] = {
    **{f"manifest is {text[:8]!r}": put("manifest.json", text.encode()) for text in
       ("[]", "null", "{}", "", "nonsense", "[" * 100_000, "NaN")},
    "manifest is binary": put("manifest.json", bytes(range(256))),
    "manifest is a folder": folder_instead("manifest.json"),
    **{f"manifest without {key}": without(key) for key in REQUIRED},
    **{f"manifest with {key} = {value!r}": manifest(**{key: value}) for key, value in (
        ("seeds", []), ("seeds", {"root": "1"}), ("counts", "many"), ("plan", [3]), ("plan", []),
        ("design", {"kind": "factorial"}), ("design", {"kind": 1, "factors": []}),
        ("design", {"kind": "latin_hypercube", "factors": {"leader.popularity": 3}}),
        ("scenario", []), ("scenario", {"parties": {}}), ("scenario", {"parties": {"a": "b"}}),
        ("scenario", {"parties": {"a": {"kind": 1}}}), ("made_by", [3]), ("packages", 7),
        ("git", "here"), ("figures", 1), ("other_scenarios", [])
    )},
    "plan is empty": put("plan.parquet", b""),
    "plan is nonsense": put("plan.parquet", b"nonsense"),
    "plan is a folder": folder_instead("plan.parquet"),
    "plan is away": removed("plan.parquet"),
    "plan is a part": copied(f"runs/{PART}", "plan.parquet"),
    "plan with another value": planned(lambda plan: plan.assign(**{FACTORS[0]: 0.5})),
    "plan with another seed": planned(lambda plan: plan.assign(seed=plan["seed"] + 1)),
    "plan without a row": planned(lambda plan: plan.iloc[1:]),
    "plan with a row twice": planned(lambda plan: pd.concat([plan, plan.iloc[:1]])),
    "plan without chunks": planned(lambda plan: plan.drop(columns="chunk")),
    "plan with other chunks": planned(lambda plan: plan.assign(chunk=plan["chunk"].iloc[::-1])),
    "plan with words": planned(lambda plan: plan.assign(point="x")),
    "sums are away": removed("SHA256SUMS"),
    "sums are empty": put("SHA256SUMS", b""),
    "sums are binary": put("SHA256SUMS", bytes(range(256))),
    "sums are a folder": folder_instead("SHA256SUMS"),
    **{f"{kind} of another chunk": copied(f"{kind}/part-000002.parquet", f"{kind}/{PART}")
       for kind in ("runs", "steps")},
    **{f"{kind} under a further number": added(f"{kind}/part-000099.parquet")
       for kind in ("runs", "steps")},
    **{f"{kind} emptied": put(f"{kind}/{PART}", b"") for kind in ("runs", "steps")},
    **{f"{kind} away": removed(f"{kind}/{PART}") for kind in ("runs", "steps")},
    **{f"{kind} is a folder": folder_instead(f"{kind}/{PART}") for kind in ("runs", "steps")},
    **{f"{name} is a link": linked(name) for name in
       ("runs", f"runs/{PART}", "manifest.json", "plan.parquet", "SHA256SUMS", "figures",
        "tables", "claims.csv")},
    "claims are nonsense": put("claims.csv", b"a,b\n1"),
    "claims are empty": put("claims.csv", b""),
    "claims are binary": put("claims.csv", bytes(range(256))),
    "a table is empty": put("tables/influence.csv", b""),
    "a table is binary": put("tables/influence.csv", bytes(range(256))),
    "a table is another": put("tables/influence.csv", b"a,b\n1,2\n"),
    "a table has words": put("tables/influence.csv", b"factor,measure,index,low,high,outcome,n,path"
                             b"\nx,y,many,none,some,o,1,p\n"),
    "a picture is nonsense": put("figures/influence.png", b"nonsense"),
    "a picture is away": removed("figures/influence.png"),
    "a strange picture is nonsense": put("figures/mine.png", b"nonsense"),
    "a caption is binary": put("figures/influence.txt", bytes(range(256))),
}  # fmt: skip


def damaged(whole: Path, name: str, tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    shutil.copytree(whole, folder)
    DAMAGES[name](folder)
    return folder


@pytest.mark.parametrize("name", DAMAGES)
def test_every_command_tells_what_is_so_or_refuses(name, whole, right, tmp_path):
    folder = damaged(whole, name, tmp_path)
    for which, asked in commands(folder, tmp_path).items():
        said, refusal = answer(*asked)
        assert refusal or said
        if which == "rows" and said:
            assert all(row in right for row in json.loads(said))
        if which == "report" and said:
            page = (folder / "report.html").read_text(encoding="utf-8")
            assert "data:image/png" in page


READ_BY_SWEEPS = [name for name in DAMAGES if not name.startswith(("claims are", "a "))]


@pytest.mark.parametrize("name", READ_BY_SWEEPS)
def test_the_next_sweep_heals_or_refuses(name, whole, tmp_path):
    folder = damaged(whole, name, tmp_path)
    _, refusal = answer(*SWEEP, str(folder))
    if refusal:
        assert any(each in refusal for each in ("is a link", "another sweep", "cannot be written"))
        return
    assert tables(folder).items() >= tables(whole).items()
    pd.testing.assert_frame_equal(read_runs(folder), read_runs(whole))


@pytest.mark.parametrize("name", [each for each in DAMAGES if " with" not in each])
def test_the_next_experiment_heals_or_refuses(name, whole, tmp_path):
    folder = damaged(whole, name, tmp_path)
    said, refusal = answer("experiment", "small", "--engine", "serial", "--out", str(folder))
    if said:
        assert tables(folder).items() >= tables(whole).items()
        assert (folder / "claims.csv").read_bytes() == (whole / "claims.csv").read_bytes()
    assert said or refusal


@pytest.mark.parametrize(
    "name", ["manifest.json", "plan.parquet", "SHA256SUMS", f"runs/{PART}", f"steps/{PART}"]
)
def test_files_of_another_sweep_are_not_mixed_in(name, whole, other, tmp_path):
    folder = tmp_path / "results"
    shutil.copytree(whole, folder)
    shutil.copy(other / name, folder / name)
    _, refusal = answer(*commands(folder, tmp_path)["rows"])
    _, steps_refused = answer(*commands(folder, tmp_path)["steps"])
    assert refusal or steps_refused
    _, refused = answer(*SWEEP, str(folder))
    assert "another sweep" in refused or tables(folder).items() >= tables(whole).items()


def test_what_is_set_aside_twice_is_there_twice(whole, tmp_path):
    folder = tmp_path / "results"
    shutil.copytree(whole, folder)
    for content in (b"first", b"second"):
        (folder / "runs" / PART).write_bytes(content)
        answer(*SWEEP, str(folder))
    kept = [each.read_bytes() for each in sorted((folder / "damaged" / "runs").iterdir())]
    assert kept == [b"first", b"second"]


@pytest.mark.parametrize(
    "name", ["manifest.json", "plan.parquet", "SHA256SUMS", ".lock", f"runs/{PART}", "steps/x.csv"]
)
def test_no_export_and_no_report_is_written_over_what_a_store_lives_by(name, whole, tmp_path):
    folder = tmp_path / "results"
    shutil.copytree(whole, folder)
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    given = str(folder / name)
    assert "keeps what it lives by" in answer("report", str(folder), "--out", given)[1]
    if given.endswith((".csv", ".parquet")):
        asked = ("results", str(folder), "--where", "point == 0", "--export", given)
        assert "keeps what it lives by" in answer(*asked)[1]
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before
