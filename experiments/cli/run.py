"""`partyofpower run`: one run of one scenario, or the mean of several."""

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
    print_json,
    print_table,
    tell_undecided,
    use_parts,
)
from experiments.study.errors import UserError, tell

if TYPE_CHECKING:
    import pandas as pd

    from model.run import Run
    from model.scenario import Scenario

BY_PARTY = ("vote_share", "seats", "seat_share", "rating", "support")

MOST = 200
"""More replicates than this are work for a sweep, which uses every core and can be stopped."""


def command(
    scenario: ScenarioArgument,
    voters: Voters = None,
    seed: Seed = 0,
    given: Set = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    own: With = [],  # noqa: B006
    replicates: Annotated[
        int | None,
        typer.Option(
            metavar="R", min=2, max=MOST, help="Play it so often and show means with intervals."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Play a scenario to polling day, and show votes and seats."""
    use_parts(own)
    loaded = chosen(scenario, voters, given, without)
    from model.numerics.compiled import announce_compiling
    from model.run import NOBODY, run

    announce_compiling()
    if not json:
        tell_undecided(loaded)
    if replicates is not None:
        _means(loaded, seed, replicates, json)
        return
    done = run(loaded, seed)
    if json:
        print_json({"seed": seed, **done.summary()})
    else:
        _show(done, seed)
    if not done.anybody_voted:
        tell(NOBODY)


def _show(done: "Run", seed: int) -> None:
    from experiments.store.words import sentence
    from model.measures.outcomes import OUTCOMES
    from model.measures.sides import together

    summary, labels, words = done.summary(), _labels(done.scenario), done.scenario.country.words
    known = [name for name in BY_PARTY if isinstance(summary.get(name), dict)]
    parties = dict.fromkeys(party for name in known for party in summary[name])
    rows = [
        [
            f"{side.label}, together",
            *(_said(name, _sum(summary[name], side.names)) for name in known),
        ]
        for side in together(done.scenario).values()
    ] + [
        [labels.get(party, party), *(_said(name, summary[name].get(party)) for name in known)]
        for party in parties
    ]
    _title(done.scenario)
    print(f"One run, with seed {seed}: another seed gives another result. --replicates 20 gives")
    print("means with intervals.\n")
    print_table(["", *(sentence(words.told(OUTCOMES[name].words)) for name in known)], rows)
    print()
    plain = [name for name in OUTCOMES if name in summary and not isinstance(summary[name], dict)]
    # What is a probability over many runs is yes or no in one.
    told = [words.told(OUTCOMES[name].words).removeprefix("probability of ") for name in plain]
    values = [_said(name, summary[name]) for name in plain]
    print_table(["", ""], zip(map(sentence, told), values, strict=True))
    print()
    for line in summary["log"]:
        print(words.priced(words.told(line)))


def _sum(values: dict[str, float], parties: tuple[str, ...]) -> float | None:
    """Return what parties have together; None where of one of them nothing is known."""
    known = [values.get(party) for party in parties]
    return None if None in known else sum(each for each in known if each is not None)


def _means(scenario: "Scenario", seed: int, replicates: int, json: bool) -> None:
    """Play replicates with the seeds that a sweep would give them, and show their means."""
    import pandas as pd

    from experiments.analysis.headline import described, headline_columns
    from experiments.study.plan import replicate_seed
    from model.run import run

    runs = [run(scenario, replicate_seed(seed, each)) for each in range(replicates)]
    rows = [{"replicate": n, **each.outcome} for n, each in enumerate(runs) if each.anybody_voted]
    if len(rows) < replicates:
        _tell_empty(replicates, len(rows))
    table, parties = pd.DataFrame(rows), list(scenario.parties)
    columns = dict.fromkeys(headline_columns(table, scenario.incumbent or parties[0]))
    columns |= dict.fromkeys(f"{name}.{party}" for name in BY_PARTY[:2] for party in parties)
    means = described(table, [], list(columns), _labels(scenario))
    if json:
        about = {"scenario": scenario.name, "scenario_hash": scenario.hash, "seed": seed}
        print_json({**about, "replicates": len(rows), "means": means.to_dict("records")})
        return
    _title(scenario)
    print(f"Means of {len(rows)} runs, root of the seeds {seed}, with 95 % intervals.\n")
    _print_means(means.assign(outcome=means["outcome"].map(scenario.country.words.told)))


def _tell_empty(replicates: int, voted: int) -> None:
    """Say in how many runs nobody voted; raises UserError if it was in all of them."""
    todo = "so that somebody votes, raise turnout.base with --set, or take more --voters."
    if not voted:
        raise UserError(f"Nobody cast a valid vote in any of {replicates} runs; {todo}")
    tell(
        f"In {replicates - voted} of {replicates} runs nobody cast a valid vote, and the means are "
        f"of the other {voted}; {todo}"
    )


def _print_means(means: "pd.DataFrame") -> None:
    rows = [
        [each.outcome, *(_said(str(each.measure), value, exact=False) for value in
         (each.mean, each.low, each.high, each.median, each.least, each.most)), each.two_groups]
        for each in means.itertuples()
    ]  # fmt: skip
    print_table(["", "mean", "low", "high", "median", "least", "most", ""], rows)


def _title(scenario: "Scenario") -> None:
    print(f"{scenario.title or scenario.name} ({scenario.name}, hash {scenario.hash})")


def _labels(scenario: "Scenario") -> dict[str, str]:
    from experiments.store.words import labels
    from model.parameters.names import AGAINST_ALL, NONE_OF_THEM

    parties = {name: each.model_dump() for name, each in scenario.parties.items()}
    return labels(parties) | {AGAINST_ALL: "Against all", NONE_OF_THEM: "None of them"}


def _said(name: str, value: Any, exact: bool = True) -> str:
    """Write an outcome as people read it: shares in per cent, yes and no in words."""
    from model.measures.outcomes import OUTCOMES

    about = OUTCOMES[name.partition(".")[0]]
    if value is None or value != value:
        return ""
    if about.yes_or_no and exact:
        return "yes" if value else "no"
    if about.is_share:
        return f"{100 * value:.1f} %"
    return f"{value:.3g}"
