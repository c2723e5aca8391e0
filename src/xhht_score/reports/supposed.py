"""A unit's result as if some of its figures were others, beside the real one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from xhht_score.assessment import Assessment
from xhht_score.numbers import exact_text
from xhht_score.records import record
from xhht_score.reports.attainment import met_table
from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph
from xhht_score.reports.interface import unit_object
from xhht_score.reports.plan_shapes import SupposedUnitObject
from xhht_score.reports.shapes import FigureChangeObject
from xhht_score.reports.unit import compose_unit, criteria_table, tally, verdict_text
from xhht_score.submission import Answer
from xhht_score.words import Words, rules


@record
class AsIf:
    """A unit's real result, the figures that are supposed by path, and the result with them."""

    now: Assessment
    supposed: Mapping[str, Fraction]
    then: Assessment


def compose_supposed(words: Words, one: AsIf, *, brief: bool = False) -> Document:
    """Give the page of a unit, and below it what would be if."""
    return Document((*compose_unit(words, one.now, brief=brief).blocks, *_blocks(words, one)))


def _blocks(words: Words, one: AsIf) -> Iterator[Block]:
    criteria_set = one.now.criteria_set
    with_points = criteria_set.total_points is not None
    yield Heading(2, words.say("plan-whatif"))
    yield Listing(tuple(Cell(_line(words, one, path)) for path in one.supposed))
    yield criteria_table(words, one.then) if with_points else met_table(words, one.then)
    items = []
    for key, found in (("plan-whatif-now", one.now), ("plan-whatif-then", one.then)):
        total = f"{tally(words, criteria_set, found.scorecard.total)}; " if with_points else ""
        items.append(Cell(words.say(key, found=total + verdict_text(words, found)), "strong"))
    yield Listing(tuple(items))
    yield Paragraph(words.say("plan-whatif-note"), "muted")


def _line(words: Words, one: AsIf, path: str) -> str:
    indicator, question = one.now.criteria_set.questions[path]
    before = one.now.submission.answers.get(indicator.id, Answer()).values.get(question.name)
    label = f"{path} {rules.question(words, indicator, question)}"
    said = {"before": rules.reported(words, question.input, before),
            "after": rules.reported(words, question.input, one.supposed[path])}  # fmt: skip
    return words.say("plan-whatif-line", path=label, **said)


def supposed_object(words: Words, one: AsIf) -> SupposedUnitObject:
    """Give the same as an object."""
    changes: list[FigureChangeObject] = []
    for path, after in one.supposed.items():
        indicator, question = one.now.criteria_set.questions[path]
        before = one.now.submission.answers.get(indicator.id, Answer()).values.get(question.name)
        said = None if before is None else exact_text(before)
        changes.append({"input": path, "before": said, "after": exact_text(after)})
    return {"supposed": changes, "now": unit_object(words, one.now), "then": unit_object(words, one.then)}
