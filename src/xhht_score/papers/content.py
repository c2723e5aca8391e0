"""What a paper says: the values of all fields of a template, as plain texts, yes and no, records and lists.

Every figure is the text that the pages show, so that a paper and a page of one form never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xhht_score.assessment import Assessment
from xhht_score.fingerprints import Fingerprints
from xhht_score.foreign import cell_text, shown_text
from xhht_score.papers.cases import (
    Content,
    PaperCase,
    award,
    certain_decider,
    in_text,
    listed,
    lowered,
    titled,
)
from xhht_score.papers.firm import firm_content
from xhht_score.papers.kinds import DOTS, KINDS
from xhht_score.papers.letterheads import copies_of, grounds_of, head, position_of, recipient_of, subject_of
from xhht_score.papers.notes import notes_of
from xhht_score.papers.office import Office
from xhht_score.procedure import procedure
from xhht_score.reports.attainment import bar_text, counts, met_cell
from xhht_score.reports.conditions import condition_found, next_level
from xhht_score.reports.figures import tally_cells
from xhht_score.reports.reported import values_said
from xhht_score.reports.sides import changed
from xhht_score.reports.unit import indicator_cells, level_title, levels_text
from xhht_score.results import CriterionResult, IndicatorResult
from xhht_score.submission import Answer, Appraisal
from xhht_score.words import Words, clauses, rules


def content(words: Words, case: PaperCase, office: Office, prints: Fingerprints, template: str) -> Content:
    """Give the value of every field of `fields.FIELDS`, cleaned so that none of them can be anything but text."""
    one = case.counting
    criteria_set, submission = one.criteria_set, one.submission
    found = procedure(criteria_set, submission.year, submission.dates)
    letterhead = office.letterhead(KINDS[case.paper.kind].writer, case.paper.id)
    decider = certain_decider(found)
    title = words.text(criteria_set.title_for(submission.facts))
    with_points = criteria_set.total_points is not None
    recipient = letterhead.recipient or recipient_of(words, case, found) or DOTS
    changes = list(_changes(words, case))
    reasons, omissions, missing = (
        [{"text": text.rstrip(". ")} for text in texts]
        for texts in (_reasons(words, one), _omissions(words, one), _missing(words, one))
    )
    subject, level = subject_of(words, case), next_level(one.verdict)
    plain: Content = {
        "head": head(words, case, letterhead, found),
        "paper": {
            "document": KINDS[case.paper.kind].document,
            "title": titled(words, case.paper, one),
            "subject": subject[:1].upper() + subject[1:],
            "in_subject": subject,
            "reference": clauses.reference(words, case.paper.reference) if case.paper.reference else "",
            "recipient": recipient,
            "notes": [{"text": text} for text in notes_of(words, case, found)],
        },
        "unit": {
            "name": submission.unit.name,
            "in_text": in_text(submission.unit.name),
            "code": submission.unit.code or DOTS,
            "year": DOTS if submission.year is None else str(submission.year),
            "facts": rules.facts(words, criteria_set, submission.facts) if criteria_set.facts else "",
        },
        "criteria_set": {
            "id": criteria_set.id,
            "title": words.text(criteria_set.title),
            "version": criteria_set.version,
        },
        "recognition": {
            "title": title,
            "level": DOTS if one.verdict.certain is None else level_title(words, criteria_set, one.verdict.certain),
            "award": award(words, one),
            "valid": criteria_set.recognition.valid_months is not None,
            "valid_months": str(criteria_set.recognition.valid_months or ""),
            "decider": DOTS if decider is None else words.text(decider.title),
        },
        "verdict": {
            "says": levels_text(words, criteria_set, one.verdict),
            "eligible": one.verdict.certain is not None,
        },
        "total": _tally(words, one) if with_points else dict.fromkeys(("points", "maximum", "percent"), ""),
        "with_points": with_points,
        "criteria": [_criterion(words, case, at, result) for at, result in enumerate(one.scorecard.criteria)],
        "levels": list(_levels(words, one)),
        "own_verdict": levels_text(words, criteria_set, case.own.verdict),
        "has_changes": bool(changes),
        "changes": changes,
        "reasons_level": lowered(level_title(words, criteria_set, level.id)) if level is not None else "",
        "reasons": reasons,
        "has_reasons": bool(reasons),
        "omissions": omissions,
        "has_omissions": bool(omissions),
        "missing": missing,
        "has_missing": bool(missing),
        "firm": list(firm_content(words, one)),
        "grounds": grounds_of(words, case),
        "attachments": [
            {"number": str(number), "title": listed(words, paper, one)}
            for number, paper in enumerate((other for other in case.beside if other is not case.paper), 1)
        ],
        "units": list(_units(words, case)),
        "signer": {
            "authority": letterhead.signer.authority or "",
            "position": letterhead.signer.position or position_of(words, case, decider),
            "name": letterhead.signer.name or DOTS,
        },
        "copies": copies_of(words, case, letterhead),
        "fingerprint": words.say(
            "paper-fingerprint", version=prints.program, form=prints.form, set=criteria_set.id,
            hash=prints.criteria_set, template=template[:16],
        ),
    }  # fmt: skip
    cleaned: Content = _cleaned(plain)
    return cleaned


def _cleaned(value: Any) -> Any:
    """Give the same with every text on one line, without control characters and with hidden letters by name."""
    match value:
        case str():
            return shown_text(" ".join(cell_text(value).split()))
        case dict():
            return {name: _cleaned(one) for name, one in value.items()}
        case list():
            return [_cleaned(one) for one in value]
        case _:
            return value


def _tally(words: Words, one: Assessment) -> Content:
    cells = tally_cells(words, one.criteria_set, one.scorecard.total)
    return {name: cell.text for name, cell in zip(("points", "maximum", "percent"), cells, strict=True)}


def _criterion(words: Words, case: PaperCase, at: int, found: CriterionResult) -> Content:
    one = case.counting
    criteria_set = one.criteria_set
    cells = tally_cells(words, criteria_set, found.tally)
    figures = {name: cell.text for name, cell in zip(("points", "maximum", "percent"), cells, strict=True)}
    return {
        "id": found.id,
        "title": words.text(criteria_set.criteria[at].title),
        **(figures if criteria_set.total_points is not None else dict.fromkeys(figures, "")),
        "result": "; ".join(
            words.say("paper-level-of", level=level.title, met=met, applicable=applicable)
            for level, result in zip(criteria_set.recognition.levels, one.verdict.levels, strict=True)
            for met, applicable in [counts(result.criteria[at])]
        ),
        "indicators": [_indicator(words, case, result) for result in found.indicators],
    }


def _indicator(words: Words, case: PaperCase, result: IndicatorResult) -> Content:
    one = case.counting
    criteria_set, submission = one.criteria_set, case.own.submission
    indicator = criteria_set.indicators[result.id]
    own = case.own.scorecard.indicators[result.id]
    answer, appraisal = submission.answers.get(result.id, Answer()), submission.appraisals.get(result.id, Appraisal())
    figure, points, maximum = (cell.text for cell in indicator_cells(words, criteria_set, result)[2:])
    own_figure, own_points, _ = (cell.text for cell in indicator_cells(words, criteria_set, own)[2:])
    return {
        "id": result.id,
        "title": words.text(indicator.title),
        "rule": rules.rule(words, criteria_set, indicator, result.rule),
        "figure": figure,
        "points": points,
        "maximum": maximum,
        "result": result_said(words, one, result),
        "documents": answer.documents or "",
        "own_figure": own_figure,
        "own_points": own_points,
        "own_result": result_said(words, case.own, own),
        "reason": "; ".join(_council_said(words, appraisal)),
        "answer": appraisal.answer or "",
        "changed": appraisal.changes(answer) or appraisal.reason is not None,
    }


def _council_said(words: Words, appraisal: Appraisal) -> Iterator[str]:
    if appraisal.evidence is False:
        yield words.say("paper-evidence-refused")
    if appraisal.omission is False:
        yield words.say("paper-omission-refused")
    if appraisal.reason:
        yield appraisal.reason


def result_said(words: Words, one: Assessment, result: IndicatorResult) -> str:
    """Give whether an indicator is met: in one word where points decide or all levels agree, else level by level."""
    criteria_set = one.criteria_set
    if criteria_set.total_points is not None:
        return met_cell(words, criteria_set, result).text
    said = [met_cell(words, criteria_set, result, at).text for at in range(len(result.levels))]
    if len(set(said)) == 1:
        return said[0]
    levels = criteria_set.recognition.levels
    return "; ".join(
        words.say("paper-level-result", level=level.title, met=met) for level, met in zip(levels, said, strict=True)
    )


def _levels(words: Words, one: Assessment) -> Iterator[Content]:
    recognition = one.criteria_set.recognition
    for level, result in zip(recognition.levels, one.verdict.levels, strict=True):
        met, applicable = counts(result.attainment)
        percent = words.attainment(result.attainment.percent)
        yield {
            "title": words.text(level.title),
            "state": words.say(f"level-{result.state}"),
            "attained": words.say("paper-level-attained", met=met, applicable=applicable, percent=percent),
            "conditions": [
                {
                    "says": clauses.condition(words, required),
                    "found": condition_found(words, one, required, found),
                    "state": words.say(f"condition-{found.state}"),
                }
                for required, found in zip(recognition.conditions(level), result.conditions, strict=True)
            ],
        }


def _changes(words: Words, case: PaperCase) -> Iterator[Content]:
    """Give what the council changed or wrote a reason for."""
    if case.council is None:
        return
    for name in changed(case.own):
        sides = [_side(words, one, one.scorecard.indicators[name]) for one in (case.own, case.council)]
        yield {
            "id": name,
            "title": words.text(case.own.criteria_set.indicators[name].title),
            "own": sides[0],
            "council": sides[1],
            "reason": "; ".join(_council_said(words, case.own.submission.appraisals[name])) or DOTS,
            "answer": case.own.submission.appraisals[name].answer or "",
        }


def _side(words: Words, one: Assessment, result: IndicatorResult) -> str:
    cells = indicator_cells(words, one.criteria_set, result)
    found = cells[2].text
    if one.criteria_set.indicators[result.id].points is not None:
        return words.say("appraisal-points", values=found, points=cells[3].text)
    return f"{found}; {result_said(words, one, result)}"


def _reasons(words: Words, one: Assessment) -> Iterator[str]:
    """Give why the next level is not reached: its conditions, and the indicators that are not met at it."""
    level = next_level(one.verdict)
    if level is None or level.state != "not_eligible":
        return
    at = one.criteria_set.level_ids.index(level.id)
    definition = one.criteria_set.recognition.levels[at]
    required = one.criteria_set.recognition.conditions(definition)
    for condition, found in zip(required, level.conditions, strict=True):
        if found.state == "short" and condition.kind != "all_met":  # each indicator is named by itself then
            said = condition_found(words, one, condition, found)
            asked = clauses.condition(words, condition)
            yield words.say("paper-reason-condition", level=definition.title, condition=asked, found=said)
    for result in one.scorecard.indicators.values():
        state = result.levels[at]
        if one.criteria_set.total_points is None and state.asked and not state.met_high:
            yield words.say(
                "paper-reason-indicator",
                id=result.id,
                title=one.criteria_set.indicators[result.id].title,
                said="; ".join(_why(words, one, result, at)),
            )


def _why(words: Words, one: Assessment, result: IndicatorResult, at: int) -> Iterator[str]:
    short = [bar for bar in result.levels[at].bars if bar.state == "short"]
    if result.state == "lacking":
        yield words.say("lacking")
    elif result.state == "refused":
        yield words.say("separating-refused")
    elif short:
        yield from (bar_text(words, one.criteria_set, result, bar) for bar in short)
    else:
        yield values_said(words, one.criteria_set, result)
        if result.evidence is not True:
            yield words.say("separating-evidence")


def _omissions(words: Words, one: Assessment) -> Iterator[str]:
    for result in one.scorecard.indicators.values():
        if result.state in ("not_applicable", "lacking"):
            title = one.criteria_set.indicators[result.id].title
            yield words.say("paper-omission", id=result.id, title=title, reason=result.reason or DOTS)


def _missing(words: Words, one: Assessment) -> Iterator[str]:
    for result in one.scorecard.indicators.values():
        if result.state in ("missing", "undecided") or any(at.state == "open" for at in result.levels):
            yield words.say("paper-missing", id=result.id, title=one.criteria_set.indicators[result.id].title)


def _units(words: Words, case: PaperCase) -> Iterator[Content]:
    for number, one in enumerate(case.units, 1):
        unit = one.submission.unit
        with_points = one.criteria_set.total_points is not None
        found = _tally(words, one) if with_points else {"points": "", "percent": ""}
        yield {
            "number": str(number),
            "name": unit.name,
            "code": unit.code or "",
            "points": found["points"],
            "percent": found["percent"],
            "award": award(words, one),
        }
