"""Criteria sets with as many indicators as asked for, of many kinds, and filled forms of them.

python tests/wide.py COUNT DIRECTORY writes one as a YAML file, with a filled form beside it.
"""

from __future__ import annotations

import json
import random
import sys
from fractions import Fraction
from pathlib import Path

import yaml

from builders import SMALL, Raw, raw_bar_indicator, raw_criterion, raw_indicator, raw_set, text
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.loading.loader import load
from xhht_score.measures import ShareOfUnits
from xhht_score.submission import Answer, Submission, Unit, faults
from xhht_score.words import Words
from xhht_score.workbook.writing.template import make_form

#: Indicators of a criterion, and the most that a number may be.
A_CRITERION, MOST = 20, 1000

_RATIO = {"kind": "ratio", "of": text("part"), "over": text("whole"), "maximum": str(MOST)}
_COUNT = {"kind": "count", "of": text("things"), "maximum": str(MOST)}
#: Each kind of measure with a scoring that gives four points at best.
_WITH_POINTS: tuple[tuple[Raw | str, Raw | str], ...] = (
    ("yes_no", "full_if_met"),
    (_RATIO, {"kind": "proportional", "target": "100%", "when": [{"area": "difficult", "target": "80%"}]}),
    (_COUNT, {"kind": "tiers", "at_least": {"20": "4", "10": "2"}}),
    (SMALL["checklist"], {"kind": "per_item", "each": "2"}),
    (SMALL["status"], {"kind": "full_if_met", "at_least": "muc-2"}),
    (SMALL["change"], "full_if_met"),
    (SMALL["share_of_units"], {"kind": "tiers", "at_least": {"80%": "4", "50%": "1"}}),
    ({**SMALL["given_points"], "step": "0.5"}, "as_given"),
)  # fmt: skip
_OFFICES = {"so": text("office one"), "hoi": text("office two")}
_FACTS = {"area": {"title": text("area"), "choices": {"ordinary": text("ordinary"), "difficult": text("difficult")}}}


def wide_set(count: int, *, points: bool = True) -> Raw:
    """Give a set with `count` indicators, which its levels name one by one where it has points."""
    names = [f"{at // A_CRITERION + 1}.{at % A_CRITERION + 1}" for at in range(count)]
    make = _with_points if points else _without_points
    indicators = [make(name, at) for at, name in enumerate(names)]
    criteria = [
        raw_criterion(str(start // A_CRITERION + 1), *indicators[start : start + A_CRITERION])
        for start in range(0, count, A_CRITERION)
    ]
    whole = [{"total": {"at_least": "50%"}}, {"each_criterion": {"at_least": "30%"}}]
    named = [*whole, {"each_indicator": {"at_least": "1"}}, {"indicators": {"met": names}}]
    levels = {"kha": whole, "tot": named} if points else {"kha": ["all_met"], "tot": ["all_met"]}
    rounding = {"rounding": {"decimals": "2"}} if points else {}
    return raw_set(
        *criteria, levels=levels, id=f"wide-{count}", facts=_FACTS, offices=_OFFICES,
        evidence={"policy": "required", "without": "zero" if points else "not_met"}, **rounding,
    )  # fmt: skip


def _around(at: int) -> Raw:
    omission = {"not_applicable": {"for": {"area": ["difficult"]}}} if at % 7 == 0 else {}
    return {"assignee": list(_OFFICES)[at % 2], "evidence": [text("document")], **omission}


def _with_points(name: str, at: int) -> Raw:
    measure, scoring = _WITH_POINTS[at % len(_WITH_POINTS)]
    return raw_indicator(name, measure, scoring, 4, reference=f"clause {at + 1}", **_around(at))


def _without_points(name: str, at: int) -> Raw:
    marks = {"kind": "bars", "at_least": {"kha": "50%", "tot": "60%"}}
    reported: Raw | str = "yes_no" if at % 2 else _RATIO
    return raw_bar_indicator(name, reported, "bars" if at % 2 else marks, **_around(at))


def wide_submission(criteria_set: CriteriaSet, *, seed: int = 1) -> Submission:
    """Give a submission with a sound answer for nine indicators in ten; the others are blank."""
    chance = random.Random(seed)
    answers = {name: _answer(one, chance) for name, one in criteria_set.indicators.items()}
    return Submission(unit=Unit(name="Huyện Rộng", code="1"), year=2020, facts={"area": "ordinary"}, answers=answers)


def _answer(indicator: Indicator, chance: random.Random) -> Answer:
    if chance.random() < 0.1:
        return Answer()
    while True:
        values: dict[str, Fraction | None] = {
            one.name: Fraction(chance.randint(int(one.input.least), min(int(one.input.most), 40)))
            for one in indicator.questions
        }
        if isinstance(indicator.measure, ShareOfUnits):
            values["all"] = Fraction(sum(int(value or 0) for value in values.values()))
        if not faults(indicator, values):
            return Answer(values=values, evidence=chance.random() < 0.9)


def write_wide(directory: Path, count: int, *, points: bool = True) -> tuple[Path, Path]:
    """Write a set as a YAML file, and a filled form of it; give both paths."""
    rules, form = directory / f"wide-{count}.yaml", directory / f"wide-{count}.xlsx"
    raw = json.loads(json.dumps(wide_set(count, points=points)))  # nothing in it twice, which YAML would give an alias
    rules.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), "utf-8")
    loaded = load(rules)
    submission = wide_submission(loaded.criteria_set)
    make_form(Words("vi"), loaded.criteria_set, loaded.sha256, submission=submission).save(form)
    return rules, form


if __name__ == "__main__":
    print(*write_wide(Path(sys.argv[2]), int(sys.argv[1])))
