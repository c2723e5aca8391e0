"""How one number arose: from its cells through the rule and the step to the clause."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.errors import Problem
from xhht_score.reports.assessment import Assessment
from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph
from xhht_score.reports.unit import indicator_points, met_cell, set_lines, thresholds, unit_title
from xhht_score.results import IndicatorResult
from xhht_score.words import Words, rules


def compose_explanation(words: Words, assessment: Assessment, identifier: str) -> Document:
    """Give the page that explains one indicator of one unit; the indicator is in the set."""
    result = next(
        one for criterion in assessment.scorecard.criteria for one in criterion.indicators if one.id == identifier
    )
    return Document(tuple(_blocks(words, assessment, result)))


def _blocks(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[Block]:
    indicator = assessment.criteria_set.indicators[result.id]
    yield Heading(1, words.say("explain-title", id=result.id, title=words.text(indicator.title)))
    yield Paragraph(unit_title(words, assessment))
    yield from set_lines(words, assessment.criteria_set)
    yield Heading(2, words.say("explain-cell"))
    yield Listing(tuple(Cell(said) for said in _read(words, assessment, result)))
    yield Heading(2, words.say("col-points"))
    yield Listing(tuple(Cell(said) for said in _points(words, assessment, result)))
    yield Heading(2, words.say("col-rule"))
    yield Listing(tuple(Cell(said) for said in _grounds(words, assessment, result)))
    mine = tuple(one for one in assessment.problems if _concerns(one, assessment, result))
    if mine:
        yield Heading(2, words.say("problems-heading", counts=words.counts(one.severity for one in mine)))
        yield Listing(tuple(Cell(words.line(one)) for one in mine))


def _concerns(problem: Problem, assessment: Assessment, result: IndicatorResult) -> bool:
    """Tell whether a problem bears on an indicator: its own, its row's, or a fact that leaves its points open."""
    if problem.code.startswith("row-id"):
        return problem.arguments.get("given") == result.id
    if problem.code in ("fact-blank", "fact-unusable"):
        return len(assessment.scorecard.sheets) > 1 and result.points.low != result.points.high
    return problem.arguments.get("indicator") == result.id


def _read(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    measure = assessment.criteria_set.indicators[result.id].measure
    for one, found in zip(measure.inputs, result.values, strict=True):
        label = rules.input_label(words, measure, one)
        said = rules.reported(words, one, found.value)
        if found.place is None:
            yield words.say("explain-read-bare", label=label, value=said)
        else:
            place = f"{found.place.sheet}!{found.place.cell}"
            yield words.say("explain-read", label=label, value=said, place=place)
    said = words.say("evidence-unsaid") if result.evidence is None else words.say("yes" if result.evidence else "no")
    yield words.say("explain-evidence-said", said=said)
    if result.reason is not None:
        yield words.say("explain-reason", reason=result.reason)


def _points(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    indicator = assessment.criteria_set.indicators[result.id]
    if result.value is not None:
        against = thresholds(assessment.criteria_set, result)
        ends = [
            rules.value(words, indicator.measure, end, against=against) for end in (result.value.low, result.value.high)
        ]
        shown = ends[0] if ends[0] == ends[1] else words.say("range", low=ends[0], high=ends[1])
        yield words.say("explain-scale", value=shown)
        yield from _step(words, assessment, result)
        points = words.say(
            "explain-points",
            points=indicator_points(words, assessment.criteria_set, result),
            maximum=words.points(result.maximum),
        )
        if result.earned != result.points:
            exact = words.say("explain-rounded", earned=words.points(result.earned, against=[result.points.low]))
            points += f" ({exact})"
        yield points
    yield words.say("explain-met", met=met_cell(words, result).text)


def _step(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    """Give the step of the rule that was reached, for rules that have steps."""
    indicator = assessment.criteria_set.indicators[result.id]
    if result.reached is not None:
        if result.reached.text:
            yield words.say("explain-reached", mark=rules.mark(words, indicator.measure, result.reached))
    elif indicator.scoring.kind in ("tiers", "full_if_met"):
        open_step = result.points.low != result.points.high
        yield words.say("explain-open-step" if open_step else "explain-none-reached")


def _grounds(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    criteria_set = assessment.criteria_set
    indicator = criteria_set.indicators[result.id]
    yield words.say("explain-rule", rule=rules.rule(words, indicator, result.rule))
    rule = indicator.rules[result.rule]
    if rule.facts:
        yield words.say("explain-rule-for", facts=rules.named_facts(words, criteria_set, rule))
    if indicator.reference is None:
        yield words.say("explain-no-reference")
    else:
        yield words.say("explain-reference", reference=rules.reference(words, indicator.reference))
    if indicator.evidence.documents:
        documents = "; ".join(words.text(one) for one in indicator.evidence.documents)
        yield words.say("explain-evidence", documents=documents)
    if indicator.assignee in criteria_set.offices:
        yield words.say("explain-assignee", assignee=words.text(criteria_set.offices[indicator.assignee]))
    if indicator.remedy is not None and not result.met_low:
        yield words.say("explain-remedy", remedy=words.text(indicator.remedy), effort=indicator.effort or "–")
