"""A whole form for a criteria set: plans every sheet, with live formulas where a spreadsheet can hold the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.merging import NOBODY, Conflict, FormPart, Leftover
from xhht_score.numbers import Language
from xhht_score.program.whole import Beyond
from xhht_score.submission import Answer, Submission, Unit
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.calculated import Digest, is_answer, is_result
from xhht_score.workbook.formulas.indicators import Context
from xhht_score.workbook.formulas.values import FormSpot, form_values
from xhht_score.workbook.kept import digest
from xhht_score.workbook.reading.cells import clean
from xhht_score.workbook.references import LONGEST, full
from xhht_score.workbook.symbols import ANSWERS, APPRAISAL, CONFLICTS, INFO, LEFTOVERS, OWN_ROW
from xhht_score.workbook.writing.answers_sheet import ABOUT_ROW, about_height, answer_values, plan_answers
from xhht_score.workbook.writing.appraisal_sheet import appraisal_values, plan_appraisal
from xhht_score.workbook.writing.conflicts_sheet import plan_conflicts
from xhht_score.workbook.writing.guide_sheet import plan_guide
from xhht_score.workbook.writing.info_sheet import ABOUT_KEYS, BLANK, info_values, plan_info
from xhht_score.workbook.writing.leftovers_sheet import plan_leftovers
from xhht_score.workbook.writing.plan import (
    CachedValue,
    Lists,
    Plan,
    Planned,
    PlannedRow,
    PlannedSheet,
    PlannedValue,
    UnitContent,
    height_of,
    room_of,
)
from xhht_score.workbook.writing.results_sheet import plan_results

#: So many shapes are kept, and so many results of forms that nobody has answered.
_MOST_KEPT = 16
#: Where a form says what it was handed out with.
FORM_RESULTS: FormSpot = (INFO, layout.FORM_RESULTS, layout.VALUE)


class _FilledRow(NamedTuple):
    """The row of a cell by sheet and position, how high that is with nothing in it, and the room for a text there."""

    row: tuple[str, int]
    height: float
    across: float
    bold: bool


@dataclass(frozen=True, eq=False)
class Shape:
    """The form of a set in a language before anything of a unit stands in it; units' forms are this one, filled in.

    `context` has what its formulas are made with; `undecided` are the indicators about whose office nobody has decided.
    """

    context: Context
    plan: Plan
    undecided: tuple[str, ...] = ()

    @cached_property
    def _own(self) -> dict[FormSpot, PlannedValue]:
        """What stands in a form that nobody has filled in: who collects what."""
        blank = dict.fromkeys(self.context.criteria_set.indicators, Answer())
        typed = answer_values(self.context.words, self.context.criteria_set, blank)
        return {spot: value for spot, value in typed.items() if value is not None}

    def filled(self, submission: Submission | None, filled_by: str = "", *, computed: bool = True) -> UnitContent:
        """Give what a unit's form has; `computed` says whether what formulas come to is worked out."""
        words, criteria_set = self.context.words, self.context.criteria_set
        submission = submission or Submission(unit=Unit())
        if self.undecided:
            submission = _without_offices(submission, self.undecided)
        typed = {
            **dict(info_values(words, criteria_set, submission, filled_by)),
            **answer_values(words, criteria_set, submission.answers),
            **dict(appraisal_values(words, criteria_set, submission.appraisals)),
        }
        values = self._own | typed
        about = {(ANSWERS, ABOUT_ROW): about_height(words, submission.unit, self.plan.sheets[ANSWERS].wide)}
        raised = self._heights(values if submission.answers else typed)
        heights = raised | about if submission.answers else self._own_heights | raised | about
        results: dict[FormSpot, CachedValue] = {}
        if computed and self.plan.beyond is None:
            results, digested = self._results(submission, values)
            values[FORM_RESULTS] = f"{self._answers(values)} {digested}"
        is_blank = not submission.answers and not submission.appraisals
        return UnitContent(values, results, heights, self._alike(submission) if is_blank and computed else "")

    @staticmethod
    def _alike(submission: Submission) -> str:
        """Name what decides the results of a form in which nothing is answered."""
        return repr((sorted(submission.facts.items()), submission.year, submission.dates))

    @cached_property
    def _own_heights(self) -> dict[tuple[str, int], float]:
        return self._heights(self._own)

    def _heights(self, typed: Mapping[FormSpot, PlannedValue]) -> dict[tuple[str, int], float]:
        """Give how high the rows are that have to be higher for the texts that are filled in."""
        found: dict[tuple[str, int], float] = {}
        for spot, value in typed.items():
            if isinstance(value, str):
                room = self._rooms.get(spot)
                if room is None:
                    room = self._rooms[spot] = self._room(*spot)
                height = height_of(value, room.across, bold=room.bold) if room.across else 0
                if height > found.get(room.row, room.height):
                    found[room.row] = height
        return found

    @cached_property
    def _rooms(self) -> dict[FormSpot, _FilledRow]:
        return {}

    def _room(self, sheet: str, key: str, name: str) -> _FilledRow:
        page = self.plan.sheets[sheet]
        at = page.position(key)
        row = page.rows[at]
        return _FilledRow((sheet, at), row.height or 0, *room_of(name, row.cells[name], page.wide))

    def _results(
        self, submission: Submission, values: Mapping[FormSpot, PlannedValue]
    ) -> tuple[dict[FormSpot, CachedValue], str]:
        """Give what formulas come to, so that a form shows its result where nothing computes it, and its short name.

        No results are given where an answer is finer than a form computes with: a spreadsheet says so.
        """
        said = {name: values[INFO, key, layout.VALUE] or BLANK for name, key in ABOUT_KEYS.items()}
        about: dict[FormSpot, CachedValue] = {
            (INFO, layout.FORM_ABOUT, layout.VALUE): self.context.words.say("form-about", **said)
        }
        known, digested = self._known(submission, values)
        return {**about, **known}, digested

    def _known(
        self, submission: Submission, values: Mapping[FormSpot, PlannedValue]
    ) -> tuple[Mapping[FormSpot, CachedValue], str]:
        """Give what does not depend on who is meant, once for all units that have answered nothing."""
        if any(one.model_copy(update={"assignee": None}) != _NO_ANSWER for one in submission.answers.values()):
            return self._computed(submission, values)
        key = self._alike(submission)
        if key not in self._blank:
            if len(self._blank) >= _MOST_KEPT:
                self._blank.clear()
            self._blank[key] = self._computed(submission, values)
        return self._blank[key]

    @cached_property
    def _blank(self) -> dict[str, tuple[dict[FormSpot, CachedValue], str]]:
        return {}

    def _computed(
        self, submission: Submission, values: Mapping[FormSpot, PlannedValue]
    ) -> tuple[dict[FormSpot, CachedValue], str]:
        try:
            found: dict[FormSpot, CachedValue] = form_values(self.context.words, self.context.program, submission)
        except Beyond:
            return {}, Digest(())({})
        for spot, typed in self._reported.items():
            value = values.get(typed)
            found[spot] = value if isinstance(value, str | int | float) else ""
        return found, self._results_named(found)

    @cached_property
    def _answers(self) -> Digest:
        """What names the answers of a form."""
        return Digest(self._cells_of(is_answer, lambda cell: cell.style == "input"))

    @cached_property
    def _results_named(self) -> Digest:
        """What names the results of a form."""
        return Digest(self._cells_of(is_result, lambda cell: bool(cell.formula)))

    def _cells_of(
        self, counts: Callable[[str, str, str], bool], is_one: Callable[[Planned], bool]
    ) -> Iterator[FormSpot]:
        """Give cells in rows with a key that count, which those of indicators do by their field."""
        for sheet in self.plan.sheets.values():
            fields = sheet.fields
            if sheet.name in (ANSWERS, APPRAISAL):
                fields = tuple(name for name in fields if counts(sheet.name, "", name))
            for row in sheet.rows if fields else ():
                for name in fields if row.key else ():
                    cell = row.cells.get(name)
                    if cell is not None and is_one(cell) and counts(sheet.name, row.key, name):
                        yield sheet.name, row.key, name

    @cached_property
    def _reported(self) -> dict[FormSpot, FormSpot]:
        """The cells of the council's sheet that show what stands in one of the answers'."""
        return {
            (APPRAISAL, row.key, name): (ANSWERS, row.key, name.removeprefix(layout.REPORTED))
            for row in self.plan.sheets[APPRAISAL].rows
            for name, cell in row.cells.items()
            if row.key and cell.formula and name.startswith(layout.REPORTED)
        }


def plan_form(
    words: Words,
    criteria_set: CriteriaSet,
    sha256: str,
    *,
    submission: Submission | None = None,
    filled_by: str = "",
    computed: bool = True,
) -> Plan:
    """Give the form for a set in the language of `words`, with what the submission holds filled in.

    `computed` says whether what formulas come to is worked out, which a plan that is only compared with does without.
    """
    shape = shape_of(words, criteria_set, sha256)
    return shape.plan.filled(shape.filled(submission, filled_by, computed=computed))


_shapes: dict[tuple[int, Language, str], Shape] = {}


def shape_of(
    words: Words,
    criteria_set: CriteriaSet,
    sha256: str,
    *,
    part: FormPart | None = None,
    conflicts: Sequence[Conflict] = (),
    leftovers: Sequence[Leftover] = (),
    submission: Submission | None = None,
    saved_by: str = "",
) -> Shape:
    """Give the form for a set before anything stands in it.

    `part` says which rows the form is made for where it is not for all; of one office's part the other rows are out of
    sight. `conflicts` is what several people answered differently, `leftovers` what was in an old form and is not
    carried over; they stand on sheets of their own, the leftovers beside what `submission` has. `saved_by` is who it
    says of itself saved it. What is not made for one form only is made once.
    """
    if part is not None or conflicts or leftovers or saved_by:
        return _shape(words, criteria_set, sha256, part, conflicts, leftovers, submission, saved_by)
    key = id(criteria_set), words.language, sha256
    if key not in _shapes:
        if len(_shapes) >= _MOST_KEPT:
            _shapes.clear()
        _shapes[key] = _shape(words, criteria_set, sha256)
    return _shapes[key]


def _shape(
    words: Words,
    criteria_set: CriteriaSet,
    sha256: str,
    part: FormPart | None = None,
    conflicts: Sequence[Conflict] = (),
    leftovers: Sequence[Leftover] = (),
    submission: Submission | None = None,
    saved_by: str = "",
) -> Shape:
    only = frozenset(part.rows) if part is not None and part.office else None
    lists = Lists()
    context = Context(words, criteria_set, lists.cells)

    def sheets(live: bool) -> list[PlannedSheet]:
        info = plan_info(
            words, criteria_set, lists, sha256=sha256, part=part, conflicts=conflicts, leftovers=len(leftovers),
            live=live,
        )  # fmt: skip
        answers = plan_answers(context, only=only, live=live)
        computed = [*([plan_results(context, lists)] if live else ()), plan_appraisal(words, criteria_set)]
        for sheet in computed:
            sheet.is_hidden = only is not None
        contested = [plan_conflicts(words, criteria_set, conflicts, live=live)] if conflicts else []
        return [info, answers, *computed, *contested, plan_guide(words, criteria_set, only)]

    beyond = None
    try:
        made = sheets(live=True)
    except Beyond as found:
        made, beyond = sheets(live=False), found.indicator
    issuer = words.text(criteria_set.issuer) if criteria_set.issuer else ""
    by_name = {sheet.name: sheet for sheet in made}
    title = words.text(criteria_set.title)
    plan = Plan(by_name, lists, title=title, issuer=issuer, beyond=beyond, saved_by=saved_by)
    if _has_too_long(plan):
        by_name = {sheet.name: sheet for sheet in sheets(live=False)}
        plan = Plan(by_name, lists, title=title, issuer=issuer, beyond="", too_long=True, saved_by=saved_by)
    _sign(plan, words, criteria_set)
    undecided = tuple(one.key.indicator for one in conflicts if one.is_open and one.key.field == layout.ASSIGNEE)
    shape = Shape(context, plan, undecided)
    if leftovers:
        filled = plan.filled(shape.filled(submission, computed=False)).sheets
        left = plan_leftovers(words, criteria_set, leftovers, filled[INFO], filled[ANSWERS])
        plan.sheets = _before_the_last(by_name, left)
    return shape


def _before_the_last(sheets: Mapping[str, PlannedSheet], added: PlannedSheet) -> dict[str, PlannedSheet]:
    """Give sheets with one more, before the guide."""
    *others, last = sheets.values()
    return {one.name: one for one in (*others, added, last)}


def _has_too_long(plan: Plan) -> bool:
    """Tell whether a formula is longer than programs read; most are far from it, which their symbols tell."""
    long = [
        (name, number, cell.formula)
        for name, sheet in plan.sheets.items()
        for number, row in sheet.numbered()
        for cell in row.cells.values()
        if len(cell.formula) > LONGEST // 2
    ]
    apart = plan.filled(UnitContent({}, {}, {})) if long else plan  # a sheet has all its rows once it is asked for one
    placed = ((apart.resolved(formula, apart.sheets[name]), number) for name, number, formula in long)
    return any(len(formula.replace(OWN_ROW, str(number))) > LONGEST for formula, number in placed)


_NO_ANSWER = Answer()


def _without_offices(submission: Submission, undecided: Iterable[str]) -> Submission:
    """Give a submission with no office in rows about whose office nobody has decided: the cell has to be blank."""
    open_ = {name: submission.answers.get(name, Answer()) for name in undecided}
    blank = {name: one.model_copy(update={"assignee": NOBODY}) for name, one in open_.items()}
    return submission.model_copy(update={"answers": {**submission.answers, **blank}})


def without_formulas(plan: Plan, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Say why a form has no live results, and what in the set has to change for them."""
    if plan.too_long:
        yield Problem("formulas-too-long")
    elif plan.beyond:
        arguments = {"indicator": plan.beyond, "title": criteria_set.indicators[plan.beyond].title}
        yield Problem("form-without-formulas", arguments=arguments)
    elif plan.beyond is not None:
        yield Problem("conditions-without-formulas")


_signatures: dict[tuple[int, Language], tuple[CriteriaSet, tuple[str, str]]] = {}


def _signature(plan: Plan, words: Words, criteria_set: CriteriaSet) -> tuple[str, str]:
    """Give the names of formulas and fixed texts, which are those of every form of a set in a language."""
    known = _signatures.get((id(criteria_set), words.language))
    if known is None or known[0] is not criteria_set:
        if len(_signatures) >= _MOST_KEPT:
            _signatures.clear()
        found = formulas_of(plan)
        formulas = digest((sheet, key, name, full(one, sheet, key)) for sheet, key, name, one in found)
        labels = digest((sheet, key, name, clean(one)) for sheet, key, name, one in labels_of(plan))
        known = _signatures[id(criteria_set), words.language] = criteria_set, (formulas, labels)
    return known[1]


def _sign(plan: Plan, words: Words, criteria_set: CriteriaSet) -> None:
    """Write onto the info sheet what the form was handed out with."""
    plan.formulas, plan.labels = _signature(plan, words, criteria_set)
    for key, value in (
        (layout.FORM_RESULTS, ""),
        (layout.FORM_LANGUAGE, words.language),
        (layout.FORM_GENERATION, layout.GENERATION),
        (layout.FORM_FORMULAS, plan.formulas),
        (layout.FORM_LABELS, plan.labels),
    ):
        cells = {layout.VALUE: Planned(value, style="hidden")}
        plan.sheets["info"].rows.append(PlannedRow(key, cells, hidden=True))


def formulas_of(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Give sheet, row, field and symbolic text of every formula in a row with a key, but for those about conflicts.

    These are in merged forms only, which are compared with the form of the set all the same.
    """
    for sheet in _handed_out(plan):
        for row in sheet.rows:
            if row.key and row.key != layout.CHOICES:
                for name, cell in row.cells.items():
                    if cell.formula:
                        yield sheet.name, row.key, name, cell.formula


def _handed_out(plan: Plan) -> Iterator[PlannedSheet]:
    """Give the sheets that every form of the set has."""
    return (sheet for name, sheet in plan.sheets.items() if name not in (CONFLICTS, LEFTOVERS))


def labels_of(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Give sheet, row, field and text of every fixed text in a row with a key, but for what is written by ourselves.

    The rows that count conflicts and leftovers are only in forms that were made of others, which are compared with the
    form of the set all the same.
    """
    for sheet in _handed_out(plan):
        for row in sheet.rows:
            own_row = sheet.name == INFO and row.key.startswith(layout.OWN_ROWS)
            if not row.key or own_row or row.key in (layout.CONFLICTS, layout.LEFTOVERS):
                continue
            for name, cell in row.cells.items():
                value = cell.value
                if isinstance(value, str) and cell.style not in ("input", "appraisal", "hidden"):
                    yield sheet.name, row.key, name, value
