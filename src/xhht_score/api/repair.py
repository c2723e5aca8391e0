"""A clean form with what an old one holds: of the same set or an older version of it, changed or damaged as it is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from xhht_score.api.single import load_for_use, opened, set_named
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.errors import Problem, in_order
from xhht_score.loading.loader import Loaded
from xhht_score.merging import EVERYBODY, Conflict, resolve, shares
from xhht_score.numbers import Language, from_float
from xhht_score.submission import Answer, Submission
from xhht_score.words import Words
from xhht_score.workbook import checks, fingerprint, layout
from xhht_score.workbook.cells import Cell, Form, clean
from xhht_score.workbook.conflicts import settled
from xhht_score.workbook.generations import language_of
from xhht_score.workbook.leftovers import Carried, leftovers
from xhht_score.workbook.parts import as_filled_in, joint_of, owners_of
from xhht_score.workbook.reading import read_form
from xhht_score.workbook.refitting import refitted
from xhht_score.workbook.template import make_form
from xhht_score.workbook.values import cells_of, figures_in

if TYPE_CHECKING:
    from openpyxl import Workbook


@dataclass(frozen=True, slots=True)
class Repaired:
    """What is carried over from a form: `carried` counts its cells, `problems` names everything that is not."""

    loaded: Loaded
    submission: Submission
    filled_by: str
    assignees: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    language: Language
    carried: int
    problems: tuple[Problem, ...]

    @property
    def lost(self) -> int:
        """How many cells are not carried over."""
        return sum(one.code == "not-carried" for one in self.problems)

    def book(self, language: Language | None = None) -> Workbook:
        """Give the new form, in the language of the old one unless told otherwise.

        A part of one assignee stays a part; a form of several, as merging makes it, is open everywhere.
        """
        rows = shares(self.loaded.criteria_set)
        return make_form(
            Words(language or self.language),
            self.loaded.criteria_set,
            self.loaded.sha256,
            submission=self.submission,
            filled_by=self.filled_by,
            only=frozenset(rows[self.assignees[0]]) if len(self.assignees) == 1 else None,
            assignees=self.assignees,
            conflicts=self.conflicts,
        )


def repair(path: str | Path, criteria: str | None = None) -> Repaired:
    """Read a form, made for any version of the set that it names or of `criteria`, and give what can be carried over.

    Raises `XhhtError` where the file is none of our forms, or the set cannot be used.
    """
    form = opened(path)
    return carried_over(form, load_for_use(criteria or set_named(form)))


def carried_over(original: Form, loaded: Loaded) -> Repaired:
    """Give what can be carried over from a form that was opened already."""
    criteria_set = loaded.criteria_set
    form = refitted(original, criteria_set, loaded.sha256)
    language = language_of(form)
    submission = _as_typed(form, criteria_set, as_filled_in(form, read_form(form, criteria_set).submission))
    joint, unread = joint_of(Words(language), form, criteria_set, submission)
    owners = owners_of(form, criteria_set)
    carried = Carried(original, settled(form), criteria_set, submission)
    count, problems = leftovers(carried)
    problems += [_unread(form, one) for one in unread]
    problems += [*fingerprint.overwritten(original, criteria_set), *checks.conflicts_present(original)]
    return Repaired(
        loaded,
        submission,
        form.text(layout.FILLED_BY),
        () if EVERYBODY in owners else tuple(one for one in shares(criteria_set) if one in owners),
        resolve(criteria_set, joint).conflicts,
        language,
        count,
        in_order(problems),
    )


def _unread(form: Form, problem: Problem) -> Problem:
    """Give what is wrong with a candidate or an assignee as something that is not carried."""
    given = problem.arguments.get("given")
    return Problem("not-carried", problem.place, {"given": given, "reason": "lost-unusable"})


def _as_typed(form: Form, criteria_set: CriteriaSet, submission: Submission) -> Submission:
    """Give the submission with figures that contradict one another as they were typed, and texts with their lines.

    A number with more digits than a spreadsheet keeps is left out, so that none is changed.
    """
    answers = dict(submission.answers)
    for row in settled(form).answers:
        indicator = criteria_set.indicators.get(row[0].id)
        if indicator is not None and indicator.id in answers:
            answers[indicator.id] = _typed(form, indicator, {cell.field: cell for cell in row}, answers[indicator.id])
    return submission.model_copy(update={"answers": answers})


def _typed(form: Form, indicator: Indicator, row: dict[str, Cell], answer: Answer) -> Answer:
    values = dict(answer.values)
    for name, typed in figures_in(form, indicator, cells_of(indicator, row)).values.items():
        value = typed if values.get(name) is None else values[name]
        values[name] = value if value is not None and _is_kept(value) else None
    documents, note = (_lines(row.get(field)) for field in (layout.DOCUMENTS, layout.NOTE))
    return answer.model_copy(update={"values": values, "documents": documents, "note": note})


def _is_kept(value: Fraction) -> bool:
    """Tell whether a spreadsheet gives a number back as it was typed."""
    try:
        return from_float(float(value)) == value
    except OverflowError:
        return False


def _lines(cell: Cell | None) -> str | None:
    """Give a text with its line breaks."""
    if cell is None or not isinstance(cell.value, str):
        return (clean(cell.value) or None) if cell else None
    return unicodedata.normalize("NFC", cell.value).strip() or None
