"""What lies ahead of a unit on its page: what its next level lacks, and the first step of the way there."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.assessment import Assessment
from xhht_score.plan.first import first_step
from xhht_score.plan.records import Ahead, Firmness, Outlook, PlannedLevel, StepPlan
from xhht_score.records import record
from xhht_score.reports.attainment import open_indicators
from xhht_score.reports.conditions import next_level
from xhht_score.reports.document import Block, Cell, Heading, Listing, Paragraph
from xhht_score.reports.firm import blank_text, blocked_text, firm_blocks, flip_text, level_of, step_told
from xhht_score.reports.next_steps import NextStep, next_points
from xhht_score.results import IndicatorResult
from xhht_score.words import Words

#: A section of a report names so many of the changes that would be enough by themselves.
_MOST_ALONE = 3
#: And so many of the blanks, with what they have to be.
_MOST_BLANKS = 5


def ahead_blocks(words: Words, assessment: Assessment, *, alone: bool) -> Iterator[Block]:
    """Give what lies ahead of a unit, where somebody looked; how firm each level is where it is `alone` on its page."""
    found = assessment.ahead
    if found is None:
        return
    if found.level is not None:
        yield Heading(2, words.say("plan-level", level=level_of(assessment, found.level).title))
        enough = () if alone else _enough(words, assessment, found)
        yield from enough
        if found.planned is not None:
            yield from _planned(words, assessment, found.planned)
        elif not enough:
            yield from _unplanned(words, assessment, found)
    if alone:
        yield from firm_blocks(words, assessment, found.firm)


def firm_ahead(found: Ahead) -> Firmness | None:
    """Give how firm the level is that lies ahead."""
    return next((one for one in found.firm if one.level == found.level), None)


def _enough(words: Words, assessment: Assessment, found: Ahead) -> tuple[Block, ...]:
    """Give the smallest changes of one indicator each that are enough by themselves."""
    firm = firm_ahead(found)
    if firm is None or firm.is_certain or not firm.flips:
        return ()
    items = [Cell(flip_text(words, assessment, one)) for one in firm.flips[:_MOST_ALONE]]
    if (more := len(firm.flips) - _MOST_ALONE) > 0:
        items.append(Cell(words.say("plan-firm-more", n=more), "muted"))
    return Paragraph(words.say("ahead-enough")), Listing(tuple(items))


@record
class Begin:
    """The cheapest plan that pages speak of, and the case of the blanks that it is for."""

    outlook: Outlook
    plan: StepPlan


def beginning(planned: PlannedLevel | None) -> Begin | None:
    """Give the cheapest plan, for the best that blanks may be where any are; None where there is none to speak of."""
    if planned is None or not planned.outlooks:
        return None
    outlook = planned.outlooks[0]
    return Begin(outlook, outlook.plans[0]) if outlook.plans else None


def _planned(words: Words, assessment: Assessment, planned: PlannedLevel) -> Iterator[Block]:
    """Give the cheapest plan in two lines, or why there is none."""
    level = level_of(assessment, planned.level)
    if not planned.outlooks:
        yield Paragraph(words.say("plan-done-but-wait", level=level.title), "open")
        return
    outlook, begin = planned.outlooks[0], beginning(planned)
    first = None if begin is None else first_step(begin.plan)
    if outlook.case == "best" and (begin is None or first is not None):
        yield Paragraph(words.say("plan-case-best") + ":", "open")
    if begin is None:
        yield Paragraph(words.say("plan-blocked"), "bad")
        yield Listing(tuple(Cell(blocked_text(words, assessment, level, one), "bad") for one in outlook.blocked))
        return
    if first is None:
        yield from _blanks(words, assessment, begin.plan)
        return
    count = len(begin.plan.steps)
    key = "plan-cheapest" if begin.plan.at_least is None else "plan-found"
    yield Paragraph(words.say(key, effort=words.number(begin.plan.effort), n=count), "strong")
    if begin.plan.at_least is not None:
        yield Paragraph(words.say("plan-unproven", effort=words.number(begin.plan.at_least)), "open")
    said = f"{first.indicator} {step_told(words, assessment, first)}"
    yield Paragraph(words.say("ahead-first" if count > 1 else "ahead-only", step=said))
    if count > 1:
        yield Paragraph(words.say("ahead-more", n=count), "muted")


def _blanks(words: Words, assessment: Assessment, plan: StepPlan) -> Iterator[Block]:
    """Say that nothing has to be done but to fill in what is blank, and what it has to be at least."""
    if not plan.blanks:
        yield Paragraph(words.say("plan-nothing"), "strong")
        return
    yield Paragraph(words.say("ahead-fill", n=len(plan.blanks)), "open")
    items = [Cell(blank_text(words, assessment, one), "open") for one in plan.blanks[:_MOST_BLANKS]]
    if (more := len(plan.blanks) - _MOST_BLANKS) > 0:
        items.append(Cell(words.say("ahead-fill-more", n=more), "muted"))
    yield Listing(tuple(items))


def _unplanned(words: Words, assessment: Assessment, found: Ahead) -> Iterator[Block]:
    """Say what is known without a plan: what is blank, and where the next step brings the most points."""
    firm = firm_ahead(found)
    if firm is not None and not firm.flips:
        yield Paragraph(words.say("plan-firm-none", level=level_of(assessment, firm.level).title))
    if count := open_indicators(assessment):
        yield Paragraph(words.say("ahead-open", n=count), "open")
    if most := most_points(words, assessment):
        result, step = most
        title = assessment.criteria_set.indicators[result.id].title
        gained = words.exact((step.points or 0) - result.points.low)
        yield Paragraph(words.say("ahead-most", id=result.id, title=title, asked=step.asked, points=gained))
    yield Paragraph(words.say("ahead-unplanned"), "muted")


def most_points(words: Words, assessment: Assessment) -> tuple[IndicatorResult, NextStep] | None:
    """Give the indicator of which the next step brings the most points, among those that count where points lack."""
    level = next_level(assessment.verdict)
    lacking = [one for one in (level.conditions if level is not None else ()) if one.state in ("short", "open")]
    criteria = {found.subject for one in lacking if one.kind in ("criterion", "each_criterion")
                for found in one.findings if found.state in ("short", "open")}  # fmt: skip
    counted = [
        result
        for criterion in assessment.scorecard.criteria
        if criterion.id in criteria or any(one.kind == "total" for one in lacking)
        for result in criterion.indicators
    ]
    found = [(one, step) for one in counted if (step := next_points(words, assessment.criteria_set, one)) is not None]
    gains = [(one, step) for one, step in found if (step.points or 0) > one.points.low]
    return max(gains, key=lambda pair: (pair[1].points or 0) - pair[0].points.low, default=None)
