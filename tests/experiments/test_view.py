"""Who can reach the page, and who is told so."""

import os
import sys

import pytest

from experiments.tools.view import loopback, view


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("::1", True),
        ("0.0.0.0", False), ("::", False), ("192.168.1.7", False), ("example.org", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_page_that_others_can_reach_is_warned_of(host, own, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(os, "execve", lambda *given: started.append(given[0]))
    view("kazakhstan-2022", host, 8765)
    said = capsys.readouterr().err
    assert started == [sys.executable]
    assert loopback(host) == own
    assert ("anyone in the network can" in said) != own
    assert len(said.splitlines()) == (0 if own else 1)
