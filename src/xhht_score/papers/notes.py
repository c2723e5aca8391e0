"""Notes to the draft of a paper: what its reader has to know before anybody signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.errors import Problem
from xhht_score.papers.cases import (
    PaperCase,
    certain_decider,
    step_of,
)
from xhht_score.procedure import Procedure
from xhht_score.reports.attainment import open_indicators
from xhht_score.reports.unit import levels_text
from xhht_score.words import Words, clauses

#: So many cells of a form are named in a note; the others are counted.
_MOST_NAMED = 12


def notes_of(words: Words, case: PaperCase, found: Procedure) -> Iterator[str]:
    """Give what a reader of the draft has to know: honest data first, then what is not certain."""
    one = case.counting
    criteria_set = one.criteria_set
    if criteria_set.status == "illustrative" and criteria_set.base is not None:
        yield words.say("paper-note-draft-variant", base=criteria_set.base)
    elif criteria_set.status != "official":
        yield words.say("paper-note-illustrative")
    for name in criteria_set.turned:
        yield words.say("paper-note-turned", said=clauses.reading_taken(words, criteria_set.readings[name]))
    if one.verdict.possible not in (one.verdict.certain, None):
        yield words.say("paper-note-open", said=levels_text(words, criteria_set, one.verdict))
    elif still := open_indicators(one):
        yield words.say("paper-note-open-indicators", n=still)
    if errors := [problem for problem in case.own.problems if problem.severity == "error"]:
        yield words.say("paper-note-errors", n=len(errors), what=_named(words, errors))
    yield from _certainties(words, case, found)


def _certainties(words: Words, case: PaperCase, found: Procedure) -> Iterator[str]:
    paper, year = case.paper, case.counting.submission.year
    note = words.text(paper.note) if paper.note else ""
    if paper.certainty == "practice":
        yield words.say("paper-note-practice" if note else "paper-note-practice-bare", note=note)
    elif paper.certainty is not None:
        yield words.say("paper-note-partial" if paper.certainty == "partial" else "paper-note-not-seen", note=note)
    if paper.kind in ("proposal", "decision", "joint_decision") and certain_decider(found) is None:
        for one in found.deciders:
            yield words.say("paper-note-decider", said=clauses.decider(words, one, dated=False))
    step = step_of(paper, found)
    if step is not None and paper.kind in ("request", "proposal"):
        said = clauses.deadline(words, step, year, dated=False)
        uncertain = paper.kind == "request" and step.certainty is not None
        yield words.say("paper-note-recipient" if uncertain else "paper-note-step", said=said)


def _named(words: Words, errors: Sequence[Problem]) -> str:
    """Give where the first few errors of a form stand, each with what is wrong."""
    said = [f"{_where(words, one)}: {words.message(one)}" for one in errors[:_MOST_NAMED]]
    if len(errors) > _MOST_NAMED:
        said.append(words.say("paper-more", n=len(errors) - _MOST_NAMED))
    return "; ".join(said)


def _where(words: Words, problem: Problem) -> str:
    place = problem.place
    if place.sheet and place.cell:
        return words.say("paper-where", sheet=place.sheet, cell=place.cell)
    return str(place._replace(file="")) or problem.code
