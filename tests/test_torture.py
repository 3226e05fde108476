"""Short campaigns from fixed seeds; `make torture` runs longer ones from others."""

from functools import cache

import pytest
from torture import in_process

TOGETHER = ({"scenarios": 60}, {"regions": 40, "votes": 40, "corners": 20, "names": 20})
"""How often an input of each kind is mutated: some in one process, for to begin one takes long."""
STOPPED = {"full disk": 0, "death": 0}
"""A sweep is stopped at each of its file operations in turn, however often is asked."""


@cache
def wrong(together: int) -> dict[str, list[str]]:
    """Return what is wrong, by kind of input."""
    return in_process(TOGETHER[together], 0)


@pytest.mark.parametrize(
    ("together", "kind"), [(n, kind) for n, kinds in enumerate(TOGETHER) for kind in kinds]
)
def test_a_mutated_input_is_refused_in_a_sentence_or_means_something(together: int, kind: str):
    assert wrong(together)[kind] == []


@pytest.mark.parametrize("campaign", STOPPED)
def test_a_sweep_that_is_stopped_at_any_file_operation_is_readable_or_healed(campaign):
    assert in_process({campaign: STOPPED[campaign]}, 0)[campaign] == []
