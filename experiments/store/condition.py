"""Conditions on the columns of a table, read by a small grammar that can do nothing else.

    condition   any [ "or" any ... ]
    any         each [ "and" each ... ]
    each        [ "not" ] ( "(" condition ")" | comparison | a column of true and false )
    comparison  value ( == | != | < | <= | > | >= ) value ..., value [ "not" ] "in" [ literal, ... ]
    value       a column, or a literal: a number, a "quoted word", true, false

A column is written as it is called, with its dots and hyphens; a name that begins with a digit
or holds other signs stands in back-quotes. A comparison with what is missing is false, with
`!=` and `not in` too; `not` before the whole makes it true. Words are compared with words only,
yes and no with numbers as 1 and 0. Text that is no condition is never
run.
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
        return table[_Reader(condition, table).whole()]
    except _Refused as error:
        raise UserError(f"{condition!r} is no condition on the columns: {error}.") from None


class _Reader:
    """Reads a condition from left to right, and says for which rows it holds.

    It has a method for each line of the grammar. What is wrong with columns is told once it is
    clear that the text is a condition at all.
    """

    def __init__(self, text: str, table: pd.DataFrame) -> None:
        self._tokens, self._table = list(_tokens(text)), table
        self._next = self._depth = 0
        self._problems: list[_Refused] = []

    def whole(self) -> Mask:
        mask = self._condition()
        if self._token.kind != "end":
            raise self._unexpected("and, or, or the end")
        if self._problems:
            raise self._problems[0]
        return mask

    def _condition(self) -> Mask:
        mask = self._any()
        while self._take("or"):
            mask = mask | self._any()
        return mask

    def _any(self) -> Mask:
        mask = self._each()
        while self._take("and"):
            mask = mask & self._each()
        return mask

    def _each(self) -> Mask:
        opposite = False
        while self._take("not"):
            opposite = not opposite
        mask = self._bracket() if self._token.text == "(" else self._comparison()
        return ~mask if opposite else mask

    def _bracket(self) -> Mask:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._unexpected(f"at most {DEEPEST} brackets inside each other")
        self._take("(")
        mask = self._condition()
        self._must(")")
        self._depth -= 1
        return mask

    def _comparison(self) -> Mask:
        first, column = self._token, self._is_column()
        left = self._value()
        if self._token.text in ("not", "in"):
            return self._among(left, first)
        if column and (self._token.kind == "end" or self._token.text in (")", "and", "or")):
            return self._alone(left, first)
        if not self._compares():
            raise self._unexpected("a comparison")
        return self._chain(left)

    def _alone(self, column: Any, first: Token) -> Mask:
        if is_bool_dtype(column):
            return self._mask(column)
        return self._problem(first, f"{first.text!r} is not true or false; compare it")

    def _among(self, left: Any, first: Token) -> Mask:
        """Read `in [...]` or `not in [...]` after a value."""
        outside, sign = self._take("not"), self._token
        self._must("in")
        allowed = self._literals()
        if not isinstance(left, pd.Series):
            return self._problem(first, f"{first.text!r} is no column")
        if not all(_comparable(left, each) for each in allowed):
            return self._incomparable(sign)
        inside = self._mask(left.isin(allowed))
        return self._mask(pd.notna(left)) & ~inside if outside else inside

    def _chain(self, left: Any) -> Mask:
        """Read `< b < c` after a value: each neighbour is compared with the next."""
        mask = self._mask(True)
        while self._compares():
            sign, right = self._advance(), self._value()
            mask = mask & self._compared(left, sign, right)
            left = right
        return mask

    def _compares(self) -> bool:
        return self._token.kind == "sign" and self._token.text in COMPARISONS

    def _compared(self, left: Any, sign: Token, right: Any) -> Mask:
        if not _comparable(left, right):
            return self._incomparable(sign)
        try:
            # In pandas what is missing differs from anything.
            known = pd.notna(left) & pd.notna(right)
            return self._mask(COMPARISONS[sign.text](left, right) & known)
        except (TypeError, ValueError, OverflowError):
            return self._incomparable(sign)

    def _incomparable(self, sign: Token) -> Mask:
        what = "compares what cannot be compared, such as words with numbers"
        return self._problem(sign, f"{sign.text!r} {what}")

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

    def _value(self) -> Any:
        if not self._is_column():
            return self._literal("a column, a number or a quoted word")
        token = self._advance()
        name = token.text.strip("`")
        if name in self._table:
            return self._table[name]
        near = ", ".join(get_close_matches(name, map(str, self._table), 3, 0.0))
        self._problem(token, f"there is no column {name!r}; nearest are {near}")
        return np.nan

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

    def _mask(self, found: Any) -> Mask:
        """Return one truth for each row; what is missing is false."""
        if isinstance(found, pd.Series):
            return found.to_numpy(dtype=bool, na_value=False)
        return np.full(len(self._table), bool(found))

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

    def _problem(self, token: Token, said: str) -> Mask:
        """Note what is wrong with a column; until that is told no row counts."""
        self._problems.append(_Refused(f"at column {token.place}, {said}"))
        return self._mask(False)


def _comparable(left: Any, right: Any) -> bool:
    """Whether one of two values or columns can be equal to the other: words only to words.

    Yes and no are 1 and 0; nothing is known of a column of which all is missing.
    """
    kinds = _kinds(left), _kinds(right)
    return not all(kinds) or bool(set.intersection(*kinds))


def _kinds(value: Any) -> set[str]:
    """Return of what a value or a column is: words, numbers, both, or neither."""
    there = set(map(type, pd.Series(value).dropna()))
    return {"words" if issubclass(each, str) else "numbers" for each in there}


def _number(text: str) -> float | int:
    # Seeds are whole numbers too long for a float.
    whole = text.lstrip("+-").isdecimal() and len(text) <= 20
    return int(text) if whole else float(text)
