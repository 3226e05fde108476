"""Tables that people write: refused with every error at once, each with its place."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.parameters.table import Numbers, Sum, TableError, Words, number, read_table
from model.scenario import ScenarioError, load_scenario
from model.society.regions import shipped_regions

COLUMNS = [Words("id", "letters", "[a-z]+", unique=True), Numbers("share", 0, 100)]


def written(folder, text: str):
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["row 1: given no column id; allowed", "row 1: given no column share; allowed"]),
        ("id,share\n", ["row 2: given no rows"]),
        ("id,id,share\na,b,1\n", ["row 1: given 2 columns id"]),
        ("id,share\na,\n", ["row 2, column share: given nothing, allowed is a number 0 .. 100"]),
        ("id,share\n\na,-1\n", ["row 3, column share: given '-1'"]),
        ('id,share,note\nb,2,"two\nlines"\na,1_0,x\n', ["row 3, column share: given '1_0'"]),
        ("id,share\na,nan\nb,inf\n", ["row 2, column share", "row 3, column share"]),
        ("id,share\na,1\na,2\n,3\n", ["row 3, column id: given 'a', which is in row 2",
                                      "row 4, column id: given nothing"]),
        ("id,share\na\n", ["row 2: given 1 cells, allowed are 2"]),
        ("id,share\na,60\nb,40\n", ["row 2, columns share: given a sum of 60, allowed is 0 .. 50"]),
        ('id,share\n"a', ["is no CSV table"]),
        ('id;share\na;"0,5"\n', ["row 1: its columns are parted by ';'; save it with commas"]),
        ("id\tshare\na\t1\n", ["row 1: its columns are parted by tabs; save it with commas"]),
    ],
)  # fmt: skip
def test_each_error_has_its_place_what_is_given_and_what_is_allowed(tmp_path, text, problems):
    file = written(tmp_path, text)
    with pytest.raises(TableError) as caught:
        read_table(file, COLUMNS, [Sum(("share",), 0, 50)])
    lines = str(caught.value).splitlines()
    assert len(lines) == len(problems)
    for line, problem in zip(lines, problems, strict=True):
        assert line.startswith(str(file))
        assert problem in line


@pytest.mark.parametrize(
    ("cell", "bounds", "hint"),
    [
        ("75", (0, 1), " (75 % is 0.75)"),
        ("70 %", (0, 1), " (70 % is 0.7)"),
        ("0,5 %", (0, 1), " (0.5 % is 0.005)"),
        ("0,90", (0, 1), " (write a point: 0.90)"),
        ("17,000,000", (0,), " (write 17000000)"),
        ("70 %", (0, 100), " (write 70)"),
        ("-3", (0, 1), ""),
        ("many", (0, 1), ""),
    ],
)
def test_per_cent_and_commas_are_told_how_to_be_written(cell, bounds, hint):
    column = Numbers("share", *bounds)
    assert column.problem(cell)
    assert column.hint(cell) == hint


def test_a_table_in_other_letters_is_told_in_which_line_they_are_and_how_to_save_it(tmp_path):
    file = tmp_path / "table.csv"
    file.write_bytes("id,share\na,1\nGörele,2\n".encode("cp1254"))
    with pytest.raises(TableError, match=r"table\.csv, line 3: .* in Excel as CSV UTF-8$"):
        read_table(file, COLUMNS)


def test_a_table_that_is_right_is_read_with_its_rows_whatever_else_it_has(tmp_path):
    file = written(tmp_path, "\ufeffnote,share, id\nx, 40.5 ,b\n\ny,1e1,a\n")
    rows = read_table(file, COLUMNS, [Sum(("share",), 0, 50)])
    assert [row for row, _ in rows] == [2, 4]
    assert [number(cells["share"]) for _, cells in rows] == [40.5, 10]
    assert [cells["id"] for _, cells in rows] == ["b", "a"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_as_it_is_written(value):
    assert number(repr(value)) == value


@pytest.fixture(scope="module")
def shipped() -> list[list[str]]:
    with shipped_regions("kazakhstan").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


BAD = {
    "region": ("", "A.B", "1A", "a b"), "label": ("",), "population": ("", "-1", "many"),
    "urban_pct": ("", "-1", "1e9"), "language:kazakh_pct": ("", "-0.5", "101"),
    "wage": ("", "0", "-3"), "past_turnout_pct": ("", "500", "NA"),
    "tile_row": ("", "-1"), "tile_col": ("x",),
}  # fmt: skip


@pytest.mark.parametrize("column", BAD)
@pytest.mark.parametrize("row", [2, 9, 18])
def test_a_wrong_cell_of_a_regions_file_is_refused_with_file_row_and_column(
    shipped, tmp_path, column, row
):
    for number_of_case, cell in enumerate(BAD[column]):
        lines = [list(line) for line in shipped]
        lines[row - 1][lines[0].index(column)] = cell
        file = tmp_path / f"{number_of_case}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(lines)
        with pytest.raises(ScenarioError) as caught:
            load_scenario("kazakhstan-2022", {"population.regions": str(file)})
        (line,) = str(caught.value).splitlines()
        assert f"{file}, row {row}, column {column}: given" in line
        assert "allowed is" in line


def test_a_regions_file_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(ScenarioError, match=r"nowhere\.csv: cannot be read: No such file"):
        load_scenario("kazakhstan-2022", {"population.regions": str(tmp_path / "nowhere.csv")})


def test_a_country_where_nobody_lives_is_refused(shipped, tmp_path):
    lines = [list(line) for line in shipped]
    for line in lines[1:]:
        line[lines[0].index("population")] = "0"
    file = tmp_path / "nobody.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)
    with pytest.raises(ScenarioError, match="column population: given nobody at all"):
        load_scenario("kazakhstan-2022", {"population.regions": str(file)})


def test_whole_numbers_are_asked_for_and_may_be_missing_where_that_is_said():
    votes = Numbers("votes", 0, whole=True)
    assert votes.problem("1234.0") == votes.problem("7") == ""
    assert votes.problem("7.5") == votes.problem("") == "a whole number, 0 or more"
    assert Numbers("votes", 0, optional=True).problem("") == ""
