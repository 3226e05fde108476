"""Outcomes of the party of power, under names that do not depend on the country."""

import pandas as pd

from experiments.store.results import Results
from experiments.store.words import outcome

OWN = {
    "votes": "vote_share", "real": "underlying", "seats": "seat_share",
    "rating": "rating", "support": "support",
}  # fmt: skip
"""Name of an outcome of the party of power: the outcome by party that it is taken from."""


def headline(results: Results) -> pd.DataFrame:
    """Return the runs with the party of power's outcomes as columns of their own.

    `votes` (official), `real` (of those who come unprompted), `seats` (share), `rating` and
    `support` (of all electors); `new_votes` of parties that were not there at the opening.
    """
    runs, power = results.runs, results.incumbent
    new = "vote_share." + results.parties.loc[results.parties["new"], "party"]
    own = {name: runs[f"{column}.{power}"] for name, column in OWN.items()}
    return runs.assign(**own, new_votes=runs.reindex(columns=new).fillna(0.0).sum(axis=1))


def in_words(name: str) -> str:
    """Say an outcome, or one of those that `headline` adds, in words."""
    return "votes of new parties" if name == "new_votes" else outcome(OWN.get(name, name), {})
