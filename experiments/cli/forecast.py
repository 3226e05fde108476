"""`partyofpower forecast`: what is to be expected, chance and ignorance apart."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli._options import (
    Json,
    ScenarioArgument,
    Seed,
    Set,
    Voters,
    With,
    Without,
    chosen,
    overrides,
    print_json,
    tell_outdated,
    use_parts,
)
from experiments.cli.sweep import EngineName, Workers, execution_into, wholly_ok

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.scenario import Scenario

SHOWN = {
    "vote_share": "Official votes",
    "seat_share": "Share of seats",
    "rating": "Rating in polls",
}
"""Outcomes by party that the table on the screen has, in words; the JSON has more."""
OF_LISTS = {" wins a seat": "a seat for {}", " reaches the threshold": "{} reaches the threshold"}
"""How an event of a list ends in the JSON, and what it is called on the screen."""
BANDS = {"chance_90": "90 % by chance", "both_50": "50 % in all", "both_90": "90 % in all"}
"""Intervals of the table, and their words."""


def command(
    scenario: ScenarioArgument,
    draws: Annotated[int, typer.Option(metavar="D", min=2, help="Draws of the unknown.")] = 50,
    replicates: Annotated[int, typer.Option(metavar="R", min=2, help="Seeds of each draw.")] = 4,
    years: Annotated[
        float | None,
        typer.Option(
            metavar="Y",
            min=0,
            help="Years since the last election, in which every list drifted; without it, until "
            "the year that the scenario states (elites.year).",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Default: results/forecast-SCENARIO.")
    ] = None,
    seed: Seed = 0,
    voters: Voters = None,
    given: Set = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    own: With = [],  # noqa: B006
    engine: EngineName = "local",
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Say what is to be expected of a scenario, with intervals for chance and for ignorance.

    Beside it stand the last result, base rates of dominant parties, and how often such intervals
    held: on simulated truths (`calibrate --truths`) and past elections (`experiment hindcast`).
    """
    from experiments.inference.forecast import draws_of, told, years_since_last
    from experiments.running.sweep import sweep
    from experiments.store.results import Results
    from experiments.study.design import single
    from experiments.study.plan import Study

    use_parts(own)
    case = chosen(scenario, voters, given, without)
    since = years_since_last(case) if years is None else years
    held = overrides(None, given)
    drawn = draws_of(case, (draws, replicates), since, seed, held)
    tell_outdated(case)
    folder = out or Path("results") / f"forecast-{Path(scenario).stem}"
    study = Study(case, single(), draws * replicates, seed, draws=drawn)
    with execution_into(folder, engine, workers) as execution:
        sweep(study, folder, execution)
    runs = Results.read(folder).runs
    numbered = runs.assign(draw=runs["replicate"].map(drawn.number))
    found = told(numbered, case, replicates, held)
    found |= {"drifted_years": since, "until": None if years is not None else case.elites.year}
    if json:
        print_json(found)
    else:
        for line in _lines(found, case):
            print(line)
    wholly_ok(folder)


def _lines(found: dict[str, Any], case: "Scenario") -> "Iterator[str]":
    """Yield the forecast as lines for people; of one office shares of seats tell nothing."""
    from model.measures.sides import one_office, together

    yield (
        f"{found['runs']} runs: {found['draws']} draws of what is not known, "
        f"{found['seeds_each']} seeds of each."
    )
    yield ""
    parties = {key: each.label or key for key, each in case.parties.items()}
    names = {key: side.label for key, side in together(case).items()} | parties
    width = 2 + max(24, *map(len, names.values())) + max(map(len, OF_LISTS))
    for outcome, words in SHOWN.items():
        if not (outcome == "seat_share" and one_office(case)):
            yield _head(words, width)
            yield from _rows(found, {f"{outcome}.{key}": names[key] for key in names}, width)
    yield _head("Turnout", width)
    yield from _rows(found, {"turnout": "Official turnout"}, width)
    yield _chances_head(found["draws"], width)
    yield from _chances(found["probabilities"], names, one_office(case), width)
    yield from _beside(found, case)


def _head(words: str, width: int) -> str:
    return f"{words:{width}}{'median':>8}" + "".join(f"{band:>19}" for band in BANDS.values())


def _rows(found: dict[str, Any], names: dict[str, str], width: int) -> "Iterator[str]":
    """Yield a line for each outcome that is known."""
    for outcome, name in names.items():
        row = found["outcomes"].get(outcome)
        if row:
            yield f"  {name:{width - 2}}{row['median']:8.1%}" + "".join(
                f"{low:10.1%} .. {high:6.1%}" for low, high in (row[band] for band in BANDS)
            )
    yield ""


def _chances_head(draws: int, width: int) -> str:
    return f"{'Probability':{width}}{'':8}{f'95 %, {draws} draws':>19}"


def _chances(
    found: dict[str, Any], names: dict[str, str], one_seat: bool, width: int
) -> "Iterator[str]":
    """Yield a line for each event; whoever wins the only seat has no majority of it."""
    for event, each in found.items():
        if one_seat and event in ("majority", "two thirds"):
            continue
        yield (
            f"  {_event(event, names, one_seat):{width - 2}}"
            f"{each['probability']:8.0%}{each['low']:10.0%} .. {each['high']:6.0%}"
        )
    yield ""


def _event(event: str, names: dict[str, str], one_seat: bool) -> str:
    """Return an event as the screen calls it: that of a list with the list's name."""
    for end, words in OF_LISTS.items():
        if event.endswith(end):
            return ("{} is elected" if one_seat else words).format(names[event.removesuffix(end)])
    return event


def _beside(found: dict[str, Any], case: "Scenario") -> "Iterator[str]":
    """Yield what stands beside a forecast: simple rules, and how often intervals held."""
    if found["is_past"]:
        yield (
            "This election is past, and the draws know its result or later ones. To predict past "
            "elections without them, use 'partyofpower experiment hindcast'."
        )
    elif found["drifted_years"] and found["until"]:
        years = found["drifted_years"]
        yield (
            f"Lists drifted for {years} {'year' if years == 1 else 'years'}: from the election of "
            f"{found['last_election']['date']} to {found['until']}, when the scenario begins. "
            "--years says otherwise."
        )
    elif not (found["drifted_years"] or "weather" in case.mechanisms.active()):
        yield (
            "Lists are as strong as at the last election, so intervals are too narrow: switch the "
            "mechanism weather on, or give the --years since then."
        )
    yield from _last_time(found["last_election"], found["as_last_time"])
    for row in found["coverage"]:
        yield (
            f"Of {row['truths']} simulated truths {row['inside_90'] / row['truths']:.0%} lie in "
            f"the 90 % interval of {_outcome(row['outcome'], case)} (each beside draws that count "
            f"for {row['effective']:.0f})."
        )
    yield from _past(found["past_elections"])
    yield from found["base_rates"]


def _outcome(name: str, case: "Scenario") -> str:
    """Return an outcome in words: turnout, or what of which party."""
    what, _, party = name.partition(".")
    label = case.parties[party].label if party in case.parties else party
    return f"{SHOWN[what].lower()} of {label or party}" if party else what


def _last_time(last: dict[str, Any], votes: dict[str, float]) -> "Iterator[str]":
    """Say what the last election was like, and what of it is taken to hold still."""
    if not last:
        return
    shares = ", ".join(f"{last['labels'][name]} {share:.1%}" for name, share in votes.items())
    yield f"As last time it would be: {shares}."
    if last["approval_kept"] is not None:
        yield (
            "The leader's approval is drawn around that of the last election, "
            f"{last['approval_kept']:.0%}; what it is now, give with --set leader.popularity=SHARE."
        )


def _past(found: dict[str, dict[str, Any]]) -> "Iterator[str]":
    """Say how predictions of past elections did, if anybody has tried."""
    if "all" not in found:
        return
    every, own = found["all"], found.get("country")
    here = own and (
        f" (in this country {own['inside_90']} of {own['elections']}, and {own['seats_inside_90']} "
        f"of {own['houses']})"
    )
    yield (
        f"Of {every['elections']} past elections, each predicted from the one before, "
        f"{every['inside_90']} had the votes of those in power in the 90 % interval, "
        f"and {every['seats_inside_90']} of {every['houses']} houses their seats{here or ''}; "
        "their votes were missed by "
        f"{100 * every['error']:.1f} points on average, as last time by "
        f"{100 * every['as_last_time_error']:.1f}."
    )
