"""A new party costs those of its own bloc more the more the parties of a bloc are alike."""

from model.run import run
from model.scenario import load_scenario

STANDS = {"weeks": 12, "voters": 20_000, "parties.agrarians.stands_from": 0}


def costs(scale: float) -> dict[str, float]:
    """Return the share of its support that each party loses to the fresh party."""
    case = load_scenario("kazakhstan-2022", {**STANDS, "mechanisms.blocs": {"scale": scale}})
    before = run(case.replace({"parties.fresh": False}), 1).outcome
    after = run(case.replace({"parties.fresh.stands_from": 0}), 1).outcome
    names = [each for each in case.parties if each != "fresh"]
    return {each: 1 - after[f"support.{each}"] / before[f"support.{each}"] for each in names}


def test_an_entrant_takes_from_its_own_bloc_the_more_the_larger_the_scale_of_blocs():
    weak, strong = costs(0.9), costs(3.0)
    for lost in (weak, strong):
        assert lost["agrarians"] > 5 * lost["nur_otan"]
    assert strong["agrarians"] > weak["agrarians"] + 0.1
