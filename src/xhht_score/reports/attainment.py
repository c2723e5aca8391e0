"""Met or not met, level by level: attainment where there are no points, and what separates a unit from a level."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.numbers import Range
from xhht_score.reports.document import Block, Cell, Column, Heading, Listing, Paragraph, Portion, Table, Tone
from xhht_score.reports.drawings import of_levels, share
from xhht_score.reports.figures import met_share
from xhht_score.reports.reported import thresholds
from xhht_score.results import (
    AtLevel,
    Attainment,
    BarResult,
    IndicatorResult,
)
from xhht_score.words import Words, rules


def met_cell(words: Words, criteria_set: CriteriaSet, result: IndicatorResult, at: int = 0) -> Cell:
    """Give in one word whether an indicator is met at the level at a position.

    Where no level asks it to be met, an indicator that has some of its points is not called short.
    """
    found = result.levels[at]
    if result.state in ("not_applicable", "not_asked"):
        return Cell(words.say(result.state), "muted")
    if result.state == "refused":
        return Cell(words.say(result.state), "bad")
    if result.state == "undecided":
        return Cell(words.say(result.state), "open")
    if not found.asked:
        return Cell(words.say("not_asked"), "muted")
    if found.met_low:
        return Cell(words.say("met"), "good")
    if found.met_high:
        return Cell(words.say("missing" if result.state == "missing" else "open-met"), "open")
    if criteria_set.total_points is None or result.id in criteria_set.asked_to_be_met or result.state == "lacking":
        return Cell(words.say("not-met"), "bad")
    return Cell(words.say("partly")) if result.points.high else Cell(words.say("no-points"), "bad")


def level_columns(words: Words, criteria_set: CriteriaSet, *, right: bool = False) -> tuple[Column, ...]:
    """Give a column for each level of the set."""
    return tuple(Column(words.text(level.title), right=right) for level in criteria_set.recognition.levels)


def counts(found: Attainment) -> tuple[str, str]:
    """Give how many indicators are met and how many are applicable, each as a number or a range."""
    return _count(found.met), _count(found.applicable)


def _count(found: Range) -> str:
    return str(found.low) if found.known else f"{found.low} – {found.high}"


def open_indicators(assessment: Assessment) -> int:
    """Give how many indicators may still be met or not at some level."""
    results = [one for criterion in assessment.scorecard.criteria for one in criterion.indicators]
    return sum(any(at.state == "open" for at in one.levels) for one in results)


def attained_line(words: Words, found: Attainment) -> str:
    """Give the attainment at a level in one sentence: indicators met over applicable ones, in percent."""
    met, applicable = counts(found)
    if found.percent is None:
        return words.say("tally-nothing")
    return words.say("attained-line", met=met, applicable=applicable, percent=words.attainment(found.percent))


def met_table(words: Words, assessment: Assessment) -> Table:
    """Give for each criterion and in all how many indicators are met at each level, of those applicable."""
    columns = (
        Column(words.say("col-id")),
        Column(words.say("col-criterion"), share=1),
        *level_columns(words, assessment.criteria_set, right=True),
    )
    levels = assessment.verdict.levels
    rows = [
        (Cell(one.id), Cell(words.text(one.title)), *(_met_of(level.criteria[at]) for level in levels))
        for at, one in enumerate(assessment.criteria_set.criteria)
    ]
    rows.append((Cell(""), Cell(words.say("total"), "strong"), *(_met_of(level.attainment) for level in levels)))
    attained = (met_share(words, assessment.criteria_set, level.attainment) for level in levels)
    rows.append((Cell(""), Cell(words.say("col-attainment"), "strong"), *attained))
    return Table(columns, tuple(rows), total=True, drawing=of_levels(words, assessment.criteria_set))


def met_portion(found: Attainment) -> tuple[Portion, ...]:
    """Give what is drawn of the indicators met at a level."""
    return share("/".join(counts(found)), found.percent)


def _met_of(found: Attainment) -> Cell:
    met, applicable = counts(found)
    if applicable == "0":
        return Cell("–", "muted")
    tone: Tone = "bad" if found.met.high < found.applicable.low else "open"
    good = found.met.low == found.applicable.high
    return Cell(f"{met}/{applicable}", "good" if good else tone, portions=met_portion(found))


def separating(words: Words, assessment: Assessment) -> Iterator[Block]:
    """List what separates the unit from the lowest level above those that it surely reaches, indicator by indicator."""
    levels = assessment.criteria_set.recognition.levels
    results = [one for criterion in assessment.scorecard.criteria for one in criterion.indicators]
    if assessment.criteria_set.total_points is not None:
        return
    states = [level.state for level in assessment.verdict.levels]
    for at in range(len(states)):
        if "eligible" in states[at:]:
            continue
        items = [_lacking(words, assessment, one, at) for one in results if _is_lacking(one.levels[at])]
        yield Heading(3, words.say("separating-heading", level=words.text(levels[at].title)))
        if items:
            yield Listing(tuple(items))
        else:
            yield Paragraph(words.say("separating-nothing"), "muted")
        return


def _is_lacking(found: AtLevel) -> bool:
    return found.asked and not found.met_low


def _lacking(words: Words, assessment: Assessment, result: IndicatorResult, at: int) -> Cell:
    indicator = assessment.criteria_set.indicators[result.id]
    found = result.levels[at]
    said = [bar_text(words, assessment.criteria_set, result, one) for one in found.bars if one.state != "met"]
    policy = assessment.criteria_set.evidence_policies[result.id]
    if result.state == "lacking":
        said = [words.say("lacking")]
    elif result.state == "refused":
        said.append(words.say("separating-refused"))
    elif policy.policy == "required" and policy.without != "warn" and result.evidence is not True:
        said.append(words.say("separating-unsaid" if result.evidence is None else "separating-evidence"))
    elif not said:
        said = [words.say("separating-fact")]
    text = f"{result.id} {words.text(indicator.title)}: {'; '.join(said)}"
    if indicator.remedy is not None:
        text += f". {words.text(indicator.remedy)}"
    return Cell(text, "open" if found.met_high else "bad")


def bar_text(words: Words, criteria_set: CriteriaSet, result: IndicatorResult, one: BarResult) -> str:
    """Give what a bar asks for, what was found, and how much is lacking."""
    indicator = criteria_set.indicators[result.id]
    measure = indicator.measures[one.part]
    asked = rules.bar(words, measure, one.bar)
    if one.part:
        asked = f"{words.text(indicator.parts[one.part].title)}: {asked}"
    if one.state == "open":
        return words.say("bar-undecided" if result.state == "undecided" else "bar-open", asked=asked)
    place = rules.value(words, measure, one.found.low, against=thresholds(criteria_set, result, one.part))
    if not one.found.known:
        high = rules.value(words, measure, one.found.high, against=thresholds(criteria_set, result, one.part))
        place = words.say("range", low=place, high=high)
    against = thresholds(criteria_set, result, one.part)
    lack = rules.lack(words, measure, one.bar, one.found, against=against) if one.short_by is not None else ""
    if not lack:
        return words.say("bar-found", asked=asked, found=place)
    return words.say("bar-found-lack", asked=asked, found=place, lack=lack)
