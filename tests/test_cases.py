"""Cases beside the rules: what holds is silent, what does not is said with its line, and how answers are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xhht_score.loading.cases import CasesRun, cases_path, run_cases
from xhht_score.loading.loader import load
from xhht_score.loading.shipped import find_criteria
from xhht_score.words import Words

PILOT = load("thanh-hoa-2020")


def ran(folder: Path, text: str) -> CasesRun:
    path = folder / "pilot.cases.yaml"
    path.write_text(text, encoding="utf-8")
    return run_cases(path, PILOT.criteria_set)


def case(**fields: Any) -> str:
    lines = ["- name: {vi: ví dụ, en: example}", *(f"  {name}: {value}" for name, value in fields.items())]
    return "\n".join(lines) + "\n"


#: (fields of a case, the code of what is wrong)
WRONG = {
    "points": ({"given": '{"1.1": yes}', "expect": '{points: {"1.1": 2}}'}, "case-failed"),
    "points of no indicator": ({"expect": '{points: {"9.9": 2}}'}, "indicator-unknown"),
    "criterion": ({"given": '{"1.1": yes}', "expect": '{criteria: {"1": 50%}}'}, "case-failed"),
    "no such criterion": ({"expect": '{criteria: {"7": 50%}}'}, "criterion-unknown"),
    "total": ({"expect": "{total: 5}"}, "case-failed"),
    "percent": ({"expect": "{percent: 5%..6%}"}, "case-failed"),
    "level": ({"expect": "{level: dat}"}, "case-failed"),
    "possible": ({"expect": "{possible: none}"}, "case-failed"),
    "because": ({"expect": "{because: [total]}"}, "case-failed"),
    "range unreadable": ({"expect": "{total: 1..2..3}"}, "bad-number"),
    "percent unreadable": ({"expect": "{percent: 5}"}, "percent-expected"),
    "unknown field": ({"expect": "{totall: 5}"}, "field-unknown"),
    "unknown fact": ({"facts": "{kind: district}", "expect": "{}"}, "fact-unknown"),
    "unknown choice": ({"facts": "{type: distrikt}", "expect": "{}"}, "choice-unknown"),
    "unknown indicator": ({"given": '{"1.10": yes}', "expect": "{}"}, "indicator-unknown"),
    "answer out of bounds": ({"given": '{"2.2": 30/25}', "expect": "{}"}, "case-answer-unusable"),
    "not a pair": ({"given": '{"2.2": 80%}', "expect": "{}"}, "bad-number"),
    "not a word": ({"given": '{"1.1": maybe}', "expect": "{}"}, "word-unknown"),
    "not a list": ({"given": '{"1.2": yes}', "expect": "{}"}, "expected-list"),
    "not a mapping": ({"given": '{"3.7": 5}', "expect": "{}"}, "expected-mapping"),
    "not a number": ({"given": '{"1.5": many}', "expect": "{}"}, "bad-number"),
    "not a percentage": ({"given": '{"2.12": 0.8}', "expect": "{}"}, "percent-expected"),
    "no reason": ({"given": '{"2.2": {not_applicable: " "}}', "expect": "{}"}, "not-applicable-without-reason"),
}


@pytest.mark.parametrize(("fields", "code"), WRONG.values(), ids=WRONG)
def test_what_does_not_hold_is_said_with_its_line(tmp_path, fields, code):
    run = ran(tmp_path, case(**fields))
    assert [problem.code for problem in run.problems] == [code]
    for problem in run.problems:
        assert problem.place.line is not None
        assert 2 <= problem.place.line <= 4
        for language in ("vi", "en"):
            assert "{" not in Words(language).line(problem)


def test_every_notation_is_understood(tmp_path):
    run = ran(
        tmp_path,
        case(
            facts="{type: party-bloc}",
            given='{"1.1": "?", "1.2": [], "2.2": {not_applicable: no schools}, '
            '"1.4": 13/?, "1.9": "42 -> ?", "2.12": "?"}',
            unknown_evidence='["1.9"]',
            expect='{points: {"1.1": 0..3, "1.2": 0, "2.2": 0, "1.4": 0..2, "1.9": 0..2, "2.12": 0..2}, possible: dat}',
        ),
    )
    assert run.problems == ()
    assert run.count == 1


def test_files_that_are_no_list_of_cases_are_said(tmp_path):
    for text, code in (("a: 1\n", "expected-list"), ("", "empty-file"), ("\t- a\n", "tab-indentation")):
        run = ran(tmp_path, text)
        assert (run.count, [problem.code for problem in run.problems]) == (0, [code])


def test_the_shipped_cases_all_run_and_hold():
    path = cases_path(find_criteria("thanh-hoa-2020"))
    run = run_cases(path, PILOT.criteria_set)
    assert run.problems == ()
    assert run.count >= 60
