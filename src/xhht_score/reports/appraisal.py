"""The unit's own result and the council's side by side: every change with its reason, the totals, the verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.reports.document import Block, Cell, Column, Heading, Paragraph, Table
from xhht_score.reports.figures import indicator_points
from xhht_score.reports.reported import values_said
from xhht_score.reports.sides import changed, results_by_id
from xhht_score.results import IndicatorResult
from xhht_score.submission import Appraisal
from xhht_score.words import Words


def side_by_side(words: Words, assessment: Assessment) -> Iterator[Block]:
    """Give both results of a unit; nothing where the council has written nothing."""
    if assessment.both is None:
        return
    own, council = assessment.both
    yield Heading(2, words.say("appraisal-heading"))
    columns: tuple[Column, ...] = (
        Column(words.say("col-id")),
        Column(words.say("col-title"), share=2),
        Column(words.say("col-self"), share=2),
        Column(words.say("col-appraised"), share=2),
        Column(words.say("col-reason"), share=2),
    )
    names = changed(own)
    answered = any(own.submission.appraisals[name].answer for name in names)
    if answered:
        columns = (*columns, Column(words.say("col-answer"), share=2))
    found = [results_by_id(one) for one in (own, council)]
    rows = []
    for name in names:
        appraisal = own.submission.appraisals[name]
        refused = _decisions(words, appraisal, found[1][name])
        sides = [_side(words, own.criteria_set, each[name]) for each in found]
        title = words.text(own.criteria_set.indicators[name].title)
        rows.append(
            (
                Cell(name),
                Cell(title),
                Cell(sides[0]),
                Cell("; ".join((*refused, sides[1])), "open" if sides[0] != sides[1] else "plain"),
                Cell(appraisal.reason or "–", "plain" if appraisal.reason else "bad"),
                *((Cell(appraisal.answer or "–"),) if answered else ()),
            )
        )
    if rows:
        yield Table(columns, tuple(rows))
        if any(one.state == "refused" for one in found[1].values()):
            yield Paragraph(words.say("appraisal-refused-rule"), "muted")
    else:
        yield Paragraph(words.say("appraisal-nothing-changed"), "muted")


def _decisions(words: Words, appraisal: Appraisal, result: IndicatorResult) -> tuple[str, ...]:
    """Give what the council refused of an indicator, and what that does to its result."""
    said = []
    if result.state == "refused":
        said.append(words.say("appraisal-evidence-uncounted"))
    elif appraisal.evidence is False:
        said.append(words.say("appraisal-evidence-refused"))
    if appraisal.omission is False:
        said.append(words.say("appraisal-omission-refused"))
    return tuple(said)


def _side(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give what an indicator comes to on one side: figures, and points or what is met at each level."""
    if result.state in ("not_applicable", "not_asked"):
        return words.say(result.state)
    said = values_said(words, criteria_set, result)
    if criteria_set.indicators[result.id].points is not None:
        return words.say("appraisal-points", values=said, points=indicator_points(words, criteria_set, result).text)
    pairs = zip(criteria_set.recognition.levels, result.levels, strict=True)
    met = [
        words.say("bar-level", level=words.text(level.title), rule=_met(words, at.met_low, at.met_high))
        for level, at in pairs
        if at.asked
    ]
    return ". ".join((said, *met))


def _met(words: Words, low: bool, high: bool) -> str:
    return words.say("met" if low else "open-met" if high else "not-met")
