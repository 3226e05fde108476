"""Looking closely: a region, or one of its voters."""

from collections.abc import Callable

import numpy as np
import solara
from mesa.visualization.utils import update_counter

from model.app.elements.picture import Charted
from model.app.elements.plain import Facts, Plain
from model.app.future import Future
from model.app.session import Session
from model.app.story.glossary import glossary
from model.app.views import regions, voter
from model.display.drawing import said
from model.display.looks import looks, words
from model.parameters.names import NONE_OF_THEM


def about_region(future: Future, code: str) -> dict[str, str]:
    """Return what is to be known about a region, in words."""
    every = regions.table(future).set_index("region").loc[code].to_dict()
    setting = future.campaign.setting
    place = setting.cells.regions.codes.index(code)
    governor = words(future.case.country.words.governor)
    return {
        "Electors": f"{setting.cells.regions.electorate[place]:,.0f}",
        "Most official votes": str(every[regions.LEADING]),
        **{words(name): shade.said(float(every[name])) for name, shade in regions.SHADES.items()},
        "Private support": _support(future, place),
        "People out this week": f"{future.campaign.state.weekly.crowd[place]:,.0f}",
        f"{governor} works for the party of power": said(
            float(future.campaign.state.stocks.administration_loyalty[place])
        ),
    }


def _support(future: Future, place: int) -> str:
    """Say whom most people of a region prefer, shares of all of them, and how many nobody."""
    public, by_region = future.campaign.state.public, future.campaign.setting.by_region
    support = by_region(public.intention)[place] / max(float(by_region(public.people)[place]), 1.0)
    labels = [look.label for look in looks(future.case.parties)]
    told = [(labels[j], support[j]) for j in np.argsort(-support, kind="stable")[:4]]
    if NONE_OF_THEM in future.case.options:
        told.append((words(NONE_OF_THEM), 1 - support.sum()))
    return ", ".join(f"{label} {said(float(share))}" for label, share in told)


@solara.component
def Region(session: Session, code: str, pick: Callable[[str], None]) -> None:
    """Show a region, and offer to pick one of its voters."""
    update_counter.get()
    future = session.shown
    where = future.campaign.setting.cells.regions
    if code not in where.codes:
        Plain("p", "Click a tile, or choose a region above, to inspect it.", classes=["help"])
        return
    place = where.codes.index(code)
    first, stop = future.campaign.electorate.layout.region_start[place : place + 2]

    def anybody() -> None:
        pick(str(np.random.default_rng().integers(first, stop)))

    Plain("h3", where.labels[place])
    Facts(about_region(future, code))
    if stop > first:
        solara.Button("Pick a voter from here", on_click=anybody, outlined=True)


@solara.component
def Inspect(session: Session, chosen: str, choose: Callable[[str], None]) -> None:
    """Show one voter: attributes, neighbours and the terms of its utility."""
    update_counter.get()
    future = session.shown
    solara.InputText(
        f"Number of a voter (0 to {session.case.voters - 1}); voters of a region lie together",
        value=chosen, on_value=choose,
    )  # fmt: skip
    try:
        row = voter.row_of(future, chosen)
    except ValueError as sentence:
        Plain("p", str(sentence), classes=["note"], attributes={"role": "alert"})
        return
    Charted(voter.chart(row), session).key(f"voter {row}")
    about = voter.about(future, row)
    Facts(about)
    for word, note in glossary(future.case, " ".join(["utility", *about])).items():
        Plain("p", f"{word}: {note}", classes=["help"])
