"""One run has no interval: figures show its value alone, and say that there is none."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.figures import charts
from experiments.figures.chart import Caption
from experiments.figures.response_curve import ResponseCurve
from experiments.figures.tipping_points import TippingPoints
from experiments.figures.tornado import Tornado
from experiments.store.results import Results
from model.display.drawing import in_print

from .conftest import COATTAIL, MONEY, Folder
from .tables import LEFT_BY_EXPERIMENTS, tipping_points

KINDS = {kind.kind(): kind for kind in charts()}
VALUE = {"curves": "y", "ranking": "share", "targets": "value", "tornado": "change",
         "influence": "index"}  # fmt: skip


def colours(figure: Figure) -> np.ndarray:
    canvas = FigureCanvasAgg(figure)
    with in_print():
        canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


@pytest.mark.parametrize("name", VALUE)
def test_the_value_is_drawn_without_a_bar(name: str, folder: Folder) -> None:
    known = LEFT_BY_EXPERIMENTS[name]()
    alone = known.assign(low=np.nan, high=np.nan)
    other = alone.assign(**{VALUE[name]: 0.7 * alone[VALUE[name]]})
    chart = KINDS[name]()
    drawn = colours(chart.draw(alone))
    assert (drawn != colours(chart.draw(known))).any()
    assert (drawn != colours(chart.draw(other))).any()
    assert "no interval: one replicate" in chart.caption(Results.read(folder()), alone).footer


def test_chances_of_one_run_a_value_are_drawn_without_whiskers(folder: Folder) -> None:
    table = ResponseCurve().table(Results.read(folder({MONEY: [0.0, 100.0, 200.0]}, 1)))
    chance = table[table["series"] == "majority"]
    assert chance["median"].isin([0, 1]).all()
    assert chance[["q05", "q95"]].isna().all(axis=None)
    assert len(ResponseCurve().draw(table).axes) == 2


def test_tries_of_one_run_are_drawn_without_whiskers() -> None:
    once = tipping_points().assign(held=1, runs=1)
    assert (colours(TippingPoints().draw(once)) != 255).any()


def test_points_of_a_design_are_no_replicates_in_a_tornado(folder: Folder) -> None:
    factors = {COATTAIL: [0.0, 0.5, 1.0], MONEY: [0.0, 100.0, 200.0], "turnout.slope": [0.0, 1.0]}
    results = Results.read(folder(factors, 1))
    table = Tornado().table(results)
    assert table["change"].notna().all()
    assert table[["low", "high"]].isna().all(axis=None)
    assert "no interval: one replicate" in Tornado().caption(results, table).footer


def test_an_interval_over_runs_says_whether_it_holds_more_than_luck(folder: Folder) -> None:
    results = Results.read(folder())
    lucky = Caption.of(results, "", "n", "bars: 90 % of runs")
    assert lucky.interval == "bars: 90 % of runs, luck of seeds only"
    for replicates, used in ((8, 4), (300, 50)):
        manifest = {**results.manifest, "draws": {"count": 50, "seeds_each": 2}}
        manifest["seeds"] = {"root": 0, "replicates": replicates}
        assert f"luck of seeds and {used} draws of what is not known" in str(
            Caption.of(
                replace(results, manifest=manifest), "", "n", "lines: 95 % interval (Student's t)"
            )
        )
    assert Caption.of(results, "", "n", "one run, no interval").interval == "one run, no interval"
