"""The wheel, installed in a foreign folder: with the oldest packages allowed, and with the newest.

`make wheel` runs it, `make wheel PYTHON=python3.13` with another Python. Each environment is given
the commands of the README as they stand, and a run must give the same bytes in all of them.
"""

import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXTRAS = "[cluster,crate,decisions,page]"
PACKAGES = ("constraints-oldest.txt", "constraints.txt")
COMMAND = re.compile(r"(?:^ {4}|`)partyofpower ([^`\n]+?)(?=`|\s*$)", re.MULTILINE)
"""A command in a text: on a line of its own, set in by four blanks, or between backticks."""
FILLED = {
    "experiment NAME": "experiment baseline --quick",
    "new-country NAME": "new-country atlantis",
}
"""Commands of the README that leave something to the reader, as a reader may fill them in."""
BESIDE = (
    "run kazakhstan-2022 --voters 2000",
    "forecast kazakhstan-2022 --draws 4",
    "validate atlantis",
)
"""Commands of which the README says nothing."""
PATIENCE = 60.0
"""Seconds after which a page that is not served never will be."""
RUN = "run kazakhstan-2022 --voters 2000 --seed 1 --json"


def main() -> None:
    """Build the wheel, and try it with each set of packages."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        build = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir")
        _call(*build, str(place), str(ROOT))
        (wheel,) = place.glob("*.whl")
        runs = {packages: tried(wheel, packages, place / packages) for packages in PACKAGES}
    if len(set(runs.values())) > 1:
        sys.exit(f"A run depends on the packages: it differs between {' and '.join(runs)}.")
    print("The same run to the byte with all of them.")


def story() -> list[str]:
    """Return the commands of the README in their order, without the program."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    return [FILLED.get(each, each) for each in COMMAND.findall(text)]


def tried(wheel: Path, packages: str, place: Path) -> str:
    """Install the wheel into an environment of its own, play the story, return what a run says."""
    venv.create(place, with_pip=True)
    python, command = place / "bin/python", str(place / "bin/partyofpower")
    print(f"{packages}: installing", flush=True)
    _call(str(python), "-m", "pip", "install", "--quiet", "--constraint", str(ROOT / packages),
          f"{wheel}{EXTRAS}")  # fmt: skip
    foreign = place / "foreign"
    foreign.mkdir()
    for line in (*story(), *BESIDE):
        print(f"{packages}: partyofpower {line}", flush=True)
        _call(command, *line.split(), place=foreign)
    _page_is_served(command, foreign)
    return _call(command, *RUN.split(), place=foreign)


def _page_is_served(command: str, place: Path) -> None:
    """Start the page on a free port, and read it once."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen((command, "view", "--port", str(port)), cwd=place,
                              stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        _read(f"http://127.0.0.1:{port}/", time.monotonic() + PATIENCE)
    finally:
        server.terminate()
        server.wait()


def _read(address: str, end: float) -> None:
    """Read a page as soon as it is served; raises URLError if it never is."""
    while True:
        try:
            urllib.request.urlopen(address).close()
            return
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def _call(*command: str, place: Path = ROOT) -> str:
    """Return what a command prints; end with its complaint if it fails."""
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
