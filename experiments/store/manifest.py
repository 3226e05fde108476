"""What a manifest must say before anything reads the folder that it lies in."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from experiments.store.files import MANIFEST, PLAN, StoreError, refuse_links

Scalar = bool | int | float | str


class _Said(BaseModel):
    """A part of a manifest; what nobody relies on may be there too."""

    model_config = ConfigDict(extra="allow", strict=True)


class Checkout(_Said):
    """The commit of the code, and whether files differed from it."""

    commit: str
    dirty: bool


class Maker(_Said):
    """Code, in its state, and packages that made some of the runs."""

    version: str
    git: Checkout | None = None
    python: str = ""
    packages: dict[str, str | None] = {}
    engine: str = ""


class Seeds(_Said):
    """The root of the seeds, and how often each point is run."""

    root: int
    replicates: int | None = None
    replicates_at: list[int] = []
    """The least and the most of them at a point, where points may differ."""


class Counts(_Said):
    """How many points and runs there are."""

    points: int = Field(ge=0)
    runs: int = Field(ge=0)


class Swept(_Said):
    """What one path varied over."""

    values: list[Scalar] = []
    unit: str = ""


class Design(_Said):
    """How the points were chosen."""

    kind: str
    factors: dict[str, Swept]


class Party(_Said):
    """A party as figures need it."""

    kind: str
    label: str | None = None
    platform: dict[str, float] = {}


class Table(_Said):
    """The table of regions."""

    name: str


class People(_Said):
    """Who lives where."""

    regions: str | Table = ""
    electorate: float = Field(1.0, gt=0)


class Ran(_Said):
    """The scenario that was run."""

    parties: dict[str, Party] = Field(min_length=1)
    population: People = People()
    law: dict[str, Any] = {}
    name: str = ""


class Manifest(Maker):
    """What was asked and what made the answer."""

    seeds: Seeds
    scenario_name: str = ""
    scenario_hash: str = ""
    scenario: Ran | None = None
    other_scenarios: dict[str, str] = {}
    design: Design | None = None
    counts: Counts | None = None
    made_by: list[Maker] = []
    answered_by: Maker | None = None
    """What made tables, claims and figures of the runs, where a question was asked."""
    experiment: str = ""
    question: str = ""
    quick: bool = False
    figures: list[str] | None = None


class SweepManifest(Manifest):
    """The same of a folder with runs, which depend on it."""

    scenario_name: str
    scenario_hash: str
    scenario: Ran
    design: Design
    counts: Counts
    plan: list[str] = []
    """SHA-256 of the plan; of the old one and the new one while it is being extended."""

    @model_validator(mode="after")
    def _names_its_plan(self) -> Self:
        """Ask for the checksum of the plan, which version 0.1.0 did not write."""
        if not self.plan and not self.version.startswith("0.1.0+"):
            raise ValueError("it names no checksum of its plan")
        return self


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what the manifest says, once it is known to be one.

    Raises StoreError if there is none, if it is something else, and if a link leads out of the
    folder.
    """
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(
            f"{folder} is no results folder (it has no {MANIFEST}): name one that "
            "`partyofpower sweep ... --out` has written."
        ) from None
    except (OSError, ValueError, RecursionError):
        raise StoreError(_no_manifest(path, "it cannot be read as JSON")) from None
    kind = SweepManifest if (folder / PLAN).exists() else Manifest
    try:
        kind.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "the whole"
        problem = first["msg"].removeprefix("Value error, ").lower()
        raise StoreError(_no_manifest(path, f"{place}: {problem}")) from None
    refuse_links(folder)
    return dict(found)


def replicates(manifest: Mapping[str, Any]) -> tuple[int, int]:
    """Return the least and the most replicates of a point; where none differs, both the same."""
    seeds = manifest["seeds"]
    found = seeds.get("replicates_at") or [seeds["replicates"]]
    return min(found), max(found)


def draws_used(manifest: Mapping[str, Any]) -> int:
    """Return how many draws of what is not known the runs have; 0 if they were given none.

    Fewer replicates than draws use the first ones only.
    """
    draws = manifest.get("draws")
    if draws is None:
        return 0
    begun = -(-replicates(manifest)[1] // int(draws.get("seeds_each", 1)))
    return min(int(draws["count"]), begun)


def _no_manifest(path: Path, why: str) -> str:
    return (
        f"{path} is no manifest ({why}): run the same sweep or experiment again; it writes the "
        "manifest anew and keeps the runs."
    )
