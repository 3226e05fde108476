"""Conditions on the columns of a table, read by a small grammar that can do nothing else.

    condition   any [ "or" any ... ]
    any         each [ "and" each ... ]
    each        [ "not" ] ( "(" condition ")" | comparison | a column of true and false )
    comparison  value ( == | != | < | <= | > | >= ) value ..., value [ "not" ] "in" [ literal, ... ]
    value       a column, or a literal: a number, a "quoted word", true, false

A column is written as it is called, with its dots and hyphens; a name that begins with a digit
or holds other signs stands in back-quotes. Text that is no condition is never run.
"""

import operator
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_bool_dtype

from experiments.study.errors import UserError

Mask = NDArray[np.bool_]
Test = Callable[[pd.DataFrame], Mask]
Value = Callable[[pd.DataFrame], Any]

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<=": operator.le, ">=": operator.ge,
    "<": operator.lt, ">": operator.gt,
}  # fmt: skip
TRUTH = {"true": True, "True": True, "false": False, "False": False}
WORDS = ("and", "or", "not", "in")
DEEPEST = 50
"""Brackets inside each other: more than anybody writes, and few enough for the stack."""

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
    | (?P<quoted>'[^']*'|"[^"]*")
    | (?P<column>`[^`]+`)
    | (?P<word>[^\W\d][\w.-]*)
    | (?P<sign>==|!=|<=|>=|<|>|[()\[\],])
    | (?P<end>$)
    | (?P<other>\S[^\s()]*)
    )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of the text: what it is, how it is written, and where it begins (from 1)."""

    kind: str
    text: str
    place: int


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = str(found.lastgroup)
        yield Token(kind, found[kind], 1 + found.start(kind))


class _Refused(Exception):
    """What is wrong with a condition, without the condition itself."""


def rows_where(table: pd.DataFrame, condition: str) -> pd.DataFrame:
    """Return the rows for which a condition holds.

    Raises UserError, with the place in the text, for anything that is no condition on the
    table's columns.
    """
    try:
        return table[_Reader(condition).whole()(table)]
    except _Refused as error:
        raise UserError(f"{condition!r} is no condition on the columns: {error}.") from None


class _Reader:
    """Reads a condition from left to right; a method for each line of the grammar."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Test:
        test = self._condition()
        if self._token.kind != "end":
            raise self._unexpected("and, or, or the end")
        return test

    def _condition(self) -> Test:
        tests = [self._any()]
        while self._take("or"):
            tests.append(self._any())
        return lambda table: np.logical_or.reduce([test(table) for test in tests])

    def _any(self) -> Test:
        tests = [self._each()]
        while self._take("and"):
            tests.append(self._each())
        return lambda table: np.logical_and.reduce([test(table) for test in tests])

    def _each(self) -> Test:
        opposite = False
        while self._take("not"):
            opposite = not opposite
        test = self._bracket() if self._token.text == "(" else self._comparison()
        return (lambda table: ~test(table)) if opposite else test

    def _bracket(self) -> Test:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._unexpected(f"at most {DEEPEST} brackets inside each other")
        self._take("(")
        test = self._condition()
        self._must(")")
        self._depth -= 1
        return test

    def _comparison(self) -> Test:
        first, column = self._token, self._is_column()
        left = self._value()
        outside = self._take("not")
        if outside or self._token.text == "in":
            self._must("in")
            return _among(left, self._literals(), first, outside)
        if column and (self._token.kind == "end" or self._token.text in (")", "and", "or")):
            return _alone(first)
        if not self._compares():
            raise self._unexpected("a comparison")
        return self._chain(left)

    def _chain(self, left: Value) -> Test:
        """Read `< b < c` after a value: each neighbour is compared with the next."""
        pairs: list[Test] = []
        while self._compares():
            sign, right = self._advance(), self._value()
            pairs.append(_compared(left, sign, right))
            left = right
        return lambda table: np.logical_and.reduce([pair(table) for pair in pairs])

    def _compares(self) -> bool:
        return self._token.kind == "sign" and self._token.text in COMPARISONS

    def _literals(self) -> list[Any]:
        closing = {"[": "]", "(": ")"}.get(self._token.text)
        if closing is None:
            raise self._unexpected("a list such as [1, 2]")
        self._advance()
        found = [self._literal()]
        while self._take(","):
            found.append(self._literal())
        self._must(closing)
        return found

    def _value(self) -> Value:
        if self._is_column():
            token = self._advance()
            return lambda table: _column(table, token)
        literal = self._literal("a column, a number or a quoted word")
        return lambda table: literal

    def _is_column(self) -> bool:
        word = self._token.kind == "word" and self._token.text not in (*TRUTH, *WORDS)
        return word or self._token.kind == "column"

    def _literal(self, wanted: str = "a number or a quoted word") -> Any:
        kind, text, _ = self._token
        if kind not in ("number", "quoted") and text not in TRUTH:
            raise self._unexpected(wanted)
        self._advance()
        if kind == "quoted":
            return text[1:-1]
        return TRUTH[text] if text in TRUTH else _number(text)

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _take(self, text: str) -> bool:
        taken = self._token.kind in ("word", "sign") and self._token.text == text
        self._next += taken
        return taken

    def _must(self, text: str) -> None:
        if not self._take(text):
            raise self._unexpected(text)

    def _unexpected(self, wanted: str) -> _Refused:
        given = "the end" if self._token.kind == "end" else repr(self._token.text)
        return _Refused(f"at column {self._token.place}, {given} stands in place of {wanted}")


def _number(text: str) -> float | int:
    # Seeds are whole numbers too long for a float.
    whole = text.lstrip("+-").isdecimal() and len(text) <= 20
    return int(text) if whole else float(text)


def _column(table: pd.DataFrame, token: Token) -> pd.Series:
    name = token.text.strip("`")
    if name not in table:
        known = list(map(str, table))
        near = ", ".join(get_close_matches(name, known, 3, 0.0))
        raise _Refused(f"at column {token.place}, there is no column {name!r}; nearest are {near}")
    return table[name]


def _alone(token: Token) -> Test:
    def test(table: pd.DataFrame) -> Mask:
        column = _column(table, token)
        if not is_bool_dtype(column):
            raise _Refused(
                f"at column {token.place}, {token.text!r} is not true or false; compare it"
            )
        return _mask(table, column)

    return test


def _compared(left: Value, sign: Token, right: Value) -> Test:
    def test(table: pd.DataFrame) -> Mask:
        try:
            return _mask(table, COMPARISONS[sign.text](left(table), right(table)))
        except (TypeError, ValueError, OverflowError):
            raise _Refused(
                f"at column {sign.place}, {sign.text!r} compares what cannot be compared, "
                "such as words with numbers"
            ) from None

    return test


def _among(left: Value, allowed: list[Any], first: Token, outside: bool) -> Test:
    def test(table: pd.DataFrame) -> Mask:
        given = left(table)
        if not isinstance(given, pd.Series):
            raise _Refused(f"at column {first.place}, {first.text!r} is no column")
        inside = _mask(table, given.isin(allowed))
        return ~inside if outside else inside

    return test


def _mask(table: pd.DataFrame, found: Any) -> Mask:
    """Return one truth for each row; what is missing is false."""
    if isinstance(found, pd.Series):
        return found.to_numpy(dtype=bool, na_value=False)
    return np.full(len(table), bool(found))
