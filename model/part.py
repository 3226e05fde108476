"""What lies in a folder of its own kind, and how scenarios name it."""

from model.knob import Component


class Part(Component):
    """A component that lies in a folder of its own kind, under the name of its file."""

    @classmethod
    def key(cls) -> str:
        """Return the name by which scenarios call it: the name of its file."""
        return cls.__module__.rsplit(".", 1)[-1]
