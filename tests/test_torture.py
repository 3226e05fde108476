"""Short campaigns from fixed seeds; `make torture` runs longer ones from others."""

import pytest
from torture import in_process

INPUTS = {"scenarios": 60, "regions": 40, "votes": 40, "corners": 20, "names": 20}
"""How often an input of each kind is mutated."""
STOPPED = {"full disk": 0, "death": 0}
"""A sweep is stopped at each of its file operations in turn, however often is asked."""


@pytest.fixture(scope="module")
def mutated() -> dict[str, list[str]]:
    """What is wrong, by kind of input: one process for all, because to begin one takes long."""
    return in_process(INPUTS, 0)


@pytest.mark.parametrize("campaign", INPUTS)
def test_a_mutated_input_is_refused_in_a_sentence_or_means_something(campaign, mutated):
    assert mutated[campaign] == []


@pytest.mark.parametrize("campaign", STOPPED)
def test_a_sweep_that_is_stopped_at_any_file_operation_is_readable_or_healed(campaign):
    assert in_process({campaign: STOPPED[campaign]}, 0)[campaign] == []
