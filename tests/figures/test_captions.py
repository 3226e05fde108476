"""What figures say of themselves: in their small print, and on the picture."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.evidence.swings import CLASSES
from experiments.evidence.swings import curves as swings
from experiments.evidence.tables import exits
from experiments.figures.curves import Curves
from experiments.figures.outlook import Outlook
from experiments.figures.phase_diagram import PhaseDiagram
from experiments.figures.tipping_points import TippingPoints, _open
from experiments.questions.calibration import MEETS, PRIOR, SHOWN, _believed, _curves
from experiments.questions.reform_portfolio import ALL, NOTHING, RULES, _shown
from experiments.store.results import Results
from model.scenario import load_scenario

from .conftest import COATTAIL, MONEY, NO_SWEEP, Folder
from .tables import curves, outlook, tipping_points


@pytest.fixture
def results(tmp_path: Path) -> Results:
    (tmp_path / "tables").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps(NO_SWEEP))
    return Results.read(tmp_path)


def test_a_table_says_in_its_own_words_what_it_shows(results: Results) -> None:
    said = curves().assign(text="Densities.", note="By luck.", n="9 draws", interval="no interval")
    caption = Curves().caption(results, said)
    assert (caption.text, caption.count, caption.interval) == (
        "Densities. By luck.", "n = 9 draws", "no interval",
    )  # fmt: skip


def test_densities_of_different_numbers_have_scales_of_their_own() -> None:
    table = curves().assign(y_label="Density")
    together = Curves().draw(table).axes
    apart = Curves().draw(table.assign(percent=False)).axes
    assert len({axes.get_ylim() for axes in together}) == 1
    assert len({axes.get_ylim() for axes in apart}) == 2


def test_what_is_believed_before_the_data_is_drawn_beside_the_draws() -> None:
    believed = _believed(load_scenario("kazakhstan-2022"))
    assert set(believed) < set(SHOWN)
    drawn = believed.iloc[::50] * 0.9
    table = _curves({PRIOR: believed, MEETS: drawn})
    assert set(table["series"]) == {PRIOR, MEETS}
    assert set(table["panel"]) == {SHOWN[path] for path in believed}


def test_each_real_party_is_a_point_and_counted_as_one() -> None:
    known = exits()
    lives = pd.DataFrame({"kind": [*CLASSES] * 50, "swing": np.linspace(-1, 1, 50 * len(CLASSES))})
    table = swings(lives, known)
    real = table[table["series"] == "real parties"]
    for title, part in real.groupby("panel"):
        count = int(str(title).split("(")[1].split()[0])
        assert 0.8 * count < len(part) <= count


def test_tries_are_counted_at_each_value_and_what_bars_leave_open_is_shaded(
    results: Results,
) -> None:
    table = tipping_points().assign(n=640)
    runs = sorted({int(table["runs"].min()), int(table["runs"].max())})
    said = TippingPoints().caption(results, table).count
    assert said == f"n = {' to '.join(map(str, runs))} runs at each value"
    low, high = np.array([[0.0, 0.2, 0.4, 0.7], [0.1, 0.45, 0.6, 0.9]])
    assert _open(np.array([0.0, 0.1, 0.2, 0.5]), low, high) == (0.1, 0.5)
    assert _open(np.array([0.0, 0.3, 0.4, 0.5]), low[::-1], high[::-1]) == (0.0, 0.4), "it falls"


@pytest.mark.parametrize(("ties", "lines"), [([0.0, 1.0], False), ([0.0, 0.5, 1.0], True)])
def test_two_columns_have_no_line_between_them(
    folder: Folder, ties: list[float], lines: bool
) -> None:
    results = Results.read(folder({COATTAIL: ties, MONEY: [0.0, 100.0, 200.0]}, 2))
    table = PhaseDiagram().table(results)
    table["majority"] = table["seat_share"] = np.linspace(0, 1, len(table))
    axes = PhaseDiagram().draw(table).axes[0]
    assert (len(axes.collections) > 1) is lines
    assert ("line marks" in PhaseDiagram().caption(results, table).text) is lines


def test_an_outlook_says_on_the_picture_what_is_thick_and_what_thin() -> None:
    labels = [axes.get_xlabel() for axes in Outlook().draw(outlook()).axes]
    assert labels[0].startswith("thick")
    assert labels[1].startswith("dot")


def test_the_best_package_by_each_rule_is_drawn() -> None:
    names = [f"package {each}" for each in range(30)]
    verdicts = pd.DataFrame({"package": names, **dict.fromkeys(RULES, np.zeros(30))})
    for place, rule in enumerate(RULES):
        verdicts.loc[20 + place, rule] = 1.0
    shown = _shown(verdicts)
    assert set(shown) == {*names[:12], *names[20:24], NOTHING, ALL}
