"""The page of one unit: scores criterion by criterion, the totals, the verdict with each condition, the problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.fingerprints import fingerprints
from xhht_score.procedure import procedure
from xhht_score.reports.ahead import ahead_blocks
from xhht_score.reports.appraisal import side_by_side
from xhht_score.reports.attainment import (
    attained_line,
    counts,
    level_columns,
    met_cell,
    met_table,
    open_indicators,
    separating,
)
from xhht_score.reports.conditions import conditions_table
from xhht_score.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Listing,
    Origin,
    Paragraph,
    SourceForm,
    Table,
    Tone,
)
from xhht_score.reports.drawings import of_criteria, of_indicators
from xhht_score.reports.figures import indicator_points, maximum_cell, open_points, tally_cells
from xhht_score.reports.lower import lower_units
from xhht_score.reports.reported import values_said, values_text
from xhht_score.reports.variant import variant
from xhht_score.results import (
    CriterionResult,
    IndicatorResult,
    Otherwise,
    Tally,
    Verdict,
)
from xhht_score.version import __version__
from xhht_score.words import Words, clauses, rules
from xhht_score.words.bounded import bounded

_SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "open", "notice": "muted"}


def compose_unit(words: Words, assessment: Assessment, *, brief: bool = False) -> Document:
    """Give the page of one unit; `brief` leaves out the lines of indicators."""
    return Document(tuple(_page(words, assessment, brief)))


def compose_units(words: Words, assessments: Sequence[Assessment], *, brief: bool = False) -> Document:
    """Give the pages of units one after another, with what they were made from."""
    blocks = tuple(block for one in assessments for block in _page(words, one, brief))
    lead = (
        Paragraph(verdict_text(words, assessments[0]), _verdict_tone(assessments[0])) if len(assessments) == 1 else None
    )
    return Document(blocks, origin_of_units(words, assessments, brief=brief), lead)


def readings_told(sets: Iterable[CriteriaSet]) -> tuple[tuple[str, str], ...]:
    """Give the readings that a user turned, as they are asked for, in one line; nothing where there are none."""
    turned = sorted({f"{name}={one.readings[name].taken}" for one in sets for name in one.turned})
    return (("reading", " ".join(turned)),) if turned else ()


def origin_of_units(words: Words, assessments: Sequence[Assessment], *, brief: bool = False) -> Origin:
    """Give what pages of units are made from, and how they were asked for."""
    sides = dict.fromkeys("both" if one.beside else one.which for one in assessments)
    asked = (("which", " ".join(sides)), *((("brief", "yes"),) if brief else ()))
    asked += readings_told(one.criteria_set for one in assessments)
    sources = (
        SourceForm(one.file, one.submission.unit.name, one.criteria_set.id, fingerprints(one, __version__))
        for one in assessments
    )
    return Origin("score", words.language, asked, tuple(sources))


def _page(words: Words, assessment: Assessment, brief: bool) -> Iterator[Block]:
    yield Heading(1, unit_title(words, assessment))
    yield from whose(words, assessment)
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
            if assessment.criteria_set.total_points is not None:
                yield Paragraph(tally(words, assessment.criteria_set, criterion.tally), "strong")
    yield Heading(2, words.say("totals"))
    yield from unit_body(words, assessment)


def unit_body(words: Words, assessment: Assessment, *, alone: bool = True) -> Iterator[Block]:
    """Give what stands below the indicators: totals, what is left out or missing, the verdict, what is ahead, problems.

    A unit that is not `alone` on its page leaves what its set is a variant of to the page.
    """
    if assessment.criteria_set.total_points is None:
        yield met_table(words, assessment)
    else:
        yield criteria_table(words, assessment)
        total = words.say("total-line", tally=tally(words, assessment.criteria_set, assessment.scorecard.total))
        yield Paragraph(total, "strong")
    yield from _omissions(words, assessment)
    yield from _not_asked(words, assessment)
    yield from _missing(words, assessment)
    yield from _verdict(words, assessment)
    yield from ahead_blocks(words, assessment, alone=alone)
    yield from _both(words, assessment)
    yield from lower_units(words, assessment)
    if alone:
        yield from variant(words, assessment)
    yield from _problems(words, assessment)


def unit_title(words: Words, assessment: Assessment) -> str:
    """Give the unit and the year."""
    year = assessment.submission.year
    said = words.say("year-unknown") if year is None else str(year)
    return words.say("unit-year", unit=assessment.submission.unit.name, year=said)


def whose(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Say that the result is the council's, where it is."""
    if assessment.which == "appraised":
        yield Paragraph(words.say("whose-appraised"), "strong")


def _both(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Give the unit's own result and the council's side by side, where both are there."""
    if assessment.both is None:
        return
    yield from side_by_side(words, assessment)
    items = []
    for key, one in zip(("whose-line-self", "whose-line-appraised"), assessment.both, strict=True):
        with_points = one.criteria_set.total_points is not None
        total = f"{tally(words, one.criteria_set, one.scorecard.total)}; " if with_points else ""
        items.append(Cell(words.say(key, found=total + verdict_text(words, one)), _verdict_tone(one)))
    yield Listing(tuple(items))


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
    if criteria_set.status == "illustrative" and criteria_set.base is not None:
        yield Paragraph(words.say("illustrative-variant-line", base=criteria_set.base), "open")
    elif criteria_set.status != "official":
        yield Paragraph(words.say(f"{criteria_set.status}-line"), "open")
    for name in criteria_set.turned:
        said = clauses.reading_taken(words, criteria_set.readings[name])
        yield Paragraph(words.say("reading-turned", said=said), "open")


def tally(words: Words, criteria_set: CriteriaSet, found: Tally) -> str:
    """Give points over applicable points and the attainment."""
    if found.percent is None:
        return words.say("tally-nothing")
    cells = tally_cells(words, criteria_set, found)
    return words.say(
        "tally-line",
        **{name: cell.text for name, cell in zip(("points", "maximum", "percent"), cells, strict=True)},
    )


def _indicator_table(words: Words, assessment: Assessment, criterion: CriterionResult) -> Table:
    criteria_set = assessment.criteria_set
    with_points = criteria_set.total_points is not None
    points = (Column(words.say("col-points"), right=True), Column(words.say("col-maximum"), right=True))
    columns = (
        Column(words.say("col-id")),
        Column(words.say("col-title"), share=3),
        Column(words.say("col-values"), share=2),
        *(points if with_points else ()),
        *((Column(words.say("col-result")),) if with_points else level_columns(words, criteria_set)),
    )
    rows = []
    for result in criterion.indicators:
        identifier, title, reported, *figures = indicator_cells(words, criteria_set, result)
        levels = range(1 if with_points else len(result.levels))
        met = (met_cell(words, criteria_set, result, at) for at in levels)
        rows.append((identifier, title, reported, *(figures if with_points else ()), *met))
    return Table(columns, tuple(rows), drawing=of_indicators() if with_points else None)


def indicator_cells(
    words: Words, criteria_set: CriteriaSet, result: IndicatorResult
) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Give what an indicator is, what was reported of it, and its points of how many.

    Where it does not count, a dash is shown of what is there; without points of its own it has no numbers.
    """
    out = result.state in ("not_applicable", "not_asked")
    said, reported = (say(words, criteria_set, result) for say in (values_said, values_text))
    cells = (
        Cell(said, value=reported),
        indicator_points(words, criteria_set, result),
        maximum_cell(words, result.maximum),
    )
    values, points, maximum = (replace(one, text="–", portions=()) if out else one for one in cells)
    indicator = criteria_set.indicators[result.id]
    if indicator.points is None:
        points, maximum = (replace(one, value=None) for one in (points, maximum))
    return Cell(result.id), Cell(words.text(indicator.title)), values, points, maximum


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
        (
            Cell(one.id),
            Cell(titles[one.id]),
            *tally_cells(words, assessment.criteria_set, one.tally),
        )
        for one in assessment.scorecard.criteria
    ]
    rows.append(
        (
            Cell(""),
            Cell(words.say("total"), "strong"),
            *tally_cells(words, assessment.criteria_set, assessment.scorecard.total),
        )
    )
    return Table(columns, tuple(rows), total=True, drawing=of_criteria(words, assessment))


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
                points=words.exact(indicator.weight),
                reason=result.reason,
            )
            items.append(Cell(said))
        elif result.state == "lacking":
            title = words.text(assessment.criteria_set.indicators[result.id].title)
            items.append(Cell(words.say("lacking-item", id=result.id, title=title, reason=result.reason), "bad"))
    if items:
        yield Heading(2, words.say("not-applicable-heading"))
        yield Listing(tuple(items))


def _not_asked(words: Words, assessment: Assessment) -> Iterator[Block]:
    """List what the unit is not asked: whole indicators, then indicators that only some level does not ask."""
    criteria_set, items = assessment.criteria_set, []
    for result in _all_indicators(assessment):
        title = words.text(criteria_set.indicators[result.id].title)
        if result.state == "not_asked":
            items.append(Cell(words.say("not-asked-item", id=result.id, title=title), "muted"))
            continue
        levels = zip(criteria_set.recognition.levels, result.levels, strict=True)
        if result.state != "not_applicable" and (names := tuple(one.title for one, at in levels if not at.asked)):
            items.append(Cell(words.say("not-asked-at", id=result.id, title=title, levels=names), "muted"))
    if items:
        yield Heading(2, words.say("not-asked-heading"))
        yield Listing(tuple(items))


def _missing(words: Words, assessment: Assessment) -> Iterator[Block]:
    items = [
        Cell(_open_item(words, assessment, result), "open")
        for result in _all_indicators(assessment)
        if result.state != "undecided" and _is_open(assessment, result)
    ]
    if items:
        yield Heading(2, words.say("missing-heading"))
        yield Listing(tuple(items))


def _open_item(words: Words, assessment: Assessment, result: IndicatorResult) -> str:
    """Give what is still open of an indicator, and that something stands there which cannot be read."""
    answer = assessment.submission.answers.get(result.id)
    said = _missing_item(words, assessment, result)
    return words.say("missing-unread", said=said) if answer is not None and answer.unread else said


def _is_open(assessment: Assessment, result: IndicatorResult) -> bool:
    """Tell whether figures or facts are lacking for an indicator."""
    on_fact = len(assessment.scorecard.sheets) > 1 and any(one.state == "open" for one in result.levels)
    return not result.points.known or result.state == "missing" or on_fact


def _missing_item(words: Words, assessment: Assessment, result: IndicatorResult) -> str:
    """Give what is still open of an indicator, and whose it is."""
    indicator = assessment.criteria_set.indicators[result.id]
    office = assessment.criteria_set.offices.get(indicator.assignee or "")
    said = words.say("missing-item-met", id=result.id, title=words.text(indicator.title))
    on_fact = len(assessment.scorecard.sheets) > 1 and None not in [found.value for found in result.values]
    if indicator.points is None:
        if on_fact:
            return f"{said}: {words.say('separating-fact')}"
        return f"{said} ({words.text(office)})" if office else said
    points = words.exact(open_points(assessment.criteria_set, result.points, result.maximum, result.id))
    if on_fact:
        return words.say("missing-item-fact", id=result.id, title=words.text(indicator.title), points=points)
    if office is None:
        return words.say("missing-item-bare", id=result.id, title=words.text(indicator.title), points=points)
    title, assignee = words.text(indicator.title), words.text(office)
    return words.say("missing-item", id=result.id, title=title, points=points, assignee=assignee)


def level_title(words: Words, criteria_set: CriteriaSet, level: str | None) -> str:
    """Give the title of a level, or the word for no level."""
    for one in criteria_set.recognition.levels:
        if one.id == level:
            return words.text(one.title)
    own = criteria_set.recognition.no_level
    return words.text(own) if own else words.say("no-level")


def verdict_text(words: Words, assessment: Assessment) -> str:
    """Give the verdict in one line: the level reached for certain, and the one still possible."""
    return levels_text(words, assessment.criteria_set, assessment.verdict)


def levels_text(words: Words, criteria_set: CriteriaSet, found: Verdict | Otherwise) -> str:
    """Give the level reached for certain, and the one still possible."""
    certain, possible = (level_title(words, criteria_set, one) for one in (found.certain, found.possible))
    if found.possible in (found.certain, None):
        return words.say("verdict-none" if found.certain is None else "verdict-certain", level=certain)
    key = "verdict-open" if found.certain is None else "verdict-more"
    return words.say(key, certain=certain, possible=possible)


def _otherwise(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Name every reading of the set by which the verdict would be another one if it were turned."""
    criteria_set = assessment.criteria_set
    items = []
    for one in assessment.otherwise:
        reading = criteria_set.readings[one.reading]
        said = words.say(
            "otherwise-item",
            question=reading.question,
            taken=reading.options[reading.taken].says,
            says=reading.options[one.option].says,
            verdict=levels_text(words, criteria_set, one),
            turn=f"--reading {one.reading}={one.option}",
        )
        items.append(Cell(said, "open"))
    if items:
        yield Listing(tuple(items))


def verdict_cell(words: Words, assessment: Assessment) -> Cell:
    """Give the level reached, or else the one still possible, for a table."""
    return Cell(level_reached(words, assessment.criteria_set, assessment.verdict), _verdict_tone(assessment))


def level_reached(words: Words, criteria_set: CriteriaSet, verdict: Verdict) -> str:
    """Give the level reached for certain by its title, and the one still possible."""
    said = level_title(words, criteria_set, verdict.certain)
    if verdict.possible in (verdict.certain, None):
        return said
    possible = level_title(words, criteria_set, verdict.possible)
    return f"{said} ({words.say('still-possible', level=possible)})"


def left_to_do(words: Words, one: Assessment) -> tuple[Cell, Cell, Cell]:
    """Give what is still open, in points or else in indicators, and how many errors and warnings there are."""
    total, severities = one.scorecard.total, [problem.severity for problem in one.problems]
    if one.criteria_set.total_points is None:
        found = Fraction(open_indicators(one))
    else:
        found = open_points(one.criteria_set, total.points, total.maximum)
    errors, warnings = severities.count("error"), severities.count("warning")
    return (
        Cell(words.exact(found), value=found),
        Cell(str(errors), "bad" if errors else "muted", errors),
        Cell(str(warnings), "open" if warnings else "muted", warnings),
    )


def _verdict_tone(assessment: Assessment) -> Tone:
    if assessment.verdict.certain is not None:
        return "good"
    return "open" if assessment.verdict.possible is not None else "bad"


def _verdict(words: Words, assessment: Assessment) -> Iterator[Block]:
    criteria_set = assessment.criteria_set
    recognition = criteria_set.recognition
    title = criteria_set.title_for(assessment.submission.facts)
    yield Heading(2, words.say("verdict-heading", title=words.text(title)))
    for level, result in zip(recognition.levels, assessment.verdict.levels, strict=True):
        state = words.say(f"level-{result.state}")
        said = words.say("verdict-level", level=words.text(level.title), state=state)
        yield Heading(3, said)
        yield conditions_table(words, assessment, level, result)
        if result.state == "not_eligible" and not {"short", "left_out"} & {one.state for one in result.conditions}:
            yield Paragraph(words.say("no-joint"), "bad")
        if criteria_set.total_points is None:
            yield Paragraph(attained_line(words, result.attainment), "muted")
        else:
            met, applicable = counts(result.attainment)
            yield Paragraph(words.say("attainment-line", met=met, applicable=applicable), "muted")
    yield Paragraph(verdict_text(words, assessment), _verdict_tone(assessment))
    yield from _otherwise(words, assessment)
    yield from separating(words, assessment)
    yield from _dates(words, assessment)


def _dates(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Give the decision that the unit holds, who decides, and the last days of the procedure for its year."""
    recognition, held = assessment.criteria_set.recognition, assessment.submission.dates.decision
    items = []
    if held is not None:
        level = level_title(words, assessment.criteria_set, held.level) if held.level else words.say("year-unknown")
        until = recognition.valid_until(held.date) if held.date else None
        over = until is not None and until.year < (assessment.submission.year or until.year)
        said = words.say("held-before" if over else "held", level=level, day=held.date, number=held.number)
        items.append(
            said if until is None else f"{said}; {words.say('held-ended' if over else 'held-until', day=until)}"
        )
    year = assessment.submission.year
    found = procedure(assessment.criteria_set, year, assessment.submission.dates)
    dated = found.decided is None
    items += [clauses.decider(words, one, dated=dated) for one in found.deciders]
    if recognition.decided_by and not found.deciders:
        items.append(words.say("decided-by-nobody", day=found.decided))
    items += [clauses.deadline(words, one, year, dated=dated) for one in found.steps]
    if items:
        yield Heading(3, words.say("procedure-heading"))
        yield Listing(tuple(Cell(one) for one in items))


def _problems(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Give the problems with their places and remedies."""
    problems = [replace(one, place=one.place._replace(file="")) for one in assessment.listed]
    if problems:
        yield Heading(2, words.say("problems-heading", counts=words.counts(one.severity for one in problems)))
        yield Listing(tuple(Cell(words.line(one), _SEVERITY_TONES[one.severity]) for one in bounded(problems)))
