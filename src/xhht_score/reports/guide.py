"""The scoring guide of a set, for a training session: made from the rules and their cases alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.definitions import Text
from xhht_score.records import record
from xhht_score.reports.attainment import met_cell
from xhht_score.reports.criteria_pages import about_set, readings, recognition
from xhht_score.reports.document import Block, Cell, Document, Heading, Listing, Paragraph
from xhht_score.reports.figures import indicator_points
from xhht_score.results import IndicatorResult
from xhht_score.submission import Answer
from xhht_score.words import Words, clauses, rules


@record
class Example:
    """A worked example: a case of the set, what it gives for one indicator, and what the engine makes of it."""

    indicator: str
    name: Text
    answer: Answer
    facts: Mapping[str, str]
    result: IndicatorResult


def compose_guide(words: Words, criteria_set: CriteriaSet, examples: Sequence[Example]) -> Document:
    """Give the guide: what is asked, how it counts, which evidence, who collects it, and examples."""
    return Document(tuple(_blocks(words, criteria_set, examples)))


def _blocks(words: Words, criteria_set: CriteriaSet, examples: Sequence[Example]) -> Iterator[Block]:
    yield Heading(1, words.say("guide-title", title=words.text(criteria_set.title)))
    yield from about_set(words, criteria_set)
    yield Heading(2, words.say("verdict-heading", title=words.text(criteria_set.recognition.title)))
    yield from recognition(words, criteria_set)
    if criteria_set.facts:
        yield Heading(2, words.say("guide-facts"))
        yield Listing(tuple(Cell(_fact(words, one.title, one.choices)) for one in criteria_set.facts.values()))
    for criterion in criteria_set.criteria:
        yield Heading(2, words.say("criterion-heading", id=criterion.id, title=words.text(criterion.title)))
        for indicator in criterion.indicators:
            yield Heading(3, f"{indicator.id}. {words.text(indicator.title)}")
            yield Listing(tuple(Cell(line) for line in _lines(words, criteria_set, indicator)))
            mine = [one for one in examples if one.indicator == indicator.id]
            if mine:
                yield Paragraph(words.say("guide-examples"), "strong")
                yield Listing(tuple(Cell(_example(words, criteria_set, one)) for one in mine))
    yield from readings(words, criteria_set)
    if criteria_set.notes:
        yield Heading(2, words.say("show-notes"))
        yield Listing(tuple(Cell(words.text(note)) for note in criteria_set.notes))


def _fact(words: Words, title: Text, choices: Mapping[str, Text]) -> str:
    return f"{words.text(title)}: {', '.join(words.text(one) for one in choices.values())}"


def _lines(words: Words, criteria_set: CriteriaSet, indicator: Indicator) -> Iterator[str]:
    asked = _numbered(words, [rules.question(words, indicator, one) for one in indicator.questions])
    yield words.say("guide-asked", asked=asked)
    yield words.say("guide-rule", rule=rules.every_rule(words, criteria_set, indicator))
    policy = criteria_set.evidence_policies[indicator.id]
    documents = "; ".join(words.text(one) for one in indicator.evidence.documents) or words.say("guide-no-documents")
    if policy.policy != "none":
        lack = words.say(f"without-{policy.without if policy.policy == 'required' else 'warn'}")
        yield words.say("guide-proof", documents=documents, lack=lack)
    office = criteria_set.offices.get(indicator.assignee or "")
    yield words.say("explain-assignee", assignee=words.text(office) if office else words.say("guide-nobody"))
    if indicator.not_applicable is not None:
        said = rules.named_units(words, criteria_set, indicator.not_applicable.units)
        yield words.say(f"guide-omission-{indicator.not_applicable.means}", units=said)
    references = clauses.references(words, criteria_set, indicator)
    yield from (words.say("explain-reference", reference=one) for one in references)
    if indicator.open_from is not None:
        year, note = str(indicator.open_from.year), words.text(indicator.open_from.note)
        yield words.say("note-open", id=indicator.id, year=year, note=note)
    if indicator.note is not None:
        yield words.say("explain-note", note=words.text(indicator.note))


def _example(words: Words, criteria_set: CriteriaSet, one: Example) -> str:
    result = one.result
    if criteria_set.indicators[one.indicator].points is not None:
        outcome = words.say("points-unit", n=indicator_points(words, criteria_set, result).text)
    else:
        levels = enumerate(criteria_set.recognition.levels)
        pairs = ((words.text(level.title), met_cell(words, criteria_set, result, at).text) for at, level in levels)
        outcome = "; ".join(words.say("bar-level", level=level, rule=met) for level, met in pairs)
    beside = [rules.facts(words, criteria_set, one.facts, only=True)] if one.facts else []
    if one.answer.evidence is not True:
        beside.append(words.say("guide-evidence-unsaid" if one.answer.evidence is None else "separating-evidence"))
    given = _given(words, criteria_set.indicators[one.indicator], one.answer)
    given += f" ({'; '.join(beside)})" if beside else ""
    return words.say("guide-example", name=words.text(one.name), given=given, outcome=outcome)


def _given(words: Words, indicator: Indicator, answer: Answer) -> str:
    """Give an answer as the form shows it, each cell under its number."""
    if answer.not_applicable is not None:
        return words.say("explain-reason", reason=answer.not_applicable)
    questions = indicator.questions
    return _numbered(words, [rules.reported(words, one.input, answer.values.get(one.name)) for one in questions])


def _numbered(words: Words, said: Sequence[str]) -> str:
    if len(said) == 1:
        return said[0]
    return "; ".join(words.say("form-asked-item", n=str(n), label=one) for n, one in enumerate(said, 1))
