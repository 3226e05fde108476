"""Which of the swept numbers matter for an outcome, as far as the design of a sweep can tell."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from experiments.analysis.adaptive import refuse_words
from experiments.analysis.sensitivity import (
    Response,
    independent,
    morris_effects,
    pawn_indices,
    response,
    sobol_indices,
)
from experiments.store.results import Results
from experiments.store.words import outcome as in_words
from experiments.study.errors import UserError
from experiments.study.factors.factor import Factor
from experiments.study.factors.shares import refuse_shares

ALONE, TOGETHER = "Share of variance, alone", "Share of variance, with others"
EFFECT, SHIFT = "Effect over the range", "Shift of the distribution"


def influence(results: Results, outcome: str = "") -> pd.DataFrame:
    """Return the indices of every swept path: `factor`, `measure`, `index`, `low`, `high`.

    Sobol designs give shares of the variance, Morris designs elementary effects, and sampled
    designs (but Morris) how far the whole distribution shifts; intervals are bootstrapped.
    The outcome is the party of power's share of seats, unless another is named. Raises UserError
    for tables without runs, a design that allows no measure or is too small, an unknown outcome
    or a word, and missing runs.
    """
    kind = _kind(results)
    outcome = outcome or f"seat_share.{results.incumbent}"
    refuse_words(results.runs, outcome)
    if kind != "latin_hypercube":
        _refuse_stored_shares(results.manifest["design"]["factors"])
    # All factors: one that does not vary would else be missing from the count of a block.
    points, paths = results.manifest["counts"]["points"], results.manifest["design"]["factors"]
    found = response(results.runs, list(paths), outcome, points, paths)
    tables = pd.concat(MEASURES[kind](found))
    words = {path: results.factor_words(path) for path in paths}
    return tables.assign(
        factor=tables["path"].map(words),
        outcome=in_words(outcome, results.labels),
        n=len(results.runs),
    )


def _kind(results: Results) -> str:
    known = ", ".join(MEASURES)
    if results.runs.empty:
        raise UserError(
            f"{results.directory} holds tables but no runs, and influence is measured on runs: "
            f"name the folder of a sweep whose --design is one of {known}."
        )
    kind = str(results.manifest["design"]["kind"])
    if kind not in MEASURES:
        raise UserError(
            f"The sweep is {kind}, and influence is measured on {known}: run one with --design."
        )
    return kind


def _refuse_stored_shares(factors: Mapping[str, Any]) -> None:
    """Refuse what designs refuse now, in a folder that is older than that."""
    refuse_shares([Factor(path, part_of=of.get("part_of", "")) for path, of in factors.items()])


def _sobol(found: Response) -> list[pd.DataFrame]:
    table = sobol_indices(found)
    shares = [_column(table, "first", ALONE), _column(table, "total", TOGETHER)]
    return shares + _shift(independent(found))


def _morris(found: Response) -> list[pd.DataFrame]:
    return [_column(morris_effects(found), "effect", EFFECT)]


def _shift(found: Response) -> list[pd.DataFrame]:
    table = pawn_indices(found)
    return [table.rename(columns={"pawn": "index"}).assign(measure=SHIFT)]


def _column(table: pd.DataFrame, name: str, measure: str) -> pd.DataFrame:
    ends = {name: "index", f"{name}_low": "low", f"{name}_high": "high"}
    return table[["path", *ends]].rename(columns=ends).assign(measure=measure)


MEASURES: Mapping[str, Callable[[Response], list[pd.DataFrame]]] = {
    "sobol": _sobol,
    "morris": _morris,
    "latin_hypercube": _shift,
}
