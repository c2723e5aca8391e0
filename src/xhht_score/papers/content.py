"""What a paper says: the values of all fields of a template, as plain texts, yes and no, records and lists.

Every figure is the text that the pages show, so that a paper and a page of one form never differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xhht_score.assessment import Assessment
from xhht_score.criteria import Deadline, Decider, Paper
from xhht_score.errors import Problem
from xhht_score.fingerprints import Fingerprints
from xhht_score.foreign import cell_text, shown_text
from xhht_score.papers.kinds import DOTS, KINDS
from xhht_score.papers.office import Letterhead, Office
from xhht_score.procedure import Procedure, procedure
from xhht_score.reports.appraisal import changed
from xhht_score.reports.attainment import bar_text, counts, met_cell, open_indicators
from xhht_score.reports.conditions import condition_found, next_level
from xhht_score.reports.figures import tally_cells
from xhht_score.reports.reported import values_said
from xhht_score.reports.unit import indicator_cells, level_title, levels_text
from xhht_score.results import CriterionResult, IndicatorResult
from xhht_score.submission import Answer, Appraisal
from xhht_score.words import Words, clauses, rules

Content = dict[str, Any]
#: So many cells of a form are named in a note; the others are counted.
_MOST_NAMED = 12
#: How the name of a unit begins where it is a kind of unit, which stands in small letters within a sentence.
_COMMON = ("xã ", "phường ", "thị trấn ", "đặc khu ", "huyện ", "quận ", "thị xã ", "thành phố ", "tỉnh ")
_PROPER = ("thành phố hồ chí minh",)


@dataclass(frozen=True, slots=True)
class PaperCase:
    """What one paper is written of: the unit's own result, the council's where there is one, and the other papers.

    `units` are all those of a joint decision, each with the result that counts; `beside` are the papers of the dossier.
    """

    paper: Paper
    own: Assessment
    council: Assessment | None
    units: tuple[Assessment, ...] = ()
    beside: tuple[Paper, ...] = ()

    @property
    def counting(self) -> Assessment:
        """The result that the paper reports: the council's in its own papers."""
        return self.council if self.council is not None and self.paper.stage == "council" else self.own


def content(words: Words, case: PaperCase, office: Office, prints: Fingerprints, template: str) -> Content:
    """Give the value of every field of `fields.FIELDS`, cleaned so that none of them can be anything but text."""
    one = case.counting
    criteria_set, submission = one.criteria_set, one.submission
    found = procedure(criteria_set, submission.year, submission.dates)
    letterhead = office.letterhead(KINDS[case.paper.kind].writer, case.paper.id)
    decider = certain_decider(found)
    title = words.text(criteria_set.title_for(submission.facts))
    with_points = criteria_set.total_points is not None
    recipient = letterhead.recipient or _recipient(words, case, found) or DOTS
    changes = list(_changes(words, case))
    reasons, omissions, missing = (
        [{"text": text.rstrip(". ")} for text in texts]
        for texts in (_reasons(words, one), _omissions(words, one), _missing(words, one))
    )
    subject, level = _subject(words, case), next_level(one.verdict)
    plain: Content = {
        "head": _head(words, case, letterhead, found),
        "paper": {
            "document": KINDS[case.paper.kind].document,
            "title": titled(words, case.paper, one),
            "subject": subject[:1].upper() + subject[1:],
            "in_subject": subject,
            "reference": clauses.reference(words, case.paper.reference) if case.paper.reference else "",
            "recipient": recipient,
            "notes": [{"text": text} for text in _notes(words, case, found)],
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
        "reasons_level": _lower(level_title(words, criteria_set, level.id)) if level is not None else "",
        "reasons": reasons,
        "has_reasons": bool(reasons),
        "omissions": omissions,
        "has_omissions": bool(omissions),
        "missing": missing,
        "has_missing": bool(missing),
        "grounds": _grounds(words, case),
        "attachments": [
            {"number": str(number), "title": listed(words, paper, one)}
            for number, paper in enumerate((other for other in case.beside if other is not case.paper), 1)
        ],
        "units": list(_units(words, case)),
        "signer": {
            "authority": letterhead.signer.authority or "",
            "position": letterhead.signer.position or _position(words, case, decider),
            "name": letterhead.signer.name or DOTS,
        },
        "copies": _copies(words, case, letterhead),
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


def in_text(name: str) -> str:
    """Give the name of a unit as it stands within a sentence.

    >>> in_text("Xã Mẫu Một"), in_text("Ban Tuyên giáo"), in_text("Thành phố Hồ Chí Minh")
    ('xã Mẫu Một', 'Ban Tuyên giáo', 'Thành phố Hồ Chí Minh')
    """
    folded = name.casefold()
    if folded.startswith(_COMMON) and not folded.startswith(_PROPER):
        return name[0].lower() + name[1:]
    return name


def titled(words: Words, paper: Paper, one: Assessment) -> str:
    """Give what a paper is called, with the unit and the title of recognition put in."""
    return _put(words, words.text(paper.title), one)


def listed(words: Words, paper: Paper, one: Assessment) -> str:
    """Give what a paper is called among others: a decision is only a draft until somebody signs it."""
    title = titled(words, paper, one)
    return words.say("paper-draft", title=title) if paper.kind in ("decision", "joint_decision") else title


def _put(words: Words, text: str, one: Assessment) -> str:
    title = words.text(one.criteria_set.title_for(one.submission.facts))
    return text.replace("{title}", title).replace("{unit}", in_text(one.submission.unit.name))


def award(words: Words, one: Assessment) -> str:
    """Give what a unit is recognised as, within a sentence: the title and the level reached for certain."""
    title = words.text(one.criteria_set.title_for(one.submission.facts))
    if len(one.criteria_set.recognition.levels) == 1:
        return words.say("paper-award-only", title=title)
    certain = one.verdict.certain
    level = DOTS if certain is None else level_title(words, one.criteria_set, certain)
    return words.say("paper-award", title=title, level=_lower(level))


def _lower(level: str) -> str:
    """Give the title of a level within a sentence."""
    return level[0].lower() + level[1:]


def certain_decider(found: Procedure) -> Decider | None:
    """Give who decides on the day, None where that is not certain."""
    one = found.deciders[0] if len(found.deciders) == 1 else None
    return one if one is not None and one.certainty is None and not one.is_applicant else None


def step_of(paper: Paper, found: Procedure) -> Deadline | None:
    """Give the step of a paper that holds on its day, None where none is known."""
    return next((one for one in found.steps if paper.step is not None and one.id == paper.step), None)


def _subject(words: Words, case: PaperCase) -> str:
    """Give the subject of a paper: its name without the kind of document that stands above it."""
    title, document = titled(words, case.paper, case.counting), KINDS[case.paper.kind].document
    return title.removeprefix(document).strip()


def _head(words: Words, case: PaperCase, letterhead: Letterhead, found: Procedure) -> Content:
    one, kind = case.counting, KINDS[case.paper.kind]
    issuer = letterhead.issuer or _issuer(words, case, found)
    party = letterhead.party
    if party is None:
        facts = {name: choice for name, choice in one.submission.facts.items() if choice}
        wanted = one.criteria_set.recognition.party
        party = kind.writer == "unit" and any(
            all(facts.get(name) in choices for name, choices in each.items()) for each in wanted
        )
    symbol = letterhead.symbol
    if symbol is None:
        short = "UBND" if issuer.casefold().startswith("ủy ban nhân dân") else "……"
        symbol = f"{kind.symbol}-{short}" if kind.symbol else short
    superior = letterhead.superior
    if superior is None:
        superior = DOTS if one.criteria_set.unit == "organisation" and kind.writer == "unit" else ""
    day = letterhead.date
    return {
        "superior": superior.upper(),
        "issuer": issuer.upper(),
        "issuer_in_text": issuer,
        "number": letterhead.number or "……",
        "symbol": symbol,
        "place_and_date": words.say(
            "paper-place-date",
            place=letterhead.place or DOTS,
            day="……" if day is None else f"{day.day:02d}",
            month="……" if day is None else f"{day.month:02d}" if day.month < 3 else str(day.month),
            year="……" if day is None else str(day.year),
        ),
        "party": party,
    }


def _issuer(words: Words, case: PaperCase, found: Procedure) -> str:
    """Give who writes a paper: what the set says, the unit itself, or the office of whoever surely decides."""
    if case.paper.issued_by is not None and case.paper.certainty != "not_seen":
        return _put(words, words.text(case.paper.issued_by), case.counting)
    writer = KINDS[case.paper.kind].writer
    if writer == "unit":
        return case.own.submission.unit.name
    decider = certain_decider(found)
    if writer == "decider" and decider is not None and decider.office is not None:
        return words.text(decider.office)
    return DOTS


def _position(words: Words, case: PaperCase, decider: Decider | None) -> str:
    """Give as what somebody signs who surely decides; nothing is known of others."""
    decides = case.paper.kind in ("decision", "joint_decision")
    return words.text(decider.title).upper() if decides and decider is not None else DOTS


def _recipient(words: Words, case: PaperCase, found: Procedure) -> str | None:
    """Give to whom a paper is addressed where that is certain."""
    match case.paper.kind:
        case "request":
            step = step_of(case.paper, found)
            return words.text(step.recipient) if step and step.recipient and step.certainty is None else None
        case "proposal":
            decider = certain_decider(found)
            return None if decider is None else words.text(decider.title)
        case "reply":
            unit = case.own.submission.unit.name
            sender = next((one for one in case.own.criteria_set.recognition.papers if one.kind == "request"), None)
            by = sender.issued_by if sender is not None else None
            return unit if by is None else _put(words, words.text(by), case.counting)
        case _:
            return None


def _copies(words: Words, case: PaperCase, letterhead: Letterhead) -> list[Content]:
    """Give who gets copies, the last of them the archive."""
    first = "paper-as-article" if case.paper.kind in ("decision", "joint_decision") else "paper-as-above"
    named = letterhead.copies or (words.say(first), DOTS)
    return [{"text": f"- {one};"} for one in named] + [{"text": f"- {words.say('paper-archive')}, ……"}]


def _grounds(words: Words, case: PaperCase) -> list[Content]:
    """Give the grounds of a paper, each ending as the decree has it: the document that asks for it, then what is
    proposed."""
    criteria_set = case.counting.criteria_set
    cited = case.paper.reference.document if case.paper.reference else None
    said: list[str] = []
    if cited is not None:
        source = next((one for one in criteria_set.sources if one.document == cited), None)
        day = source.date if source else None
        key = "circular" if "/TT-" in cited else "decision" if "/QĐ-" in cited else "other"
        date = (
            words.say("paper-ground-date", day=f"{day.day:02d}", month=f"{day.month:02d}", year=str(day.year))
            if day
            else ""
        )
        issuer = words.say("paper-of", who=criteria_set.issuer) if criteria_set.issuer else ""
        said.append(words.say(f"paper-ground-{key}", document=cited, date=date, issuer=issuer))
    else:
        said.append(words.say("paper-ground-set", title=criteria_set.title, version=criteria_set.version))
    if KINDS[case.paper.kind].writer == "decider":
        known = case.counting.criteria_set.recognition.papers
        who = next((one.issued_by for one in known if one.kind == "appraisal_report"), None)
        by = DOTS if who is None else _put(words, words.text(who), case.counting)
        said.append(words.say("paper-ground-proposal", who=by))
    return [{"text": f"{one}{';' if at < len(said) else '.'}"} for at, one in enumerate(said, 1)]


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


def _notes(words: Words, case: PaperCase, found: Procedure) -> Iterator[str]:
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


def case_of(
    paper: Paper, assessment: Assessment, beside: Iterable[Paper] = (), units: Iterable[Assessment] = ()
) -> PaperCase:
    """Give what a paper is written of, from an assessment that may hold both results."""
    own, council = assessment.both or ((assessment, None) if assessment.which == "self" else (assessment, assessment))
    return PaperCase(paper, own, council, tuple(units), tuple(beside))
