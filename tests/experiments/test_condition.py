"""Conditions mean what they mean in pandas, but of what is missing, and can do nothing else."""

import ast
import contextlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.store.condition import rows_where
from experiments.study.errors import UserError

TABLE = pd.DataFrame(
    {
        "replicate": [0, 0, 1, 1, 2, 2],
        "seed": [2**63 - 1, 2**63 - 2, 5, 4, 3, 2],
        "turnout": [0.2, 0.4, 0.5, np.nan, 0.6, 0.8],
        "vote_share.nur_otan": [0.7, 0.4, np.nan, 0.3, 0.5, 0.9],
        "vote_share.new-party": [0.1, 0.5, 0.2, 0.3, 0.4, 0.0],
        "2021 seats": [1, 2, 3, 4, 5, 6],
        "status": ["ok", "ok", "error", None, "crashed", "ok"],
        "majority": [True, False, True, True, False, False],
        "asked": [True, None, False, None, None, None],
        "mixed": ["a", 1, 2, None, "b", 3.5],
        "unknown": [None] * 6,
    }
)
NUMBERS = ["replicate", "turnout", "vote_share.nur_otan", "vote_share.new-party", "2021 seats"]


def in_pandas(condition: str) -> pd.DataFrame:
    return TABLE.query(condition)


def there(column: str, condition: str) -> str:
    """Where pandas holds that what is missing differs from anything, ask that it is there."""
    return f"({condition} and `{column}` == `{column}`)"


def pairs() -> st.SearchStrategy[tuple[str, str]]:
    """Conditions as we and as pandas write them."""
    sign = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    name = st.sampled_from(NUMBERS)
    number = st.one_of(st.integers(-2, 7), st.sampled_from([0.2, 0.4, 0.5, -1.5])).map(str)
    bare = {each: f"`{each}`" if " " in each else each for each in NUMBERS}
    simple = st.one_of(
        st.builds(lambda a, s, b: (f"{bare[a]} {s} {b}", there(a, f"`{a}` {s} {b}")),
                  name, sign, number),
        st.builds(lambda a, s, b: (f"{a}{s}{bare[b]}", there(b, f"{a}{s}`{b}`")),
                  number, sign, name),
        st.builds(lambda a, b: (f"0 < {bare[a]} <= {b}", f"0 < `{a}` <= {b}"), name, number),
        st.builds(lambda a, n: (f"{bare[a]} in {n}", f"`{a}` in {n}"), name,
                  st.lists(st.integers(0, 6), min_size=1)),
        st.sampled_from(["majority", "not majority", "majority == True", "status == 'ok'"])
        .map(lambda x: (x, x)),
        st.sampled_from(['status != "ok"', 'status not in ["ok", "error"]'])
        .map(lambda x: (x, there("status", x))),
    )  # fmt: skip
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            st.builds(lambda a: (f"not ({a[0]})", f"not ({a[1]})"), inner),
            st.builds(
                lambda a, word, b: (f"({a[0]}) {word} {b[0]}", f"({a[1]}) {word} {b[1]}"),
                simple, st.sampled_from(["and", "or"]), inner,
            ),
        ),
        max_leaves=5,
    )  # fmt: skip


@given(pairs())
def test_a_condition_means_what_it_means_in_pandas(pair):
    ours, theirs = pair
    pd.testing.assert_frame_equal(rows_where(TABLE, ours), in_pandas(theirs))


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("seed == 9223372036854775807", [0]),
        ("majority == true and turnout<.5", [0]),
        ("status == 'ok' or replicate == 1 and majority", [0, 1, 2, 3, 5]),
        ("turnout == turnout", [0, 1, 2, 4, 5]),
        ("turnout != 0.2", [1, 2, 4, 5]),
        ("0.2 != turnout", [1, 2, 4, 5]),
        ("turnout != vote_share.nur_otan", [0, 4, 5]),
        ("turnout not in [0.2, 0.4]", [2, 4, 5]),
        ("status != 'ok'", [2, 4]),
        ("not turnout == 0.2", [1, 2, 3, 4, 5]),
        ("not not majority", [0, 2, 3]),
        ("`vote_share.nur_otan`>=.7", [0, 5]),
        ("majority == 1", [0, 2, 3]),
        ("unknown == 1 or unknown != 'a'", []),
        ("unknown not in ['a', 1]", []),
        ("mixed == 1", [1]),
        ("mixed in ['a', 2]", [0, 2]),
        ("asked == true", [0]),
        ("asked != 1", [2]),
        ("replicate in (1, 2) and status in ('ok')", [5]),
    ],
)
def test_rows_that_are_kept(condition, rows):
    assert rows_where(TABLE, condition).index.tolist() == rows


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("@re.enum.sys.modules['os'].system('touch RAN')", 'column 1, "@re.enum.sys.modules['),
        ("turnout.to_csv('RAN')", "column 15, '('"),
        ("turnout > 0 or turnout.to_csv('RAN') == 1", "column 30, '('"),
        ("__import__('os').system('touch RAN')", "column 11, '('"),
        ("status == `__import__('os').system('touch RAN')`", "column 11, there is no column"),
        ("[x for x in (1, 2)]", "column 1, '['"),
        ("lambda: 0", "column 7, ':'"),
        ("status.str.contains('o')", "column 20, '('"),
        ("turnout == f'{1}'", "column 13, \"'{1}'\" stands"),
        ("turnout > 1 if majority else 0", "column 13, 'if'"),
        ("turnout := 1", "column 9, ':='"),
        ("turnout = 1", "column 9, '='"),
        ("turnout + 1 > 1", "column 9, '+'"),
        ("turnout > 1; import os", "column 12, ';'"),
        ("import os", "column 8, 'os'"),
        ("", "column 1, the end"),
        ("turnout >", "column 10, the end"),
        ("(turnout > 1", "column 13, the end"),
        ("status == 'ok", 'column 11, "\'ok"'),
        ("status in []", "column 12, ']'"),
        ("status in replicate", "column 11, 'replicate'"),
        ("turnout", "column 1, 'turnout' is not true or false"),
        ("status < 1", "column 8, '<' compares what cannot be compared"),
        ("status == 1", "column 8, '==' compares what cannot be compared, such as words with num"),
        ("status != 1", "column 8, '!='"),
        ("turnout == '0.2'", "column 9, '=='"),
        ("'0.2' != turnout", "column 7, '!='"),
        ("majority == 'true'", "column 10, '=='"),
        ("turnout in ['0.2']", "column 9, 'in'"),
        ("status not in ['ok', 1]", "column 12, 'in'"),
        ("status == turnout", "column 8, '=='"),
        ("1 in [1]", "column 1, '1' is no column"),
        ("turnou > 1", "no column 'turnou'; nearest are turnout, "),
        ("majority or nur_otan > 1", "vote_share.nur_otan"),
        ("(" * 60 + "majority" + ")" * 60, "column 51, '('"),
        ("seed == " + "9" * 5000 + "x", "column 9"),
    ],
)
def test_anything_else_is_refused_with_its_place_and_runs_nothing(
    condition, said, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as error:
        rows_where(TABLE, condition)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())


@given(st.text(alphabet="()[]'\"`@.,<=>! not in and or turnout 1e9_-\n", max_size=30))
def test_any_text_is_a_condition_or_a_sentence(text):
    with contextlib.suppress(UserError):
        assert len(rows_where(TABLE, text)) <= len(TABLE)


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("package", ["model", "experiments"])
def test_no_text_is_evaluated_anywhere(package):
    """But for the files of a user's own parts, which a command must name."""
    for path in set((ROOT / package).rglob("*.py")) - {ROOT / "model/own_parts.py"}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                assert name not in ("query", "eval", "exec"), f"{path}:{node.lineno}"
