"""Where in policy space the supporters of each party are."""

from typing import Any

import numpy as np

from model.numerics.arrays import Array
from model.numerics.compiled import compiled, prange
from model.society.electorate import NOBODY, Electorate


def supporters(electorate: Electorate, parties: int) -> tuple[Array, Array, Array]:
    """Return people (J,), mean position (J, D) and mean squared distance from the origin (J,).

    Sums are taken block by block and then in the order of blocks, so that any number of
    threads gives the same bytes. A party without supporters gets zeros.
    """
    layout = electorate.layout
    blocks, issues = len(layout.block_cell), len(electorate.issues)
    sums = np.zeros((blocks, parties, issues + 2))
    _supporter_sums(electorate.intention, electorate.issues, layout.block_start, sums)
    total = (sums * layout.weight[layout.block_cell][:, None, None]).sum(axis=0)
    people = total[:, 0]
    mean = total[:, 1:] / np.maximum(people, 1e-9)[:, None]
    return people, mean[:, :issues], mean[:, issues]


@compiled(parallel=True)
def _supporter_sums(intention: Any, issues: Any, block_start: Any, sums: Any) -> None:
    """Add up one, position and squared length by block and party, (B, J, D + 2)."""
    last = issues.shape[0] + 1
    for block in prange(len(block_start) - 1):
        for voter in range(block_start[block], block_start[block + 1]):
            party = intention[voter]
            if party == NOBODY:
                continue
            sums[block, party, 0] += 1.0
            for d in range(issues.shape[0]):
                x = np.float64(issues[d, voter])
                sums[block, party, 1 + d] += x
                sums[block, party, last] += x * x
