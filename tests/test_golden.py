"""Golden runs: what a seed gave once it gives for ever, until somebody means to change the model.

After a deliberate change, `python tests/test_golden.py` writes the file anew.
"""

import json
from pathlib import Path

import pytest

from model.run import run
from model.scenario import load_scenario

FILE = Path(__file__).with_name("golden.json")
CASES = ("kazakhstan-2022", "chairman-leaves-early", "january-shock", "dozen-entrants")
DIGITS = 9
"""Rounded so far that another version of a library may differ in the last bit of a float."""


def outcome(name: str) -> dict[str, float | str]:
    result = run(load_scenario(name, {"voters": 2000}), seed=2022).outcome
    return {
        key: round(value, DIGITS) if isinstance(value, float) else value
        for key, value in result.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_a_seed_gives_what_it_always_gave(name):
    assert outcome(name) == json.loads(FILE.read_text())[name]


if __name__ == "__main__":
    FILE.write_text(json.dumps({name: outcome(name) for name in CASES}, indent=1) + "\n")
