"""A whole form for a criteria set: plans every sheet, with live formulas where a spreadsheet can hold the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.foreign import cell_text
from xhht_score.merging import NOBODY, Conflict, FormPart, Leftover
from xhht_score.numbers import Language
from xhht_score.program.whole import Beyond
from xhht_score.submission import Answer, Submission, Unit
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.calculated import ValuedCell, answers_digest, results_digest
from xhht_score.workbook.formulas.indicators import Context
from xhht_score.workbook.formulas.values import form_values
from xhht_score.workbook.kept import digest
from xhht_score.workbook.reading.cells import clean
from xhht_score.workbook.references import full
from xhht_score.workbook.symbols import APPRAISAL, CONFLICTS, INFO, LEFTOVERS
from xhht_score.workbook.writing.answers_sheet import plan_answers
from xhht_score.workbook.writing.appraisal_sheet import plan_appraisal
from xhht_score.workbook.writing.cells import plain
from xhht_score.workbook.writing.conflicts_sheet import plan_conflicts
from xhht_score.workbook.writing.guide_sheet import plan_guide
from xhht_score.workbook.writing.info_sheet import ABOUT_KEYS, BLANK, plan_info
from xhht_score.workbook.writing.leftovers_sheet import plan_leftovers
from xhht_score.workbook.writing.plan import CachedValue, Lists, Plan, Planned, PlannedRow, PlannedSheet
from xhht_score.workbook.writing.results_sheet import plan_results


def plan_form(
    words: Words,
    criteria_set: CriteriaSet,
    sha256: str,
    *,
    submission: Submission | None = None,
    filled_by: str = "",
    part: FormPart | None = None,
    conflicts: Sequence[Conflict] = (),
    leftovers: Sequence[Leftover] = (),
    computed: bool = True,
) -> Plan:
    """Give the form for a set in the language of `words`, with what the submission holds filled in.

    `part` says which rows the form is made for where it is not for all; of one office's part the other rows are out of
    sight. `conflicts` is what several people answered differently, `leftovers` what was in an old form and is not
    carried over; they stand on sheets of their own. `computed` says whether what formulas come to is worked out, which
    a plan that is only compared with does without.
    """
    undecided = [one.key.indicator for one in conflicts if one.is_open and one.key.field == layout.ASSIGNEE]
    lists = Lists()
    only = frozenset(part.rows) if part is not None and part.office else None
    context = Context(words, criteria_set, lists.cells)

    def sheets(live: bool) -> list[PlannedSheet]:
        info = plan_info(
            words, criteria_set, lists, sha256=sha256, submission=submission, filled_by=filled_by, part=part,
            conflicts=conflicts, leftovers=len(leftovers), live=live,
        )  # fmt: skip
        answers = plan_answers(context, _without_offices(submission, undecided), only=only, live=live)
        computed = [*([plan_results(context, lists)] if live else ()), plan_appraisal(words, criteria_set, submission)]
        for sheet in computed:
            sheet.is_hidden = only is not None
        contested = [plan_conflicts(words, criteria_set, conflicts, live=live)] if conflicts else []
        left = [plan_leftovers(words, criteria_set, leftovers, info, answers)] if leftovers else []
        return [info, answers, *computed, *contested, *left, plan_guide(words, criteria_set, only)]

    beyond = None
    try:
        made = sheets(live=True)
    except Beyond as found:
        made, beyond = sheets(live=False), found.indicator
    issuer = words.text(criteria_set.issuer) if criteria_set.issuer else ""
    by_name = {sheet.name: sheet for sheet in made}
    plan = Plan(by_name, lists, title=words.text(criteria_set.title), issuer=issuer, beyond=beyond)
    if computed and beyond is None:
        plan.values = dict(_carried(plan, context, submission))
    _sign(plan, words, criteria_set)
    return plan


def _without_offices(submission: Submission | None, undecided: Iterable[str]) -> Submission | None:
    """Give a submission with no office in rows about whose office nobody has decided: the cell has to be blank."""
    if submission is None:
        return None
    open_ = {name: submission.answers.get(name, Answer()) for name in undecided}
    blank = {name: one.model_copy(update={"assignee": NOBODY}) for name, one in open_.items()}
    return submission.model_copy(update={"answers": {**submission.answers, **blank}}) if blank else submission


def _carried(
    plan: Plan, context: Context, submission: Submission | None
) -> Iterator[tuple[tuple[str, str, str], CachedValue]]:
    """Give what the formulas come to, so that a form shows its result where nothing computes it.

    No results are given where an answer is finer than a form computes with: a spreadsheet says so.
    """
    info = {row.key: row.cells[layout.VALUE].value for row in plan.sheets["info"].rows if layout.VALUE in row.cells}
    said = {name: info[key] or BLANK for name, key in ABOUT_KEYS.items()}
    yield (INFO, layout.FORM_ABOUT, layout.VALUE), context.words.say("form-about", **said)
    try:
        known = form_values(context.words, context.program, submission or Submission(unit=Unit(name="")))
    except Beyond:
        return
    for spot, value in known.items():
        yield spot, value if isinstance(value, str) else plain(value)
    answers = {row.key: row.cells for row in plan.sheets["answers"].rows if row.key}
    for row in (row for row in plan.sheets["appraisal"].rows if row.key in answers):
        for name, cell in row.cells.items():
            if cell.formula and name.startswith(layout.REPORTED):
                typed = answers[row.key][name.removeprefix(layout.REPORTED)].value
                yield (APPRAISAL, row.key, name), typed if isinstance(typed, str | int | float) else ""


def without_formulas(plan: Plan, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Say why a form has no live results, and what in the set has to change for them."""
    if plan.beyond:
        arguments = {"indicator": plan.beyond, "title": criteria_set.indicators[plan.beyond].title}
        yield Problem("form-without-formulas", arguments=arguments)
    elif plan.beyond is not None:
        yield Problem("conditions-without-formulas")


_MOST_KEPT = 16
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
    carried = f"{answers_digest(_typed(plan))} {results_digest((*spot, one) for spot, one in plan.values.items())}"
    for key, value in (
        (layout.FORM_RESULTS, carried if plan.values else ""),
        (layout.FORM_LANGUAGE, words.language),
        (layout.FORM_GENERATION, layout.GENERATION),
        (layout.FORM_FORMULAS, plan.formulas),
        (layout.FORM_LABELS, plan.labels),
    ):
        cells = {layout.VALUE: Planned(value, style="hidden")}
        plan.sheets["info"].rows.append(PlannedRow(key, cells, hidden=True))


def _typed(plan: Plan) -> Iterator[ValuedCell]:
    """Give sheet, row, field and value of every cell in which something stands already that people fill in."""
    for sheet in _handed_out(plan):
        for row in sheet.rows:
            for name, cell in row.cells.items():
                if cell.style == "input" and cell.value is not None:
                    yield (
                        sheet.name,
                        row.key,
                        name,
                        cell_text(cell.value) if isinstance(cell.value, str) else cell.value,
                    )


def formulas_of(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Give sheet, row, field and symbolic text of every formula in a row with a key, but for those about conflicts.

    These are in merged forms only, which are compared with the form of the set all the same.
    """
    for sheet in _handed_out(plan):
        for row in sheet.rows:
            for name, cell in row.cells.items():
                if cell.formula and row.key and row.key != layout.CHOICES:
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
            if row.key in (layout.CONFLICTS, layout.LEFTOVERS):
                continue
            for name, cell in row.cells.items():
                filled_in = cell.style in ("input", "appraisal")
                own_row = sheet.name == INFO and row.key.startswith(layout.OWN_ROWS)
                ours = own_row or filled_in or cell.style == "hidden"
                if row.key and not ours and isinstance(cell.value, str):
                    yield sheet.name, row.key, name, cell.value
