"""Options that several commands share."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli._table import print_table as print_table
from experiments.study.errors import UserError, tell

if TYPE_CHECKING:
    from model.scenario import Scenario

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario or a TOML file.")
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A results folder.")]
Voters = Annotated[int | None, typer.Option(metavar="N", help="Number of voter agents.")]
MOST_SEED = 2**64 - 1
"""The largest seed: keys of the random streams have 64 bits."""
Seed = Annotated[
    int, typer.Option(metavar="S", min=0, max=MOST_SEED, help="Seed of the random streams.")
]
Set = Annotated[
    list[str], typer.Option("--set", metavar="PATH=VALUE", help="Change a parameter; repeatable.")
]
Without = Annotated[
    list[str], typer.Option(metavar="MECHANISM", help="Leave a mechanism out; repeatable.")
]
With = Annotated[
    list[Path],
    typer.Option(
        "--with",
        metavar="FILE.py",
        help="Use a part of your own: the file of a mechanism, lever, law, party kind or strategy. "
        "Its code is run. Repeatable.",
    ),
]
WHERE_HELP = (
    "Keep the rows for which this holds: 'turnout > 0.6 and not status in "
    '["error", "crashed"]\'. It is made of columns as they are called, numbers, "words", '
    "true, false, == != < <= > >=, in, and, or, not, and brackets; a column whose name begins "
    "with a digit or has a sign in it other than . - _ stands in back-quotes."
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output, only that.")]


def overrides(voters: int | None, given: Sequence[str]) -> dict[str, Any]:
    """Read `--voters` and `--set`; raises UserError for a path without a value or with two."""
    from experiments.study.design import parse_value

    changed: dict[str, Any] = {} if voters is None else {"voters": voters}
    for each in given:
        path, sign, value = each.partition("=")
        if not (path and sign and value):
            raise UserError(
                f"--set {each}: write path=value, as in mechanisms.leader_coattail.strength=0.5."
            )
        if path in changed:
            raise UserError(f"{path} is set twice: give it once, by --set or an option of its own.")
        changed[path] = parse_value(value)
    return changed


def use_parts(files: Sequence[Path]) -> None:
    """Let the parts in a user's files stand beside those of the model."""
    if files:
        from model.own_parts import read, use

        use(read(files))


def chosen(
    scenario: str, voters: int | None, given: Sequence[str], without: Sequence[str]
) -> "Scenario":
    """Load the scenario that the options describe; tell of parties that its file never lets stand.

    What is set by hand, such as fewer weeks, may well keep one out.
    """
    from model.scenario import load_scenario

    changes = overrides(voters, given)
    refuse_left_out(changes, without, "--set")
    loaded = load_scenario(scenario, changes, without)
    for line in loaded.never_stand() if not given else ():
        tell(f"Warning: {line}.")
    tell_other_house(loaded)
    return loaded


def tell_other_house(scenario: "Scenario") -> None:
    """Say that a law of several tiers fills other seats than the country's house has.

    Such a law does not take `house_size`. Where the country itself gives the seats of each tier of
    such a law, that is meant.
    """
    law, said = scenario.law, scenario.country.stated
    if "house_size" in type(law).model_fields or not said.house_size:
        return
    sizes = {each for each in type(law).model_fields if each.endswith("_seats")}
    meant = law.key() in said.laws and sizes <= said.laws[law.key()].keys()
    if not meant and law.elected not in (1, said.house_size):
        tell(
            f"Warning: law.kind {law.key()} does not read house_size: its tiers fill "
            f"{law.elected:,} seats, and the house of {said.label} has {said.house_size:,}; "
            "give the seats of each tier."
        )


def refuse_left_out(paths: Iterable[str], without: Sequence[str], option: str) -> None:
    """Raise UserError for a path of a mechanism that is left out: one of the two would not hold."""
    for path in paths:
        for mechanism in without:
            if f"{path}.".startswith(f"mechanisms.{mechanism}."):
                raise UserError(
                    f"{path} is given by {option}, and --without leaves {mechanism} out: leave out "
                    f"its {option} or --without {mechanism}."
                )


def of_one_country(loaded: Mapping[str, "Scenario"]) -> None:
    """Raise UserError for scenarios of more than one country: their runs are no pairs."""
    of = {name: each.country.stated.label for name, each in loaded.items()}
    if len(set(of.values())) > 1:
        told = ", ".join(f"{name} ({country})" for name, country in of.items())
        raise UserError(
            f"{told}: runs of different countries cannot be compared in pairs, since neither "
            "voters nor parties are the same; give scenarios of one country."
        )


def tell_undecided(scenario: "Scenario") -> None:
    """Say which mechanism decides whether a party without a week of its own ever stands."""
    from model.entry import deciders

    active = scenario.mechanisms.active()
    for name, party in scenario.parties.items():
        deciding = deciders(party, active)
        if party.stands_from is None and deciding:
            tell(
                f"parties.{name} has no stands_from: {' or '.join(deciding)} decides whether it "
                "ever stands; write stands_from = 0 to have it stand from the opening."
            )


def tell_outdated(scenario: "Scenario") -> None:
    """Say that the draws of a scenario's country were made for another scenario, if so."""
    from model.draws import outdated

    if told := outdated(scenario):
        tell(f"Warning: {told}.")


def print_json(what: Any) -> None:
    """Print one JSON value; numbers that are no numbers become null, as JSON has none."""
    typer.echo(json.dumps(_finite(what), indent=2, ensure_ascii=False, allow_nan=False))


def _finite(what: Any) -> Any:
    if isinstance(what, dict):
        return {str(key): _finite(value) for key, value in what.items()}
    if isinstance(what, list | tuple):
        return [_finite(each) for each in what]
    if hasattr(what, "tolist"):
        return _finite(what.tolist())
    if isinstance(what, float) and not float("-inf") < what < float("inf"):
        return None
    return what
