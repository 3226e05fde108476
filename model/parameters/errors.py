"""What is wrong with a scenario, in sentences: place, what was given, what is allowed."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel

from model.parameters.names import NAMES

NO_TABLE = ("model_type", "model_attributes_type", "dict_type")
"""What pydantic says of a value that stands where a table should."""


class ScenarioError(ValueError):
    """A scenario or country that cannot be: the message names every error, one a line.

    `unjudged` says what has not been looked at, as it rests on what is wrong.
    """

    def __init__(self, told: str, unjudged: Iterable[str] = ()) -> None:
        super().__init__(told)
        self.unjudged = tuple(unjudged)


def sentence(root: type[BaseModel], error: Any) -> str:
    """Turn one validation error of a `root` into a sentence, or one a line for each problem."""
    place = [str(step) for step in error["loc"]]
    path, model = follow(root, place)
    where = ".".join(path)
    if error["type"] == "extra_forbidden":
        known = sorted(model.model_fields) if model else []
        return f"{where}: no such setting{meant(place[-1], known)}. There are: {', '.join(known)}."
    if error["type"] == "union_tag_invalid":
        tag, known = str(error["ctx"]["tag"]), error["ctx"]["expected_tags"].replace("'", "")
        return f"{where}.kind: given {tag!r}{meant(tag, known.split(', '))}; allowed are {known}."
    if error["type"] == "union_tag_not_found":
        kinds = ", ".join(sorted(map(_kind, _models(root.model_fields[place[0]].annotation))))
        return f"{where}.kind: is missing; " + (
            f"allowed are {kinds}." if len(place) < 3 else "say of which kind it is."
        )
    if error["type"] in ("out_of_range", "value_error"):
        problems = error["msg"].removeprefix("Value error, ").splitlines()
        return "\n".join(
            f"{where}: {problem.removesuffix('.')}.".removeprefix(": ") for problem in problems
        )
    if error["type"] == "missing":
        _, holder = follow(root, place[:-1])
        field = holder.model_fields.get(place[-1]) if holder else None
        about = f" ({field.description})" if field and field.description else ""
        return f"{where}: is missing{about}."
    if error["type"] in NO_TABLE:
        return f"{where}: given {error.get('input')!r}; {_table_at(root, place, error)}."
    return f"{where}: given {error.get('input')!r}; {error['msg'].lower()}."


def _table_at(root: type[BaseModel], place: list[str], error: Any) -> str:
    """Say that a setting is a table, and how one is written."""
    path, _, models = _walked(root, place)
    named = ["NAME"] if models and error["type"] == "dict_type" else []
    head, line = ".".join([*path, *named]), _line(models, str(error.get("input")))
    return f"it is a table: write [{head}] and below it lines such as {line}"


def _line(models: list[type[BaseModel]], given: str) -> str:
    """Return a line of a table of one of these kinds, that which was meant if that is known."""
    fields = [each.model_fields for each in models]
    kinds = [
        kind for each in fields if "kind" in each for kind in get_args(each["kind"].annotation)
    ]
    if kinds:
        return f'kind = "{(difflib.get_close_matches(given, kinds, n=1) or kinds)[0]}"'
    defaults = ((name, field.default) for each in fields for name, field in each.items())
    plain = (f"{name} = {json.dumps(value)}" for name, value in defaults
             if isinstance(value, int | float | str) and value != "")  # fmt: skip
    return next(plain, "NAME = VALUE")


def sentences(root: type[BaseModel], errors: Iterable[Any]) -> list[str]:
    """Turn validation errors of a `root` into sentences, one for each problem."""
    return "\n".join(sentence(root, each) for each in errors).splitlines()


def unread(text: str, error: tomllib.TOMLDecodeError) -> str:
    """Say why a text cannot be read as TOML, and how to put right a name with foreign letters."""
    at = re.search(r"at line (\d+)", str(error))
    line = text.split("\n")[int(at[1]) - 1] if at else ""
    said = f"cannot be read as TOML: {error}"
    if re.split("[=#]", line)[0].isascii():
        return said
    return f"{said}; names are {NAMES}; what is shown stands in label"


def meant(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that a misspelt one is closest to, if any is close."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def follow(root: type[BaseModel], place: list[str]) -> tuple[list[str], type[BaseModel] | None]:
    """Walk an error's place; return the path as users write it, and the class that holds it.

    Where a value may be of several kinds, pydantic puts the kind into the place; users do not.
    """
    path, model, _ = _walked(root, place)
    return path, model


def _walked(
    root: type[BaseModel], place: list[str]
) -> tuple[list[str], type[BaseModel] | None, list[type[BaseModel]]]:
    """Return the path, the class that holds it, and the classes that a table there may have."""
    path: list[str] = []
    model: type[BaseModel] | None = root
    options: list[type[BaseModel]] = []
    for step in place:
        kind = next((each for each in options if step == _kind(each)), None)
        if kind is not None:
            model, options = kind, []
            continue
        path.append(step)
        if model is not None and step in model.model_fields:
            annotation = model.model_fields[step].annotation
            options = _models(annotation)
            model = options[0] if len(options) == 1 and "dict" not in str(annotation) else None
        elif len(options) == 1:
            model = options[0]
    return path, model, options


def _kind(model: type[BaseModel]) -> str:
    field = model.model_fields.get("kind")
    return str(field.default) if field else ""


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inside in get_args(annotation) for model in _models(inside)]
