"""How the tables of a unit and of a report are drawn, and which marks stand in the drawings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from xhht_score.assessment import Assessment
from xhht_score.criteria import Condition, CriteriaSet, EachCriterion, OneCriterion, Total
from xhht_score.numbers import Range
from xhht_score.reports.document import AskedShare, Drawing, Portion
from xhht_score.words import Words


def portion(text: str, found: Range, maximum: Range) -> tuple[Portion, ...]:
    """Give what is drawn of some points out of a maximum; nothing where the maximum is none."""
    if not maximum.high:
        return ()
    low = found.low / maximum.high
    high = found.high / (maximum.low or maximum.high)
    return (Portion(text, Range(low, min(max(low, high), Fraction(1)))),)


def share(text: str, found: Range | None) -> tuple[Portion, ...]:
    """Give what is drawn of an attainment; nothing where there is none."""
    return () if found is None else (Portion(text, found),)


def of_criteria(words: Words, assessment: Assessment) -> Drawing:
    """Give the drawing of attainment by criterion and in all, with what each level asks of each."""
    criteria_set = assessment.criteria_set
    subjects = (*(one.id for one in criteria_set.criteria), None)
    maxima = (
        *(one.tally.maximum.high for one in assessment.scorecard.criteria),
        assessment.scorecard.total.maximum.high,
    )
    asked = tuple(
        asked_of(words, criteria_set, subject, maximum) for subject, maximum in zip(subjects, maxima, strict=True)
    )
    return Drawing("bars", "criteria", (0, 1), (4,), asked=asked)


def of_levels(words: Words, criteria_set: CriteriaSet) -> Drawing:
    """Give the drawing of indicators met by criterion and in all, a bar for each level."""
    columns = range(2, 2 + len(criteria_set.recognition.levels))
    return Drawing("bars", "levels", (0, 1), tuple(columns), parts=_levels(words, criteria_set))


def of_indicators() -> Drawing:
    """Give the drawing of points in the table of indicators itself."""
    return Drawing("cells", "indicators", (0, 1), (3,))


def of_ranking(words: Words, criteria_set: CriteriaSet, count: int) -> Drawing:
    """Give the drawing of so many units in their order, each with what the levels ask of the total."""
    if criteria_set.total_points is None:
        columns = range(2, 2 + len(criteria_set.recognition.levels))
        return Drawing("bars", "units-levels", (1,), tuple(columns), parts=_levels(words, criteria_set))
    asked = asked_of(words, criteria_set, None, Fraction(0))
    return Drawing("bars", "units", (1,), (2,), asked=(asked,) * count)


def of_every_criterion(words: Words, criteria_set: CriteriaSet) -> Drawing:
    """Give the map of units and criteria."""
    columns = tuple(range(1, 1 + len(criteria_set.criteria)))
    parts = _levels(words, criteria_set) if criteria_set.total_points is None else ()
    return Drawing("heat", "map", (0,), columns, parts=parts)


def _levels(words: Words, criteria_set: CriteriaSet) -> tuple[str, ...]:
    return tuple(words.text(level.title) for level in criteria_set.recognition.levels)


def asked_of(words: Words, criteria_set: CriteriaSet, subject: str | None, maximum: Fraction) -> tuple[AskedShare, ...]:
    """Give what the levels ask of a criterion, or with None of the total, as shares of a maximum; each only once."""
    found: dict[Fraction, list[str]] = {}
    recognition = criteria_set.recognition
    for level in recognition.levels:
        for condition in recognition.conditions(level):
            for asked in _asked(condition, subject, maximum):
                titles = found.setdefault(asked, [])
                if (title := words.text(level.title)) not in titles:
                    titles.append(title)
    return tuple(AskedShare(asked, tuple(titles)) for asked, titles in sorted(found.items()))


def _asked(condition: Condition, subject: str | None, maximum: Fraction) -> Iterator[Fraction]:
    match condition:
        case Total(at_least=mark) if subject is None and mark.percent:
            yield mark.placed
        case Total(at_least=mark) if subject is None and mark.placed <= maximum != 0:
            yield mark.placed / maximum
        case EachCriterion(at_least=Fraction() as asked) if subject is not None:
            yield asked
        case OneCriterion(at_least=asked) if subject == condition.id:
            yield asked
        case _:
            return
