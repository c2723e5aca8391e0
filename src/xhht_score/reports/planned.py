"""The page of a plan: what to do, what it rests on, what blocks the way, and how firm the result is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.assessment import Assessment
from xhht_score.criteria import Level
from xhht_score.numbers import Range
from xhht_score.plan.records import Firmness, Outlook, PlannedLevel, Step, StepPlan
from xhht_score.records import record
from xhht_score.reports.conditions import condition_found
from xhht_score.reports.document import Block, Cell, Column, Document, Heading, Listing, Paragraph, Table
from xhht_score.reports.firm import blank_text, blocked_text, firm_blocks, level_of, step_told
from xhht_score.reports.unit import set_lines, unit_title, whose
from xhht_score.words import Words, clauses, rules


@record
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
        yield Listing(tuple(Cell(blank_text(words, assessment, each), "open") for each in one.blanks))


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
        rows.append((Cell(one.indicator), Cell(step_told(words, assessment, one)), *gained, effort))
    return Table(columns, tuple(rows))


def gained_by(one: Step) -> Range:
    """Give how many points more a step makes certain."""
    return Range.of(one.after.low - one.before.low)


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
