"""The conditions of a level: what each requires, what was found, and how much is lacking."""

from __future__ import annotations

import datetime
from fractions import Fraction

from xhht_score.assessment import Assessment
from xhht_score.criteria import Condition, EachIndicator, Level
from xhht_score.numbers import Range
from xhht_score.procedure import opens_after
from xhht_score.reports.document import Cell, Column, Table, Tone
from xhht_score.reports.figures import percents_shown, point_marks, points_shown, share_marks
from xhht_score.results import (
    ConditionResult,
    Finding,
    LevelResult,
    Verdict,
)
from xhht_score.words import Words, clauses

_TONES: dict[str, Tone] = {"met": "good", "short": "bad", "open": "open", "left_out": "muted"}


def conditions_table(words: Words, assessment: Assessment, level: Level, result: LevelResult) -> Table:
    """Give each condition of a level with what was found and its state."""
    columns = (
        Column(words.say("col-condition"), share=1),
        Column(words.say("col-found"), share=1),
        Column(words.say("col-state")),
    )
    rows = tuple(
        (
            Cell(clauses.condition(words, one)),
            Cell(condition_found(words, assessment, one, found)),
            Cell(words.say(f"condition-{found.state}"), _TONES[found.state]),
        )
        for one, found in zip(assessment.criteria_set.recognition.conditions(level), result.conditions, strict=True)
    )
    return Table(columns, rows)


def condition_found(words: Words, assessment: Assessment, required: Condition, result: ConditionResult) -> str:
    """Give what a condition found: those that are short or open by name, with how much they lack."""
    telling = [one for one in result.findings if one.state in ("short", "open")]
    if not telling and len(result.findings) == 1:
        telling = list(result.findings)
    said = [_finding(words, assessment, required, result, one) for one in telling]
    if not telling:
        counted = [one for one in result.findings if one.state == "met"]
        said = [words.say("found-all-met", n=len(counted))] if counted else []
    left_out = tuple(one.subject for one in result.findings if one.state == "left_out" and one.subject)
    if left_out:
        said.append(words.say("left-out-subjects", subjects=left_out))
    return "; ".join(said) or "–"


def _finding(words: Words, assessment: Assessment, required: Condition, result: ConditionResult, found: Finding) -> str:
    if found.state == "left_out":
        return words.say("found-no-decision" if result.measured_in == "date" else "condition-left_out")
    if result.measured_in == "date":
        return _dates_found(words, assessment, found)
    criteria_set, maximum = assessment.criteria_set, _maximum(assessment, required, found.subject)
    indicator = found.subject if isinstance(required, EachIndicator) else None
    assert found.found is not None
    assert found.required is not None
    ends, short = found.found, Fraction(0)
    match result.measured_in:
        case "percent":
            said = words.attainment(ends, against=share_marks(criteria_set, maximum))
            short = found.required * 100 - percents_shown(criteria_set, ends, maximum).high
        case "points":
            said = words.points(ends, against=point_marks(criteria_set, maximum, indicator))
            short = found.required - points_shown(criteria_set, ends, maximum, indicator).high
        case _:
            said = words.say("not-met" if found.state == "short" else "open-met" if found.state == "open" else "met")
    if found.short_by and short:
        said += f" ({words.say(f'lack-{result.measured_in}', n=words.exact(short))})"
    if found.subject is None:
        return said
    kind = "criterion" if required.kind in ("each_criterion", "criterion") else "indicator"
    return words.say(f"found-subject-{kind}", subject=found.subject, found=said)


def _maximum(assessment: Assessment, required: Condition, subject: str | None) -> Range:
    """Give the greatest points of the subject of a finding: an indicator, a criterion, or the total."""
    card = assessment.scorecard
    if subject is None:
        return card.total.maximum
    if required.kind in ("each_criterion", "criterion"):
        return next(one.tally.maximum for one in card.criteria if one.id == subject)
    return card.indicators[subject].maximum


def _dates_found(words: Words, assessment: Assessment, found: Finding) -> str:
    request = None if found.found is None else found.found.low
    asked, day = (None if day is None else datetime.date.fromordinal(int(day)) for day in (request, found.required))
    following = None if day is None else opens_after(assessment.criteria_set.recognition, day)
    first = "–" if day is None else words.date(day)
    if following is not None and following.start is not None and found.state != "met":
        first = words.say("found-opens", first=first, open=following.start)
    if asked is None:
        return words.say("found-no-request", first=first)
    said = words.say("found-asked", asked=asked, first=first)
    return f"{said} ({words.say('lack-date', n=words.number(found.short_by))})" if found.short_by else said


#: A line of a table names so many indicators that a level lacks, and counts the others.
_MOST_SUBJECTS = 5


def next_level(verdict: Verdict) -> LevelResult | None:
    """Give the lowest level above those that are surely reached; None where the highest is."""
    reached = next((at for at, one in reversed([*enumerate(verdict.levels)]) if one.state == "eligible"), -1)
    return verdict.levels[reached + 1] if reached + 1 < len(verdict.levels) else None


def lacking(words: Words, assessment: Assessment) -> str:
    """Give in a few words what the next level lacks: criteria, indicators, the total, the wait; "" for nothing."""
    level = next_level(assessment.verdict)
    said = []
    for one in level.conditions if level is not None and level.state == "not_eligible" else ():
        if one.state != "short":
            continue
        subjects = [found.subject for found in one.findings if found.state == "short" and found.subject]
        kind = "criterion" if one.kind in ("criterion", "each_criterion") else "indicator"
        if not subjects:
            said.append(words.say("why-wait" if one.measured_in == "date" else "why-total"))
            continue
        named = ", ".join(subjects[:_MOST_SUBJECTS])
        more = len(subjects) - _MOST_SUBJECTS
        named += f" {words.say('more-of-them', n=more)}" if more > 0 else ""
        said.append(words.say(f"why-{kind}", subjects=named))
    return "; ".join(dict.fromkeys(said))


def short_criteria(assessment: Assessment) -> frozenset[str]:
    """Give the criteria that the next level finds short."""
    level = next_level(assessment.verdict)
    return frozenset(
        found.subject
        for one in (level.conditions if level is not None else ())
        if one.kind in ("criterion", "each_criterion")
        for found in one.findings
        if found.state == "short" and found.subject
    )
