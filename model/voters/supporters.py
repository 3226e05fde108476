"""Where in policy space the supporters of each party are."""

from typing import Any

import numpy as np

from model.numerics.arrays import Array
from model.numerics.compiled import compiled, prange
from model.society.electorate import NOBODY, Electorate


def supporters(electorate: Electorate, parties: int) -> tuple[Array, Array, Array]:
    """Return people (J,), mean position (J, D) and mean squared distance from the origin (J,).

    Sums are taken part by part and then in the order of parts, so that any number of
    threads gives the same bytes. A party without supporters gets zeros, and people who favour
    none of the parties count for no party.
    """
    layout = electorate.layout
    parts, issues = len(layout.part_cell), len(electorate.issues)
    sums = np.zeros((parts, parties, issues + 2))
    _supporter_sums(electorate.intention, electorate.issues, layout.part_start, sums)
    total = (sums * layout.weight[layout.part_cell][:, None, None]).sum(axis=0)
    people = total[:, 0]
    mean = total[:, 1:] / np.maximum(people, 1e-9)[:, None]
    return people, mean[:, :issues], mean[:, issues]


@compiled(parallel=True)
def _supporter_sums(intention: Any, issues: Any, part_start: Any, sums: Any) -> None:
    """Add up one, position and squared length by part and party, (parts, J, D + 2)."""
    last = issues.shape[0] + 1
    for part in prange(len(part_start) - 1):
        for voter in range(part_start[part], part_start[part + 1]):
            party = intention[voter]
            if party == NOBODY or party >= sums.shape[1]:  # no elector, or for none of them
                continue
            sums[part, party, 0] += 1.0
            for d in range(issues.shape[0]):
                x = np.float64(issues[d, voter])
                sums[part, party, 1 + d] += x
                sums[part, party, last] += x * x
