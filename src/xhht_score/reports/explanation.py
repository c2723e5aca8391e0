"""How one number arose: from its cells through the rule and the step to the clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Problem
from xhht_score.plan.records import Firmness
from xhht_score.records import record
from xhht_score.reports.attainment import bar_text, met_cell
from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph
from xhht_score.reports.figures import indicator_points, maximum_cell, point_marks
from xhht_score.reports.firm import firm_of_one
from xhht_score.reports.next_steps import NextStep, next_level_step, next_points
from xhht_score.reports.reported import thresholds
from xhht_score.reports.unit import set_lines, unit_title
from xhht_score.results import IndicatorResult
from xhht_score.scoring import AsGiven, Bars, FullIfMet, PerItem, Proportional, Tiers
from xhht_score.words import Words, clauses, rules
from xhht_score.words.bounded import bounded


@record
class Explanation:
    """How an indicator came out, line by line: what was read, what came of it, and on what grounds.

    `firm` says of each level that was looked at what this indicator alone can do about it.
    """

    result: IndicatorResult
    read: tuple[str, ...]
    outcome: tuple[str, ...]
    grounds: tuple[str, ...]
    calculation: str
    next_step: NextStep | None
    problems: tuple[Problem, ...]
    firm: tuple[Firmness, ...] = ()


def explain(words: Words, assessment: Assessment, identifier: str, firm: Sequence[Firmness] = ()) -> Explanation:
    """Give how one indicator of one unit came out; the indicator is in the set."""
    result = next(
        one for criterion in assessment.scorecard.criteria for one in criterion.indicators if one.id == identifier
    )
    without_points = assessment.criteria_set.indicators[identifier].points is None
    return Explanation(
        result,
        tuple(_read(words, assessment, result)),
        tuple((_levels if without_points else _points)(words, assessment, result)),
        tuple(_grounds(words, assessment, result)),
        _calculation(words, assessment.criteria_set, result),
        (next_level_step if without_points else next_points)(words, assessment.criteria_set, result),
        tuple(one for one in assessment.problems if _concerns(one, assessment, result)),
        tuple(replace(one, flips=tuple(each for each in one.flips if each.indicator == identifier)) for one in firm),
    )


def compose_explanation(
    words: Words, assessment: Assessment, identifier: str, firm: Sequence[Firmness] = ()
) -> Document:
    """Give the page that explains one indicator of one unit; the indicator is in the set."""
    return Document(tuple(_blocks(words, assessment, explain(words, assessment, identifier, firm))))


def _blocks(words: Words, assessment: Assessment, found: Explanation) -> Iterator[Block]:
    indicator = assessment.criteria_set.indicators[found.result.id]
    without_points = indicator.points is None
    yield Heading(1, words.say("explain-title", id=indicator.id, title=words.text(indicator.title)))
    yield Paragraph(unit_title(words, assessment))
    yield from set_lines(words, assessment.criteria_set)
    for heading, lines in (
        ("explain-cell", found.read),
        ("col-result" if without_points else "col-points", found.outcome),
        ("col-rule-met" if without_points else "col-rule", found.grounds),
    ):
        yield Heading(2, words.say(heading))
        yield Listing(tuple(map(Cell, lines)))
    if found.problems:
        yield Heading(2, words.say("problems-heading", counts=words.counts(one.severity for one in found.problems)))
        yield Listing(tuple(Cell(words.line(one)) for one in bounded(found.problems)))
    if found.firm:
        yield Heading(2, words.say("plan-firm"))
        alone = (line for one in found.firm for line in firm_of_one(words, assessment, one, indicator.id))
        yield Listing(tuple(map(Cell, alone)))


def _concerns(problem: Problem, assessment: Assessment, result: IndicatorResult) -> bool:
    """Tell whether a problem bears on an indicator: its own, its row's, or a fact that leaves its points open."""
    if problem.code.startswith("row-id"):
        return problem.arguments.get("given") == result.id
    if problem.code in ("fact-blank", "fact-unusable"):
        open_levels = any(one.state == "open" for one in result.levels)
        return len(assessment.scorecard.sheets) > 1 and (not result.points.known or open_levels)
    return problem.arguments.get("indicator") == result.id


def _read(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    indicator = assessment.criteria_set.indicators[result.id]
    for one, found in zip(indicator.questions, result.values, strict=True):
        label = rules.question(words, indicator, one)
        said = rules.reported(words, one.input, found.value)
        if found.source is not None:
            yield words.say(f"explain-read-{found.source}", label=label, value=said)
        elif found.place is None:
            yield words.say("explain-read-bare", label=label, value=said)
        else:
            place = f"{found.place.sheet}!{found.place.cell}"
            yield words.say("explain-read", label=label, value=said, place=place)
    said = words.say("evidence-unsaid") if result.evidence is None else words.say("yes" if result.evidence else "no")
    yield words.say("explain-evidence-said", said=said)
    if result.state == "refused":
        yield words.say("appraisal-refused-rule")
    if result.reason is not None:
        yield words.say("explain-reason", reason=result.reason)


def _points(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    indicator = assessment.criteria_set.indicators[result.id]
    if result.value is not None and indicator.measure is not None:
        against = thresholds(assessment.criteria_set, result)
        ends = [
            rules.value(words, indicator.measure, end, against=against) for end in (result.value.low, result.value.high)
        ]
        shown = ends[0] if ends[0] == ends[1] else words.say("range", low=ends[0], high=ends[1])
        yield words.say("explain-scale", value=shown)
        yield from _step(words, assessment, result)
        points = words.say(
            "explain-points",
            points=indicator_points(words, assessment.criteria_set, result).text,
            maximum=maximum_cell(words, result.maximum).text,
        )
        if calculation := _calculation(words, assessment.criteria_set, result):
            yield words.say("explain-calculation", calculation=calculation)
        if result.earned != result.points:
            exact = words.say("explain-rounded", earned=_earned(words, assessment.criteria_set, result))
            points += f" ({exact})"
        yield points
    yield words.say("explain-met", met=met_cell(words, assessment.criteria_set, result).text)
    step = next_points(words, assessment.criteria_set, result)
    if step is not None and step.points is not None:
        yield words.say("explain-next", asked=step.asked, points=words.say("points-unit", n=words.exact(step.points)))


def _calculation(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give how points follow from a number between two marks, or from a count; "" where nothing is calculated."""
    indicator, value = criteria_set.indicators[result.id], result.value
    scoring = indicator.rules[result.rule].scoring
    if value is None or indicator.measure is None or not value.known or not 0 < result.earned.low < indicator.weight:
        return ""
    scale = 100 if indicator.measure.percent else 1
    found = words.number(value.low * scale, decimals=3)
    weight, points = words.exact(indicator.weight), indicator_points(words, criteria_set, result).text
    match scoring:
        case Proportional(start=start, target=target):
            first, last = (words.exact(mark.placed * scale) for mark in (start, target))
            if not start.placed:
                return f"{found} / {last} × {weight} = {points}"
            if start.placed > target.placed:
                return f"({first} − {found}) / ({first} − {last}) × {weight} = {points}"
            return f"({found} − {first}) / ({last} − {first}) × {weight} = {points}"
        case PerItem():
            return f"{found} × {words.exact(scoring.each)} = {points}"
        case FullIfMet() | Tiers() | AsGiven() | Bars():
            return ""
        case _:
            assert_never(scoring)


def _earned(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give the points before they were rounded, with two decimals more than that left them.

    The points are marks, and where rounding turns: 1.4999 became 1, so it is not shown as 1.5.
    """
    decimals = criteria_set.rounding.decimals if criteria_set.rounding else 0
    half = Fraction(1, 2 * 10**decimals)
    turns = (end + way for end in (result.points.low, result.points.high) for way in (-half, Fraction(0), half))
    marks = (*turns, *point_marks(criteria_set, result.maximum, result.id))
    low, high = (
        words.number(end, decimals=decimals + 2, against=marks) for end in (result.earned.low, result.earned.high)
    )
    return low if result.earned.known else words.say("range", low=low, high=high)


def _levels(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    """Give for each level what it asks for, what was found, and whether the indicator is met; once for each choice of
    unknown facts where that makes a difference."""
    under: dict[tuple[str, ...], list[str]] = {}
    for sheet in assessment.scorecard.sheets:
        one = next(one for criterion in sheet.criteria for one in criterion.indicators if one.id == result.id)
        lines = tuple(_at_levels(words, assessment, one))
        under.setdefault(lines, []).append(rules.facts(words, assessment.criteria_set, sheet.facts))
    for lines, facts in under.items():
        if len(under) > 1:
            yield words.say("explain-under", facts=" | ".join(facts))
        yield from lines


def _at_levels(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    criteria_set = assessment.criteria_set
    for at, level in enumerate(criteria_set.recognition.levels):
        said = "; ".join(bar_text(words, criteria_set, result, one) for one in result.levels[at].bars)
        met = met_cell(words, criteria_set, result, at).text
        rule = words.say("explain-asked", met=met, asked=said) if said else met
        yield words.say("bar-level", level=words.text(level.title), rule=rule)


def _step(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    """Give the step of the rule that was reached, for rules that have steps."""
    indicator = assessment.criteria_set.indicators[result.id]
    if result.reached is not None:
        if result.reached.text and indicator.measure is not None:
            yield words.say("explain-reached", mark=rules.mark(words, indicator.measure, result.reached))
    elif isinstance(indicator.scoring, Tiers | FullIfMet):
        open_step = not result.points.known
        yield words.say("explain-open-step" if open_step else "explain-none-reached")


def _grounds(words: Words, assessment: Assessment, result: IndicatorResult) -> Iterator[str]:
    criteria_set = assessment.criteria_set
    indicator = criteria_set.indicators[result.id]
    rule = indicator.rules[result.rule]
    open_facts = len(assessment.scorecard.sheets) > 1 and len(indicator.rules) > 1
    said = rules.every_rule(words, criteria_set, indicator) if open_facts else None
    yield words.say("explain-rule", rule=said or rules.rule(words, criteria_set, indicator, result.rule))
    if rule.facts and not open_facts:
        yield words.say("explain-rule-for", facts=rules.named_kind(words, criteria_set, rule.facts))
    if indicator.applies_when:
        yield words.say("rule-only-for", units=rules.named_units(words, criteria_set, indicator.applies_when))
    references = clauses.references(words, criteria_set, indicator)
    yield from (words.say("explain-reference", reference=one) for one in references)
    if not references:
        yield words.say("explain-no-reference")
    if indicator.note is not None:
        yield words.say("explain-note", note=words.text(indicator.note))
    if indicator.evidence.documents:
        documents = "; ".join(words.text(one) for one in indicator.evidence.documents)
        yield words.say("explain-evidence", documents=documents)
    if indicator.assignee in criteria_set.offices:
        yield words.say("explain-assignee", assignee=words.text(criteria_set.offices[indicator.assignee]))
    if indicator.remedy is not None and not all(one.met_low for one in result.levels if one.asked):
        yield words.say("explain-remedy", remedy=words.text(indicator.remedy), effort=indicator.effort or "–")
