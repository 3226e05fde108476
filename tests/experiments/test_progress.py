"""A plain line now and then, for log files: every 30 s, with rate and time left."""

import pytest

from experiments.running.progress import Lines


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("experiments.running.progress.time.monotonic", clock)
    return clock


def test_a_line_every_thirty_seconds_and_one_at_the_end(clock, capsys):
    lines = Lines(total=1000, already=100)
    for second in range(1, 96):
        clock.now = 100.0 + second
        lines.show(100 + 2 * second)
    lines.show(1000)
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "100 of 1000 runs done"
    assert [line.split()[0] for line in said] == ["100", "160", "220", "280", "1000"]
    assert said[1] == "160 of 1000 runs done (2.0 runs/s, 420 s left)"


def test_nothing_to_do_is_said_once(clock, capsys):
    lines = Lines(total=10, already=10)
    lines.show(10)
    assert capsys.readouterr().err == "10 of 10 runs done\n"
