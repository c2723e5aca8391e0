"""Compares a form that came back with the one that was handed out: formulas, labels and drop-downs, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.spreadsheet.cell_names import column_letters
from xhht_score.spreadsheet.worksheet import Formula
from xhht_score.workbook import layout
from xhht_score.workbook.kept import KeptForm, KeptTexts, Spot
from xhht_score.workbook.reading.cells import Form, Page, clean
from xhht_score.workbook.reading.form import FormReading, told
from xhht_score.workbook.reading.generations import generation_of, words_of
from xhht_score.workbook.references import LONGEST, FormPlaces, full, symbolic
from xhht_score.workbook.returned.alike import Alteration, Different, different, mark
from xhht_score.workbook.returned.choices import choices, fractions_taken
from xhht_score.workbook.returned.formula_cells import IS_SHARED, formula_cells, ways_of_writing
from xhht_score.workbook.returned.origins import handed_out, same_formulas
from xhht_score.workbook.returned.signature import is_intact
from xhht_score.workbook.symbols import INFO, LISTS, OWN_ROW, Placed, quoted

#: A formula that is so many times as long as the one that was handed out is another one, whatever stands in it.
_LONGER = 10
#: So many changes of a kind are named one by one; the others are counted.
MOST_NAMED = 12
_KINDS = {
    "formula-changed": "changed-formula",
    "label-changed": "changed-label",
    "choices-changed": "changed-choices",
}

#: What stands in a formula for a cell that is gone.
_GONE = "#REF!"
#: The formulas of a sheet, row by row.
FormulaRows = Iterable[Iterable[Formula]]
_ANY_ROW = OWN_ROW.encode()
_NAMED = re.compile(r"\{(\w+)\|([^|{}]*)\|")


def compared(reading: FormReading) -> FormReading:
    """Give a reading with everything that was changed in its form since it was handed out among its problems."""
    found = changes(reading.form, reading.rows_of)
    return replace(reading, problems=told(reading.form, [*reading.problems, *found]))


def changes(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Give every change of formulas, labels and drop-downs; nothing for a form that was made without them.

    A form of which it is not known how it was handed out says itself whether anything was changed, but not what.
    """
    if not form.text(layout.FORM_FORMULAS) or form.text(layout.SET_ID) != criteria_set.id:
        return
    known = handed_out(form, criteria_set)
    if known is None:
        if criteria_set.reads_version(form.text(layout.SET_VERSION)):
            yield from _unknown(form, criteria_set)
        return
    yield from _named(form, "label-changed", _labels(form, known))
    if form.package.keeps_xml:
        yield from _named(form, "formula-changed", _formulas(form, known))
        yield from _named(form, "choices-changed", choices(form, known))
        yield from fractions_taken(form, known)


def _unknown(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Say that a form was changed, or that one of this generation is of another state of the set."""
    place = Place(form.file, sheet=form.pages[INFO].title)
    if not is_intact(form, criteria_set):
        yield Problem("form-changed", place)
    elif generation_of(form) == layout.GENERATION:
        yield Problem("form-not-compared", place)


def comparable(form: Form, criteria_set: CriteriaSet) -> Mapping[str, str] | None:
    """Give the words that a form's results are written in where its formulas compute what the set has now, else None.

    The formulas are those that the set has now, or those of an earlier generation, for the same version of the set.
    """
    if form.text(layout.SET_VERSION) != criteria_set.version or not form.text(layout.FORM_FORMULAS):
        return None
    known = handed_out(form, criteria_set) or same_formulas(form, criteria_set)
    if known is not None:
        return known.words
    earlier = form.text(layout.SET_ID) == criteria_set.id and generation_of(form) != layout.GENERATION
    return words_of(form) if earlier and is_intact(form, criteria_set) else None


def overwritten(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Give every fixed text and formula that something else stands in place of; nothing where it is not comparable."""
    known = handed_out(form, criteria_set)
    if known is None:
        return
    found = [*_labels(form, known), *(_formulas(form, known) if form.package.keeps_xml else ())]
    for one in found:
        page = form.pages[one.sheet]
        place = Place(form.file, None, None, page.title, page.cell(one.key, one.field))
        yield Problem("cell-restored", place, {"given": one.given or None})


def _named(form: Form, code: str, found: Iterable[Alteration]) -> Iterator[Problem]:
    """Turn changes into problems with their cells: the first ones one by one, then how many more there are."""
    listed = list(found)
    for one in listed[:MOST_NAMED]:
        page = form.pages[one.sheet]
        cell = page.cell(one.key, one.field)
        yield Problem(
            code, Place(form.file, None, None, page.title, cell), {"given": one.given or None, "wanted": one.expected}
        )
    if len(listed) > MOST_NAMED:
        page = form.pages[listed[MOST_NAMED].sheet]
        arguments = {"n": str(len(listed) - MOST_NAMED), "reason": _KINDS[code]}
        yield Problem("changes-more", Place(form.file, None, None, page.title), arguments)


def _labels(form: Form, known: KeptForm) -> Iterator[Alteration]:
    for sheet, labels in known.labels.items():
        page = form.pages.get(sheet)
        if page is None:
            continue
        for (key, field), text in labels.items():
            if key not in page.keys or (field != layout.ID and field not in page.columns):
                continue
            found = page.value(key, field)
            if found != text and (given := clean(found)) != clean(text):
                yield Alteration(sheet, key, field, given, text)


# ---------------------------------------------------------------- formulas


def _formulas(form: Form, known: KeptForm) -> Iterator[Alteration]:
    """Give every formula that is not there, with what should stand in its cell."""
    pages = {name: page for name, page in form.pages.items() if name in known.rows}
    where = _where(pages, known)
    shapes = repr([(name, page.keys, page.columns, page.title.casefold()) for name, page in pages.items()]).encode()
    for name, page in pages.items():
        wanted = known.formulas.get(name, {})
        expected = _expected(form, where, name)
        rows = [*form.package.formulas(page.title)]
        alike = mark(known, name.encode(), shapes, further=(b"\0".join(chain.from_iterable(row)) for row in rows))
        spots = different(alike, partial(_compared, rows, name, page, where, wanted, expected))
        cells = {page.cell(key, field): (key, field) for key, field in spots}
        given = dict(_given(form, page, cells))
        for key, field in spots:
            stands = given.get((key, field)) or clean(page.value(key, field))
            yield Alteration(name, key, field, stands, "=" + expected(wanted[key, field], str(page.keys[key] + 1)))


def _where(pages: dict[str, Page], known: KeptForm) -> FormPlaces:
    """Say where sheets, rows and columns stand; a row that the form never had is none of its rows."""
    rows = {name: frozenset(known.rows[name]) for name in pages}
    return FormPlaces(
        {page.title.casefold(): name for name, page in pages.items()},
        {name: {row + 1: key for key, row in page.keys.items() if key in rows[name]} for name, page in pages.items()},
        {
            name: {column_letters(column): field for field, column in page.columns.items()}
            for name, page in pages.items()
        },
    )


def _compared(
    rows: FormulaRows, name: str, page: Page, where: FormPlaces, wanted: KeptTexts, expected: Placed
) -> Different:
    """Give row and field of every formula of a sheet that is lacking or another one.

    A formula that rests on a row that is gone is not blamed: the lacking row is told by itself.
    """
    keys, fields = where.keys[name], where.fields[name]
    there = {sheet: {*numbers.values(), "*"} for sheet, numbers in where.keys.items()}

    def stands(formula: str, spot: Spot, row: int) -> bool:
        to_stand = expected(wanted[spot], str(row))
        if formula == to_stand and _GONE not in to_stand:
            return True
        whole = full(wanted[spot], name, spot[0])
        is_longer = len(formula) > _LONGER * len(whole) + LONGEST // _LONGER
        return not is_longer and symbolic(formula, name, where) == whole

    sound, others = _as_written(rows, where, wanted, expected, name)
    sound |= {
        spot
        for letters, row, formula in formula_cells([others])
        if (spot := (keys.get(row, ""), fields.get(letters, ""))) in wanted and stands(formula, spot, row)
    }
    return tuple(
        (key, field)
        for (key, field), formula in wanted.items()
        if key in page.keys
        and field in page.columns
        and (key, field) not in sound
        and not any(
            sheet in there and row not in there[sheet] for sheet, row in _NAMED.findall(full(formula, name, key))
        )
    )


def _as_written(
    rows: FormulaRows, where: FormPlaces, wanted: KeptTexts, expected: Placed, name: str
) -> tuple[set[Spot], list[Formula]]:
    """Give row and field of the formulas of a sheet that stand there letter by letter, and all other formulas.

    Most do, and need not be taken out of the XML.
    """
    keys = {str(number).encode(): key for number, key in where.keys[name].items()}
    fields = {letters.encode(): field for letters, field in where.fields[name].items()}
    ways: dict[str, tuple[bytes, ...]] = {}
    sound, others = set[Spot](), list[Formula]()
    for cell in chain.from_iterable(rows):
        letters, row, attributes, text = cell
        formula = wanted.get(spot := (keys.get(row, ""), fields.get(letters, "")))
        if formula is None or IS_SHARED in attributes:
            others.append(cell)
            continue
        if formula not in ways:
            to_stand = expected(formula, OWN_ROW)
            ways[formula] = () if _GONE in to_stand else ways_of_writing(to_stand)
        for way in ways[formula]:
            if way.replace(_ANY_ROW, row) == text:
                sound.add(spot)
                break
        else:
            others.append(cell)
    return sound, others


def _given(form: Form, page: Page, cells: Mapping[str, Spot]) -> Iterator[tuple[Spot, str]]:
    """Give the formulas that stand in some cells, by row and field."""
    for letters, row, formula in formula_cells(form.package.formulas(page.title)) if cells else ():
        if formula and (spot := cells.get(f"{letters}{row}")):
            yield spot, f"={formula}"


def _expected(form: Form, where: FormPlaces, name: str) -> Placed:
    """Give what says how a formula of a sheet should stand in this file, where rows and columns may have moved."""

    def cell(sheet: str, row: str, column: str) -> str:
        if sheet == LISTS:
            return f"{layout.LISTS_SHEET}!${column_letters(int(column))}${row}"
        page = form.pages.get(sheet or name)
        if page is None or column not in page.columns:
            return _GONE
        prefix = "" if sheet in ("", name) else f"{quoted(page.title)}!"
        letters = column_letters(page.columns[column])
        if row == "*":
            extent = where.extents.get(sheet or name)
            return f"{prefix}${letters}${extent[0]}:${letters}${extent[1]}" if extent else _GONE
        if not row:
            return f"{prefix}${letters}{OWN_ROW}"
        number = page.keys.get(row)
        return _GONE if number is None else f"{prefix}${letters}${number + 1}"

    return Placed(cell)
