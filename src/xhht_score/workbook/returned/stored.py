"""Compares what the form computed, as the spreadsheet program stored it, with what the engine computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import isfinite

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem
from xhht_score.numbers import Range, from_float, shown
from xhht_score.recent import Recent
from xhht_score.results import IndicatorResult, Scorecard, Verdict
from xhht_score.workbook import layout
from xhht_score.workbook.calculated import answers_digest, results_digest
from xhht_score.workbook.reading.cells import Form, Page, clean, stored_number
from xhht_score.workbook.reading.conflicts import choices_counted, settled
from xhht_score.workbook.reading.generations import generation_of
from xhht_score.workbook.returned.fingerprint import comparable
from xhht_score.workbook.symbols import ANSWERS, INFO, RESULTS

_CLOSE = Fraction(1, 10**9)
#: States of a row that its form leaves out of what it computes; the first generation knew two of them.
_UNREADABLE = ("form-state-unusable", "form-state-doubtful", "form-state-too_fine")


def differing(form: Form, criteria_set: CriteriaSet, card: Scorecard, verdict: Verdict) -> Iterator[Problem]:
    """Give every stored result that is not the engine's, with both; the scores are those of the form's own answers.

    Where the results are those that the form was written with, and its answers are not, nothing has computed them
    since: that is said once. Nothing is said of a form that was never calculated, or that says itself that it cannot
    compute its result, nor of what a choice on the conflicts sheet bears on, which the form's formulas do not know.
    """
    found = list(_differing(form, criteria_set, card, verdict))
    if found and _is_stale(form):
        results = form.pages[RESULTS]
        found = [Problem("results-not-computed", Place(form.file, sheet=results.title))]
    yield from found


def is_looked_at(page: str, field: str) -> bool:
    """Tell whether what stands in a column of a sheet is compared, or tells that nothing was computed."""
    if page == ANSWERS:
        return field in (layout.STATE, layout.POINTS_LOW, layout.POINTS_HIGH) or field.startswith("result_")
    return page in (INFO, RESULTS)


def _is_stale(form: Form) -> bool:
    """Tell whether a form has the results that it was written with beside other answers."""
    answers, _, results = form.text(layout.FORM_RESULTS).partition(" ")
    cells = [
        (name, key, field, row[column])
        for name in (INFO, ANSWERS, RESULTS)
        if (page := form.pages.get(name)) is not None
        for _, key, row in page.body
        for field, column in page.columns.items()
        if key not in layout.ID_HEADINGS and column < len(row)
    ]
    return results == results_digest(cells) and answers != answers_digest(cells)


def _differing(form: Form, criteria_set: CriteriaSet, card: Scorecard, verdict: Verdict) -> Iterator[Problem]:
    results = form.pages.get(RESULTS)
    if results is None or clean(results.value("ready", layout.VALUE)) != "1":
        return
    words = comparable(form, criteria_set)
    if words is None:
        return
    unreadable = {words[key] for key in _UNREADABLE if key in words}
    answers, chosen = form.pages[ANSWERS], {cell.id for cell in choices_counted(settled(form))}
    if chosen & form.info.keys():
        return
    doubtful = bool(chosen)
    standing = _standing(criteria_set, answers)
    about = (id(words), generation_of(form), form.percent_cells)
    for criterion in card.criteria:
        for result in criterion.indicators:
            if result.id in chosen:
                continue
            stands = (id(result), *about, *standing(result.id))
            if (known := _alike.get(stands)) is not None and known[0] is result and known[1] is words:
                continue
            if clean(answers.value(result.id, layout.STATE)) in unreadable:
                if result.state != "missing":
                    doubtful = True
                    yield _about_row(form, answers, "row-left-out", result.id)
                continue
            differences = _row(form, criteria_set, words, result)
            if _takes_otherwise(form, criteria_set, result):
                doubtful = True
                if any(True for _ in differences):
                    yield _about_row(form, answers, "row-takes-otherwise", result.id)
                continue
            found = list(differences)
            yield from found
            if not found:
                _alike.put(stands, (result, words))
    if not doubtful:
        yield from _totals(form, criteria_set, words, results, card, verdict)


#: Rows that are as the engine has them, by the result, the words and all that stands there.
_alike = Recent[tuple[object, ...], tuple[IndicatorResult, Mapping[str, str]]](2_048)


def _standing(criteria_set: CriteriaSet, answers: Page) -> Callable[[str], list[object]]:
    """Give what gives everything in the row of an indicator that its results are compared by, with the types of it."""
    levels = (f"result_{number}" for number, _ in enumerate(criteria_set.level_ids, 1))
    fields = (layout.STATE, layout.POINTS_LOW, layout.POINTS_HIGH, *levels, *layout.value_fields(criteria_set))
    columns = [answers.columns[field] for field in fields if field in answers.columns]

    def standing(identifier: str) -> list[object]:
        number = answers.keys.get(identifier)
        row = [] if number is None else answers.rows[number]
        values = [row[column] for column in columns if column < len(row)]
        return [*values, *map(type, values)]

    return standing


def _row(form: Form, criteria_set: CriteriaSet, words: Mapping[str, str], result: IndicatorResult) -> Iterator[Problem]:
    answers, indicator = form.pages[ANSWERS], criteria_set.indicators[result.id]
    points = _points(form, criteria_set, result.points, result.maximum, indicator.met_points)
    ends = ((layout.POINTS_LOW, points.low), (layout.POINTS_HIGH, points.high))
    if indicator.points is not None:
        yield from _numbers(form, answers, result.id, ends)
    out = result.state in ("not_applicable", "not_asked")
    for number, at in enumerate(result.levels, 1):
        key = "met" if at.met_low else "condition-open" if at.met_high else "not-met"
        if (
            key == "not-met"
            and indicator.weight
            and result.id not in criteria_set.asked_to_be_met
            and "partly" in words
        ):
            key = "partly" if result.points.high else "no-points"
        said = words[key] if at.asked and not out else "–"
        yield from _word(form, answers, result.id, f"result_{number}", said)


def _totals(
    form: Form, criteria_set: CriteriaSet, words: Mapping[str, str], results: Page, card: Scorecard, verdict: Verdict
) -> Iterator[Problem]:
    if criteria_set.total_points is not None:
        tallies = [*((f"criterion.{one.id}", one.tally) for one in card.criteria), ("total", card.total)]
        for key, tally in tallies:
            points = _points(form, criteria_set, tally.points, tally.maximum)
            ends = (("low", points.low), ("high", points.high), ("maximum", tally.maximum.low))
            yield from _numbers(form, results, key, ends)
    for level in verdict.levels:
        yield from _word(form, results, f"level.{level.id}", layout.VALUE, words[f"level-{level.state}"])


def _points(form: Form, criteria_set: CriteriaSet, points: Range, maximum: Range, *others: Fraction) -> Range:
    """Give points as a form of this generation shows them; those of the first one hold every digit."""
    if generation_of(form) == layout.FIRST_GENERATION:
        return points

    def marks() -> Iterator[Fraction]:  # which most points do not ask for
        yield from (Fraction(0), *criteria_set.marks.of_points(maximum.low, maximum.high), *others)

    return Range(shown(points.low, 2, marks()), shown(points.high, 2, marks()))


def _about_row(form: Form, answers: Page, code: str, identifier: str) -> Problem:
    """Say that the form's own result of a row is no measure for the program's, with what the form says of the row."""
    place = Place(form.file, None, None, answers.title, answers.cell(identifier, layout.STATE))
    given = clean(answers.value(identifier, layout.STATE))
    return Problem(code, place, {"indicator": identifier, "given": given})


def _takes_otherwise(form: Form, criteria_set: CriteriaSet, result: IndicatorResult) -> bool:
    """Tell whether a formula, which sees no percent sign, takes a percentage of a row for another than was read."""
    answers = form.pages[ANSWERS]
    for at, (question, read) in enumerate(
        zip(criteria_set.indicators[result.id].questions, result.values, strict=True)
    ):
        number = stored_number(answers.value(result.id, layout.value_field(at)))
        if question.input.in_percent and number is not None:
            as_share = form.percent_cells and question.input.kind == "decimal"
            if read.value != (number * 100 if as_share else number):
                return True
    return False


def _numbers(form: Form, page: Page, key: str, wanted: tuple[tuple[str, Fraction], ...]) -> Iterator[Problem]:
    for field, number in wanted:
        given = page.value(key, field)
        if not isinstance(given, float | int):
            continue
        if not isfinite(given):
            yield _differs(form, page, key, field, clean(given), number)
        elif (stored := from_float(float(given))) != number and abs(stored - number) > _CLOSE:
            yield _differs(form, page, key, field, stored, number)


def _word(form: Form, page: Page, key: str, field: str, wanted: str) -> Iterator[Problem]:
    given = clean(page.value(key, field))
    if given and given != wanted:
        yield _differs(form, page, key, field, given, wanted)


def _differs(form: Form, page: Page, key: str, field: str, given: Fraction | str, wanted: Fraction | str) -> Problem:
    place = Place(form.file, None, None, page.title, page.cell(key, field))
    return Problem("result-differs", place, {"given": given, "computed": wanted})
