"""How firm levels are, and the steps that lead to one, in the terms of each indicator's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.assessment import Assessment
from xhht_score.criteria import Level
from xhht_score.plan.records import Blocked, Firmness, Flip, Step
from xhht_score.reports.conditions import condition_found
from xhht_score.reports.document import Block, Cell, Heading, Listing, Paragraph
from xhht_score.words import Words, clauses, steps

#: A page names so many of the indicators that could change a level alone; JSON has all.
_MOST_FLIPS = 5


def level_of(assessment: Assessment, level: str) -> Level:
    """Give a level of the set of an assessment by its id."""
    return next(one for one in assessment.criteria_set.recognition.levels if one.id == level)


def step_text(words: Words, assessment: Assessment, one: Step | Flip) -> str:
    """Give what is to be done about an indicator, in the terms of its measure, and whether evidence is lacking."""
    indicator = assessment.criteria_set.indicators[one.indicator]
    answer = assessment.submission.answers.get(one.indicator)
    said = steps.changes(words, indicator, one.changes, answer.values if answer is not None else {})
    documents = "; ".join(words.text(each) for each in indicator.evidence.documents)
    evidence = words.say("plan-evidence", documents=documents) if documents else words.say("plan-evidence-plain")
    return "; ".join(filter(None, (said, evidence if one.evidence else "")))


def step_told(words: Words, assessment: Assessment, one: Step) -> str:
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


def blank_text(words: Words, assessment: Assessment, one: Step) -> str:
    """Give what a blank has to be at least."""
    indicator = assessment.criteria_set.indicators[one.indicator]
    answer = assessment.submission.answers.get(one.indicator)
    said = steps.changes(words, indicator, one.changes, answer.values if answer is not None else {})
    evidence = words.say("plan-blank-evidence") if one.evidence else ""
    return f"{one.indicator} {words.text(indicator.title)}: {'; '.join(filter(None, (said, evidence)))}"


def blocked_text(words: Words, assessment: Assessment, level: Level, one: Blocked) -> str:
    """Give a condition that no steps reach, with what they would come to."""
    condition = assessment.criteria_set.recognition.conditions(level)[one.position]
    return f"{clauses.condition(words, condition)}: {condition_found(words, assessment, condition, one.result)}"


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
            yield Paragraph(refused_text(words, assessment, one))


def refused_text(words: Words, assessment: Assessment, one: Firmness) -> str:
    """Give how few refusals take a certain level away, and which."""
    named = {"level": level_of(assessment, one.level).title, "indicators": ", ".join(one.refusals)}
    return words.say("plan-refused" if one.refusals else "plan-not-refused", n=len(one.refusals), **named)


def flip_text(words: Words, assessment: Assessment, one: Flip) -> str:
    """Give the least change of one indicator that alone changes a level."""
    title = words.text(assessment.criteria_set.indicators[one.indicator].title)
    return f"{one.indicator} {title}: {step_text(words, assessment, one)}"


def firm_of_one(words: Words, assessment: Assessment, one: Firmness, identifier: str) -> Iterator[str]:
    """Give what one indicator alone can do about a level, and whether refusing it can take the level away."""
    title = words.text(level_of(assessment, one.level).title)
    flips = [each for each in one.flips if each.indicator == identifier]
    for flip in flips:
        key = "plan-firm-alone-certain" if one.is_certain else "plan-firm-alone-open"
        yield words.say(key, level=title, step=step_text(words, assessment, flip))
    if not flips:
        yield words.say("plan-firm-alone-none", level=title)
    if one.refusals == (identifier,):
        yield words.say("plan-firm-alone-refused", level=title)
    elif identifier in one.refusals:
        named = ", ".join(one.refusals)
        yield words.say("plan-firm-alone-among", level=title, n=len(one.refusals), indicators=named)
