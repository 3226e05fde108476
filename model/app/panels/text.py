"""Texts of the controls, each shown only while it is about the future on which they act."""

from collections.abc import Callable

import solara

from model.app.visit import Visit

NOBODY = -1


def use_text(visit: Visit) -> tuple[str, Callable[[str], None]]:
    """Keep a text, such as a message, about the future on which the controls act.

    While they act on another one, such as after Reset or Back, the text is empty.
    """
    (about, text), keep = solara.use_state((NOBODY, ""))
    kept = text if about == visit.target[1].number else ""
    return kept, lambda new: keep((visit.target[1].number, new))
