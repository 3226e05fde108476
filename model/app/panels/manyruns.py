"""The tab of many runs: started on demand, in the background, with progress and cancel."""

import threading

import solara
from mesa.visualization.utils import update_counter

from model.app.elements.inputs import pick_one
from model.app.elements.picture import Charted
from model.app.elements.plain import Plain
from model.app.ensemble import RUNS, Ensemble, gather
from model.app.session import Session
from model.app.views.ensemble import charts, verdict
from model.scenario import Scenario

CHANCE = "chance only: other random numbers"
IGNORANCE = "chance and ignorance: also other values for what is assumed"

EARLIER = (
    "These runs are of the earlier settings. Press "
    f"\N{LEFT DOUBLE QUOTATION MARK}Play {RUNS} runs\N{RIGHT DOUBLE QUOTATION MARK} for runs of "
    "the present ones."
)


@solara.component
def ManyRuns(
    session: Session, last: solara.Reactive[Ensemble | None], kind: solara.Reactive[str]
) -> None:
    """Play what is shown RUNS times with other seeds; runs and choice outlive the tab."""
    update_counter.get()
    share, set_share = solara.use_state(0.0)
    busy, set_busy = solara.use_state(False)
    message, set_message = solara.use_state("")
    signal, gone = solara.use_memo(lambda: (threading.Event(), threading.Event()), [])

    def work(cases: tuple[Scenario, ...], seed: int, ignorance: bool) -> None:
        try:
            found = gather(cases, seed, signal, set_share, ignorance)
            if found is not None and not gone.is_set():
                last.set(found)
            set_message("Cancelled." if signal.is_set() else "")
        except Exception as error:
            set_message(f"The runs stopped: {error}")
        finally:
            set_busy(False)

    def start() -> None:
        signal.clear()
        set_share(0.0)
        set_message("")
        set_busy(True)
        # As it is now: a click may come before what was just chosen is drawn.
        what = (_cases(session), session.seed, kind.peek() == IGNORANCE)
        threading.Thread(target=work, args=what, daemon=True).start()

    def leave() -> None:
        gone.set()
        signal.set()

    # Leaving the tab stops the runs; what they were cut off at replaces no result.
    solara.use_effect(lambda: leave, [])
    both = "both futures" if len(session.futures) > 1 else "this future"
    Plain("p", f"Plays {both}, with all that you did, {RUNS} times to polling day.")
    pick_one("What differs between the runs", kind.value, [CHANCE, IGNORANCE], kind.set)
    with solara.Row():
        solara.Button(f"Play {RUNS} runs", on_click=start, disabled=busy, color="primary")
        solara.Button("Cancel", on_click=signal.set, disabled=not busy)
    if busy:
        solara.ProgressLinear(value=100 * share)
        Plain("p", f"{round(RUNS * share)} of {RUNS} runs done")
    if message:
        Plain("p", message, classes=["note"], attributes={"role": "status"})
    now = solara.use_memo(
        lambda: _cases(session), [(each.number, each.done) for each in session.futures.values()]
    )
    shown = solara.use_memo(lambda: charts(last.value) if last.value else [], [last.value])
    if last.value is not None:
        if not last.value.of(now, session.seed):
            Plain("p", EARLIER, classes=["note"], attributes={"role": "status"})
        Plain("p", verdict(last.value), classes=["verdict"], attributes={"role": "status"})
    with solara.Div(classes=["pair"]):
        for chart in shown:
            Charted(chart, session).key(f"{chart.name} {id(last.value)}")


def _cases(session: Session) -> tuple[Scenario, ...]:
    """Return the scenarios that are played now, with all that was done."""
    return tuple(each.as_shown() for each in session.futures.values())
