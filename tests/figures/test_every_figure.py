"""The contract of every figure in the folder."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dots import print_dots
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from experiments.figures import charts, draw, fitting
from experiments.figures.chart import Caption, Chart, Words, read_table
from experiments.figures.finish import save
from experiments.store.files import DiskError
from experiments.store.results import Results
from model.display.drawing import DOUBLE, SINGLE, in_print, sign

from .conftest import COATTAIL, COPIES, MONEY, write_results
from .tables import write

KINDS = {kind.__module__.rsplit(".", 1)[-1]: kind for kind in charts()}


@dataclass(frozen=True)
class Example:
    """A figure and where it belongs; all tests look at one table and at one drawing of it."""

    chart: Chart
    results: Results

    @cached_property
    def table(self) -> pd.DataFrame:
        return self.chart.table(self.results)

    @cached_property
    def caption(self) -> Caption:
        return self.chart.caption(self.results, self.table)

    @cached_property
    def figure(self) -> Figure:
        """The figure as it is printed, with its footer."""
        figure = self.chart.draw(self.table)
        with in_print():
            sign(figure, self.caption.footer)
        return figure


Examples = dict[type[Chart], list[Example]]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Results]:
    root = tmp_path_factory.mktemp("results")
    swept = [0.0, 0.5, 1.0]
    money = [0.0, 100.0, 200.0]
    alone = write_results(root / "alone", {}, 30)
    write(alone / "tables")
    return [
        Results.read(each)
        for each in (
            alone,
            write_results(root / "curve", {MONEY: money}, 12, failed=2),
            write_results(root / "grid", {COATTAIL: swept, MONEY: money}, 4),
            write_results(
                root / "many", {COATTAIL: swept, MONEY: money, "turnout.slope": swept}, 2
            ),
            write_results(root / "come-and-go", {COPIES: [0, 1, 3]}, 3),
        )
    ]


@pytest.fixture(scope="session")
def long_names(tmp_path_factory: pytest.TempPathFactory) -> list[Results]:
    root = tmp_path_factory.mktemp("long-names")
    made = [write_results(root / "alone", {}, 8), write_results(root / "curve", {MONEY: [0, 9]}, 4)]
    write(made[0] / "tables")
    for each in made:
        manifest = json.loads((each / "manifest.json").read_text())
        for party in manifest["scenario"]["parties"].values():
            party["label"] = f"{party['label']} of the Party of Honest Trade and Work"
        (each / "manifest.json").write_text(json.dumps(manifest))
    return [Results.read(each) for each in made]


OF_PARTIES = ("election_result", "outcome_strip", "policy_space", "response_curve", "support_fan",
              "ternary", "tornado", "vote_flows")  # fmt: skip


@pytest.fixture(scope="session")
def examples(folders: list[Results]) -> Examples:
    return examples_in(folders, KINDS)


def examples_in(folders: list[Results], kinds: Iterable[str]) -> Examples:
    return {
        kind: [Example(chart, results) for results in folders for chart in fitting(kind, results)]
        for kind in map(KINDS.__getitem__, kinds)
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_is_one_class_a_file_and_says_what_it_shows(kind: type[Chart]) -> None:
    assert [each for each in charts() if each.__module__ == kind.__module__] == [kind]
    assert kind.__doc__
    assert kind.width in (SINGLE, DOUBLE)
    assert all(kind.needs.values())


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_csv_draws_the_same_picture_to_the_last_byte(
    kind: type[Chart], examples: Examples, tmp_path: Path
) -> None:
    example = examples[kind][0]
    example.table.to_csv(tmp_path / "drawn.csv", index=False)
    # Both drawn here: where things stand moves a little each time that a figure is laid out.
    first = example.chart.draw(example.table)
    second = example.chart.draw(read_table(tmp_path / "drawn.csv", kind.needs))
    assert pdf(first) == pdf(second)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("word", ["", "2021", "true", "NA"])
def test_words_of_a_csv_stay_words_whatever_they_are(
    kind: type[Chart], word: str, tmp_path: Path
) -> None:
    table = pd.DataFrame([dict.fromkeys(kind.needs, word)] * 2)
    table.to_csv(tmp_path / "table.csv", index=False)
    read = read_table(tmp_path / "table.csv", kind.needs)
    words = [name for name, meaning in kind.needs.items() if isinstance(meaning, Words)]
    assert words
    assert (read[words] == word).all(axis=None)


def test_lines_of_one_panel_need_no_title(folders: list[Results], tmp_path: Path) -> None:
    (chart,) = KINDS["curves"].fitting(folders[0])
    table = chart.table(folders[0]).assign(panel="", series="2021")
    table.to_csv(tmp_path / "drawn.csv", index=False)
    assert pdf(chart.draw(table)) == pdf(
        chart.draw(read_table(tmp_path / "drawn.csv", chart.needs))
    )


def pdf(figure: Figure) -> bytes:
    page = BytesIO()
    with in_print():
        figure.savefig(page, format="pdf", metadata={"CreationDate": None})
    return page.getvalue()


def test_files_are_the_same_bytes_on_every_rerun(examples: Examples, tmp_path: Path) -> None:
    example = examples[KINDS["tornado"]][0]
    first, second = (
        save(example.chart.draw(example.table), example.table, example.caption, tmp_path / stem)
        for stem in ("first", "second")
    )
    assert [each.suffix for each in first] == [".pdf", ".png", ".csv", ".txt"]
    assert [each.read_bytes() for each in first] == [each.read_bytes() for each in second]
    assert b"CreationDate" not in first[0].read_bytes()
    assert first[3].read_text().strip() == str(example.caption)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_word_is_on_the_page_and_hides_no_other(
    kind: type[Chart], examples: Examples, monkeypatch: pytest.MonkeyPatch
) -> None:
    words_are_clear(examples[kind][-1], monkeypatch)


@pytest.mark.parametrize("kind", OF_PARTIES)
def test_long_names_of_parties_are_whole_and_hide_no_other(
    kind: str, long_names: list[Results], monkeypatch: pytest.MonkeyPatch
) -> None:
    for example in examples_in(long_names, [kind])[KINDS[kind]]:
        words_are_clear(example, monkeypatch)


def words_are_clear(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    words = written(example.figure, monkeypatch)
    assert len(words) > 3, "an empty picture"
    paper = example.figure.bbox
    page = Bbox.from_extents(-1, -1, paper.x1 + 1, paper.y1 + 1)
    for text, box in words:
        assert all(page.contains(*corner) for corner in box.corners()), f"{text!r} is cut off"
    for (text, box), (other, its_box) in combinations(words, 2):
        assert not box.overlaps(its_box), f"{text!r} overlaps {other!r}"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_an_axis_of_shares_goes_beyond_neither_nothing_nor_all(
    kind: type[Chart], examples: Examples
) -> None:
    for example in examples[kind]:
        for axes in example.figure.axes:
            for axis, drawn in ((axes.xaxis, axes.dataLim.intervalx),
                                (axes.yaxis, axes.dataLim.intervaly)):  # fmt: skip
                of_shares = axis.get_major_formatter()(0.5, 0) == "50 %"
                if of_shares and min(drawn) >= 0 and max(drawn) <= 1:
                    low, high = sorted(axis.get_view_interval())
                    assert low >= 0
                    assert high <= 1


def written(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Bbox]]:
    """Return every text that is really drawn, with the middle of the box it fills."""
    found: dict[int, tuple[str, Bbox]] = {}
    draw_text = Text.draw

    def noted(text: Text, renderer: Any) -> None:
        draw_text(text, renderer)
        if text.get_text().strip() and text.get_visible():
            box = Text.get_window_extent(text, renderer)
            found[id(text)] = (text.get_text(), box.expanded(0.9, 0.7))

    with in_print(), monkeypatch.context() as patched:
        patched.setattr(Text, "draw", noted)
        FigureCanvasAgg(figure).draw()
    return list(found.values())


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_caption_carries_runs_seed_and_hash(kind: type[Chart], examples: Examples) -> None:
    for example in examples[kind]:
        small = example.caption.footer
        assert "n = " in small
        assert "seed 1" in small
        assert "0123456789abcdef" in small
        assert "interval" in small or "% of runs" in small or "platforms" in small


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_table_that_will_not_do_is_refused_in_a_sentence(
    kind: type[Chart], examples: Examples
) -> None:
    example = examples[kind][0]
    column = next(iter(kind.needs))
    with pytest.raises(ValueError, match=f"lacks the columns {column}"):
        example.chart.draw(example.table.drop(columns=column))
    with pytest.raises(ValueError, match="no rows"):
        example.chart.draw(example.table.iloc[:0])


def test_drawing_a_folder_gives_four_files_a_figure(
    folders: list[Results], monkeypatch: pytest.MonkeyPatch
) -> None:
    print_dots(monkeypatch)
    files = draw(folders[2].directory)
    assert all(each.is_file() and each.parent.name == "figures" for each in files)
    stems = {each.stem for each in files}
    assert {"phase-diagram", "support-fan", "election-result", "regional-map-turnout"} <= stems
    assert len(files) == 4 * len(stems)


def test_a_folder_that_cannot_be_written_to_is_named(examples: Examples, tmp_path: Path) -> None:
    example = examples[KINDS["tornado"]][0]
    (tmp_path / "figures").write_text("a file where the folder should be")
    with pytest.raises(DiskError, match="cannot be written to: a file stands"):
        save(
            example.chart.draw(example.table),
            example.table,
            example.caption,
            tmp_path / "figures" / "a",
        )
