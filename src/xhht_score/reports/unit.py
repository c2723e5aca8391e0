"""The page of one unit: scores criterion by criterion, the totals, the verdict with each condition, the problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from xhht_score.criteria import Condition, CriteriaSet, EachCriterion, EachIndicator, Level, OneCriterion, Total
from xhht_score.reports.assessment import Assessment
from xhht_score.reports.document import Block, Cell, Column, Document, Heading, Listing, Paragraph, Table, Tone
from xhht_score.results import (
    ConditionResult,
    CriterionResult,
    Finding,
    IndicatorResult,
    LevelResult,
    Range,
    Tally,
)
from xhht_score.words import Words, rules

_BLANKS = ("answer-blank",)
_STATE_TONES: dict[str, Tone] = {
    "met": "good", "short": "bad", "open": "open", "left_out": "muted",
    "eligible": "good", "possible": "open", "not_eligible": "bad",
    "error": "bad", "warning": "open", "notice": "muted",
}  # fmt: skip


def compose_unit(words: Words, assessment: Assessment, *, brief: bool = False) -> Document:
    """Give the page of one unit; `brief` leaves out the lines of indicators."""
    return Document(tuple(_page(words, assessment, brief)))


def _page(words: Words, assessment: Assessment, brief: bool) -> Iterator[Block]:
    yield Heading(1, unit_title(words, assessment))
    yield from set_lines(words, assessment.criteria_set)
    yield Paragraph(words.say("file-line", file=assessment.file), "muted")
    if assessment.criteria_set.facts:
        said = rules.facts(words, assessment.criteria_set, assessment.submission.facts)
        yield Paragraph(words.say("facts-line", facts=said), "muted")
    if not brief:
        for criterion in assessment.scorecard.criteria:
            title = words.text(next(one.title for one in assessment.criteria_set.criteria if one.id == criterion.id))
            yield Heading(2, words.say("criterion-heading", id=criterion.id, title=title))
            yield _indicator_table(words, assessment, criterion)
            yield Paragraph(tally(words, assessment.criteria_set, criterion.tally), "strong")
    yield Heading(2, words.say("totals"))
    yield from unit_body(words, assessment)


def unit_body(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Give what stands below the indicators: totals, what was left out or is missing, the verdict, the problems."""
    yield criteria_table(words, assessment)
    total = words.say("total-line", tally=tally(words, assessment.criteria_set, assessment.scorecard.total))
    yield Paragraph(total, "strong")
    yield from _omissions(words, assessment)
    yield from _missing(words, assessment)
    yield from _verdict(words, assessment)
    yield from _problems(words, assessment)


def unit_title(words: Words, assessment: Assessment) -> str:
    """Give the unit and the year."""
    year = assessment.submission.year
    return words.say("unit-year", unit=assessment.submission.unit.name, year=year or words.say("year-unknown"))


def set_lines(words: Words, criteria_set: CriteriaSet) -> Iterator[Block]:
    """Give the line that names the set and its status, and the plain warning where its points are not official."""
    yield Paragraph(
        words.say(
            "set-line",
            title=words.text(criteria_set.title),
            id=criteria_set.id,
            version=criteria_set.version,
            status=words.say(f"status-{criteria_set.status}"),
        )
    )
    if criteria_set.status != "official":
        yield Paragraph(words.say(f"{criteria_set.status}-line"), "open")


def point_marks(criteria_set: CriteriaSet, maximum: Fraction) -> list[Fraction]:
    """Give the points out of `maximum` that some condition asks for, for points to be shown exactly enough."""
    marks = [maximum]
    for level in criteria_set.recognition.levels:
        for condition in level.requires:
            match condition:
                case Total(at_least=mark):
                    marks.append(mark.placed * maximum if mark.percent else mark.placed)
                case EachCriterion(at_least=Fraction() as share) | OneCriterion(at_least=share):
                    marks.append(share * maximum)
                case EachCriterion(above=Fraction() as points) | EachIndicator(at_least=points):
                    marks.append(points)
                case _:
                    pass
    return marks


def tally(words: Words, criteria_set: CriteriaSet, found: Tally) -> str:
    """Give points over applicable points and the attainment."""
    if found.percent is None:
        return words.say("tally-nothing")
    return words.say(
        "tally-line",
        points=words.points(found.points, against=point_marks(criteria_set, found.maximum.high)),
        maximum=words.points(found.maximum),
        percent=words.attainment(found.percent),
    )


def met_cell(words: Words, result: IndicatorResult) -> Cell:
    """Give in one word whether an indicator is met."""
    if result.state in ("not_applicable", "not_asked", "refused"):
        return Cell(words.say(result.state), "muted")
    if result.met_low:
        return Cell(words.say("met"), "good")
    if result.state == "missing":
        return Cell(words.say("missing"), "open")
    return Cell(words.say("open-met"), "open") if result.met_high else Cell(words.say("not-met"), "bad")


def _indicator_table(words: Words, assessment: Assessment, criterion: CriterionResult) -> Table:
    columns = (
        Column(words.say("col-id")),
        Column(words.say("col-title"), share=3),
        Column(words.say("col-values"), share=2),
        Column(words.say("col-points"), right=True),
        Column(words.say("col-maximum"), right=True),
        Column(words.say("col-result")),
    )
    rows = []
    for result in criterion.indicators:
        indicator = assessment.criteria_set.indicators[result.id]
        out = result.state in ("not_applicable", "not_asked")
        rows.append(
            (
                Cell(result.id),
                Cell(words.text(indicator.title)),
                Cell("–" if out else values_text(words, assessment.criteria_set, result)),
                Cell("–" if out else indicator_points(words, assessment.criteria_set, result)),
                Cell("–" if out else words.points(result.maximum)),
                met_cell(words, result),
            )
        )
    return Table(columns, tuple(rows))


def indicator_points(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give the points of an indicator, exact enough to compare rightly with what is asked of it."""
    marks = [*point_marks(criteria_set, result.maximum.high), criteria_set.indicators[result.id].met_points]
    return words.points(result.points, against=marks)


def values_text(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give what was reported, short: `20/25 (80%)`, `Mức 2`, `42 → 45,5`; a dash where nothing was."""
    measure = criteria_set.indicators[result.id].measure
    said = [rules.reported(words, one, found.value) for one, found in zip(measure.inputs, result.values, strict=True)]
    if all(found.value is None for found in result.values):
        return "–"
    known = result.value is not None and result.value.low == result.value.high and result.state == "answered"
    at = (
        rules.value(words, measure, result.value.low, against=thresholds(criteria_set, result))
        if known and result.value
        else ""
    )
    match measure.kind:
        case "ratio" if len(said) > 1:
            return f"{said[0]} / {said[1]}" + (f" ({at})" if at else "")
        case "change":
            return " → ".join(said)
        case "checklist" | "share_of_units" if at:
            return at
        case _:
            return "; ".join(said) if len(said) > 1 else (at or said[0])


def thresholds(criteria_set: CriteriaSet, result: IndicatorResult) -> tuple[Fraction, ...]:
    """Give the places on the scale that the indicator's rule names, for a value to be shown exactly enough."""
    return tuple(mark.placed for mark in criteria_set.indicators[result.id].rules[result.rule].scoring.marks)


def criteria_table(words: Words, assessment: Assessment) -> Table:
    """Give the tally of each criterion and of the total."""
    titles = {one.id: words.text(one.title) for one in assessment.criteria_set.criteria}
    columns = (
        Column(words.say("col-id")),
        Column(words.say("col-criterion"), share=1),
        Column(words.say("col-points"), right=True),
        Column(words.say("col-maximum"), right=True),
        Column(words.say("col-attainment"), right=True),
    )
    rows = [
        (Cell(one.id), Cell(titles[one.id]), *_tally_cells(words, assessment.criteria_set, one.tally))
        for one in assessment.scorecard.criteria
    ]
    rows.append(
        (
            Cell(""),
            Cell(words.say("total"), "strong"),
            *_tally_cells(words, assessment.criteria_set, assessment.scorecard.total),
        )
    )
    return Table(columns, tuple(rows), total=True)


def _tally_cells(words: Words, criteria_set: CriteriaSet, found: Tally) -> tuple[Cell, Cell, Cell]:
    return (
        Cell(words.points(found.points, against=point_marks(criteria_set, found.maximum.high))),
        Cell(words.points(found.maximum)),
        Cell(words.attainment(found.percent)),
    )


def _all_indicators(assessment: Assessment) -> Iterable[IndicatorResult]:
    return (result for criterion in assessment.scorecard.criteria for result in criterion.indicators)


def _omissions(words: Words, assessment: Assessment) -> Iterator[Block]:
    items = []
    for result in _all_indicators(assessment):
        if result.state == "not_applicable":
            indicator = assessment.criteria_set.indicators[result.id]
            said = words.say(
                "not-applicable-item",
                id=result.id,
                title=words.text(indicator.title),
                points=words.number(indicator.points),
                reason=result.reason,
            )
            items.append(Cell(said))
    if items:
        yield Heading(2, words.say("not-applicable-heading"))
        yield Listing(tuple(items))


def _missing(words: Words, assessment: Assessment) -> Iterator[Block]:
    items = []
    for result in _all_indicators(assessment):
        if result.points.low != result.points.high or result.state == "missing":
            indicator = assessment.criteria_set.indicators[result.id]
            office = assessment.criteria_set.offices.get(indicator.assignee or "")
            arguments = {
                "id": result.id,
                "title": words.text(indicator.title),
                "points": words.number(result.points.high - result.points.low),
            }
            if result.state == "answered" and len(assessment.scorecard.sheets) > 1:
                items.append(Cell(words.say("missing-item-fact", **arguments), "open"))
            elif office:
                items.append(Cell(words.say("missing-item", assignee=words.text(office), **arguments), "open"))
            else:
                items.append(Cell(words.say("missing-item-bare", **arguments), "open"))
    if items:
        yield Heading(2, words.say("missing-heading"))
        yield Listing(tuple(items))


def level_title(words: Words, criteria_set: CriteriaSet, level: str | None) -> str:
    """Give the title of a level, or the word for no level."""
    for one in criteria_set.recognition.levels:
        if one.id == level:
            return words.text(one.title)
    own = criteria_set.recognition.no_level
    return words.text(own) if own else words.say("no-level")


def verdict_text(words: Words, assessment: Assessment) -> str:
    """Give the verdict in one line: the level reached for certain, and the one still possible."""
    verdict, criteria_set = assessment.verdict, assessment.criteria_set
    certain = level_title(words, criteria_set, verdict.certain)
    if verdict.possible in (verdict.certain, None):
        return words.say("verdict-certain", level=certain)
    return words.say("verdict-possible", certain=certain, possible=level_title(words, criteria_set, verdict.possible))


def verdict_cell(words: Words, assessment: Assessment) -> Cell:
    """Give the level reached, or else the one still possible, for a table."""
    verdict, criteria_set = assessment.verdict, assessment.criteria_set
    said = level_title(words, criteria_set, verdict.certain)
    if verdict.possible not in (verdict.certain, None):
        possible = level_title(words, criteria_set, verdict.possible)
        said += f" ({words.say('still-possible', level=possible)})"
    return Cell(said, _verdict_tone(assessment))


def _verdict_tone(assessment: Assessment) -> Tone:
    if assessment.verdict.certain is not None:
        return "good"
    return "open" if assessment.verdict.possible is not None else "bad"


def _verdict(words: Words, assessment: Assessment) -> Iterator[Block]:
    recognition = assessment.criteria_set.recognition
    yield Heading(2, words.say("verdict-heading", title=words.text(recognition.title)))
    for level, result in zip(recognition.levels, assessment.verdict.levels, strict=True):
        state = words.say(f"level-{result.state}")
        said = words.say("verdict-level", level=words.text(level.title), state=state)
        yield Heading(3, said)
        yield _conditions_table(words, level, result)
        if result.state == "not_eligible" and not {"short", "left_out"} & {one.state for one in result.conditions}:
            yield Paragraph(words.say("no-joint"), "bad")
        met, applicable = _counts(result)
        yield Paragraph(words.say("attainment-line", met=met, applicable=applicable), "muted")
    yield Paragraph(verdict_text(words, assessment), _verdict_tone(assessment))


def _counts(result: LevelResult) -> tuple[str, str]:
    found = result.attainment
    met = str(found.met_low) if found.met_low == found.met_high else f"{found.met_low} – {found.met_high}"
    low, high = found.applicable_low, found.applicable_high
    return met, str(low) if low == high else f"{low} – {high}"


def _conditions_table(words: Words, level: Level, result: LevelResult) -> Table:
    columns = (
        Column(words.say("col-condition"), share=1),
        Column(words.say("col-found"), share=1),
        Column(words.say("col-state")),
    )
    rows = tuple(
        (
            Cell(rules.condition(words, required)),
            Cell(condition_found(words, required, found)),
            Cell(words.say(f"condition-{found.state}"), _STATE_TONES[found.state]),
        )
        for required, found in zip(level.requires, result.conditions, strict=True)
    )
    return Table(columns, rows)


def condition_found(words: Words, required: Condition, result: ConditionResult) -> str:
    """Give what a condition found: those that are short or open by name, with how much they lack."""
    telling = [one for one in result.findings if one.state in ("short", "open")]
    if not telling and len(result.findings) == 1:
        telling = list(result.findings)
    said = [_finding(words, required, result, one) for one in telling]
    if not telling:
        counted = [one for one in result.findings if one.state == "met"]
        said = [words.say("found-all-met", n=len(counted))] if counted else []
    left_out = tuple(one.subject for one in result.findings if one.state == "left_out" and one.subject)
    if left_out:
        said.append(words.say("left-out-subjects", subjects=left_out))
    return "; ".join(said) or "–"


def _finding(words: Words, required: Condition, result: ConditionResult, found: Finding) -> str:
    if found.low is None or found.high is None:
        return words.say("condition-left_out")
    ends = Range(found.low, found.high)
    match result.measured_in:
        case "percent":
            said = words.attainment(ends)
            short = words.number(found.short_by * 100, against=[Fraction(0)]) if found.short_by else ""
        case "points":
            said = words.points(ends, against=[found.required])
            short = words.number(found.short_by, against=[Fraction(0)]) if found.short_by else ""
        case "met":
            said, short = (
                words.say("not-met" if found.state == "short" else "open-met" if found.state == "open" else "met"),
                "",
            )
    if short:
        said += f" ({words.say(f'lack-{result.measured_in}', n=short)})"
    if found.subject is None:
        return said
    kind = "criterion" if required.kind in ("each_criterion", "criterion") else "indicator"
    return words.say(f"found-subject-{kind}", subject=found.subject, found=said)


def _problems(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Give the problems with their places and remedies; what is blank was listed as missing already."""
    problems = [
        replace(one, place=one.place._replace(file="")) for one in assessment.problems if one.code not in _BLANKS
    ]
    if problems:
        yield Heading(
            2, words.say("problems-heading", counts=words.counts(one.severity for one in assessment.problems))
        )
        yield Listing(tuple(Cell(words.line(one), _STATE_TONES[one.severity]) for one in problems))
