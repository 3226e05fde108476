"""The tab of many runs: started on demand, in the background, with progress and cancel."""

import threading

import solara
import solara.lab

from model.app.elements.picture import Charted
from model.app.session import Session
from model.app.views.ensemble import RUNS, Ensemble, chart, gather
from model.scenario import Scenario


@solara.component
def ManyRuns(session: Session, last: solara.Reactive[Ensemble | None]) -> None:
    """Play what is shown RUNS times with other seeds while the page stays alive."""
    share, set_share = solara.use_state(0.0)
    busy, set_busy = solara.use_state(False)
    message, set_message = solara.use_state("")
    signal = solara.use_memo(threading.Event, [])

    def work(case: Scenario, seed: int) -> None:
        try:
            found = gather(case, seed, signal, set_share)
            last.set(found if found is not None else last.peek())
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
        what = (session.as_shown(), session.seed)
        threading.Thread(target=work, args=what, daemon=True).start()

    # Leaving the tab stops the runs.
    solara.use_effect(lambda: signal.set, [])
    solara.Text(
        f"Plays this scenario, with your sliders, events and levers, {RUNS} times to polling day."
    )
    with solara.Row():
        solara.Button(f"Play {RUNS} runs", on_click=start, disabled=busy, color="primary")
        solara.Button("Cancel", on_click=signal.set, disabled=not busy)
    if busy:
        solara.ProgressLinear(value=100 * share)
        solara.Text(f"{round(RUNS * share)} of {RUNS} runs done")
    if message:
        solara.Text(message)
    if last.value is not None:
        Charted(chart(last.value), session)
