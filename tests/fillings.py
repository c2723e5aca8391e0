"""Forms of every shipped set, filled in with everything that a unit can fill in, any of it blank."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from io import BytesIO
from itertools import cycle
from pathlib import Path

import agreement
import effort
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.loading.loader import load
from xhht_score.measures import Input
from xhht_score.submission import Answer, Dates, Decision, Submission, Unit, complete, faults
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.writing.template import make_form

#: How often each set is filled in, each time with other texts and numbers.
FILLS = effort.times(1, 2)
#: Texts that a spreadsheet could take for something else, or lose.
TEXTS = [
    "=1+1", "+84 912", "-", "- 12", "@tên", "'trích", "'", '"', "a\nb", "a\tb", "50%", "0,5", "0012", "1e5", "1.234",
    "12", "15/3/2025", "2025-03-15", "08:30", "TRUE", "false", "#N/A", "#DIV/0!",
    "{x}", "[b]đậm[/b]", "<i> & </i>", "]]>",
    "_x000D_", "_x0041_", "&amp;", "Quyết định số 5", "Quye\u0302\u0301t đi\u0323nh", "TCVN3 ®Þa bµn", "١٢", "📎 tệp",
    "https://example.vn/a?b=c&d=ê", "x" * 5000, "dòng\n" * 60, "C:\\tài liệu\\a.docx", "\\", "%", "“ngoặc” – gạch…",
    "∞"]  # fmt: skip


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


@cache
def filled() -> tuple[tuple[CriteriaSet, str, Submission], ...]:
    """Give what is filled into forms of every shipped set: the set, its hash and the submission."""
    chance = random.Random(11)
    loaded = [load(name) for name in agreement.SHIPPED for _ in range(FILLS)]
    return tuple((one.criteria_set, one.sha256, filled_in(chance, one.criteria_set)) for one in loaded)


@cache
def written() -> Mapping[str, bytes]:
    """Give a form for each filling by the name of its file, in both languages by turns."""
    forms = {}
    for at, ((criteria_set, sha256, submission), language) in enumerate(zip(filled(), cycle(LANGUAGES))):
        out = BytesIO()
        make_form(Words(language), criteria_set, sha256, submission=submission).save_with_results(out)
        forms[f"{at}-{criteria_set.id}-{language}.xlsx"] = out.getvalue()
    return forms


def files(folder: Path) -> list[Path]:
    """Write the forms into a folder."""
    for name, content in written().items():
        (folder / name).write_bytes(content)
    return [folder / name for name in written()]
