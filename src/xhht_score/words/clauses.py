"""References, conditions and deadlines put in words."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from xhht_score.criteria import (
    AllMet,
    Clause,
    Condition,
    CriteriaSet,
    Dated,
    Deadline,
    Decider,
    EachCriterion,
    EachIndicator,
    Indicator,
    Indicators,
    OneCriterion,
    Paper,
    Reading,
    Reference,
    Total,
    Upgrade,
)
from xhht_score.words.speech import Words


def reference(words: Words, source: Reference) -> str:
    """Give a reference as it is cited: clause first, document last."""
    return words.once(source, "reference", lambda: _reference(words, source))


def _reference(words: Words, source: Reference) -> str:
    text = words.text(source.text) if source.text else None
    said = ", ".join(part for part in (text, _clause(words, source), source.document) if part)
    if source.refers_to is not None:
        other = ", ".join(part for part in (_clause(words, source.refers_to), source.refers_to.document) if part)
        said = words.say("refers-to", clause=said, other=other)
    return words.say("at-second-hand", clause=said) if source.certainty == "partial" else said


def _clause(words: Words, source: Clause) -> str:
    parts = [
        words.say(name, n=part)
        for name, part in (("article", source.article), ("clause", source.clause), ("point", source.point))
        if part
    ]
    if words.language == "en":
        parts.reverse()
    return " ".join(parts)


def short_references(words: Words, criteria_set: CriteriaSet, indicator: Indicator) -> str:
    """Give the clauses of an indicator without the document that the set rests on first."""
    home = criteria_set.sources[0].document if criteria_set.sources else None
    found = [indicator.cited(level) for level in criteria_set.level_ids]
    said = []
    for one in found:
        if one is not None:
            bare = one.model_copy(update={"document": None if one.document == home else one.document})
            said.append(_reference(words, bare))
    return "; ".join(dict.fromkeys(said)) or "–"


def references(words: Words, criteria_set: CriteriaSet, indicator: Indicator) -> tuple[str, ...]:
    """Give where the rule of an indicator stands: one reference, or one for each level, named."""
    if indicator.reference is not None:
        return (reference(words, indicator.reference),)
    return tuple(
        words.say("bar-level", level=words.text(level.title), rule=reference(words, indicator.references[level.id]))
        for level in criteria_set.recognition.levels
        if level.id in indicator.references
    )


def condition(words: Words, required: Condition) -> str:
    """Give what a condition requires."""
    return words.once(required, "condition", lambda: _condition(words, required))


def _condition(words: Words, required: Condition) -> str:
    match required:
        case Total(at_least=bound) if bound.percent:
            return words.say("cond-total-percent", required=words.percent(bound.placed, against=[bound.placed]))
        case Total(at_least=bound):
            return words.say("cond-total-points", required=words.exact(bound.placed))
        case EachCriterion(at_least=Fraction() as share):
            return words.say("cond-each_criterion-percent", required=words.percent(share, against=[share]))
        case EachCriterion():
            return words.say("cond-each_criterion-points", required=words.exact(required.above or Fraction(0)))
        case OneCriterion():
            return words.say(
                "cond-criterion-percent",
                subject=required.id,
                required=words.percent(required.at_least, against=[required.at_least]),
            )
        case EachIndicator():
            return words.say("cond-each_indicator-points", required=words.exact(required.at_least))
        case Indicators():
            return words.say("cond-indicators-met", subjects=required.met)
        case AllMet():
            return words.say("cond-all_met-met")
        case Upgrade():
            return words.say("cond-upgrade-date", n=required.after_months)
        case _:
            assert_never(required)


def reading_taken(words: Words, one: Reading) -> str:
    """Give a question that a text leaves open, and how it is read."""
    return words.say("reading-taken", question=one.question, says=one.options[one.taken].says)


def reading(words: Words, one: Reading) -> str:
    """Give a question that a text leaves open, how it is read, the other ways, what follows, and its clause."""
    said = [reading_taken(words, one)]
    said += [words.say("reading-other", says=other.says) for other in one.others.values()]
    said += [words.say("reading-follows", what=one.follows)] if one.follows else []
    whole = ". ".join(text.removesuffix(".") for text in said)
    return f"{whole} ({reference(words, one.reference)})" if one.reference else f"{whole}."


def decider(words: Words, one: Decider, *, dated: bool = True) -> str:
    """Give who decides, and how certain that is; `dated` says from when to when too."""
    return words.say("decided-by", who=words.text(one.title)) + _standing(words, one, dated)


def _standing(words: Words, one: Dated, dated: bool) -> str:
    """Give from when to when something holds, how certain that is, and its note; "" where it simply holds."""
    said = [words.span(one.start, one.end)] if dated and (one.start or one.end) else []
    said += [words.say(f"certainty-{one.certainty}")] if one.certainty else []
    said += [words.text(one.note)] if one.note else []
    return f" ({'; '.join(said)})" if said else ""


def paper(words: Words, criteria_set: CriteriaSet, one: Paper) -> str:
    """Give a paper of the dossier: what it is called, whose it is, when it is written, and where that stands."""
    title = words.text(one.title).replace("{title}", words.text(criteria_set.recognition.title)).replace("{unit}", "…")
    said = [words.say(f"show-paper-{one.stage}")]
    said += [words.say(f"show-paper-{one.when}")] if one.when else []
    said += [reference(words, one.reference)] if one.reference else []
    return f"{title} ({'; '.join(said)})" + _standing(words, one, dated=True)


def deadline(words: Words, one: Deadline, year: int | None, *, dated: bool = True) -> str:
    """Give a step and when it ends: its last day for an assessment year, or the day and month of the text.

    How certain it is stands beside it; `dated` says from when to when it holds too.
    """
    return _deadline(words, one, year) + _standing(words, one, dated)


def _deadline(words: Words, one: Deadline, year: int | None) -> str:
    day = one.last_day(year) if year is not None else None
    step = words.text(one.step)
    if day is not None:
        return words.say("deadline-day", step=step, day=words.date(day))
    if one.within is not None:
        return words.say("deadline-within", step=step, within=words.text(one.within))
    number, month = one.before or one.by or (1, 1)
    key = "deadline-before" if one.before else "deadline-by"
    return words.say(key, step=step, day=f"{number:02d}/{month:02d}", n=one.years_after)
