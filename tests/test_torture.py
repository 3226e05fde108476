"""Short campaigns from fixed seeds; `make torture` runs longer ones from others."""

import pytest
from torture import in_process

SEEDS = {"scenarios": 5, "regions": 3, "votes": 2, "corners": 1, "names": 1}
"""Times fifty mutated inputs."""


@pytest.mark.parametrize(
    ("campaign", "seed"), [(name, seed) for name, many in SEEDS.items() for seed in range(many)]
)
def test_a_mutated_input_is_refused_in_a_sentence_or_means_something(campaign, seed):
    assert in_process(campaign, seed) == []


@pytest.mark.parametrize("campaign", ["full disk", "death"])
@pytest.mark.parametrize("third", range(3))
def test_a_sweep_that_is_stopped_at_any_file_operation_is_readable_or_healed(campaign, third):
    assert in_process(campaign, third) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_kill_of_the_command_loses_nothing_that_was_stored(seed):
    assert in_process("kills", seed) == []
