"""Figures of another party, outcome or series, in other formats, widths and colours."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from dots import print_dots
from PIL import Image

from experiments.cli import application
from experiments.figures import Asked, Finish, Wish, draw
from experiments.figures.response_curve import ResponseCurve
from experiments.figures.tornado import Tornado
from experiments.figures.vote_flows import VoteFlows
from experiments.store.folder import read_runs
from experiments.store.results import Results
from experiments.study.errors import UserError
from model.display.drawing import DOUBLE

from .conftest import COATTAIL, MONEY

Folder = Callable[..., Path]


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from .conftest import write_results

    factors = {COATTAIL: [0.0, 0.5, 1.0], MONEY: [0.0, 100.0]}
    return write_results(tmp_path_factory.mktemp("wishes") / "grid", factors, 4)


@pytest.fixture
def dots(monkeypatch: pytest.MonkeyPatch) -> None:
    print_dots(monkeypatch)


@pytest.mark.usefixtures("dots")
def test_each_line_is_of_one_value_and_each_mark_of_one_point(grid: Path) -> None:
    asked = Asked(wish=Wish(party="ak_zhol", outcome="vote_share", by=MONEY))
    drawn = draw(grid, ["outcome-curve"], asked=asked)
    assert {each.parent.name for each in drawn} == {f"ak_zhol-vote_share-by-{MONEY}"}
    table = pd.read_csv(next(each for each in drawn if each.suffix == ".csv"))
    runs = read_runs(grid)
    medians = runs[runs["status"] == "ok"].groupby([MONEY, COATTAIL])["vote_share.ak_zhol"].median()
    shown = table.set_index(["line", "x"])["median"]
    assert len(shown) == 6
    for place, value in medians.items():
        assert shown[place] == pytest.approx(value)
    assert table["runs"].sum() == (runs["status"] == "ok").sum()


def test_a_response_curve_of_another_party_is_called_after_it_and_has_no_majority(
    folder: Folder,
) -> None:
    results = Results.read(folder({MONEY: [0.0, 200.0]}, 4))
    other = replace(results, wish=Wish(party="ak_zhol"))
    table = ResponseCurve().table(other)
    assert set(table["label"]) == {"Ak Zhol"}
    assert set(table["series"]) == {"vote_share", "seat_share"}
    (axes,) = ResponseCurve().draw(table).axes
    assert axes.get_ylabel() == "Ak Zhol"
    caption = str(ResponseCurve().caption(other, table))
    assert "does to Ak Zhol. Curves: median over runs" in caption
    assert "majority" not in caption
    same = ResponseCurve().table(replace(results, wish=Wish(party="nur_otan")))
    pd.testing.assert_frame_equal(same, ResponseCurve().table(results))


@pytest.mark.usefixtures("dots")
def test_only_figures_that_grant_a_wish_are_drawn(grid: Path) -> None:
    drawn = draw(grid, asked=Asked(wish=Wish(outcome="turnout")))
    names = {each.stem for each in drawn}
    assert {"outcome-curve", "outcome-strip", "regional-map-turnout"} <= names
    assert "election-result" not in names
    strip = pd.read_csv(grid / "figures/turnout/outcome-strip.csv")
    assert set(strip["outcome"]) == {"Official turnout"}


@pytest.mark.parametrize(("outcome", "points"), [("seats", False), ("seat_share", True)])
def test_only_a_tornado_of_shares_is_in_percentage_points(
    folder: Folder, outcome: str, points: bool
) -> None:
    factors = {COATTAIL: [0.0, 1.0], MONEY: [0.0, 200.0], "turnout.slope": [0.0, 1.0]}
    results = replace(Results.read(folder(factors, 2)), wish=Wish(outcome=outcome))
    (axes,) = Tornado().draw(Tornado().table(results)).axes
    assert ("percentage points" in " ".join(axes.get_xlabel().split())) is points
    assert axes.xaxis.get_major_formatter().format_ticks([0.5]) == ["50" if points else "0.5"]


@pytest.mark.usefixtures("dots")
def test_the_fan_and_the_flows_of_another_party_are_its_own(grid: Path) -> None:
    draw(grid, ["support-fan"], asked=Asked(wish=Wish(party="fresh")))
    fan = pd.read_csv(grid / "figures/fresh/support-fan.csv")
    assert fan["party"].iloc[0] == "fresh"
    assert set(fan.loc[fan["series"] == "rating", "party"]) == {"fresh"}
    results = Results.read(grid)
    flows = {f"voted.{one}.{end}": 0.1 for one in ("adal", "auyl") for end in ("adal", "fresh")}
    some = replace(results, runs=results.runs.assign(**flows), wish=Wish(party="fresh"))
    table = VoteFlows().table(some)
    assert set(zip(table["from"], table["to"], strict=True)) == {
        ("adal", "fresh"), ("auyl", "fresh"),
    }  # fmt: skip
    assert "joined it" in VoteFlows().caption(some, table).text


@pytest.mark.parametrize(
    ("wish", "kinds", "said"),
    [
        (Wish(party="nur_ota"), None, "the nearest are nur_otan"),
        (Wish(outcome="turnot"), None, "the nearest are turnout"),
        (Wish(by="replicate"), None, "no swept path 'replicate'"),
        (Wish(by=MONEY), ["ternary"], "ternary does not take --by; these do: outcome-curve"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_refused(grid: Path, wish, kinds, said) -> None:
    with pytest.raises(UserError, match=said):
        draw(grid, kinds, asked=Asked(wish=wish))


def test_each_condition_has_a_folder_of_its_own() -> None:
    places = {Asked(where).folder for where in ("", "turnout > .6", "turnout < .6")}
    assert len(places) == 3
    assert all(each.replace("-", "").isalnum() for each in places if each)


def test_in_greyscale_there_is_no_colour_in_any_figure(grid: Path) -> None:
    drawn = draw(grid, asked=Asked(finish=Finish(("png",), greyscale=True)))
    pictures = [each for each in drawn if each.suffix == ".png"]
    assert len(pictures) > 5
    for each in pictures:
        with Image.open(each) as picture:
            colours = np.asarray(picture.convert("RGB"), dtype=int)
        assert np.ptp(colours, axis=2).max() <= 1, each.name
        assert np.ptp(colours) > 100


@pytest.mark.usefixtures("as_printed")
def test_width_and_formats_are_as_asked_and_the_usual_figures_stay(
    grid: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[Path] = []
    usual = {each: each.read_bytes() for each in draw(grid, ["outcome-strip"], told=told.append)}
    assert told == list(usual)
    application()(
        ["figures", str(grid), "--figure", "outcome-strip", "--width", "double", "--format",
         "svg,png"], standalone_mode=False,
    )  # fmt: skip
    place = grid / "figures" / "double"
    assert {each.suffix for each in place.iterdir()} == {".svg", ".png", ".csv", ".txt"}
    with Image.open(place / "outcome-strip.png") as picture:
        assert picture.width == pytest.approx(300 * DOUBLE, abs=1)
    assert {each: each.read_bytes() for each in usual} == usual
    assert "outcome-strip.png: How outcomes are spread over runs." in capsys.readouterr().out
    with pytest.raises(UserError, match="--format gif: give some of pdf, png"):
        application()(["figures", str(grid), "--format", "gif"], standalone_mode=False)
