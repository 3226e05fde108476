"""What a visitor can take away: the scenario as a file, and the command that plays it."""

import shlex

import solara
import tomli_w
from mesa.visualization.utils import update_counter

from model.app.elements.picture import Below, csv_of
from model.app.elements.plain import Plain
from model.app.future import Future
from model.app.session import Session
from model.parameters.registry import own_files
from model.scenario import Scenario


def toml_of(scenario: Scenario) -> bytes:
    """Return the whole scenario as TOML: loading it gives a scenario with the same hash."""
    return tomli_w.dumps(scenario.model_dump(mode="json", exclude_none=True)).encode()


def filename_of(scenario: Scenario) -> str:
    """Return a name that tells versions of a scenario apart."""
    return f"{scenario.name}-{scenario.hash[:8]}.toml"


def command_of(scenario: Scenario, seed: int) -> str:
    """Return the command line that plays what is shown, to polling day, by the same parts."""
    own = "".join(f" --with {shlex.quote(each.path)}" for each in own_files())
    return f"partyofpower run {shlex.quote(filename_of(scenario))} --seed {seed}{own}"


@solara.component
def TakeAway(session: Session) -> None:
    """Offer the scenario, the weeks so far and the command, for each run on the page."""
    update_counter.get()
    for name, future in session.futures.items():
        _Again(name, future, session.seed)
    Plain("p", "Each picture of this page has its own PDF and CSV below it.")


def _Again(name: str, future: Future, seed: int) -> None:
    shown = future.as_shown()
    with solara.Card(f"{name}: play the same again"):
        solara.Text(
            "The file holds everything but the seed: sliders, events and levers as you set them. "
            "Save it, go to its folder, and run:"
        )
        solara.Preformatted(command_of(shown, seed))
        Below(
            {
                "Scenario (TOML)": (filename_of(shown), lambda: toml_of(shown)),
                "Weeks so far (CSV)": ("weeks.csv", lambda: csv_of(future.series)),
            }
        )
        Plain("p", f"Fingerprint of the scenario: {shown.hash}. Seed: {seed}.")
