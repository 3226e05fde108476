"""What was run: a results folder, its tables, its words, its archive.

May import `study` and what lies below it. Whoever reads tables loads pandas, which takes longer
than a small run; whoever wants only words does not.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.store.folder import read_runs as read_runs
    from experiments.store.folder import read_steps as read_steps


def __getattr__(name: str) -> Any:
    """Return `read_runs` or `read_steps`, and load what they need when somebody asks for them."""
    if name not in ("read_runs", "read_steps"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from experiments.store import folder

    return getattr(folder, name)
