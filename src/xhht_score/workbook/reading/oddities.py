"""What is odd about a form without being wrong: one small function each, so that nothing is passed over in silence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.errors import Place, Problem
from xhht_score.spreadsheet.cell_names import cell_name, column_letters, column_number
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form, FormCell, Page, clean, value_columns
from xhht_score.workbook.reading.cleaning import is_blank
from xhht_score.workbook.reading.legacy import looks_legacy
from xhht_score.workbook.reading.offices import part_of
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, INFO, RESULTS

#: Fields of texts; on the info sheet every one may hold some.
_TEXT_FIELDS = (
    layout.VALUE,
    layout.REASON,
    layout.DOCUMENTS,
    layout.NOTE,
    layout.ASSIGNEE,
    layout.APPRAISED_REASON,
    layout.UNIT_ANSWER,
)
#: What stands above a column of the form in its hidden first row.
_A_FIELD = re.compile("[a-z]+(_[a-z0-9]+)*")


def oddities(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Give everything odd about a form whose rows are those of the set, but for what stands in its cells."""
    yield from columns_once(form)
    yield from columns_ignored(form)
    yield from decided_nowhere(form, criteria_set)
    yield from merged_over_inputs(form, criteria_set)
    yield from rows_hidden(form, criteria_set)
    yield from columns_hidden(form)
    yield from sheets_hidden(form)
    yield from sheets_ignored(form)


def legacy_encoded(form: Form, cells: Iterable[FormCell]) -> Iterator[Problem]:
    """Check texts among the cells of a form for old encodings; they are kept as they are."""
    for cell in cells:
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
    ignored = tuple(column_letters(at) for at in unknown if _is_used(form.pages[ANSWERS], at))
    if ignored:
        yield Problem("column-ignored", Place(form.file, sheet=form.answers_sheet), {"given": ignored})


def decided_nowhere(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Name what stands on the council's sheet and belongs to no cell of an indicator that the council fills in."""
    page = form.pages.get(APPRAISAL)
    if page is None:
        if form.text(layout.FORM_GENERATION) == layout.GENERATION:
            yield Problem("appraisal-sheet-lacking", Place(form.file))
        return
    fields, heading = dict(page.fields), page.keys.get(layout.HEADING_KEY, page.top)
    for number, key, row in page.body:
        indicator = criteria_set.indicators.get(key)
        for at, value in enumerate(row) if number > heading else ():
            field = fields.get(at, "")
            shown = at == page.left or (bool(key) and (field == layout.TITLE or field.startswith(layout.REPORTED)))
            ours = shown or is_blank(value) or clean(value) in layout.signature_texts()
            if not ours and (indicator is None or not is_for_council(indicator, field)):
                place = Place(form.file, None, None, page.title, cell_name(number, at))
                yield Problem("appraisal-nowhere", place, {"given": clean(value)})


def is_for_council(indicator: Indicator, field: str) -> bool:
    """Tell whether the council fills a field of an indicator in."""
    if field == layout.APPRAISED_OMISSION:
        return indicator.not_applicable is not None
    figures = (layout.appraised_field(at) for at in range(len(indicator.questions)))
    return field in (layout.APPRAISED_EVIDENCE, layout.APPRAISED_REASON, layout.UNIT_ANSWER, *figures)


def merged_over_inputs(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Check that no merged cells lie over cells to fill in: all but the first of them are lost."""
    answered = (form.answers_sheet, _rows(form, criteria_set), _input_columns(form))
    about = (
        form.pages[INFO].title,
        sorted(_row_of(cell.cell) for cell in form.info.values()),
        [column + 1 for column in value_columns(form.pages[INFO])],
    )
    council = form.pages.get(APPRAISAL)
    appraised = (
        (
            council.title,
            sorted(row + 1 for key, row in council.keys.items() if key in criteria_set.indicators),
            [at + 1 for at, field in council.fields if layout.is_appraised(field)],
        )
        if council is not None
        else ("", [], [])
    )
    for sheet, rows, columns in (answered, about, appraised):
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
    council = form.pages.get(APPRAISAL)
    unseen = form.package.hidden_rows(council.title) if council is not None else ()
    for row in form.answers if unseen else ():
        decided = [cell for cell in row[1:] if council is not None and cell.sheet == council.title]
        found = next((one for one in decided if _row_of(one.cell) in unseen and not is_blank(one.value)), None)
        if found is not None:
            yield Problem("row-hidden", form.place(found), {"indicator": row[0].id})


def columns_hidden(form: Form) -> Iterator[Problem]:
    """Name the columns that are hidden and hold answers."""
    for page in (form.pages[name] for name in (ANSWERS, APPRAISAL) if name in form.pages):
        hidden = form.package.frame(page.title).columns
        given = tuple(
            column_letters(at)
            for at, field in (page.fields if hidden else ())
            if layout.is_filled_in(field) and any(at + 1 in columns for columns in hidden) and _is_used(page, at)
        )
        if given:
            yield Problem("column-hidden", Place(form.file, sheet=page.title), {"given": given})


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


def _is_used(page: Page, at: int) -> bool:
    """Tell whether a column of a sheet holds anything in a row with an id."""
    return any(not is_blank(row[at]) for _, key, row in page.body if key and key not in layout.ID_HEADINGS)


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
