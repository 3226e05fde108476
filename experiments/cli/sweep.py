"""`partyofpower sweep`: many runs into a results folder."""

import signal
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli._options import (
    ScenarioArgument,
    Seed,
    Set,
    Voters,
    With,
    Without,
    chosen,
    of_one_country,
    overrides,
    refuse_left_out,
    tell_outdated,
    use_parts,
)
from experiments.study.errors import Incomplete, UserError, tell

if TYPE_CHECKING:
    from experiments.running.sweep import Execution, Report
    from experiments.study.design import Design
    from experiments.study.plan import Study
    from model.draws import Draws
    from model.scenario import Scenario

EngineName = Annotated[
    str, typer.Option("--engine", help="serial, local, tcp:// or tls://host:port.")
]
Workers = Annotated[
    int | None, typer.Option(metavar="W", help="Processes of the local engine; one per core.")
]


Narrow = Annotated[
    str | None,
    typer.Option(
        metavar="OUTCOME=WIDTH",
        help="Give a point no more replicates once the 95 % interval of this outcome is within "
        "WIDTH of its mean; --replicates is the most. As in seat_share.PARTY=0.01.",
    ),
]
Posterior = Annotated[
    bool,
    typer.Option(
        "--posterior",
        help="Let each replicate have a draw of its own of what is not known of the country, "
        "the same one at every point; made by `calibrate`. What --set or --sweep gives is held.",
    ),
]


def command(
    scenario: ScenarioArgument,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The results folder.")],
    sweep: Annotated[
        list[str],
        typer.Option(
            "--sweep",
            metavar="PATH=A:B:N",
            help="Vary a parameter from A to B in N values, or path=v1,v2,...; sampled designs "
            "take path=A:B, or the bare path for the range of the parameter. Repeatable.",
        ),
    ] = [],  # noqa: B006
    design: Annotated[
        str,
        typer.Option(
            "--design",
            metavar="KIND",
            help="factorial, paired, latin_hypercube, sobol or morris; or FILE.csv with a column "
            "for each path and a row for each point.",
        ),
    ] = "factorial",
    samples: Annotated[
        int | None, typer.Option(metavar="N", help="Size of a sampled design; 64 unless given.")
    ] = None,
    replicates: Annotated[int, typer.Option(metavar="R", help="Runs of each point.")] = 1,
    narrow: Narrow = None,
    seed: Seed = 0,
    voters: Voters = None,
    given: Set = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    posterior: Posterior = False,
    own: With = [],  # noqa: B006
    engine: EngineName = "local",
    workers: Workers = None,
) -> None:
    """Run a scenario over a design, many times; run again, it does only what is missing."""
    from experiments.running.sweep import sweep as carry_out
    from experiments.study.design import SCENARIO
    from experiments.study.plan import Study

    use_parts(own)
    base = chosen(scenario, voters, given, without)
    points = _design(design, sweep, base, samples, seed)
    _refuse_set_and_swept(overrides(voters, given), points.paths)
    refuse_left_out(points.paths, without, "--design" if design.endswith(".csv") else "--sweep")
    names = {str(point[SCENARIO]) for point in points.points if SCENARIO in point}
    others = {name: chosen(name, voters, given, without) for name in sorted(names)}
    loaded = {scenario: base, **others}
    of_one_country(loaded)
    drawn = _draws(loaded, replicates, overrides(voters, given)) if posterior else None
    study = Study(base, points, replicates, seed, others, draws=drawn)
    with execution_into(out, engine, workers) as execution:
        if narrow is None:
            _tell(carry_out(study, out, execution))
        else:
            _narrow_enough(narrow, study, out, execution)
    wholly_ok(out)


def _draws(loaded: Mapping[str, "Scenario"], replicates: int, fixed: Collection[str]) -> "Draws":
    """Return draws of what is not known of the one country of these scenarios, but for what is set.

    Raises UserError if replicates would have to share them.
    """
    from model.draws import posterior

    first = next(iter(loaded.values()))
    drawn = posterior(first)
    if replicates > len(drawn.rows):
        raise UserError(_too_few(replicates, len(drawn.rows), first.country.name))
    tell_outdated(first)
    return replace(drawn, held=fixed)


def _too_few(replicates: int, draws: int, country: str) -> str:
    return (
        f"--replicates {replicates}: there are {draws} draws of what is not known of {country}, "
        f"and each replicate has one of its own; give at most {draws} replicates, or make more "
        f"draws with: partyofpower calibrate {country} --draws {PRIOR_DRAWS * replicates} "
        f"--keep {replicates}"
    )


def _narrow_enough(asked: str, study: "Study", out: Path, execution: "Execution") -> None:
    """Run replicates only where intervals are still wide, and say what that saved."""
    from experiments.analysis.adaptive import Precision, adaptive_sweep, refuse_before_running

    outcome, half_width = _width(asked)
    most = study.replicates
    if most < 2:
        raise UserError(
            f"--narrow gives points fewer replicates than --replicates, which is {most}: give 2 or "
            "more, as in --replicates 64."
        )
    precision = Precision(outcome, half_width, min(Precision.least, most), most=most)
    refuse_before_running(study, outcome, execution.work)
    tell(str(adaptive_sweep(study, precision, out, execution)))


def _width(asked: str) -> tuple[str, float]:
    """Read an outcome and the half-width that is asked of its interval."""
    outcome, _, width = asked.partition("=")
    try:
        half_width = float(width)
    except ValueError:
        raise UserError(
            f"--narrow {asked!r} is no outcome with a width: give it as in turnout=0.005."
        ) from None
    if not 0 < half_width < inf:
        raise UserError(f"--narrow {asked}: give a finite width above zero, as in turnout=0.005.")
    return outcome, half_width


@contextmanager
def execution_into(out: Path, called: str, workers: int | None) -> Iterator["Execution"]:
    """Yield how runs are carried out into a folder, on the engine of that name.

    If the work inside is stopped or its engine fails, the user is told how to go on.
    """
    from experiments.running.engines import EngineError, engine
    from experiments.running.progress import progress
    from experiments.running.sweep import Execution

    try:
        with stopping() as stop:
            yield Execution(engine(called, workers), progress=progress, stop=stop)
    except KeyboardInterrupt:
        tell(f"Stopped. What is finished is in {out}; run the same command again to go on.")
        raise
    except EngineError as error:
        raise EngineError(
            f"{error} What is finished is in {out}; run the same command again to go on."
        ) from error


def _refuse_set_and_swept(fixed: Collection[str], swept: Sequence[str]) -> None:
    """Raise UserError for a path that has one value and is to have many: the sweep would win."""
    for path in swept:
        if path in fixed:
            option = "--voters" if path == "voters" else "--set"
            raise UserError(f"{path} is both swept and set: leave out its --sweep or its {option}.")


PRIOR_DRAWS = 3
"""Draws from the prior for each that is kept, as `calibrate` has them unless told otherwise."""

USUAL_SAMPLES = 64
"""Size of a sampled design where none is given (chosen; a power of two, as Sobol needs)."""


def _design(
    kind: str, given: list[str], scenario: "Scenario", samples: int | None, seed: int
) -> "Design":
    from experiments.study import design
    from experiments.study.factors.shares import with_room

    parameters = {parameter.path: parameter for parameter in scenario.parameters()}
    factors = [design.parse_factor(each, parameters) for each in given]
    listed = {"factorial": design.factorial, "paired": design.paired}
    sampled = {
        "latin_hypercube": design.latin_hypercube, "sobol": design.sobol, "morris": design.morris
    }  # fmt: skip
    if samples is not None and (kind in listed or kind.endswith(".csv")):
        raise UserError(
            f"--samples {samples}: the design {kind} samples nothing, so leave it out, or give "
            f"--design {' or '.join(sampled)}."
        )
    if kind.endswith(".csv"):
        if factors:
            raise UserError(f"--design {kind} has a column for each path, so leave out --sweep.")
        return design.from_table(Path(kind), parameters)
    if not factors and kind in sampled:
        raise UserError(
            f"--design {kind} has nothing to sample: name what varies with --sweep, as in "
            "--sweep leader.attachment."
        )
    if not factors and kind in listed:
        return design.single()
    if kind in listed:
        return listed[kind](factors)
    if kind in sampled:
        size = USUAL_SAMPLES if samples is None else samples
        return sampled[kind](with_room(factors, parameters), size, seed)
    raise UserError(f"{kind!r} is no design: give {', '.join([*listed, *sampled])} or FILE.csv.")


def wholly_ok(out: Path) -> None:
    """Raise Incomplete, which says how to go on, if a run in the folder failed."""
    from experiments.running.sweep import failures

    failed = failures(out)
    if failed:
        raise Incomplete(failed)


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C end the sweep in good order, and the second one at once."""
    asked: list[int] = []

    def note(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        tell("Stopping; press Ctrl-C again not to wait for it.")

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(report: "Report") -> None:
    for name in report.damaged:
        tell(f"{name} was damaged; it is now in {report.folder}/damaged, its runs are done again.")
    statuses = ", ".join(f"{count} {status}" for status, count in report.statuses.items())
    tell(f"{report.runs} runs in {report.folder} ({statuses}), {report.already} of them before.")
