"""Campaigns against the project: mutated inputs, faults of the disk, kills; as long as one likes.

`make torture MINUTES=10` runs them all, each time from other seeds; the suite runs short ones
from fixed seeds (`test_torture.py`), but for the kills: its tests of sweeps kill at a chosen
moment. What fails is printed, and its input is kept.
"""

import argparse
import json
import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

from interruptions import ROOT, cleared, faults, kills

FORKED = {"NUMBA_THREADING_LAYER": "workqueue", "NUMBA_NUM_THREADS": "1"}
"""Settings of a process whose children are forked: of numba's threads no others go on in them."""

PATIENCE = 120.0
"""Seconds after which a child hangs."""
BASE = "replication-meguid"
ALWAYS = ("--voters", "1000", "--set", "weeks=2", "--json")
CORNERS = ("nan", "inf", "-inf", "-1", "0", "1", "1e308", "-1e308", "1e-320", "9" * 30, "''",
           "true", "[]", "{}", "'x'", "0.1.2", "1_000", "-0.0")  # fmt: skip
SIGNS = (",", ";", "\n", "\r\n", "\t", '"', "'", "=", "[", "]", "{", "}", "#", "\0", "\ufeff", "é",
         "\u202e", "-", ".", "e", "%")  # fmt: skip
Case = tuple[tuple[str, ...], bool, Path]
"""A command, whether its answer must be that of the unmutated input, and the input."""


def main() -> None:
    """Run all campaigns until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = parser.parse_args()
    end, seed, failed = time.monotonic() + 60 * asked.minutes, asked.seed, 0
    while time.monotonic() < end:
        for name in CAMPAIGNS:
            found = in_process({name: 50}, seed)[name]
            print(f"{name}, seed {seed}: {len(found)} failures", *found, sep="\n  ", flush=True)
            failed += len(found)
            if time.monotonic() > end:
                break
        seed += 1
    sys.exit(failed > 0)


def in_process(counts: dict[str, int], seed: int) -> dict[str, list[str]]:
    """Run campaigns in a process of their own, which has compiled code but no threads yet.

    It leaves garbage: to look for some, each short-lived child would copy all its memory.
    """
    program = (
        "import gc, json, torture; gc.disable(); print(json.dumps("
        f"{{name: torture.CAMPAIGNS[name]({seed}, count) for name, count in {counts!r}.items()}}))"
    )
    here = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True,
        env={**os.environ, **FORKED, "PYTHONPATH": here},
    )  # fmt: skip
    if done.returncode:
        return {name: [f"the campaign itself: {done.stderr}"] for name in counts}
    return dict(json.loads(done.stdout.splitlines()[-1]))


# Mutated inputs.


def mutants(cases: Callable[[random.Random, Path], Iterator[Case]]) -> Callable[[int, int], Any]:
    """Make a campaign of commands on mutated inputs, each in a forked child."""

    def campaign(seed: int, count: int) -> list[str]:
        folder = Path(tempfile.mkdtemp(prefix="torture-"))
        chance, found = random.Random(seed), []
        source = cases(chance, folder)
        arguments, _, _ = next(source)  # the unmutated one
        right = in_child(folder, arguments, warm=True)
        for _ in range(count):
            arguments, harmless, file = next(source)
            wrong = judged(in_child(folder, arguments), right if harmless else None)
            if wrong:
                kept = file.with_name(f"{seed}-{len(found)}-{file.name}")
                kept.write_bytes(file.read_bytes())
                found.append(f"{' '.join(arguments)}: {wrong} ({kept})")
        return cleared(folder, found)

    return campaign


def in_child(folder: Path, arguments: tuple[str, ...], warm: bool = False) -> tuple[int, str, str]:
    """Run a command in a forked child; return its status (-1 if it hangs) and its outputs.

    With `warm` it is run here first, so that children find everything imported.
    """
    out, error = folder / "out", folder / "error"
    if warm:
        _command(arguments, out, error)
    child = os.fork()
    if not child:
        status = 99
        with suppress(BaseException):
            status = _command(arguments, out, error)
        os._exit(status)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), out.read_text(), error.read_text()
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1, "", ""


def _command(arguments: tuple[str, ...], out: Path, error: Path) -> int:
    import traceback

    from experiments.cli import _status

    sys.argv = ["partyofpower", *arguments]
    with (
        out.open("w") as stdout,
        error.open("w") as stderr,
        redirect_stdout(stdout),
        redirect_stderr(stderr),
    ):
        try:
            return int(_status() or 0)
        except BaseException:
            traceback.print_exc()
            return 98


def judged(answer: tuple[int, str, str], right: tuple[int, str, str] | None) -> str:
    """Say what is wrong with an answer; nothing if it is a result or a refusal."""
    status, out, error = answer
    if status == -1:
        return f"it hangs for {PATIENCE} s"
    if "Traceback" in error or status not in (0, 1, 2):
        return f"status {status}, {error[-300:]}"
    if right is not None:
        same = status == right[0] and _numbers(out) == _numbers(right[1])
        return "" if same else f"a harmless change matters: {error or out[:200]}"
    if status:
        return "" if error.strip() and not out else "refused without a sentence"
    return unsound(json.loads(out))


def _numbers(out: str) -> dict[str, Any]:
    """Return what a command has answered, but for the fingerprint of its inputs."""
    found: dict[str, Any] = json.loads(out) if out else {}
    return {name: each for name, each in found.items() if name != "scenario_hash"}


def unsound(found: dict[str, Any]) -> str:
    """Say what is wrong with the numbers of a run or of seats."""
    if "vote_share" not in found:
        whole = all(isinstance(each, int) and each >= 0 for each in found["seats"].values())
        return "" if whole else "seats are no whole numbers"
    numbers = [each for value in found.values() for each in
               (value.values() if isinstance(value, dict) else [value])]  # fmt: skip
    if not all(math.isfinite(each) for each in numbers if isinstance(each, float)):
        return "a number is not finite"
    if any(each is None for each in numbers):
        return "a number is missing"
    shares = math.fsum(found["vote_share"].values())
    nobody = found["turnout"] == 0
    return "" if nobody or abs(shares - 1) < 1e-6 else f"shares sum to {shares}"


def mutated(chance: random.Random, text: str) -> str:
    """Change a text in one to three places."""
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(
            [_cell, _cell, _sign, _cut_out, _line_again, _line_moved, _line_lost, _end]
        )(chance, text)
    return text


def _cell(chance: random.Random, text: str) -> str:
    """Put something extreme in the place of a value."""
    import re

    values = list(re.finditer(r"(?<=[=,\n])[ ]*[^=,\n]+", text))
    if not values:
        return text
    place = chance.choice(values)
    return text[: place.start()] + " " + chance.choice(CORNERS) + text[place.end() :]


def _sign(chance: random.Random, text: str) -> str:
    place = chance.randint(0, len(text))
    return text[:place] + chance.choice(SIGNS) + text[place + chance.randint(0, 1) :]


def _cut_out(chance: random.Random, text: str) -> str:
    start = chance.randint(0, len(text))
    return text[:start] + text[start + chance.randint(0, 40) :]


def _end(chance: random.Random, text: str) -> str:
    return text[: chance.randint(0, len(text))]


def _line_again(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.insert(chance.randint(0, len(lines)), chance.choice(lines))
    return "".join(lines)


def _line_moved(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.insert(chance.randint(0, len(lines)), lines.pop(chance.randrange(len(lines))))
    return "".join(lines)


def _line_lost(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.pop(chance.randrange(len(lines)))
    return "".join(lines)


def harmless(chance: random.Random, text: str, comment: str) -> str:
    """Change what cannot matter: empty lines, ends of lines, comments where there are any."""
    lines = text.splitlines()
    for _ in range(chance.randint(1, 4)):
        lines.insert(chance.randint(1, len(lines)), f"{comment} {chance.random()}" * bool(comment))
    return chance.choice(["\n", "\r\n"]).join([*lines, ""])


def scenarios(chance: random.Random, folder: Path) -> Iterator[Case]:
    """Mutate a scenario that is written out in full."""
    import tomli_w

    from model.scenario import load_scenario

    content = load_scenario(BASE).model_dump(mode="json", exclude_none=True)
    content["population"]["regions"] = content["population"]["regions"]["name"]
    text, file = tomli_w.dumps(content), folder / "scenario.toml"
    yield from _cases(chance, file, text, "#", ("run", str(file), *ALWAYS))


def regions(chance: random.Random, folder: Path) -> Iterator[Case]:
    """Mutate the table of regions of a scenario."""
    from model.society.regions import shipped_regions

    text, file = shipped_regions("kazakhstan").read_text(), folder / "regions.csv"
    asked = ("run", "kazakhstan-2022", *ALWAYS, "--set", f"population.regions={file}")
    yield from _cases(chance, file, text, "", asked)


def votes(chance: random.Random, folder: Path) -> Iterator[Case]:
    """Mutate a table of votes by district."""
    rows = [f"{party},{district},{1000 * party_size + district_size}" for party, party_size in
            (("Red", 9), ("Blue", 5), ("Green, the", 2)) for district, district_size in
            (("north", 7), ("south", 3))]  # fmt: skip
    text = "party,district,votes\n" + "".join(
        row.replace("Green, the", '"Green, the"') + "\n" for row in rows
    )
    file = folder / "votes.csv"
    laws = ("national-list", "plurality", "mixed-parallel", "sainte-lague")
    asked = ("seats", str(file), "--json", "--law", chance.choice(laws))
    yield from _cases(chance, file, text, "", asked)


def _cases(
    chance: random.Random, file: Path, text: str, comment: str, asked: tuple[str, ...]
) -> Iterator[Case]:
    file.write_text(text)
    yield asked, True, file
    while True:
        cannot_matter = chance.random() < 0.2
        new = harmless(chance, text, comment) if cannot_matter else mutated(chance, text)
        file.write_bytes(new.encode())
        yield asked, cannot_matter, file


def corners(chance: random.Random, folder: Path) -> Iterator[Case]:
    """Turn three parameters to an end of their ranges, and now and then a little beyond."""
    from model.scenario import load_scenario

    known = [each for each in load_scenario("kazakhstan-2022").parameters()
             if each.path not in ("voters", "weeks")]  # fmt: skip
    file = folder / "asked"
    file.touch()
    yield ("run", "kazakhstan-2022", *ALWAYS), True, file
    while True:
        settings = []
        for each in chance.sample(known, 3):
            step = (each.high - each.low) * chance.choice([0, 0, 0, 1e-6])
            end = chance.choice([each.low - step, each.high + step])
            settings += ["--set", f"{each.path}={int(end) if each.whole else end!r}"]
        yield ("run", "kazakhstan-2022", *ALWAYS, *settings), False, file


def names(chance: random.Random, folder: Path) -> Iterator[Case]:
    """Give parties names of every kind."""
    words = ("total", "turnout", "status", "a.b", "a,b", "", " ", "1", "été", "\U0001f600",
             "x" * 300, "against_all", "independents", "to", "by", "..", "a/b", "{}", "%s", "None",
             "nan", "ok", "run_id", "<b>", "vote_share", "undecided", "мир", "a\\nb")  # fmt: skip
    file = folder / "named.toml"
    file.write_text(f'extends = "{BASE}"\n')
    yield ("run", str(file), *ALWAYS), True, file
    while True:
        parties = "".join(
            f'[parties."{word}"]\nkind = "established"\n'
            for word in chance.sample(words, chance.randint(1, 3))
        )
        file.write_text(f'extends = "{BASE}"\n{parties}')
        yield ("run", str(file), *ALWAYS), False, file


CAMPAIGNS: dict[str, Callable[[int, int], list[str]]] = {
    "scenarios": mutants(scenarios),
    "regions": mutants(regions),
    "votes": mutants(votes),
    "corners": mutants(corners),
    "names": mutants(names),
    "full disk": faults(kill=False),
    "death": faults(kill=True),
    "kills": kills,
}

if __name__ == "__main__":
    os.environ |= FORKED
    main()
