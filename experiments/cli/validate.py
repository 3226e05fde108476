"""`partyofpower validate`: say whether a scenario file is right."""

from experiments.cli._options import Json, ScenarioArgument, chosen, print_json


def command(scenario: ScenarioArgument, json: Json = False) -> None:
    """Check a scenario; name everything that is wrong with it at once."""
    loaded = chosen(scenario, None, [], [])
    if json:
        print_json({"name": loaded.name, "valid": True, "scenario_hash": loaded.hash})
    else:
        parties, weeks = len(loaded.parties), loaded.weeks
        print(f"{scenario} is valid: {parties} parties, {weeks} weeks, hash {loaded.hash}.")
