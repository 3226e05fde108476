"""The report of a comparison is a brief: two pages of print, with a sentence a difference."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from dots import dot, print_dots
from matplotlib.figure import Figure
from playwright.sync_api import Browser, sync_playwright

from experiments.analysis.comparison import differences_in_headline
from experiments.figures import draw, finish
from experiments.figures.chart import Chart
from experiments.publish.report import BRIEF, report
from experiments.store.results import Results

from .conftest import COATTAIL, COPIES, MONEY, Folder, sign

PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.mark.usefixtures("as_printed")
@pytest.mark.parametrize(
    "factors",
    [
        {COPIES: [0, 1, 4]},
        {COATTAIL: [0.0, 1.0], MONEY: [0.0, 100.0], "turnout.slope": [0.5, 1.0]},
    ],
    ids=["parties that come and go", "the most points"],
)
def test_a_brief_has_two_pages(
    folder: Folder, tmp_path: Path, factors, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = folder(factors, 3)
    for part in (made / "runs").iterdir():
        runs = pd.read_parquet(part)
        own = {f"{what}.nur_otan": 0.4 for what in ("unprompted", "support")}
        runs.assign(**own).to_parquet(part)
    sign(made)
    printed = finish._printed
    monkeypatch.setattr(
        finish, "_printed", lambda figure, form: (dot if form == "pdf" else printed)(figure, form)
    )
    draw(made, BRIEF)
    print_dots(monkeypatch)  # of the other figures the page has the titles only
    monkeypatch.setattr(Chart, "draw", lambda *_: Figure())
    (tmp_path / "brief.html").write_text(html := report(made), encoding="utf-8")
    assert html.count("<li>") == len(differences_in_headline(Results.read(made)))
    shown = browser.new_page()
    shown.goto((tmp_path / "brief.html").as_uri())
    for paper in ("A4", "Letter"):
        assert len(PAGE.findall(shown.pdf(format=paper))) == 2, paper
    shown.close()
