"""What is wrong is left out, so that what lies behind it is found in the same go.

What rests on something wrong is not judged: its errors might vanish once that is mended.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from model.parameters.errors import follow, meant

Way = tuple[str, ...]
"""The way to a setting, as `("leader", "popularity")`."""

EVERYTHING: Way = ()
Model = TypeVar("Model", bound=BaseModel)


def rests_on(pattern: str, unjudged: Iterable[Way]) -> bool:
    """Whether something that is not known lies on the way of a pattern such as `parties.*`.

    What lies below it, as the appeal of a party does there, does not count.
    """
    steps = pattern.split(".")
    return any(
        len(path) <= len(steps)
        and all(step in ("*", given) for step, given in zip(steps, path, strict=False))
        for path in unjudged
    )


def as_far_as_right(
    root: type[Model], content: dict[str, Any], unjudged: frozenset[Way] = frozenset()
) -> tuple[Model | None, list[Any], frozenset[Way]]:
    """Validate a content, and what remains of it without what is wrong.

    Return what could be made of it, the errors of both, and what is not known because of them.
    The model's own checks find what is not known in their `context`. What is missing is no error
    where `EVERYTHING` that the content is laid over is unknown.
    """
    try:
        return root.model_validate(content, context=unjudged), [], unjudged
    except ValidationError as error:
        errors = [
            each
            for each in error.errors()
            if each["type"] != "missing" or EVERYTHING not in unjudged
        ]
    if not any(each["loc"] for each in errors):
        return None, errors, unjudged
    rest, unknown = dict(content), set(unjudged)
    for each in errors:
        path, model = follow(root, [str(step) for step in each["loc"]])
        holder = _without(rest, path)
        odd = each["type"] == "extra_forbidden"
        unknown |= _meant_by(path, model, holder) if odd else {tuple(path)}
    try:
        return root.model_validate(rest, context=frozenset(unknown)), errors, frozenset(unknown)
    except ValidationError as error:
        behind = [each for each in error.errors() if not each["loc"] and each not in errors]
        return None, [*errors, *behind], frozenset(unknown if behind else {EVERYTHING})


def _without(content: dict[str, Any], path: list[str]) -> dict[str, Any]:
    """Take a setting out, or what holds it if that is no table; return the table it was in."""
    inside = content
    for place, step in enumerate(path):
        deeper = inside.get(step)
        if place + 1 == len(path) or not isinstance(deeper, dict | BaseModel):
            inside.pop(step, None)
            break
        inside[step] = {name: each for name, each in dict(deeper).items() if each is not None}
        inside = inside[step]
    return inside


def _meant_by(path: list[str], model: type[BaseModel] | None, holder: dict[str, Any]) -> set[Way]:
    """Return which settings an unknown one may stand for: one that looks alike or is not given."""
    known = list(model.model_fields) if model else []
    return {(*path[:-1], name) for name in known if name not in holder or meant(path[-1], [name])}
