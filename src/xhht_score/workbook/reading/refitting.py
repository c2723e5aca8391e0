"""A form that was made for another state of its set: its figures found again by what was asked, never by position."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from xhht_score.criteria import CriteriaSet, Indicator, question_name
from xhht_score.words import LANGUAGES, Words, rules
from xhht_score.workbook import layout
from xhht_score.workbook.kept import Asked, Asks
from xhht_score.workbook.reading.cells import Form, FormCell, clean, folded, stored_number
from xhht_score.workbook.reading.generations import asked_now, kept_for, language_of
from xhht_score.workbook.reading.rewording import reworded
from xhht_score.workbook.symbols import ANSWERS

_FIGURE, _COUNCIL = "value_", "appraised_"
#: The new position of each question of a row by its old one, both counted from 0, for each indicator.
Moves = Mapping[str, Mapping[int, int]]
#: Tells whether a cell can answer the question of an indicator that stands at a new position.
Fits = Callable[[Indicator, int, FormCell], bool]


def as_asked_now(form: Form, criteria_set: CriteriaSet) -> Form:
    """Give a form that is to be read with its figures in the fields and its choices in the words that the set has now.

    By what is kept of the form where anything is; else, for an earlier version that the set reads, by the words that
    stand beside the figures. What no question of the set is for is named in `homeless`.
    """
    if form.homeless is not None or form.text(layout.SET_ID) != criteria_set.id:
        return form
    known = kept_for(form)
    if known is not None:
        return _by_name(form, criteria_set, known.asks)
    version = form.text(layout.SET_VERSION)
    earlier = version != criteria_set.version and criteria_set.reads_version(version)
    return by_words(form, criteria_set) if earlier else form


def asks_as_now(form: Form, criteria_set: CriteriaSet) -> bool:
    """Tell whether a form asks what the set asks now, so that there is nothing to fit, whatever is filled in."""
    known = kept_for(form)
    if form.homeless or form.text(layout.SET_ID) != criteria_set.id:
        return False
    if known is None:
        return form.text(layout.SET_VERSION) == criteria_set.version
    return known.asks == asked_now(criteria_set, language_of(form))


# ---------------------------------------------------------------- by the names of the questions


def _by_name(form: Form, criteria_set: CriteriaSet, then: Asks) -> Form:
    """Give a form fitted by the questions that it was handed out with."""
    now = asked_now(criteria_set, language_of(form))
    if then == now:
        return replace(form, homeless=())
    moves = {name: _same_questions(then, now, criteria_set.indicators[name]) for name in now.questions}
    never_had = {one for one in layout.needed_fields(criteria_set) if one not in then.fields}
    fitted = _moved(reworded(form, then, now), criteria_set, moves)
    return replace(fitted, fields=form.fields | never_had)


def _same_questions(then: Asks, now: Asks, indicator: Indicator) -> dict[int, int]:
    """Give where the questions of an indicator stand now.

    Between versions of a set the same name is the same question where kinds and unit are the same too. What an earlier
    version asked without parts is asked in the part that was the whole then.
    """
    other = then.version != now.version
    whole = next((name for name, part in indicator.parts.items() if part.was_whole), "") if other else ""

    parts = tuple(f"{name}." for name in indicator.parts)

    def meaning(one: Asked, within: str = "") -> tuple[str, ...]:
        name = one.name if one.name.startswith(parts) else question_name(within, one.name)
        return (name, one.measure, one.input, one.unit) if other else (name,)

    places = {meaning(one): at for at, one in enumerate(now.questions[indicator.id])}
    before = enumerate(then.questions.get(indicator.id, ()))
    return {old: places[meaning(one, whole)] for old, one in before if meaning(one, whole) in places}


# ---------------------------------------------------------------- by the words of the questions


def by_words(form: Form, criteria_set: CriteriaSet) -> Form:
    """Give a form fitted by the words that stand beside its figures."""
    moves = {name: _same_words(form, indicator) for name, indicator in criteria_set.indicators.items()}
    return _moved(form, criteria_set, moves, partial(_may_be, form))


def _same_words(form: Form, indicator: Indicator) -> dict[int, int]:
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


def _may_be(form: Form, indicator: Indicator, new: int, cell: FormCell) -> bool:
    """Tell whether a number can be for an input, by whether it is a percentage; the words alone may be the same."""
    one = indicator.questions[new].input
    number = stored_number(cell.value)
    if number is None or one.kind in ("yes_no", "choice") or (one.in_percent and one.kind == "decimal"):
        return True
    percent = form.package.is_percentage(cell.sheet, cell.cell, number)
    return percent is None or percent == (one.kind == "percent")


# ---------------------------------------------------------------- moved


def _moved(form: Form, criteria_set: CriteriaSet, moves: Moves, fits: Fits = lambda *_: True) -> Form:
    """Give a form with every figure in the field that its question has now, where `fits` allows it."""
    homeless: list[FormCell] = []
    answers = []
    for row in form.answers:
        indicator = criteria_set.indicators.get(row[0].id)
        kept = row if indicator is None else _row(indicator, row, moves[row[0].id], fits, homeless)
        answers.append(tuple(kept))
    contested = tuple(_contested(form, moves))
    return replace(form, answers=tuple(answers), contested=contested, homeless=tuple(homeless))


def _row(
    indicator: Indicator,
    row: tuple[FormCell, ...],
    moves: Mapping[int, int],
    fits: Fits,
    homeless: list[FormCell],
) -> Iterator[FormCell]:
    """Give the cells of a row; a question that the form never asked is a blank, at the id of the row."""
    for cell in row:
        prefix, position = _position(cell.field)
        if position is None:
            yield cell
            continue
        new = moves.get(position)
        if new is None or not fits(indicator, new, cell):
            homeless.append(cell)
        else:
            yield cell._replace(field=f"{prefix}{new + 1}")
    for new in range(len(indicator.questions)):
        if new not in moves.values():
            yield row[0]._replace(field=layout.value_field(new), value="")


def _contested(form: Form, moves: Moves) -> Iterator[dict[str, FormCell]]:
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
