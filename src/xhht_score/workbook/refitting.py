"""A form that was made for another state of its set: its figures found again by what was asked, never by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.measures import Input
from xhht_score.words import LANGUAGES, Words, rules
from xhht_score.workbook import fingerprint, layout
from xhht_score.workbook.cells import Cell, Form, clean, folded, stored_number
from xhht_score.workbook.formulas.symbols import ANSWERS

_FIGURE, _COUNCIL = "value_", "appraised_"


@dataclass(frozen=True, slots=True)
class Refitted:
    """A form whose figures stand in the fields that the set has for them now, and the cells that no question is for."""

    form: Form
    homeless: frozenset[tuple[str, str]]


def refitted(form: Form, criteria_set: CriteriaSet, sha256: str) -> Refitted:
    """Give the form as the set has its questions now.

    A form with the labels or the file of the set stays as it is. In any other a figure belongs to the question whose
    words stand beside it; where the question names nothing of its own, the title of the indicator must be the same too.
    """
    if _is_current(form, criteria_set, sha256):
        return Refitted(form, frozenset())
    moves = {name: _moves(form, indicator) for name, indicator in criteria_set.indicators.items()}
    homeless: set[tuple[str, str]] = set()
    answers = []
    for row in form.answers:
        indicator = criteria_set.indicators.get(row[0].id)
        kept = list(row) if indicator is None else list(_row(form, indicator, row, moves[row[0].id], homeless))
        answers.append(tuple(kept))
    contested = tuple(_contested(form, moves))
    return Refitted(replace(form, answers=tuple(answers), contested=contested), frozenset(homeless))


def _is_current(form: Form, criteria_set: CriteriaSet, sha256: str) -> bool:
    if form.text(layout.SET_ID) != criteria_set.id:
        return False
    same_file = form.text(layout.SET_SHA256) == sha256 and criteria_set.base is None
    return same_file or fingerprint.same_labels(form, criteria_set)


def _moves(form: Form, indicator: Indicator) -> dict[int, int]:
    """Give the new position of each question of a row by its old one, both counted from 0."""
    page = form.pages[ANSWERS]
    asked = _asked(clean(page.value(indicator.id, layout.ASKED)))
    title = folded(clean(page.value(indicator.id, layout.TITLE)))
    same_title = title in (folded(indicator.title.vi), folded(indicator.title.en))
    wanted: list[set[str]] = [set() for _ in indicator.questions]
    for language in LANGUAGES:
        words = Words(language)
        for position, question in enumerate(indicator.questions):
            if same_title or question.part or question.input.label:
                wanted[position].add(folded(rules.question(words, indicator, question)))
    moves: dict[int, int] = {}
    for new, labels in enumerate(wanted):
        free = [old for old, label in enumerate(asked) if label in labels and old not in moves]
        if free:
            moves[new if new in free else free[0]] = new
    return moves


def _asked(text: str) -> list[str]:
    """Give the questions of a row, which stand in one cell as `(1) … (2) …`.

    >>> _asked("(1) Số người (nam) (2) Tổng số")
    ['số người (nam)', 'tổng số']
    """
    found: list[str] = []
    start = text.find("(1) ")
    while start >= 0:
        number = len(found) + 1
        after = text.find(f" ({number + 1}) ", start)
        found.append(folded(text[start + len(f"({number}) ") : None if after < 0 else after]))
        start = -1 if after < 0 else after + 1
    return found


def _row(
    form: Form, indicator: Indicator, row: tuple[Cell, ...], moves: Mapping[int, int], homeless: set[tuple[str, str]]
) -> Iterator[Cell]:
    for cell in row:
        prefix, position = _position(cell.field)
        if position is None:
            yield cell
            continue
        new = moves.get(position)
        if new is None or not _may_be(form, indicator.questions[new].input, cell):
            homeless.add((cell.sheet, cell.cell))
        else:
            yield cell._replace(field=f"{prefix}{new + 1}")


def _contested(form: Form, moves: Mapping[str, Mapping[int, int]]) -> Iterator[dict[str, Cell]]:
    for row in form.contested:
        cell = row[layout.FIELD]
        prefix, position = _position(cell.field)
        new = moves.get(cell.id, {}).get(position) if position is not None else None
        field = cell.field if position is None else "" if new is None else f"{prefix}{new + 1}"
        yield {name: one._replace(field=field) for name, one in row.items()}


def _position(field: str) -> tuple[str, int | None]:
    for prefix in (_FIGURE, _COUNCIL):
        number = field.removeprefix(prefix)
        if number != field and number.isdigit():
            return prefix, int(number) - 1
    return "", None


def _may_be(form: Form, one: Input, cell: Cell) -> bool:
    """Tell whether a number can be for an input, by whether it is a percentage; the words alone may be the same."""
    if one.kind not in ("percent", "whole", "decimal"):
        return True
    number = stored_number(cell.value)
    if number is None or (one.in_percent and one.kind == "decimal"):
        return True
    percent = form.package.is_percentage(cell.sheet, cell.cell, number)
    return percent is None or percent == (one.kind == "percent")
