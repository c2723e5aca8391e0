"""The page of what a council should check, unit by unit, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.assessment import Assessment
from xhht_score.plan.records import Reason
from xhht_score.records import record
from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph
from xhht_score.reports.firm import level_of, step_text
from xhht_score.reports.interface import unit_named
from xhht_score.reports.plan_shapes import ToCheckObject
from xhht_score.reports.unit import set_lines
from xhht_score.words import Words, rules


@record
class UnitToCheck:
    """One unit, and why which of its indicators should be checked."""

    assessment: Assessment
    reasons: tuple[Reason, ...]


def compose_checks(words: Words, units: Sequence[UnitToCheck]) -> Document:
    """Give the page of what to check, units with nothing to check left out."""
    return Document(tuple(_page(words, units)))


def _page(words: Words, units: Sequence[UnitToCheck]) -> Iterator[Block]:
    yield Heading(1, words.say("plan-check-title"))
    seen = {one.assessment.criteria_set.id: one.assessment.criteria_set for one in units}
    for criteria_set in seen.values():
        yield from set_lines(words, criteria_set)
    found = [one for one in units if one.reasons]
    for one in found:
        said = {"unit": one.assessment.submission.unit.name, "file": one.assessment.file}
        yield Heading(2, words.say("plan-check-unit", **said))
        yield Listing(tuple(Cell(reason_text(words, one.assessment, each)) for each in one.reasons))
    yield Paragraph(words.say("plan-odd-note" if found else "plan-check-none"), "muted")


def reason_text(words: Words, assessment: Assessment, one: Reason) -> str:
    """Give why an indicator should be checked, with the figures that it was compared with."""
    said = _said(words, assessment, one)
    if not one.indicator:
        return said
    title = words.text(assessment.criteria_set.indicators[one.indicator].title)
    return f"{one.indicator} {title}: {said}"


def _said(words: Words, assessment: Assessment, one: Reason) -> str:
    criteria_set, figures = assessment.criteria_set, dict(one.figures or {})
    level = words.text(level_of(assessment, one.level).title) if one.level else ""
    match one.kind:
        case "flip":
            assert one.flip is not None
            return words.say("plan-check-flip", level=level, step=step_text(words, assessment, one.flip))
        case "refusal":
            return words.say("plan-check-refusal", level=level)
        case "evidence" | "evidence-unsaid" | "refused":
            return words.say(f"plan-check-{one.kind}")
        case "all-full":
            return words.say("plan-odd-all-full", n=words.exact(figures["n"]))
        case "far":
            measure = criteria_set.indicators[one.indicator].measures[one.question]
            shown = {name: rules.value(words, measure, value) for name, value in figures.items() if name != "n"}
            part = criteria_set.indicators[one.indicator].parts.get(one.question)
            label = words.text(part.title) if part is not None else words.say("col-values")
            return words.say("plan-odd-far", label=label, n=words.exact(figures["n"]), **shown)
        case _:
            indicator = criteria_set.indicators[one.indicator]
            question = next(each for each in indicator.questions if each.name == one.question)
            shown = {name: words.exact(value) for name, value in figures.items()}
            return words.say(f"plan-odd-{one.kind}", label=rules.question(words, indicator, question), **shown)


def checks_object(words: Words, units: Sequence[UnitToCheck]) -> ToCheckObject:
    """Give the same as an object, every unit in it."""
    return {
        "units": [
            {
                "file": one.assessment.file,
                "unit": unit_named(one.assessment.criteria_set, one.assessment.submission),
                "reasons": [
                    {"indicator": each.indicator, "kind": each.kind, "said": _said(words, one.assessment, each)}
                    for each in one.reasons
                ],
            }
            for one in units
        ]
    }
