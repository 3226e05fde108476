"""Every picture can be drawn, for every kind of scenario, and says what it shows."""

import re
import threading
from xml.etree import ElementTree

import mesa
import numpy as np
import pandas as pd
import pytest

from model.app.elements.picture import csv_of, pdf_of, svg_of
from model.app.plan import Plan
from model.app.session import Session
from model.app.views import (
    comparison,
    elites,
    flows,
    hemicycle,
    night,
    policy_space,
    poll,
    protest,
    regions,
    support,
    voter,
)
from model.app.views.ensemble import chart, gather
from model.scenario import load_scenario, shipped_scenarios

CHARTS = [
    support.CHART, hemicycle.CHART, poll.CHART, flows.CHART, protest.CHART, elites.CHART,
    night.CHART, comparison.CHART, policy_space.chart((0, 3)), voter.chart(11),
    *(regions.map_chart(choice) for choice in regions.CHOICES),
    *(regions.tile_chart(choice) for choice in regions.CHOICES),
]  # fmt: skip


@pytest.fixture(scope="module")
def watched() -> Session:
    made = Session("kazakhstan-2022", 1, 3000, Plan(rival="chairman-leaves-early"))
    for _ in range(3):
        made.step()
    return made


@pytest.mark.parametrize("shown", CHARTS, ids=lambda c: c.title)
def test_a_chart_is_drawn_and_its_downloads_hold_something(watched, shown):
    ElementTree.fromstring(svg_of(shown.draw(watched)))
    pdf = pdf_of(shown.draw(watched))
    assert pdf.startswith(b"%PDF")
    assert pdf == pdf_of(shown.draw(watched))
    table = shown.table(watched)
    assert len(table) > 0
    assert csv_of(table).decode().splitlines()[0] == ",".join(table.columns)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_the_overview_lives_with_every_shipped_scenario(name):
    made = Session(name, 1, 3000)
    made.step()
    assert not made.problem
    for shown in (support.CHART, hemicycle.CHART, poll.CHART, regions.tile_chart("Protest")):
        svg_of(shown.draw(made))


def test_every_region_can_be_picked_on_the_map(watched):
    drawing = svg_of(regions.map_chart(regions.LEADING).draw(watched))
    picked = re.findall(r'id="pick:(\w+):', drawing)
    assert sorted(picked) == sorted(watched.campaign.setting.cells.regions.codes)


@pytest.mark.parametrize("total", [0, 1, 10, 77, 98, 107, 450])
def test_the_half_circle_seats_everybody_from_left_to_right(total):
    places = hemicycle.half_circle(total)
    assert places.shape == (total, 2)
    assert len(np.unique(places.round(6), axis=0)) == total
    assert (places[:, 1] > -1e-9).all()


def test_the_bars_of_a_voter_add_up_to_where_support_goes(watched):
    campaign, row = watched.campaign, 42
    rows = voter.terms(watched, row)
    week = campaign.week_tables()
    expected = voter.voter_at(watched, row).consider(week).support
    present = dict(zip(rows["party"], rows["support"], strict=True))
    for party, look in zip(watched.case.parties, regions.looks(watched.case.parties), strict=True):
        if look.label in present:
            j = campaign.setting.column(party)
            goal = rows.drop(columns="support").set_index("party").loc[look.label].sum()
            moved = present[look.label] + week.inertia[j] * (goal - present[look.label])
            assert moved == pytest.approx(expected[j], abs=1e-6)


def test_looking_at_a_voter_adds_nobody_to_the_model(watched):
    # Asked of the plain Mesa model: ours would make all voters first.
    registered = mesa.Model.agents.fget
    before = list(registered(watched))
    voter.about(watched, 5)
    assert list(registered(watched)) == before


@pytest.mark.parametrize("text", ["", "x", "-1", "3000", "1.5"])
def test_a_number_that_is_no_voter_is_refused(watched, text):
    with pytest.raises(ValueError, match="from 0 to 2999"):
        voter.row_of(watched, text)


def test_many_runs_are_whole_and_can_be_cancelled(watched):
    case = load_scenario("kazakhstan-2022", {"voters": 3000, "weeks": 2})
    seen: list[float] = []
    found = gather(case, 5, threading.Event(), seen.append, 6)
    assert found is not None
    assert found.runs == 6 == len(seen)
    assert seen[-1] == 1
    assert found.weeks.groupby("seed").size().eq(3).all()
    svg_of(chart(found).draw(watched))
    stop = threading.Event()
    part = gather(case, 5, stop, lambda share: stop.set() if share >= 0.5 else None, 6)
    assert part is not None
    assert part.runs == 3
    pd.testing.assert_frame_equal(part.seats, found.seats.head(3))
    assert gather(case, 5, stop, seen.append) is None
