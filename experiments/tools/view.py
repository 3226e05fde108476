"""Serve the page: on this machine only, and without asking any other."""

import os
import sys
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

from experiments.study.errors import UserError, tell
from model.parameters.registry import own_files

NOWHERE = "http://127.0.0.1:9/"
"""In place of the network from which the page's scripts would otherwise be fetched."""

SESSION_LIFE = "10m"
"""How long the run of a closed tab is kept."""

OPEN = (
    "with --host {host} anyone in the network can open the page and run scenarios on this "
    "machine, since the page asks for no password; leave --host out to keep it to yourself."
)
"""What whoever listens beyond this machine must know."""

NEEDED = ("solara", "altair", "tomli_w")


def view(scenario: str, host: str, port: int) -> None:
    """Serve the page for a scenario; this process becomes the server, and Ctrl-C ends it.

    Raises UserError for a port that cannot be, ScenarioError for a scenario that cannot be.
    """
    if any(find_spec(package) is None for package in NEEDED):
        raise UserError("The page needs packages that are missing: pip install '.[page]'.")
    if not 1 <= port <= 65535:
        raise UserError(f"--port {port}: give a number from 1 to 65535.")
    if not loopback(host):
        tell(f"Warning: {OPEN.format(host=host)}")
    settings = environment(_known(scenario), gzip=not loopback(host))
    # What the command named, the server may run; it looks for no other code.
    settings["PARTYOFPOWER_PARTS"] = os.pathsep.join(each.path for each in own_files())
    print(f"In a few seconds the page is at http://{host}:{port}/ (Ctrl-C ends it).", flush=True)
    os.execve(sys.executable, arguments(host, port), settings)


def loopback(host: str) -> bool:
    """Return whether an address to listen on can be reached from this machine only."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def arguments(host: str, port: int) -> list[str]:
    """Return the command line of the server."""
    return [
        sys.executable, "-W", "ignore", "-m", "solara", "run", "model.app", "--host", host,
        "--port", str(port), "--no-open", "--production", "--theme-variant", "light",
    ]  # fmt: skip


def environment(scenario: str, gzip: bool = False) -> dict[str, str]:
    """Return settings with which the server shows a scenario and takes all from this machine.

    The scenario's name makes the server play and draw a week before it answers.
    """
    return {
        **os.environ,
        "PARTYOFPOWER_SCENARIO": scenario,
        "SOLARA_ASSETS_PROXY_CACHE_DIR": str(Path(sys.prefix) / "share" / "solara" / "cdn"),
        "SOLARA_ASSETS_CDN": NOWHERE,
        "SOLARA_KERNEL_CULL_TIMEOUT": SESSION_LIFE,
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
        "SOLARA_THEME_SHOW_BANNER": "False",
        "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
        # Compressing costs more than it saves unless the page crosses a network.
        "SOLARA_SERVER_HTTP_GZIP": str(gzip),
    }


def _known(scenario: str) -> str:
    """Return the scenario as the server will find it, which may run in another folder."""
    from model.scenario import load_scenario, shipped_scenarios

    load_scenario(scenario)
    return scenario if scenario in shipped_scenarios() else str(Path(scenario).resolve())
