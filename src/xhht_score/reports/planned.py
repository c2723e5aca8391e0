"""The page of a plan: what to do, what it rests on, what blocks the way, and how firm the result is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xhht_score.assessment import Assessment
from xhht_score.criteria import Level
from xhht_score.numbers import Range
from xhht_score.plan.records import Blocked, Firmness, Flip, Outlook, PlannedLevel, Step, StepPlan
from xhht_score.reports.conditions import condition_found
from xhht_score.reports.document import Block, Cell, Column, Document, Heading, Listing, Paragraph, Table
from xhht_score.reports.unit import set_lines, unit_title, whose
from xhht_score.words import Words, clauses, rules, steps

#: A page names so many of the indicators that could change a level alone; JSON has all.
_MOST_FLIPS = 5


@dataclass(frozen=True, slots=True)
class UnitWay:
    """One unit with its plans for a level, and how firm each of its levels is."""

    assessment: Assessment
    planned: PlannedLevel
    firm: tuple[Firmness, ...]


def compose_plans(words: Words, ways: Sequence[UnitWay]) -> Document:
    """Give the page of the plans of one unit or several."""
    return Document(tuple(block for one in ways for block in _page(words, one)))


def _page(words: Words, way: UnitWay) -> Iterator[Block]:
    assessment, planned = way.assessment, way.planned
    level = level_of(assessment, planned.level)
    yield Heading(1, words.say("plan-title", unit=unit_title(words, assessment)))
    yield from whose(words, assessment)
    yield from set_lines(words, assessment.criteria_set)
    yield Paragraph(words.say("file-line", file=assessment.file), "muted")
    if count := unread(assessment):
        yield Paragraph(words.say("plan-left-out", n=count), "open")
    title = words.text(level.title)
    if planned.outlooks or planned.state != "eligible":
        yield Heading(2, words.say("plan-level", level=title))
    if not planned.outlooks:
        key = "plan-now-eligible" if planned.state == "eligible" else "plan-done-but-wait"
        yield Paragraph(words.say(key, level=title), "good")
    else:
        yield Paragraph(words.say(f"plan-now-{planned.state}"), "open" if planned.state == "possible" else "bad")
    for outlook in planned.outlooks:
        yield from _outlook(words, assessment, level, outlook)
    for one in planned.waits:
        condition = assessment.criteria_set.recognition.conditions(level)[one.position]
        found = condition_found(words, assessment, condition, one.result)
        said = words.say("plan-wait", condition=clauses.condition(words, condition), found=found)
        yield Paragraph(said, "bad" if one.result.state == "short" else "open")
    yield from _notes(words, way)
    yield from firm_blocks(words, assessment, way.firm)


def level_of(assessment: Assessment, level: str) -> Level:
    """Give a level of the set of an assessment by its id."""
    return next(one for one in assessment.criteria_set.recognition.levels if one.id == level)


def unread(assessment: Assessment) -> int:
    """Give in how many cells something stands that cannot be used."""
    return sum(len(one.unread) for one in assessment.submission.answers.values())


def _outlook(words: Words, assessment: Assessment, level: Level, outlook: Outlook) -> Iterator[Block]:
    if outlook.case != "known":
        yield Heading(3, words.say(f"plan-case-{outlook.case}"))
    if outlook.beyond is not None:
        yield Paragraph(words.say("plan-beyond", effort=words.number(outlook.beyond)), "bad")
    if outlook.blocked:
        yield Paragraph(words.say("plan-blocked"), "bad")
        yield Listing(tuple(Cell(blocked_text(words, assessment, level, one), "bad") for one in outlook.blocked))
    for at, one in enumerate(outlook.plans, 1):
        yield from _plan(words, assessment, one, at)


def blocked_text(words: Words, assessment: Assessment, level: Level, one: Blocked) -> str:
    """Give a condition that no steps reach, with what they would come to."""
    condition = assessment.criteria_set.recognition.conditions(level)[one.position]
    return f"{clauses.condition(words, condition)}: {condition_found(words, assessment, condition, one.result)}"


def _plan(words: Words, assessment: Assessment, one: StepPlan, at: int) -> Iterator[Block]:
    if one.steps:
        said = {"effort": words.number(one.effort), "n": len(one.steps)}
        key = "plan-other" if at > 1 else "plan-cheapest" if one.at_least is None else "plan-found"
        yield Paragraph(words.say(key, at=at, **said), "strong")
        if one.at_least is not None:
            yield Paragraph(words.say("plan-unproven", effort=words.number(one.at_least)), "open")
        yield _steps_table(words, assessment, one.steps)
    else:
        yield Paragraph(words.say("plan-nothing"), "strong")
    if one.facts:
        yield Paragraph(
            words.say("plan-if-facts", facts=rules.facts(words, assessment.criteria_set, one.facts, only=True))
        )
    if one.blanks:
        yield Paragraph(words.say("plan-if-blanks"))
        yield Listing(tuple(Cell(_blank(words, assessment, each), "open") for each in one.blanks))


def _steps_table(words: Words, assessment: Assessment, found: Sequence[Step]) -> Table:
    with_points = assessment.criteria_set.total_points is not None
    gain = (Column(words.say("plan-col-gain"), right=True),) if with_points else ()
    columns = (
        Column(words.say("col-id")),
        Column(words.say("plan-col-step"), share=1),
        *gain,
        Column(words.say("plan-col-effort"), right=True),
    )
    rows = []
    for one in found:
        gained = (Cell(words.points(gained_by(one)), value=gained_by(one)),) if with_points else ()
        effort = Cell(words.number(one.effort), value=one.effort)
        rows.append((Cell(one.indicator), Cell(_told(words, assessment, one)), *gained, effort))
    return Table(columns, tuple(rows))


def gained_by(one: Step) -> Range:
    """Give how many points more a step makes certain."""
    return Range.of(one.after.low - one.before.low)


def step_text(words: Words, assessment: Assessment, one: Step | Flip) -> str:
    """Give what is to be done about an indicator, in the terms of its measure, and whether evidence is lacking."""
    indicator = assessment.criteria_set.indicators[one.indicator]
    answer = assessment.submission.answers.get(one.indicator)
    said = steps.changes(words, indicator, one.changes, answer.values if answer is not None else {})
    documents = "; ".join(words.text(each) for each in indicator.evidence.documents)
    evidence = words.say("plan-evidence", documents=documents) if documents else words.say("plan-evidence-plain")
    return "; ".join(filter(None, (said, evidence if one.evidence else "")))


def _told(words: Words, assessment: Assessment, one: Step) -> str:
    """Give a step with the title of its indicator, how it is done, and whose it is."""
    criteria_set = assessment.criteria_set
    indicator = criteria_set.indicators[one.indicator]
    told = [f"{words.text(indicator.title)}: {step_text(words, assessment, one)}"]
    if indicator.remedy is not None:
        told.append(words.say("plan-remedy", remedy=words.text(indicator.remedy)).rstrip("."))
    office = criteria_set.offices.get(indicator.assignee or "")
    if office is not None:
        told.append(words.say("plan-office", office=words.text(office)))
    return ". ".join(told) + "."


def _blank(words: Words, assessment: Assessment, one: Step) -> str:
    indicator = assessment.criteria_set.indicators[one.indicator]
    answer = assessment.submission.answers.get(one.indicator)
    said = steps.changes(words, indicator, one.changes, answer.values if answer is not None else {})
    evidence = words.say("plan-blank-evidence") if one.evidence else ""
    return f"{one.indicator} {words.text(indicator.title)}: {'; '.join(filter(None, (said, evidence)))}"


def _notes(words: Words, way: UnitWay) -> Iterator[Block]:
    planned, assessment = way.planned, way.assessment
    by_reason: dict[str, list[str]] = {}
    for name, reason in planned.unmoved.items():
        by_reason.setdefault(reason, []).append(name)
    if by_reason:
        yield Paragraph(words.say("plan-unmoved") + ":")
        yield Listing(tuple(Cell(f"{', '.join(names)}: {words.say(f'plan-unmoved-{reason}')}", "muted")
                            for reason, names in by_reason.items()))  # fmt: skip
    plans = [one for outlook in planned.outlooks for one in outlook.plans if one.steps]
    usual = [step.indicator for one in plans for step in one.steps if step.is_usual]
    if plans:
        yield Paragraph(words.say("plan-effort-note"), "muted")
    if usual:
        names = [name for name in assessment.criteria_set.indicators if name in usual]
        yield Paragraph(words.say("plan-effort-usual", indicators=", ".join(names)), "muted")


# ---------------------------------------------------------------- how firm


def firm_blocks(words: Words, assessment: Assessment, firm: Sequence[Firmness]) -> Iterator[Block]:
    """Give for each level what alone would change it, and which refusals would take it away."""
    if not firm:
        return
    yield Heading(2, words.say("plan-firm"))
    for one in firm:
        title = words.text(level_of(assessment, one.level).title)
        if one.flips:
            yield Paragraph(words.say("plan-firm-certain" if one.is_certain else "plan-firm-open", level=title))
            items = [Cell(flip_text(words, assessment, each)) for each in one.flips[:_MOST_FLIPS]]
            if (more := len(one.flips) - _MOST_FLIPS) > 0:
                items.append(Cell(words.say("plan-firm-more", n=more), "muted"))
            yield Listing(tuple(items))
        else:
            yield Paragraph(words.say("plan-firm-none", level=title))
        if one.is_certain:
            key = "plan-refused" if one.refusals else "plan-not-refused"
            yield Paragraph(words.say(key, indicators=", ".join(one.refusals), level=title))


def flip_text(words: Words, assessment: Assessment, one: Flip) -> str:
    """Give the least change of one indicator that alone changes a level."""
    title = words.text(assessment.criteria_set.indicators[one.indicator].title)
    return f"{one.indicator} {title}: {step_text(words, assessment, one)}"


def firm_of_one(words: Words, assessment: Assessment, firm: Sequence[Firmness], identifier: str) -> Document:
    """Give what one indicator alone can do about each level."""
    items = [Cell(line) for one in firm for line in _alone(words, assessment, one, identifier)]
    return Document((Heading(2, words.say("plan-firm")), Listing(tuple(items))))


def _alone(words: Words, assessment: Assessment, one: Firmness, identifier: str) -> Iterator[str]:
    title = words.text(level_of(assessment, one.level).title)
    flips = [each for each in one.flips if each.indicator == identifier]
    for flip in flips:
        key = "plan-firm-alone-certain" if one.is_certain else "plan-firm-alone-open"
        yield words.say(key, level=title, step=step_text(words, assessment, flip))
    if not flips:
        yield words.say("plan-firm-alone-none", level=title)
    if one.refusals == (identifier,):
        yield words.say("plan-firm-alone-refused", level=title)
