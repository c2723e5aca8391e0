"""Evaluates the formulas of a workbook in plain IEEE doubles, without a spreadsheet's silent corrections.

Excel takes `0.1+0.2=0.3` for true and LibreOffice sums with compensation; a formula that is right here is right without
such help. Whatever is outside the few functions and forms that are known raises `UnsupportedFormula`, so that a test
never passes on a guess. Where Excel would turn text into a number, this gives #VALUE!, or finds no match.
"""

from __future__ import annotations

import calendar
import contextlib
import datetime
import functools
import math
import operator
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH, to_excel

# ---------------------------------------------------------------- values


class UnsupportedFormula(Exception):
    """A formula uses what this evaluator does not know."""


class CircularReference(Exception):
    """A cell needs its own value."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An error value of a spreadsheet, such as #VALUE!."""

    code: str


VALUE, DIVISION, REFERENCE = Fault("#VALUE!"), Fault("#DIV/0!"), Fault("#REF!")
NAME, RANGE, NONE_FOUND = Fault("#NAME?"), Fault("#NUM!"), Fault("#N/A")

Value = float | str | bool | None | Fault


class Area(NamedTuple):
    """A rectangle of cells; `sheet` is in lower case, or None for the sheet of the formula."""

    sheet: str | None
    top: int
    left: int
    bottom: int
    right: int


Operand = Value | Area


def number(value: Value) -> float | Fault:
    """Give the number that a value counts as in arithmetic: blank is 0, TRUE is 1, any text is #VALUE!."""
    if isinstance(value, float | Fault):
        return value
    if isinstance(value, str):
        return VALUE
    return float(value or 0)


def truth(value: Value) -> bool | Fault:
    """Give the truth that a value counts as in a condition."""
    figure = number(value)
    return figure if isinstance(figure, Fault) else figure != 0


def text(value: Value) -> str | Fault:
    """Give the text of a value; a number that is not whole has every digit of its double, where Excel shows 15."""
    if isinstance(value, str | Fault):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return str(int(value)) if value.is_integer() else repr(value)


def in_bounds(figure: float) -> float | Fault:
    """Give a number as it is, or #NUM! for an infinity and for what is no number."""
    return figure if math.isfinite(figure) else RANGE


def place_in_order(value: Value, beside: Value) -> tuple[int, Any]:
    """Give a key that orders number < text < boolean, text without regard to case; blank is like its neighbour."""
    if value is None:
        value = "" if isinstance(beside, str) else False if isinstance(beside, bool) else 0.0
    if isinstance(value, str):
        return 1, value.lower()
    return (2 if isinstance(value, bool) else 0), value


# ---------------------------------------------------------------- dates


def serial_of(year: int, month: int, day: int) -> float | Fault:
    """Give the serial number of a day in Excel's 1900 system; months and days may run over, as in DATE.

    Excel has a 29 February 1900, number 60, which never was.
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1900 <= year <= 9999:
        return RANGE
    first = datetime.date(year, month, 1).toordinal() - datetime.date(1899, 12, 30).toordinal()
    serial = first + day - 1 - ((year, month) < (1900, 3))
    return float(serial) if 0 <= serial <= 2958465 else RANGE


def day_of(serial: float) -> tuple[int, int, int] | None:
    """Give year, month and day of a serial number, or None if no day has it; number 0 is 0 January 1900."""
    whole = math.floor(serial)
    if not 0 <= whole <= 2958465:
        return None
    if whole in (0, 60):
        return (1900, 1, 0) if whole == 0 else (1900, 2, 29)
    found = datetime.date(1899, 12, 30) + datetime.timedelta(days=whole + (whole < 60))
    return found.year, found.month, found.day


def month_later(start: float, months: float) -> float | Fault:
    """Give EDATE: the same day some months later, or the last day of that month if it is shorter."""
    begun = day_of(start)
    if begun is None:
        return RANGE
    year, month, day = begun
    years, month = divmod(month - 1 + math.trunc(months), 12)
    year, month = year + years, month + 1
    if not 1900 <= year <= 9999:
        return RANGE
    length = 29 if (year, month) == (1900, 2) else calendar.monthrange(year, month)[1]
    return serial_of(year, month, min(day, length))


def year_of(serial: float) -> float | Fault:
    found = day_of(serial)
    return RANGE if found is None else float(found[0])


def date_of(year: float, month: float, day: float) -> float | Fault:
    """Give DATE; a year before 1900 counts from 1900."""
    whole = math.trunc(year)
    return serial_of(whole + 1900 if 0 <= whole < 1900 else whole, math.trunc(month), math.trunc(day))


def typed(value: Any, kind: str) -> Value:
    """Give the value of a cell that holds no formula; `kind` is its openpyxl data type."""
    if kind == "e":
        return Fault(value)
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    return float(to_excel(value))


# ---------------------------------------------------------------- workbooks


_UNREAD: Any = object()
_BEING_READ: Any = object()


class Sheets:
    """The sheets of a workbook, whose formulas are evaluated when asked for and then remembered."""

    def __init__(self, book: openpyxl.Workbook) -> None:
        if book.epoch != WINDOWS_EPOCH:
            raise UnsupportedFormula("the workbook counts its dates from 1904")
        # `_cells` is private, but every public way of walking over a sheet makes the empty cells it passes.
        self.cells: dict[str, Mapping[tuple[int, int], Any]] = {
            sheet.title.lower(): sheet._cells for sheet in book.worksheets
        }
        self._places = {name: Place(self, name) for name in self.cells}
        self._values: dict[tuple[str, int, int], Any] = {}

    def value(self, sheet: str, cell: str) -> Value:
        """Give the value of a cell such as "A1"; None is a blank cell, and a formula never gives None."""
        area = area_of(None, cell, None)
        if sheet.lower() not in self.cells:
            raise KeyError(f"the workbook has no sheet {sheet}")
        with _deep_recursion():
            return self.read(sheet.lower(), area.top, area.left)

    def read(self, sheet: str, row: int, column: int) -> Value:
        """Give the value of a cell of a sheet that exists, its name in lower case."""
        key = sheet, row, column
        value: Value = self._values.get(key, _UNREAD)
        if value is _BEING_READ:
            raise CircularReference(_address(key))
        if value is _UNREAD:
            self._values[key] = _BEING_READ
            try:
                value = self._values[key] = self._worked_out(key)
            except BaseException:
                del self._values[key]
                raise
        return value

    def _worked_out(self, key: tuple[str, int, int]) -> Value:
        sheet, row, column = key
        cell = self.cells[sheet].get((row, column))
        if cell is None or cell.value is None:
            return None
        if cell.data_type != "f":
            return typed(cell.value, cell.data_type)
        if not isinstance(cell.value, str):
            raise UnsupportedFormula(f"{_address(key)} holds an array formula or a data table")
        result = compiled(cell.value).value(self._places[sheet])
        return 0.0 if result is None else result


class Place:
    """Where a formula stands: what it reads, seen from its own sheet."""

    def __init__(self, sheets: Sheets, home: str) -> None:
        self._sheets = sheets
        self._home = home
        self._areas: dict[Area, list[Value]] = {}

    def has(self, area: Area) -> bool:
        return area.sheet is None or area.sheet in self._sheets.cells

    def cell(self, area: Area) -> Value:
        """Give the value of an area's first cell."""
        return self._sheets.read(area.sheet or self._home, area.top, area.left)

    def values(self, area: Area) -> list[Value]:
        """Give the values of an area, row by row."""
        found = self._areas.get(area)
        if found is not None:
            return found
        found = []
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                found.append(self._sheets.read(area.sheet or self._home, row, column))
        self._areas[area] = found
        return found


def _address(key: tuple[str, int, int]) -> str:
    sheet, row, column = key
    return f"{sheet}!{get_column_letter(column)}{row}"


@contextlib.contextmanager
def _deep_recursion() -> Iterator[None]:
    """Let one cell lead to another through as many as a workbook may hold.

    Calls from Python to Python take none of the C stack. Comprehensions and generators may, so whatever goes on to
    read another cell is a plain loop.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 5_000_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


# ---------------------------------------------------------------- compiled formulas


@dataclass(frozen=True, slots=True)
class Term:
    """A compiled part of a formula: its one value, and what it is as an argument, which may be an area of cells."""

    value: Callable[[Place], Value]
    operand: Callable[[Place], Operand]


Figures = Callable[..., float | Fault]


def single(value: Callable[[Place], Value]) -> Term:
    return Term(value, value)


@functools.lru_cache(maxsize=200_000, typed=True)
def constant(value: Value) -> Term:
    return single(lambda _: value)


@functools.lru_cache(maxsize=200_000)
def reference(area: Area) -> Term:
    """Give the term of a cell or a range, #REF! if its sheet does not exist.

    A range where one value belongs is refused, for versions of Excel differ in what they make of it.
    """

    def value(at: Place) -> Value:
        if area[1:3] != area[3:5]:
            raise UnsupportedFormula(f"a range stands where one value belongs: {area}")
        return at.cell(area) if at.has(area) else REFERENCE

    return Term(value, lambda at: area if at.has(area) else REFERENCE)


def chosen(choice: Callable[[Place], Term]) -> Term:
    """Give the term that stands for whichever term is chosen; the others are not evaluated."""
    return Term(lambda at: choice(at).value(at), lambda at: choice(at).operand(at))


def with_numbers(work: Figures) -> Callable[[Sequence[Term]], Term]:
    """Make a builder of terms that work on the numbers of all their arguments."""

    def build(terms: Sequence[Term]) -> Term:
        def run(at: Place) -> Value:
            figures = []
            for term in terms:
                figure = number(term.value(at))
                if isinstance(figure, Fault):
                    return figure
                figures.append(figure)
            return work(*figures)

        return single(run)

    return build


def with_texts(work: Callable[..., float | str]) -> Callable[[Sequence[Term]], Term]:
    """Make a builder of terms that work on the texts of all their arguments."""

    def build(terms: Sequence[Term]) -> Term:
        def run(at: Place) -> Value:
            texts = []
            for term in terms:
                written = text(term.value(at))
                if isinstance(written, Fault):
                    return written
                texts.append(written)
            return work(*texts)

        return single(run)

    return build


def comparing(holds: Callable[[Any, Any], bool]) -> Callable[[Sequence[Term]], Term]:
    """Make a builder of terms that compare two values exactly."""

    def build(terms: Sequence[Term]) -> Term:
        left, right = terms

        def run(at: Place) -> Value:
            a, b = left.value(at), right.value(at)
            if isinstance(a, Fault):
                return a
            if isinstance(b, Fault):
                return b
            return holds(place_in_order(a, b), place_in_order(b, a))

        return single(run)

    return build


def asking(holds: Callable[[Value], bool]) -> Callable[[Sequence[Term]], Term]:
    """Make a builder of terms that ask what a value is, be it a fault."""
    return lambda terms: single(lambda at: holds(terms[0].value(at)))


# ---------------------------------------------------------------- arithmetic


def divide(a: float, b: float) -> float | Fault:
    return in_bounds(a / b) if b else DIVISION


def power(a: float, b: float) -> float | Fault:
    if a == 0 and b <= 0:
        return DIVISION if b else RANGE
    try:
        return math.pow(a, b)
    except (ValueError, OverflowError):
        return RANGE


def remainder(a: float, b: float) -> float | Fault:
    """Give MOD by its definition in Excel, n-d*INT(n/d)."""
    ratio = divide(a, b)
    return ratio if isinstance(ratio, Fault) else a - b * math.floor(ratio)


def rounded(figure: float, places: float) -> float | Fault:
    """Give ROUND in the naive way, which takes 1.005 to 1.00 as its double is a little less."""
    scale = power(10.0, float(math.trunc(places)))
    if isinstance(scale, Fault) or scale == 0 or not math.isfinite(abs(figure) * scale):
        return RANGE
    return math.copysign(math.floor(abs(figure) * scale + 0.5) / scale, figure)


def add_up(figures: Iterable[float]) -> float | Fault:
    """Give a sum from left to right; the builtin `sum` compensates from Python 3.12 on."""
    result = 0.0
    for figure in figures:
        result += figure
    return in_bounds(result)


OPERATORS: dict[str, Callable[[Sequence[Term]], Term]] = {
    "+": with_numbers(lambda a, b: in_bounds(a + b)),
    "-": with_numbers(lambda a, b: in_bounds(a - b)),
    "*": with_numbers(lambda a, b: in_bounds(a * b)),
    "/": with_numbers(divide),
    "^": with_numbers(power),
    "&": with_texts(operator.add),
    "=": comparing(operator.eq),
    "<>": comparing(operator.ne),
    "<": comparing(operator.lt),
    "<=": comparing(operator.le),
    ">": comparing(operator.gt),
    ">=": comparing(operator.ge),
}
negated = with_numbers(operator.neg)

# ---------------------------------------------------------------- functions


def either(terms: Sequence[Term]) -> Term:
    """Compile IF."""
    condition, yes = terms[:2]
    no = terms[2] if len(terms) == 3 else constant(False)

    def choice(at: Place) -> Term:
        met = truth(condition.value(at))
        return constant(met) if isinstance(met, Fault) else yes if met else no

    return chosen(choice)


def numbered(terms: Sequence[Term]) -> Term:
    """Compile CHOOSE."""
    index, *rest = terms

    def choice(at: Place) -> Term:
        figure = number(index.value(at))
        if isinstance(figure, Fault):
            return constant(figure)
        return rest[math.trunc(figure) - 1] if 1 <= figure < len(rest) + 1 else constant(VALUE)

    return chosen(choice)


def rescued(terms: Sequence[Term]) -> Term:
    """Compile IFERROR."""
    tried, instead = terms

    def run(at: Place) -> Value:
        value = tried.value(at)
        return instead.value(at) if isinstance(value, Fault) else value

    return single(run)


def gathering(
    counts: type | tuple[type, ...], work: Callable[[list[float]], Value]
) -> Callable[[Sequence[Term]], Term]:
    """Make a builder of terms over any number of values; of areas only the types that count are taken."""

    def build(terms: Sequence[Term]) -> Term:
        def run(at: Place) -> Value:
            figures: list[float] = []
            for term in terms:
                operand = term.operand(at)
                if isinstance(operand, Area):
                    entries = [entry for entry in at.values(operand) if isinstance(entry, (counts, Fault))]
                else:
                    entries = [operand]
                for entry in entries:
                    figure = number(entry)
                    if isinstance(figure, Fault):
                        return figure
                    figures.append(figure)
            return work(figures)

        return single(run)

    return build


def agreeing(agree: Callable[[Iterable[float]], bool]) -> Callable[[Sequence[Term]], Term]:
    """Make a builder for AND and OR, which give #VALUE! when no cell of their areas says anything."""
    return gathering((float, bool), lambda figures: agree(figures) if figures else VALUE)


#: What Excel reads as a comparison, a pattern, a number, a date or a time when it stands in a criterion.
_MORE_THAN_TEXT = re.compile(r"[<>=].*|.*[*?~].*|[-+(\s]*[.,]?\d[-\d.,/:%()e\s]*|true|false", re.DOTALL)


def criterion(wanted: Value) -> Callable[[Value], bool]:
    """Give the test that COUNTIF and SUMIF make of a criterion: equality, "<>" for not empty, or "<>" and a text.

    Numbers match numbers and texts match texts; a text that Excel would take for something else is refused.
    """
    if not isinstance(wanted, str):
        exact = 0.0 if wanted is None else wanted
        return lambda value: type(value) is type(exact) and value == exact
    if wanted == "<>":
        return lambda value: value is not None
    sought = wanted.removeprefix("<>").lower()
    if _MORE_THAN_TEXT.fullmatch(sought):
        raise UnsupportedFormula(f"a criterion is more than a plain text: {wanted}")
    differing = wanted.startswith("<>")
    return lambda value: (isinstance(value, str | None) and (value or "").lower() == sought) != differing


def range_of(term: Term, at: Place) -> Area | Fault:
    """Give the range that COUNTIF, SUMIF, MATCH and INDEX must be given."""
    operand = term.operand(at)
    if isinstance(operand, Area | Fault):
        return operand
    raise UnsupportedFormula("a function is given no range")


def counted(terms: Sequence[Term]) -> Term:
    """Compile COUNTIF."""

    def run(at: Place) -> Value:
        area = range_of(terms[0], at)
        if isinstance(area, Fault):
            return area
        fits = criterion(terms[1].value(at))
        return float(len([value for value in at.values(area) if fits(value)]))

    return single(run)


def counterpart(area: Area, summed: Area) -> Area:
    """Give the area that SUMIF adds up: it begins where its third argument does and has the shape of its first."""
    height, width = area.bottom - area.top, area.right - area.left
    return Area(summed.sheet, summed.top, summed.left, summed.top + height, summed.left + width)


def summed_where(terms: Sequence[Term]) -> Term:
    """Compile SUMIF."""

    def run(at: Place) -> Value:
        area, summed = range_of(terms[0], at), range_of(terms[-1] if len(terms) == 3 else terms[0], at)
        if isinstance(area, Fault):
            return area
        if isinstance(summed, Fault):
            return summed
        fits = criterion(terms[1].value(at))
        pairs = zip(at.values(area), at.values(counterpart(area, summed)), strict=True)
        taken = [figure for value, figure in pairs if fits(value)]
        faults = [figure for figure in taken if isinstance(figure, Fault)]
        return faults[0] if faults else add_up(figure for figure in taken if isinstance(figure, float))

    return single(run)


def matched(terms: Sequence[Term]) -> Term:
    """Compile MATCH for an exact match, the third argument 0."""

    def run(at: Place) -> Value:
        area, wanted, way = range_of(terms[1], at), terms[0].value(at), terms[2].value(at)
        if isinstance(area, Fault):
            return area
        if way != 0:
            raise UnsupportedFormula("MATCH is not exact")
        sought = wanted.lower() if isinstance(wanted, str) else wanted
        values = (value.lower() if isinstance(value, str) else value for value in at.values(area))
        alike = (place for place, value in enumerate(values, 1) if type(value) is type(sought) and value == sought)
        place = next(alike, None)
        return NONE_FOUND if place is None else float(place)

    return single(run)


def indexed(terms: Sequence[Term]) -> Term:
    """Compile INDEX of a column and a row in it; a blank is given as one."""

    def run(at: Place) -> Value:
        area, row = range_of(terms[0], at), terms[1].value(at)
        if isinstance(area, Fault):
            return area
        if isinstance(row, Fault):
            return row
        assert isinstance(row, float)
        return list(at.values(area))[int(row) - 1]

    return single(run)


def spaced(words: str) -> str:
    """Give TRIM: no space at the ends and one between words; other white space stays."""
    return " ".join(word for word in words.split(" ") if word)


#: Each function with the fewest and the most arguments it takes.
FUNCTIONS: dict[str, tuple[int, int, Callable[[Sequence[Term]], Term]]] = {
    "TRUE": (0, 0, lambda _: constant(True)),
    "FALSE": (0, 0, lambda _: constant(False)),
    "IF": (2, 3, either),
    "IFERROR": (2, 2, rescued),
    "CHOOSE": (2, 255, numbered),
    "AND": (1, 255, agreeing(all)),
    "OR": (1, 255, agreeing(any)),
    "NOT": (1, 1, with_numbers(lambda figure: figure == 0)),
    "ISNUMBER": (1, 1, asking(lambda value: isinstance(value, float))),
    "ISERROR": (1, 1, asking(lambda value: isinstance(value, Fault))),
    "ISTEXT": (1, 1, asking(lambda value: isinstance(value, str))),
    "ISBLANK": (1, 1, asking(lambda value: value is None)),
    "ABS": (1, 1, with_numbers(abs)),
    "INT": (1, 1, with_numbers(lambda figure: float(math.floor(figure)))),
    "MOD": (2, 2, with_numbers(remainder)),
    "ROUND": (2, 2, with_numbers(rounded)),
    "MIN": (1, 255, gathering(float, lambda figures: min(figures, default=0.0))),
    "MAX": (1, 255, gathering(float, lambda figures: max(figures, default=0.0))),
    "SUM": (1, 255, gathering(float, add_up)),
    "COUNTIF": (2, 2, counted),
    "SUMIF": (2, 3, summed_where),
    "MATCH": (3, 3, matched),
    "INDEX": (2, 2, indexed),
    "TRIM": (1, 1, with_texts(spaced)),
    "LEN": (1, 1, with_texts(lambda words: float(len(words.encode("utf-16-le")) // 2))),
    "DATE": (3, 3, with_numbers(date_of)),
    "EDATE": (2, 2, with_numbers(month_later)),
    "YEAR": (1, 1, with_numbers(year_of)),
}

# ---------------------------------------------------------------- reading formulas

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<area>(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
        (?P<start>\$?[A-Z]{1,3}\$?[1-9]\d*)(?::(?P<end>\$?[A-Z]{1,3}\$?[1-9]\d*))?(?![\w.(!:]))
    |(?P<call>[A-Z][\w.]*)\(
    |(?P<name>[^\W\d][\w.]*)(?![\w.!:])
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:E[-+]?\d+)?(?![\w.:!]))
    |(?P<text>"(?:[^"]|"")*")
    |(?P<sign><>|<=|>=|[-+*/^&=<>(),])
    |(?P<fault>\#(?:VALUE!|DIV/0!|REF!|NAME\?|NUM!|N/A))
    |(?P<end_of_formula>\Z)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d*)", re.IGNORECASE)

#: The operators with two sides, those that bind least first; all of them group from the left.
_LEVELS = (("=", "<>", "<", "<=", ">", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_BINDING = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs}


@functools.lru_cache(maxsize=200_000)
def area_of(sheet: str | None, start: str, end: str | None) -> Area:
    """Give the area between two written cells; without an end it is one cell."""
    corners = []
    for written in (start, end or start):
        found = _CELL.fullmatch(written)
        if found is None:
            raise ValueError(f"not a cell: {written}")
        corners.append((int(found[2]), column_index_from_string(found[1])))
    (top, bottom), (left, right) = (sorted(sides) for sides in zip(*corners, strict=True))
    return Area(sheet, top, left, bottom, right)


@functools.lru_cache(maxsize=200_000)
def compiled(formula: str) -> Term:
    """Give the term of a formula, which is written with its "="."""
    return _Reader(formula).whole()


class _Reader:
    """Reads one formula by operator precedence; a unary minus binds tighter than ^, as in Excel."""

    def __init__(self, formula: str) -> None:
        self._formula = formula
        self._tokens: list[tuple[str, re.Match[str]]] = []
        position = 1
        while not self._tokens or self._tokens[-1][0] != "end_of_formula":
            found = _TOKEN.match(formula, position)
            if found is None or found.lastgroup is None:
                raise self._unread(formula[position:])
            kind = found.lastgroup
            self._tokens.append((found[kind] if kind == "sign" else kind, found))
            position = found.end()
        self._at = 0

    def _unread(self, rest: str) -> UnsupportedFormula:
        return UnsupportedFormula(f"cannot read {rest!r} in {self._formula}")

    def _next(self) -> tuple[str, re.Match[str]]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, sign: str) -> bool:
        """Go past a sign if it stands here."""
        here = self._tokens[self._at][0] == sign
        self._at += here
        return here

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._unread(self._formula[self._tokens[self._at][1].start() :])

    def whole(self) -> Term:
        term = self._expression(0)
        self._expect("end_of_formula")
        return term

    def _expression(self, least: int) -> Term:
        term = self._signed()
        while (level := _BINDING.get(sign := self._tokens[self._at][0], -1)) >= least:
            self._at += 1
            term = OPERATORS[sign]((term, self._expression(level + 1)))
        return term

    def _signed(self) -> Term:
        if self._take("-"):
            return negated((self._signed(),))
        return self._signed() if self._take("+") else self._operand()

    def _operand(self) -> Term:
        kind, found = self._next()
        match kind:
            case "(":
                term = self._expression(0)
                self._expect(")")
                return term
            case "area":
                sheet = found["sheet"] and found["sheet"].removeprefix("'").removesuffix("'").replace("''", "'").lower()
                return reference(area_of(sheet, found["start"], found["end"]))
            case "call":
                return self._call(found["call"].upper())
            case "number":
                return constant(float(found["number"]))
            case "text":
                return constant(found["text"][1:-1].replace('""', '"'))
            case "fault":
                return constant(Fault(found["fault"].upper()))
            case "name":
                word = found["name"].upper()
                return constant(word == "TRUE" if word in ("TRUE", "FALSE") else NAME)
        raise self._unread(self._formula[found.start() :])

    def _call(self, name: str) -> Term:
        if name not in FUNCTIONS:
            raise UnsupportedFormula(f"unknown function {name} in {self._formula}")
        terms: list[Term] = []
        if not self._take(")"):
            terms.append(self._argument())
            while self._take(","):
                terms.append(self._argument())
            self._expect(")")
        fewest, most, build = FUNCTIONS[name]
        if not fewest <= len(terms) <= most:
            raise UnsupportedFormula(f"{name} has {len(terms)} arguments in {self._formula}")
        return build(tuple(terms))

    def _argument(self) -> Term:
        """Read an argument; one that is left out is blank."""
        return constant(None) if self._tokens[self._at][0] in (",", ")") else self._expression(0)
