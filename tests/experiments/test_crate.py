"""A results folder as a research object: complete, and read back by the library."""

import jobs
import pytest
from rocrate.rocrate import ROCrate

from experiments.running.engines import Serial
from experiments.running.sweep import Execution, sweep
from experiments.store.folder import read_manifest, read_runs
from experiments.store.ro_crate import export
from experiments.study.errors import UserError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("crate") / "results"
    sweep(jobs.study(), made, Execution(Serial(), jobs.quick))
    (made / "tables").mkdir()
    (made / "tables" / "summary.csv").write_text("a\n1\n")
    return made


@pytest.mark.parametrize("name", ["crate", "crate.zip"])
def test_it_holds_everything_and_says_what_made_it(folder, tmp_path, name):
    crate = ROCrate(export(folder, tmp_path / name))
    parts = {each.id for each in crate.data_entities}
    assert parts == {
        "manifest.json", "plan.parquet", "runs/", "steps/", "SHA256SUMS", "tables/",
    }  # fmt: skip
    assert read_manifest(folder)["scenario_hash"] in crate.description
    (action,) = crate.get_by_type("CreateAction")
    assert {each.id for each in action["result"]} == parts
    assert read_manifest(folder)["version"] in action["instrument"]["softwareVersion"]


def test_the_files_are_those_of_the_folder_and_are_read_as_results(folder, tmp_path):
    crate = export(folder, tmp_path / "crate")
    for file in (each for each in folder.rglob("*") if each.is_file() and each.name != ".lock"):
        assert (crate / file.relative_to(folder)).read_bytes() == file.read_bytes()
    assert read_runs(crate).equals(read_runs(folder))


def test_it_writes_over_nothing_and_not_into_itself(folder, tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(UserError, match="is there already"):
        export(folder, tmp_path / "there")
    with pytest.raises(UserError, match="lies inside"):
        export(folder, folder / "crate")
