"""The sheet of what was not carried over: one row per cell of an old form; how it is written, and read back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.definitions import Text
from xhht_score.errors import Place, Problem
from xhht_score.foreign import shown_text
from xhht_score.merging import Key, Leftover, Source
from xhht_score.problems import entry_of, is_known
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.words import LANGUAGES, Words, fields
from xhht_score.workbook import layout
from xhht_score.workbook.cells import Cell, Form, clean
from xhht_score.workbook.formulas.symbols import ANSWERS, LEFTOVERS
from xhht_score.workbook.plan import TEXT_FORMAT, Planned, Row, Sheet

_WIDTHS = {
    layout.ID: 9, layout.TITLE: 34, layout.INTO: 18, layout.SHOWN: 26, layout.WHY: 48, layout.WHO: 28, layout.FILE: 26,
    layout.CELL: 18,
}  # fmt: skip
#: The columns in which the reason stands in each language.
_REASONS = tuple(f"{layout.WHY}_{language}" for language in LANGUAGES)
_HIDDEN = (layout.FIELD, layout.CODE, layout.CARRIED, *_REASONS)
_TALLEST_ROW = 400  # Excel allows 409 points


def plan_leftovers(
    words: Words, criteria_set: CriteriaSet, leftovers: Sequence[Leftover], info: Sheet, answers: Sheet
) -> Sheet:
    """Give the sheet with every leftover, beside the sheets that it could not be put into."""
    shown = tuple(_WIDTHS)
    sheet = Sheet(LEFTOVERS, words.say("sheet-leftovers"), layout.LEFTOVERS_MARKER, (*shown, *_HIDDEN), landscape=True)
    sheet.wide, sheet.hidden_fields = dict(_WIDTHS), frozenset(_HIDDEN)
    sheet.frozen, sheet.repeated_row = (layout.FIRST_ROW, layout.ID), layout.HEADER_ROW
    sheet.printed = (shown[0], shown[-1])
    sheet.rows = [
        Row("", {layout.ID: Planned(words.say("leftover-how"), style="strong", span=len(shown))}, 40),
        Row("", {}),
        Row("", {name: Planned(words.say(f"leftover-{name}"), style="heading") for name in shown}),
    ]
    sheet.rows += [_row(words, criteria_set, one, info, answers) for one in leftovers]
    return sheet


def _row(words: Words, criteria_set: CriteriaSet, one: Leftover, info: Sheet, answers: Sheet) -> Row:
    sheet, key, field = (answers, *one.key) if one.key.indicator else (info, one.key.field, layout.VALUE)
    planned = next((row.cells.get(field) for row in sheet.rows if row.key == key), None)
    number = sheet.row_numbers.get(key)
    is_asked = not one.key.indicator or one.key.indicator in criteria_set.indicators  # rows of criteria ask nothing
    known = is_asked and planned is not None and number is not None
    into = f"{sheet.title}!{cell_name(number - 1, sheet.columns[field])}" if known and number else ""
    texts = {
        layout.ID: one.key.indicator,
        layout.TITLE: fields.asked(words, criteria_set, one.key) if known else "",
        layout.INTO: into,
        layout.WHY: one.why[LANGUAGES.index(words.language)],
        layout.WHO: one.source.who,
        layout.FILE: shown_text(one.source.file),
        layout.CELL: f"{one.source.sheet}!{one.source.cell}",
    }
    cells = {name: Planned(text, style="shaded", number_format=TEXT_FORMAT) for name, text in texts.items()}
    cells[layout.SHOWN] = Planned(one.shown, style="input", number_format=TEXT_FORMAT)
    hidden = (one.key.field, one.code, _held(planned.value) if planned else "", *one.why)
    cells |= {name: Planned(text, style="hidden") for name, text in zip(_HIDDEN, hidden, strict=True)}
    lines = max(-(-len(texts.get(name, one.shown)) // max(1, width - 2)) for name, width in _WIDTHS.items())
    return Row("", cells, min(15 * max(lines, 1) + 4, _TALLEST_ROW))


class Standing(NamedTuple):
    """A leftover of a form that nobody has dealt with: its row, and the problem that it still is."""

    leftover: Leftover
    problem: Problem


def standing(form: Form, chosen: Form, criteria_set: CriteriaSet) -> Iterator[Standing]:
    """Give what the leftovers sheet says of cells that hold what the program put there, until the row is cleared.

    `chosen` is the form with every chosen candidate in its cell. The problems have the code that they had in the old
    form; `said` is what was said of it then.
    """
    page = form.pages.get(LEFTOVERS)
    if page is None or not page.columns.keys() >= {*_WIDTHS, *_HIDDEN}:
        return
    targets = _Targets(form, chosen)
    for number, identifier, values in page.body:
        row = {name: clean(values[at]) for name, at in page.columns.items()}
        if not row[layout.FIELD] or not row[layout.SHOWN]:
            continue
        key, target = targets.of(Key(identifier, row[layout.FIELD]))
        if target is not None and _held(target.value) != row[layout.CARRIED]:
            continue
        name = cell_name(number, page.columns[layout.SHOWN])
        place = form.place(target) if target else Place(form.file, None, None, page.title, name)
        yield _standing(criteria_set, key, row, place)


def _standing(criteria_set: CriteriaSet, key: Key, row: Mapping[str, str], place: Place) -> Standing:
    sheet, _, cell = row[layout.CELL].rpartition("!")
    source = Source(row[layout.WHO], row[layout.FILE], sheet, cell)
    code, why = row[layout.CODE], tuple(row[name] for name in _REASONS)
    about = {"indicator": key.indicator} if key.indicator in criteria_set.indicators else {}
    if not is_known(code) or entry_of(code).severity == "notice" or not all(why):
        problem = Problem("not-carried", place, {**about, "given": row[layout.SHOWN], "reason": "lost-unusable"})
        why = tuple(Words(language).message(problem) for language in LANGUAGES)
    else:
        said = Text(**dict(zip(LANGUAGES, why, strict=True)))
        old = f"{source.file} › {row[layout.CELL]}"
        problem = Problem(code, place, {**about, "said": said, "shown": row[layout.SHOWN], "old": old})
    return Standing(Leftover(key, problem.code, row[layout.SHOWN], why, source, own=True), problem)


class _Targets:
    """The cells of a form by the fields that the leftovers sheet names."""

    def __init__(self, form: Form, chosen: Form) -> None:
        self._page, self._info = form.pages[ANSWERS], chosen.info
        self._now = {cell.cell: Key(cell.id, cell.field) for row in form.answers for cell in row[1:]}
        self._cells = {Key(cell.id, cell.field): cell for row in chosen.answers for cell in row}

    def of(self, key: Key) -> tuple[Key, Cell | None]:
        """Give the field as the set has it now, and its cell, blank or not; None where the form has no such cell."""
        if not key.indicator:
            return key, self._info.get(key.field)
        row, column = self._page.keys.get(key.indicator), self._page.columns.get(key.field)
        if row is None or column is None:
            return key, None
        name = cell_name(row, column)
        key = self._now.get(name, key)
        return key, self._cells.get(key, Cell(self._page.title, name, *key, self._page.rows[row][column]))


def _held(value: object) -> str:
    """Give what a cell holds as text, the same when it is planned and when it is read back."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    return "" if value is None else clean(value)
