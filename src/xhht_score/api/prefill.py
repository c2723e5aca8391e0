"""Next year's form with what this year's holds: the unit, its facts and decision, and last year's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from xhht_score.api.remade import Remade
from xhht_score.api.repair import carried_over, is_lost
from xhht_score.api.single import opened
from xhht_score.criteria import CriteriaSet, UnitKind, question_name
from xhht_score.errors import Problem, in_order
from xhht_score.identity import full_code, may_be_one
from xhht_score.loading.loader import Loaded
from xhht_score.measures import Change
from xhht_score.merging import Key, Leftover, flat
from xhht_score.rollup import Other, carry_last_year
from xhht_score.submission import Answer, Dates, Submission, Unit
from xhht_score.words import Words, fields
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form
from xhht_score.workbook.symbols import INFO

#: Joins the two forms of one unit, which need no code for that.
_SAME = "-"


class Beforehand(NamedTuple):
    """What is said of a unit beside its old form, and comes before what that form says; "" and None say nothing."""

    unit: str = ""
    code: str = ""
    parent: str = ""
    year: int | None = None
    filled_by: str = ""
    facts: Mapping[str, str | None] = {}

    @property
    def keys(self) -> frozenset[str]:
        """The rows of the info sheet that are said."""
        said = {
            layout.UNIT_NAME: self.unit,
            layout.UNIT_CODE: self.code,
            layout.UNIT_PARENT: self.parent,
            layout.FILLED_BY: self.filled_by,
            **{layout.FACT_PREFIX + name: choice for name, choice in self.facts.items()},
        }
        return frozenset(key for key, value in said.items() if value)


def prefill(path: Path, loaded: Loaded, *, unit: str = "", code: str = "", year: int | None = None) -> Remade:
    """Give the form for the year after a form, or for `year`; raises `XhhtError` where that form cannot be read."""
    return prefilled(opened(path), loaded, Beforehand(unit, code, year=year))


def prefilled(form: Form, loaded: Loaded, given: Beforehand) -> Remade:
    """Give the form for the year after a form that was opened, or for the year that is given.

    Of a part its office is kept; of a form with several of them there is none to keep. Who collects what stays as it
    was. Where another unit is given than the form's, nothing more of that form is taken.
    """
    old = carried_over(form, loaded)
    was = old.submission
    wanted = given.year if given.year is not None else None if was.year is None else was.year + 1
    chosen: dict[str, str | None] = {name: choice for name, choice in given.facts.items() if choice}
    known = _renamed(was.unit, given, loaded.criteria_set.unit)
    if (other := _other_unit(was, known, loaded.criteria_set.unit)) is not None:
        parent = known.parent if given.parent else None
        blank = Submission(unit=known.model_copy(update={"parent": parent}), year=wanted, facts=chosen)
        return Remade(loaded, blank, given.filled_by, problems=(other.within(form.file),))
    facts = {**was.facts, **chosen}
    offices = {name: Answer(assignee=one.assignee) for name, one in was.answers.items() if one.assignee is not None}
    dates = Dates(decision=was.dates.decision)
    blank = Submission(unit=known, year=wanted, dates=dates, facts=facts, answers=offices)
    submission, said = _figures(form, old, blank)
    about = form.pages[INFO].title
    said_anew = {form.info[key].cell for key in (*given.keys, layout.REQUEST_DATE) if key in form.info}
    lost = [one for one in old.problems if is_lost(one) and one.place.sheet == about]
    lost = [one for one in lost if one.place.cell not in said_anew]
    said += [one for one in old.problems if one.severity != "notice" and not is_lost(one)]
    part = replace(old.of, deadline=None) if old.of is not None and old.of.office else None
    left = tuple(one for one in _left(old, wanted) if one.key.indicator or one.key.field not in given.keys)
    return Remade(
        loaded,
        submission,
        given.filled_by or old.filled_by,
        part,
        leftovers=left,
        files=(form.file,),
        last_year=was.year,
        problems=in_order([*lost, *said]),
    )


def taken_over(words: Words, made: Remade) -> tuple[str, ...]:
    """Give the labels of what was taken over about the unit."""
    about = made.submission.model_copy(update={"year": None, "answers": {}})
    keys = [key for key in flat(made.loaded.criteria_set, about) if not key.indicator]
    keys += [Key("", layout.FILLED_BY)] if made.filled_by else []
    return tuple(fields.asked(words, made.loaded.criteria_set, key) for key in keys)


def _left(old: Remade, year: int | None) -> Iterator[Leftover]:
    """Give the leftovers of what next year's form takes over: about the unit, and this year's figures of a change."""
    criteria_set, fields_of = old.loaded.criteria_set, dict[Key, Key]()
    for identifier, part in _questions(criteria_set, year):
        places = {one.name: at for at, one in enumerate(criteria_set.indicators[identifier].questions)}
        this_year, last_year = (
            layout.value_field(places[question_name(part, name)]) for name in ("this_year", "last_year")
        )
        fields_of[Key(identifier, this_year)] = Key(identifier, last_year)
    for one in old.leftovers:
        if not one.key.indicator and one.key.field not in (layout.YEAR, layout.REQUEST_DATE):
            yield one
        elif one.key in fields_of:
            yield one._replace(key=fields_of[one.key])


def _renamed(was: Unit, given: Beforehand, kind: UnitKind) -> Unit:
    """Give a unit with the name and the codes that were given, where they were."""
    named = {"name": given.unit, "named": True} if given.unit else {}
    coded = {"code": full_code(given.code, kind)} if given.code else {}
    placed = {"parent": given.parent} if given.parent else {}
    return was.model_copy(update={**named, **coded, **placed})


def _other_unit(was: Submission, known: Unit, kind: UnitKind) -> Problem | None:
    """Say that a form is another unit's, by its code or its name."""
    same_code = was.unit.code in (None, known.code)
    if same_code and may_be_one(was.unit.own_name, known.own_name, kind):
        return None
    unit, other = (one.name if same_code else f"{one.name} ({one.code})" for one in (known, was.unit))
    year = None if was.year is None else str(was.year)
    return Problem("last-year-other-unit", arguments={"unit": unit, "other": other, "year": year})


def _figures(form: Form, old: Remade, blank: Submission) -> tuple[Submission, list[Problem]]:
    """Give the blank form with last year's figures, and what there is to say of each."""
    criteria_set = old.loaded.criteria_set
    earlier = Other(form.file, criteria_set, _joined(old.submission))
    filled, found = carry_last_year(criteria_set, _joined(blank), [earlier])
    said = [one for one in found if one.code not in ("last-year-useless", "last-year-filled")]
    if not any(one.code == "last-year-lacking" for one in said):
        for identifier, part in _questions(criteria_set, blank.year):
            said += _about(form, old, filled, identifier, part)
    return filled.model_copy(update={"unit": blank.unit}), [
        one if one.place.file else one.within(form.file) for one in said
    ]


def _joined(submission: Submission) -> Submission:
    return submission.model_copy(update={"unit": submission.unit.model_copy(update={"code": _SAME})})


def _questions(criteria_set: CriteriaSet, year: int | None) -> Iterator[tuple[str, str]]:
    """Give indicator and part of every comparison with last year."""
    for indicator in criteria_set.indicators.values():
        for part, measure in indicator.measures.items():
            if isinstance(measure, Change) and not indicator.stays_open(year):
                yield indicator.id, part


def _about(form: Form, old: Remade, filled: Submission, identifier: str, part: str) -> Iterator[Problem]:
    """Say that last year's figure was taken, or why not."""
    indicator = old.loaded.criteria_set.indicators[identifier]
    figure = filled.answers.get(identifier, Answer()).values.get(question_name(part, "last_year"))
    this_year = question_name(part, "this_year")
    place = old.submission.answers.get(identifier, Answer()).places.get(this_year)
    label = next(one.input.label for one in indicator.questions if one.name == this_year) or indicator.title
    row = {cell.cell for cells in form.answers if cells[0].id == identifier for cell in cells}
    lost = [
        one for one in old.problems if is_lost(one) and one.place.sheet == form.answers_sheet and one.place.cell in row
    ]
    arguments = {"indicator": identifier, "label": label, "found": figure, "year": str(old.submission.year)}
    found = Problem("last-year-carried" if figure is not None else "last-year-blank", arguments=arguments)
    if figure is None and lost:
        yield from lost
    else:
        yield found if place is None else replace(found, place=place)
