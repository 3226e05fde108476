"""A results folder as a research object (RO-Crate), for an archive or a journal.

Source: Soiland-Reyes et al. (2022), doi:10.3233/DS-210053. The library is `rocrate`.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from experiments.store.files import MANIFEST, PLAN, SUMS, disk
from experiments.store.folder import read_manifest, read_runs, read_steps
from experiments.study.errors import UserError

PARTS = {
    "plan.parquet": "The planned runs: point, replicate, seed and swept values",
    "runs": "Outcomes, a row for each run (parquet)",
    "steps": "Weekly values, a row for each run and week (parquet)",
    SUMS: "Checksums of runs and steps, without which nothing of them is believed",
    "tables": "Summary tables (CSV)",
    "figures": "Figures (PDF, PNG), with the data drawn (CSV) and captions",
    "claims.csv": "Claims of the analysis, each with the model's verdict",
}
LICENCE = "https://spdx.org/licenses/MIT"
SOFTWARE = "Party of Power"


def export(folder: Path, target: Path) -> Path:
    """Write the folder as a crate: a new folder, or a file if the name ends in `.zip`.

    Raises UserError if the target is there already, lies inside the folder, or if the library
    is missing; StoreError if the folder holds no results.
    """
    manifest = read_manifest(folder)
    if target.exists():
        raise UserError(f"{target} is there already: name a new folder or a new .zip file.")
    if folder.resolve() in target.resolve().parents:
        raise UserError(f"{target} lies inside {folder}: name a place outside of it.")
    if (folder / PLAN).exists():
        # Whatever is damaged is told before it is packed.
        read_runs(folder)
        read_steps(folder)
    crate = _described(folder, manifest)
    zipped = target.suffix == ".zip"
    with disk(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place and under another name, until it is whole.
        with TemporaryDirectory(prefix=".crate-", suffix=".tmp", dir=target.parent) as place:
            made = Path(place) / target.name
            (crate.write_zip if zipped else crate.write)(made)
            made.rename(target)
    return target


def _described(folder: Path, manifest: dict[str, Any]) -> Any:
    crate = _empty()
    crate.name = f"{SOFTWARE}: {manifest.get('question') or manifest['scenario_name']}"
    crate.description = (
        f"Runs of the scenario {manifest['scenario_name']} ({manifest['scenario_hash']}), root "
        f"seed {manifest['seeds']['root']}; {MANIFEST} says all that is needed to make them again."
    )
    crate.license = LICENCE
    origin = crate.add_file(
        folder / MANIFEST, properties={"name": "Scenario, design, seeds, code and engine"}
    )
    there = {folder / name: says for name, says in PARTS.items() if (folder / name).exists()}
    made = [origin, *(_part(crate, path, says) for path, says in there.items())]
    for number, maker in enumerate(manifest.get("made_by", [])):
        crate.add_action(_code(crate, number, maker), object=[origin], result=made)
    return crate


def _empty() -> Any:
    try:
        from rocrate.rocrate import ROCrate
    except ImportError as error:
        raise UserError(
            "Writing a research object needs the extra `crate`: pip install --editable '.[crate]'."
        ) from error
    return ROCrate()


def _part(crate: Any, path: Path, says: str) -> Any:
    add = crate.add_dataset if path.is_dir() else crate.add_file
    return add(path, dest_path=path.name, properties={"name": says})


def _code(crate: Any, number: int, maker: dict[str, Any]) -> Any:
    """Describe a code that made some of the runs, in its state and with its packages."""
    git, packages = maker.get("git") or {}, maker.get("packages", {})
    commit = git.get("commit", "unknown")
    changed = " with changes that are in no commit" if git.get("dirty") else ""
    return crate.add_jsonld(
        {
            "@id": f"#code-{number}",
            "@type": "SoftwareApplication",
            "name": SOFTWARE,
            "softwareVersion": f"{maker['version']}, commit {commit}{changed}",
            "runtimePlatform": f"Python {maker.get('python')}, engine {maker.get('engine')}",
            "softwareRequirements": [f"{name} {which}" for name, which in packages.items()],
        }
    )
