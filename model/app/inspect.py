"""Looking closely: a region, or one of its voters."""

from collections.abc import Callable

import numpy as np
import solara
from mesa.visualization.utils import update_counter

from model.app.looks import looks, said, words
from model.app.picture import Charted
from model.app.plain import Facts
from model.app.session import Session
from model.app.views import regions, voter


def about_region(session: Session, code: str) -> dict[str, str]:
    """Return what is to be known about a region, in words."""
    every = regions.table(session).set_index("region").loc[code].to_dict()
    world, public = session.campaign.world, session.campaign.state.public
    place = world.cells.regions.codes.index(code)
    support = world.by_region(public.intention)[place]
    support = support / max(support.sum(), 1.0)
    labels = [look.label for look in looks(session.case)]
    best = np.argsort(-support, kind="stable")[:4]
    return {
        "Electors": f"{world.cells.regions.electorate[place]:,.0f}",
        "Most official votes": str(every[regions.LEADING]),
        **{words(name): said(float(every[name])) for name in regions.SHADES},
        "Private support": ", ".join(f"{labels[j]} {said(float(support[j]))}" for j in best),
        "People out this week": f"{session.campaign.state.weekly.crowd[place]:,.0f}",
        "Governor works for the party of power": said(
            float(session.campaign.state.stocks.administration_loyalty[place])
        ),
    }


@solara.component
def Region(session: Session, code: str, pick: Callable[[str], None]) -> None:
    """Show a region, and offer to pick one of its voters."""
    update_counter.get()
    where = session.campaign.world.cells.regions
    if code not in where.codes:
        solara.Info("Click a tile, or choose a region above, to inspect it.")
        return
    place = where.codes.index(code)
    first, stop = session.campaign.electorate.layout.region_start[place : place + 2]

    def anybody() -> None:
        pick(str(np.random.default_rng().integers(first, stop)))

    with solara.Card(where.labels[place]):
        Facts(about_region(session, code))
        if stop > first:
            solara.Button("Pick a voter from here", on_click=anybody, outlined=True, small=True)


@solara.component
def Inspect(session: Session, chosen: str, choose: Callable[[str], None]) -> None:
    """Show one voter: attributes, neighbours and the terms of its utility."""
    update_counter.get()
    solara.InputText(
        f"Number of a voter (0 to {session.case.voters - 1}); voters of a region lie together",
        value=chosen, on_value=choose,
    )  # fmt: skip
    try:
        row = voter.row_of(session, chosen)
    except ValueError as sentence:
        solara.Warning(str(sentence))
        return
    Charted(voter.chart(row), session)
    Facts(voter.about(session, row))
