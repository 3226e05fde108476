"""Serve the page: on this machine only, and without asking any other."""

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from experiments.errors import UserError

NOWHERE = "http://127.0.0.1:9/"
"""In place of the network from which the page's scripts would otherwise be fetched."""

SESSION_LIFE = "10m"
"""How long the run of a closed tab is kept."""


def view(scenario: str, host: str, port: int) -> None:
    """Serve the page for a scenario until it is interrupted; raises UserError."""
    if find_spec("solara") is None or find_spec("altair") is None:
        raise UserError("The page needs packages that are missing: pip install '.[page]'.")
    if not 1 <= port <= 65535:
        raise UserError(f"--port {port}: give a number from 1 to 65535.")
    with tempfile.TemporaryDirectory(prefix="party-of-power-") as folder:
        environment = {**os.environ, **offline(Path(folder))}
        environment["PARTYOFPOWER_SCENARIO"] = _known(scenario)
        print(f"The page is at http://{host}:{port}/ (Ctrl-C ends it).", flush=True)
        server = subprocess.Popen(arguments(host, port), env=environment)
        try:
            status = server.wait()
        except KeyboardInterrupt:
            return
        finally:
            server.terminate()
            server.wait()
    if status != 0:
        raise UserError(f"The page could not be served on {host}:{port}; try another --port.")


def arguments(host: str, port: int) -> list[str]:
    """Return the command line of the server."""
    return [
        sys.executable, "-m", "solara", "run", "model.app", "--host", host, "--port", str(port),
        "--no-open", "--production", "--theme-variant", "light",
    ]  # fmt: skip


def offline(folder: Path) -> dict[str, str]:
    """Return settings with which the server takes every script from this machine.

    `folder` is filled with links to the installed scripts; the server writes to it.
    """
    for package in (Path(sys.prefix) / "share" / "solara" / "cdn").glob("*"):
        (folder / package.name).symlink_to(package)
    return {
        "SOLARA_ASSETS_PROXY_CACHE_DIR": str(folder),
        "SOLARA_ASSETS_CDN": NOWHERE,
        "SOLARA_KERNEL_CULL_TIMEOUT": SESSION_LIFE,
        "SOLARA_THEME_SHOW_BANNER": "False",
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    }


def _known(scenario: str) -> str:
    """Return the scenario as the server will find it, which may run in another folder."""
    from model.scenario import load_scenario, shipped_scenarios

    load_scenario(scenario)
    return scenario if scenario in shipped_scenarios() else str(Path(scenario).resolve())
