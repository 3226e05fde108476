"""The files that a page shows, exactly as a reader copies them."""

import re
from pathlib import Path

NAMED_INSIDE = re.compile(r"^```\w+\n(# (\S+)\n.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED_BEFORE = re.compile(r"`(\S+\.csv)`:\n\n```csv\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(page: Path) -> dict[str, str]:
    """Return the files of a page by name: programs and settings, then tables.

    A program says its name in a comment, and a table, which has no comments, in the words before.
    """
    text = page.read_text(encoding="utf-8")
    return {name: file for file, name in NAMED_INSIDE.findall(text)} | dict(
        NAMED_BEFORE.findall(text)
    )
