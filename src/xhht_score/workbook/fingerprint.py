"""Compares a form that came back with the one that was handed out: formulas, labels and drop-downs, cell by cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from html import unescape
from itertools import chain
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.numbers import Language
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.cells import Form, Page, clean
from xhht_score.workbook.forms import formulas_of, labels_of, plan_form
from xhht_score.workbook.formulas.symbols import INFO, LISTS, replaced
from xhht_score.workbook.plan import Plan, Planned, quoted
from xhht_score.workbook.references import Where, full, shifted, symbolic

#: So many changes of a kind are named one by one; the others are counted.
MOST_NAMED = 12
_KINDS = {
    "formula-changed": "changed-formula",
    "label-changed": "changed-label",
    "choices-changed": "changed-choices",
}

_FORMULA_CELL = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)'
)
_SHARED = re.compile(rb'\bsi="(\d+)"')
_RULES = re.compile(rb"<(?:\w+:)?dataValidations\b.*?</(?:\w+:)?dataValidations>", re.DOTALL)
_RULE = re.compile(
    rb"<(?:\w+:)?dataValidation\s[^>]*/>|<(?:\w+:)?dataValidation\s.*?</(?:\w+:)?dataValidation>", re.DOTALL
)
_BOUND = re.compile(rb"<(?:\w+:)?formula([12])>(?:\s*<xm:f>)?([^<]*)")
_NAMED = re.compile(r"\{(\w+)\|([^|{}]*)\|")
_AREA = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
_MOST_CELLS_OF_A_RULE = 5_000


class Change(NamedTuple):
    """One cell that is not as it was handed out: its sheet, row and field, what stands there, what should."""

    sheet: str
    key: str
    field: str
    given: str
    expected: str


def changes(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Give every change of formulas, labels and drop-downs; nothing for a form that was made without them.

    A form for another state of the set or by another version of the program cannot be compared, which is said.
    """
    signed = form.text(layout.FORM_FORMULAS)
    if not signed or form.text(layout.SET_ID) != criteria_set.id:
        return
    handed_out = _form_of(criteria_set, language_of(form))
    plan = handed_out.plan
    if (signed, form.text(layout.FORM_LABELS)) != (plan.formulas, plan.labels):
        if form.text(layout.SET_VERSION) == criteria_set.version:
            yield Problem("form-not-compared", Place(form.file, sheet=form.pages[INFO].title))
        return
    yield from _named(form, "label-changed", _labels(form, handed_out))
    if form.package.keeps_xml:
        yield from _named(form, "formula-changed", _formulas(form, handed_out))
        yield from _named(form, "choices-changed", _rules(form, plan))


def comparable(form: Form, criteria_set: CriteriaSet) -> bool:
    """Tell whether a form was handed out with the formulas that the set has now."""
    signed = form.text(layout.FORM_FORMULAS)
    return (
        bool(signed)
        and form.text(layout.SET_ID) == criteria_set.id
        and _form_of(criteria_set, language_of(form)).plan.formulas == signed
    )


def same_labels(form: Form, criteria_set: CriteriaSet) -> bool:
    """Tell whether a form was handed out with the very texts that the set has now."""
    return form.text(layout.FORM_LABELS) == _form_of(criteria_set, language_of(form)).plan.labels


def overwritten(form: Form, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Give every fixed text and formula that something else stands in place of; nothing where it is not comparable."""
    if not comparable(form, criteria_set) or not same_labels(form, criteria_set):
        return
    handed_out = _form_of(criteria_set, language_of(form))
    found = [*_labels(form, handed_out), *(_formulas(form, handed_out) if form.package.keeps_xml else ())]
    for one in found:
        page = form.pages[one.sheet]
        place = Place(form.file, None, None, page.title, page.cell(one.key, one.field))
        yield Problem("cell-restored", place, {"given": one.given or None})


def language_of(form: Form) -> Language:
    """Give the language that a form was handed out in."""
    return next((one for one in LANGUAGES if one == form.text(layout.FORM_LANGUAGE)), "vi")


@dataclass(frozen=True)
class _HandedOut:
    """The form of a set as it is handed out, with its texts and formulas ready to be compared."""

    criteria_set: CriteriaSet
    plan: Plan

    @cached_property
    def labels(self) -> list[tuple[str, str, str, str]]:
        """Sheet, row, field and text of every fixed text."""
        return list(labels_of(self.plan))

    @cached_property
    def formulas(self) -> dict[str, dict[tuple[str, str], str]]:
        """Every formula by sheet, row and field, with all its cells named in full."""
        found: dict[str, dict[tuple[str, str], str]] = {}
        for sheet, key, field, formula in formulas_of(self.plan):
            found.setdefault(sheet, {})[key, field] = full(formula, sheet, key)
        return found


_handed_out: dict[tuple[int, Language], _HandedOut] = {}


def _form_of(criteria_set: CriteriaSet, language: Language) -> _HandedOut:
    """Give the form that a set would be handed out with, planned once for each set and language."""
    known = _handed_out.get((id(criteria_set), language))
    if known is None or known.criteria_set is not criteria_set:
        known = _HandedOut(criteria_set, plan_form(Words(language), criteria_set, ""))
        _handed_out[id(criteria_set), language] = known
    return known


def _named(form: Form, code: str, found: Iterable[Change]) -> Iterator[Problem]:
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


def _labels(form: Form, handed_out: _HandedOut) -> Iterator[Change]:
    for sheet, key, field, text in handed_out.labels:
        page = form.pages.get(sheet)
        if page is None or key not in page.keys or (field != layout.ID and field not in page.columns):
            continue
        found = page.value(key, field)
        if found != text and (given := clean(found)) != clean(text):
            yield Change(sheet, key, field, given, text)


# ---------------------------------------------------------------- formulas


def _formulas(form: Form, handed_out: _HandedOut) -> Iterator[Change]:
    """Give every planned formula that is not there, with what should stand in its cell."""
    plan, wanted = handed_out.plan, handed_out.formulas
    pages = {name: page for name, page in form.pages.items() if name in plan.sheets}
    where = _where(pages, plan)
    shapes = repr([(name, page.keys, page.columns, page.title.casefold()) for name, page in pages.items()]).encode()
    for name, page in pages.items():
        stored = _FORMULA_CELL.findall(form.package.xml(page.title))
        mark = _mark(plan, name.encode(), shapes, *chain.from_iterable(stored))
        for key, field in _different(mark, partial(_compared, name, page, stored, where, wanted)):
            given = _given(page, _formula_cells(stored), key, field)
            yield Change(name, key, field, given, "=" + _expected(form, plan, name, key, field))


Different = tuple[tuple[str, str], ...]
_known: dict[bytes, Different] = {}


def _different(mark: bytes, compare: Callable[[], Different]) -> Different:
    """Give row and field of the cells that differ; forms of one origin are alike in this and are compared once."""
    if mark not in _known:
        if len(_known) > 200:
            _known.clear()
        _known[mark] = compare()
    return _known[mark]


def _mark(plan: Plan, *parts: bytes) -> bytes:
    """Give a short name for what a form has, held against a plan."""
    whole = b"\0".join((plan.formulas.encode(), plan.labels.encode(), *parts))
    return hashlib.blake2b(whole, digest_size=16).digest()


def _where(pages: dict[str, Page], plan: Plan) -> Where:
    """Say where sheets, rows and columns stand; a row that the form never had is none of its rows."""
    return Where(
        {page.title.casefold(): name for name, page in pages.items()},
        {
            name: {row + 1: key for key, row in page.keys.items() if key in plan.sheets[name].row_numbers}
            for name, page in pages.items()
        },
        {
            name: {layout.column_letters(column): field for field, column in page.columns.items()}
            for name, page in pages.items()
        },
    )


Cells = list[tuple[str, int, str]]
Stored = list[tuple[bytes, bytes, bytes, bytes]]


def _formula_cells(stored: Stored) -> Cells:
    """Give column, row and text of every formula of a sheet, from what `_FORMULA_CELL` finds in its XML."""
    found: Cells = []
    shared: dict[bytes, tuple[int, int, str]] = {}
    for letters, row, attributes, text in stored:
        name, number, formula = letters.decode(), int(row), unescape(text.decode("utf-8", "replace"))
        if b't="shared"' in attributes and (group := _SHARED.search(attributes)):
            column = layout.column_number(name)
            if formula:
                shared[group[1]] = (column, number, formula)
            elif group[1] in shared:
                first_column, first_row, formula = shared[group[1]]
                formula = shifted(formula, column - first_column, number - first_row)
        found.append((name, number, formula))
    return found


def _compared(
    name: str, page: Page, stored: Stored, where: Where, wanted: dict[str, dict[tuple[str, str], str]]
) -> Different:
    """Give row and field of every planned formula of a sheet that is lacking or another one.

    A formula that rests on a row that is gone is not blamed: the lacking row is told by itself.
    """
    keys, fields = where.keys[name], where.fields[name]
    rows = {sheet: {*numbers.values(), "*"} for sheet, numbers in where.keys.items()}
    found = {
        (keys[row], fields[letters]): symbolic(formula, name, where)
        for letters, row, formula in _formula_cells(stored)
        if row in keys and letters in fields
    }
    return tuple(
        (key, field)
        for (key, field), formula in wanted.get(name, {}).items()
        if key in page.keys
        and field in page.columns
        and found.get((key, field)) != formula
        and not any(sheet in rows and row not in rows[sheet] for sheet, row in _NAMED.findall(formula))
    )


def _given(page: Page, cells: Cells, key: str, field: str) -> str:
    row, letters = page.keys[key] + 1, layout.column_letters(page.columns[field])
    formula = next((text for name, number, text in cells if (name, number) == (letters, row)), "")
    return f"={formula}" if formula else clean(page.value(key, field))


def _expected(form: Form, plan: Plan, name: str, key: str, field: str) -> str:
    """Give a formula as it should stand in this file, where rows and columns may have moved."""
    planned = next(row for row in plan.sheets[name].rows if row.key == key).cells[field].formula

    def cell(sheet: str, row: str, column: str) -> str:
        if sheet == LISTS:
            return f"{layout.LISTS_SHEET}!${layout.column_letters(int(column))}${row}"
        page = form.pages.get(sheet or name)
        if page is None or column not in page.columns:
            return "#REF!"
        prefix = "" if sheet in ("", name) else f"{quoted(page.title)}!"
        letters = layout.column_letters(page.columns[column])
        planned_rows = plan.sheets[sheet or name].row_numbers
        numbers = sorted(number + 1 for one, number in page.keys.items() if one in planned_rows)
        if row == "*":
            return f"{prefix}${letters}${numbers[0]}:${letters}${numbers[-1]}"
        number = page.keys.get(row or key)
        return "#REF!" if number is None else f"{prefix}${letters}{'$' if row else ''}{number + 1}"

    return replaced(planned, cell)


# ---------------------------------------------------------------- drop-downs and bounds


class _Rule(NamedTuple):
    kind: str
    first: str
    second: str


def _rules(form: Form, plan: Plan) -> Iterator[Change]:
    """Give every cell to fill in whose drop-down or bounds are not those that it was handed out with."""
    for name, page in form.pages.items():
        if name not in plan.sheets:
            continue
        xml = form.package.xml(page.title)
        xml = b"".join(_RULES.findall(xml, max(xml.rfind(b"</sheetData>"), 0)))
        ruled = [(row.key, field, cell) for row in plan.sheets[name].rows if row.key in page.keys
                 for field, cell in row.cells.items() if cell.options or cell.bounds]  # fmt: skip
        mark = _mark(plan, name.encode(), repr((page.keys, page.columns, form.lists)).encode(), xml)
        different = set(_different(mark, partial(_unlike, form, page, xml, ruled)))
        for key, field, cell in ruled if different else ():
            if (key, field) in different:
                rule = _read_rules(xml).get(page.cell(key, field))
                yield Change(name, key, field, _said(form, rule), _wanted_words(cell))


def _unlike(form: Form, page: Page, xml: bytes, ruled: Iterable[tuple[str, str, Planned]]) -> Different:
    found = _read_rules(xml)
    return tuple(
        (key, field)
        for key, field, cell in ruled
        if field in page.columns and not _alike(form, found.get(page.cell(key, field)), cell)
    )


def _alike(form: Form, rule: _Rule | None, cell: Planned) -> bool:
    if rule is None:
        return False
    if cell.bounds is None:
        return rule.kind == "list" and _options(form, rule) == tuple(clean(one) for one in cell.options)
    kind = "whole" if cell.bounds.whole else "decimal"
    return rule.kind == kind and _numbers(rule.first, rule.second) == _numbers(
        str(cell.bounds.least), str(cell.bounds.most)
    )


def _numbers(*written: str) -> tuple[float | str, ...]:
    found: list[float | str] = []
    for one in written:
        try:
            found.append(float(one))
        except ValueError:
            found.append(one)
    return tuple(found)


def _options(form: Form, rule: _Rule) -> tuple[str, ...]:
    """Give the words of a drop-down: those of its range on our hidden sheet, or those that it lists itself."""
    if rule.first.startswith('"'):
        return tuple(clean(one) for one in rule.first.strip('"').split(","))
    area = re.fullmatch(rf"'?{layout.LISTS_SHEET}'?!\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", rule.first)
    if not area or area[1] != area[3] or layout.column_number(area[1]) >= len(form.lists):
        return (rule.first,)
    column = form.lists[layout.column_number(area[1])]
    return tuple(clean(one) for one in column[int(area[2]) - 1 : int(area[4])])


def _said(form: Form, rule: _Rule | None) -> str:
    if rule is None:
        return ""
    return ", ".join(_options(form, rule)) if rule.kind == "list" else f"{rule.first}–{rule.second}"


def _wanted_words(cell: Planned) -> str:
    return ", ".join(cell.options) if cell.bounds is None else f"{cell.bounds.least}–{cell.bounds.most}"


@lru_cache(maxsize=64)
def _read_rules(xml: bytes) -> dict[str, _Rule]:
    """Give what may be put into each cell, as the sheet's own XML says."""
    found: dict[str, _Rule] = {}
    for match in _RULE.finditer(xml):
        whole = match[0]
        kind = re.search(rb'\btype="(\w+)"', whole)
        bounds = {
            int(number): unescape(text.decode("utf-8", "replace")).strip() for number, text in _BOUND.findall(whole)
        }
        area = re.search(rb'\bsqref="([^"]*)"|<xm:sqref>([^<]*)', whole)
        if kind and area:
            rule = _Rule(kind[1].decode(), bounds.get(1, ""), bounds.get(2, ""))
            for cell in _cells((area[1] or area[2]).decode("utf-8", "replace")):
                found[cell] = rule
    return found


def _cells(areas: str) -> Iterator[str]:
    for area in areas.split():
        if not (found := _AREA.fullmatch(area)):
            continue
        first, last = (layout.column_number(found[at]) for at in (1, 3 if found[3] else 1))
        top, bottom = int(found[2]), int(found[4] or found[2])
        if (last - first + 1) * (bottom - top + 1) <= _MOST_CELLS_OF_A_RULE:
            for row in range(top, bottom + 1):
                for column in range(first, last + 1):
                    yield f"{layout.column_letters(column)}{row}"
