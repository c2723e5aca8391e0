"""What is odd about a form without being wrong: one small function each, so that nothing is passed over in silence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.spreadsheet.cell_names import cell_name, column_letters, column_number
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form, value_columns
from xhht_score.workbook.reading.cleaning import is_blank
from xhht_score.workbook.reading.legacy import looks_legacy
from xhht_score.workbook.reading.offices import part_of
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO, RESULTS

_TEXT_FIELDS = (layout.REASON, layout.DOCUMENTS, layout.NOTE)
#: What stands above a column of the form in its hidden first row.
_A_FIELD = re.compile("[a-z]+(_[a-z0-9]+)*")


def oddities(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Give everything odd about a form whose rows are those of the set."""
    yield from legacy_encoded(form)
    yield from columns_once(form)
    yield from columns_ignored(form)
    yield from merged_over_inputs(form, criteria_set)
    yield from rows_hidden(form, criteria_set)
    yield from columns_hidden(form)
    yield from sheets_hidden(form)
    yield from sheets_ignored(form)


def legacy_encoded(form: Form) -> Iterator[Problem]:
    """Check texts for old encodings; they are kept as they are."""
    for cell in form.info.values():
        if isinstance(cell.value, str) and looks_legacy(cell.value):
            yield Problem("cell-legacy-encoding", form.place(cell), {"given": cell.value})
    for row in form.answers:
        for cell in row:
            if cell.field in _TEXT_FIELDS and isinstance(cell.value, str) and looks_legacy(cell.value):
                yield Problem("cell-legacy-encoding", form.place(cell), {"given": cell.value})


def columns_once(form: Form) -> Iterator[Problem]:
    """Check that no column stands there twice; neither is read then, because none can be trusted."""
    for page in (form.pages[name] for name in (ANSWERS, APPRAISAL) if name in form.pages):
        fields = [*page.fields]
        for field in dict.fromkeys(field for _, field in fields):
            letters = tuple(column_letters(at) for at, one in fields if one == field)
            if layout.is_filled_in(field) and len(letters) > 1:
                place = Place(form.file, sheet=page.title)
                yield Problem("column-repeated", place, {"given": field, "columns": letters})


def columns_ignored(form: Form) -> Iterator[Problem]:
    """Name the columns that hold something beside an id and have no field of the form above them."""
    unknown = (at for at, field in form.pages[ANSWERS].fields if not _A_FIELD.fullmatch(field))
    ignored = tuple(column_letters(at) for at in unknown if _is_used(form, at))
    if ignored:
        yield Problem("column-ignored", Place(form.file, sheet=form.answers_sheet), {"given": ignored})


def merged_over_inputs(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Check that no merged cells lie over cells to fill in: all but the first of them are lost."""
    answered = (form.answers_sheet, _rows(form, criteria_set), _input_columns(form))
    about = (
        form.pages[INFO].title,
        sorted(_row_of(cell.cell) for cell in form.info.values()),
        [column + 1 for column in value_columns(form.pages[INFO])],
    )
    for sheet, rows, columns in (answered, about):
        for area in form.package.frame(sheet).merged:
            if _covers(area.top, area.bottom, rows) and _covers(area.left, area.right, columns):
                name = cell_name(area.top - 1, area.left - 1)
                last = cell_name(area.bottom - 1, area.right - 1)
                yield Problem("cell-merged", Place(form.file, None, None, sheet, name), {"given": f"{name}:{last}"})


def rows_hidden(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Name the indicators whose rows are hidden and hold answers."""
    hidden, part = form.package.hidden_rows(form.answers_sheet), part_of(form, criteria_set)
    for row in form.answers if hidden else ():
        seen = part is None or not part.office or row[0].id in part.rows
        known = row[0].id in criteria_set.indicators and seen  # the rows of others are out of sight in a part
        if known and _row_of(row[0].cell) in hidden and not all(is_blank(cell.value) for cell in row[1:]):
            yield Problem("row-hidden", form.place(row[0]), {"indicator": row[0].id})


def columns_hidden(form: Form) -> Iterator[Problem]:
    """Name the columns that are hidden and hold answers."""
    hidden = form.package.frame(form.answers_sheet).columns
    given = tuple(
        column_letters(at)
        for at, field in (form.pages[ANSWERS].fields if hidden else ())
        if layout.is_filled_in(field) and any(at + 1 in columns for columns in hidden) and _is_used(form, at)
    )
    if given:
        yield Problem("column-hidden", Place(form.file, sheet=form.answers_sheet), {"given": given})


def sheets_hidden(form: Form) -> Iterator[Problem]:
    """Say that a sheet that is read is hidden; a part is handed out with those hidden that nobody fills in for it."""
    unseen = (RESULTS, APPRAISAL) if form.text(layout.PART_OFFICE) else ()
    for sheet in (page.title for name, page in form.pages.items() if name not in unseen):
        if form.package.is_hidden(sheet):
            yield Problem("sheet-hidden", Place(form.file, sheet=sheet))


def sheets_ignored(form: Form) -> Iterator[Problem]:
    """Name the sheets that hold something and are none of the form's; nothing in them is read."""
    ours = {*(page.title for page in form.pages.values()), *_names_of_sheets()}
    ours |= {page.title for pages in form.copies.values() for page in pages}
    others = tuple(name for name in form.package.filled_sheets() if name not in ours)
    if others:
        yield Problem("sheet-ignored", Place(form.file), {"given": others})


@cache
def _names_of_sheets() -> frozenset[str]:
    """Give the names that the form's other sheets are written with."""
    keys = ("sheet-guide", "sheet-conflicts", "sheet-leftovers")
    return frozenset((layout.LISTS_SHEET, *(Words(language).say(key) for language in LANGUAGES for key in keys)))


def _is_used(form: Form, at: int) -> bool:
    """Tell whether a column of the answers sheet holds anything in a row with an id."""
    return any(
        not is_blank(row[at]) for _, key, row in form.pages[ANSWERS].body if key and key not in layout.ID_HEADINGS
    )


def _rows(form: Form, criteria_set: CriteriaSet) -> list[int]:
    return sorted(_row_of(row[0].cell) for row in form.answers if row[0].id in criteria_set.indicators)


def _input_columns(form: Form) -> list[int]:
    return sorted({_column_of(cell.cell) for row in form.answers[:1] for cell in row[1:]})


def _covers(first: int, last: int, places: list[int]) -> bool:
    """Tell whether any of the sorted places lies from `first` to `last`."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] <= last


def _row_of(name: str) -> int:
    return int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _column_of(name: str) -> int:
    return column_number(name.rstrip("0123456789")) + 1
