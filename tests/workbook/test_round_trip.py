"""A form gives back what was filled in: as it was written, and as LibreOffice saved it as .xlsx, .ods and .xls."""

from __future__ import annotations

import datetime
import random
from fractions import Fraction
from pathlib import Path

import pytest

import agreement
from xhht_score import read_workbook
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.loading.loader import load
from xhht_score.measures import Input
from xhht_score.submission import Answer, Dates, Decision, Submission, Unit, complete, faults
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.cells import clean_text
from xhht_score.workbook.template import make_form

FILLS = 3
#: Texts that a spreadsheet could take for something else, or lose.
TEXTS = [
    "=1+1", "+84 912", "-", "- 12", "@tên", "'trích", "'", '"', "a\nb", "a\tb", "50%", "0,5", "0012", "1e5", "1.234",
    "12", "15/3/2025", "2025-03-15", "08:30", "TRUE", "false", "#N/A", "#DIV/0!",
    "{x}", "[b]đậm[/b]", "<i> & </i>", "]]>",
    "_x000D_", "_x0041_", "&amp;", "Quyết định số 5", "Quye\u0302\u0301t đi\u0323nh", "TCVN3 ®Þa bµn", "١٢", "📎 tệp",
    "https://example.vn/a?b=c&d=ê", "x" * 5000, "dòng\n" * 60, "C:\\tài liệu\\a.docx", "\\", "%", "“ngoặc” – gạch…",
    "∞"]  # fmt: skip
Filled = list[tuple[CriteriaSet, Submission, Path]]


def filled_in(chance: random.Random, criteria_set: CriteriaSet) -> Submission:
    """Give a submission with everything that a unit can fill in, any of it blank."""
    facts: dict[str, str | None] = {
        name: chance.choice([*fact.choices, *fact.choices, None]) for name, fact in criteria_set.facts.items()
    }
    levels = (None, *criteria_set.level_ids)
    decision = Decision(number=maybe(chance, odd(chance)), date=day(chance), level=chance.choice(levels))
    dates = Dates(decision=None if decision == Decision() else decision, requested=day(chance))
    unit = Unit(name=odd(chance), code=chance.choice([None, "0386", "38", "1e5", "=7"]), parent=maybe(chance, "007"))
    years = criteria_set.assessment_years
    answers = {name: answer(chance, one, facts) for name, one in criteria_set.indicators.items()}
    return Submission(unit=unit, year=years.first if years else 2025, dates=dates, facts=facts, answers=answers)


def odd(chance: random.Random) -> str:
    return chance.choice(TEXTS)


def maybe(chance: random.Random, text: str) -> str | None:
    return text if chance.random() < 0.7 else None


def day(chance: random.Random) -> datetime.date | None:
    return chance.choice([None, datetime.date(1990, 1, 1), datetime.date(2024, 2, 29), datetime.date(2025, 12, 3)])


def answer(chance: random.Random, indicator: Indicator, facts: dict[str, str | None]) -> Answer:
    evidence = chance.choice([True, False, None])
    documents, note = (maybe(chance, odd(chance)) for _ in range(2))
    omission = indicator.not_applicable
    if omission and omission.allowed({name: one or "" for name, one in facts.items()}) and chance.random() < 0.4:
        blank = complete(indicator, {})
        return Answer(values=blank, evidence=evidence, not_applicable=odd(chance), documents=documents, note=note)
    while True:
        values = {one.name: value(chance, one.input) for one in indicator.questions}
        if not faults(indicator, values):
            return Answer(values=values, evidence=evidence, documents=documents, note=note)


def value(chance: random.Random, one: Input) -> Fraction | None:
    """Give a number with as many digits as a cell holds exactly, at both ends of its bounds among them."""
    if chance.random() < 0.2:
        return None
    if chance.random() < 0.1:
        return one.least if chance.random() < 0.5 else one.most
    match one.kind:
        case "decimal" if one.step is not None:
            return one.least + one.step * chance.randint(0, int((one.most - one.least) / one.step))
        case "decimal":
            digits = 10 ** chance.randint(0, 6)
            return one.least + Fraction(chance.randint(0, int(min(one.most - one.least, 10**6) * digits)), digits)
        case "percent":
            digits = 10 ** chance.randint(2, 12)
            return Fraction(chance.randint(0, digits), digits)
        case _:
            return one.least + chance.randint(0, int(min(one.most - one.least, chance.choice([3, 40, 10**9]))))


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Filled:
    """Give filled forms of every shipped set in both languages."""
    folder, chance, found = tmp_path_factory.mktemp("filled"), random.Random(11), []
    for name in agreement.SHIPPED:
        loaded = load(name)
        for fill in range(FILLS):
            for language in LANGUAGES:
                submission = filled_in(chance, loaded.criteria_set)
                path = folder / f"{name}-{fill}-{language}.xlsx"
                make_form(Words(language), loaded.criteria_set, loaded.sha256, submission=submission).save(path)
                found.append((loaded.criteria_set, submission, path))
    return found


def lost(criteria_set: CriteriaSet, submission: Submission, path: Path) -> list[str]:
    """Give everything that a form does not give back; white space in texts is cleaned."""
    reading = read_workbook(path, criteria_set)
    found = reading.submission
    texts: list[tuple[str, str | None, str | None]] = [
        ("name", submission.unit.name, found.unit.name),
        ("code", submission.unit.code, found.unit.code),
        ("parent", submission.unit.parent, found.unit.parent),
    ]
    others: list[tuple[str, object, object]] = [
        ("year", submission.year, found.year),
        ("facts", submission.facts, found.facts),
        ("requested", submission.dates.requested, found.dates.requested),
    ]
    held, holds = (one.dates.decision or Decision() for one in (submission, found))
    texts.append(("decision number", held.number, holds.number))
    others += [("decision date", held.date, holds.date), ("decision level", held.level, holds.level)]
    others.append(("indicators", set(submission.answers), set(found.answers)))
    for name, answer in submission.answers.items():
        other = found.answers[name]
        texts += [
            (f"{name} documents", answer.documents, other.documents),
            (f"{name} note", answer.note, other.note),
            (f"{name} reason", answer.not_applicable, other.not_applicable),
        ]
        others.append((f"{name} evidence", answer.evidence, other.evidence))
        others.append((f"{name} values", dict(answer.values), dict(other.values)))
    different = [
        f"{path.name} {about}: {given!r} became {back!r}"
        for about, given, back in [
            *others,
            *((about, clean_text(given) if given else None, back) for about, given, back in texts),
        ]
        if given != back
    ]
    wrong = [one for one in reading.problems if one.severity == "error"]
    return different + [f"{path.name}: {Words('en').line(one)}" for one in wrong]


def test_a_form_gives_back_what_was_filled_in(filled):
    assert [one for case in filled for one in lost(*case)] == []


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_a_form_that_libreoffice_saved_gives_back_what_was_filled_in(filled, office, tmp_path, suffix):
    saved = agreement.recalculated([path for *_, path in filled], tmp_path, suffix)
    cases = [(*case[:2], path) for case, path in zip(filled, saved, strict=True)]
    assert [one for case in cases for one in lost(*case)] == []
