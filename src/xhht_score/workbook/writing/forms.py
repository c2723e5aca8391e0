"""A whole form for a criteria set: plans every sheet, with live formulas where a spreadsheet can hold the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.merging import Conflict, Leftover
from xhht_score.program.whole import Beyond
from xhht_score.submission import Submission
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.indicators import Context
from xhht_score.workbook.kept import digest
from xhht_score.workbook.reading.cells import clean
from xhht_score.workbook.references import full
from xhht_score.workbook.symbols import CONFLICTS, LEFTOVERS
from xhht_score.workbook.writing.answers_sheet import plan_answers
from xhht_score.workbook.writing.conflicts_sheet import plan_conflicts
from xhht_score.workbook.writing.guide_sheet import plan_guide
from xhht_score.workbook.writing.info_sheet import plan_info
from xhht_score.workbook.writing.leftovers_sheet import plan_leftovers
from xhht_score.workbook.writing.plan import Lists, Plan, Planned, PlannedRow, PlannedSheet
from xhht_score.workbook.writing.results_sheet import plan_results


def plan_form(
    words: Words,
    criteria_set: CriteriaSet,
    sha256: str,
    *,
    submission: Submission | None = None,
    filled_by: str = "",
    only: frozenset[str] | None = None,
    assignees: Sequence[str] = (),
    conflicts: Sequence[Conflict] = (),
    leftovers: Sequence[Leftover] = (),
) -> Plan:
    """Give the form for a set in the language of `words`, with what the submission holds filled in.

    `only` are the indicators whose rows are open to fill in (None: all), `assignees` the offices whose part it is,
    `conflicts` what several people answered differently, `leftovers` what was in an old form and is not carried over;
    they stand on sheets of their own.
    """
    lists = Lists()
    context = Context(words, criteria_set, lists.cells)

    def sheets(live: bool) -> list[PlannedSheet]:
        info = plan_info(
            words, criteria_set, lists, sha256=sha256, submission=submission, filled_by=filled_by, assignees=assignees,
            conflicts=conflicts, leftovers=len(leftovers), live=live,
        )  # fmt: skip
        answers = plan_answers(context, submission, only=only, live=live)
        results = [plan_results(context, lists)] if live else []
        contested = [plan_conflicts(words, criteria_set, conflicts, live=live)] if conflicts else []
        left = [plan_leftovers(words, criteria_set, leftovers, info, answers)] if leftovers else []
        return [info, answers, *results, *contested, *left, plan_guide(words, criteria_set)]

    beyond = None
    try:
        made = sheets(live=True)
    except Beyond as found:
        made, beyond = sheets(live=False), found.indicator
    plan = Plan({sheet.name: sheet for sheet in made}, lists, beyond=beyond)
    _sign(plan, words)
    return plan


def without_formulas(plan: Plan, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Say why a form has no live results, and what in the set has to change for them."""
    if plan.beyond:
        arguments = {"indicator": plan.beyond, "title": criteria_set.indicators[plan.beyond].title}
        yield Problem("form-without-formulas", arguments=arguments)
    elif plan.beyond is not None:
        yield Problem("conditions-without-formulas")


def _sign(plan: Plan, words: Words) -> None:
    """Write onto the info sheet what the form was handed out with."""
    plan.formulas = digest((sheet, key, name, full(one, sheet, key)) for sheet, key, name, one in formulas_of(plan))
    plan.labels = digest((sheet, key, name, clean(one)) for sheet, key, name, one in labels_of(plan))
    for key, value in (
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
                ours = row.hidden or cell.style in ("input", "appraisal", "hidden") or row.key.startswith("set.")
                if row.key and not ours and isinstance(cell.value, str):
                    yield sheet.name, row.key, name, cell.value
