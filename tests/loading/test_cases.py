"""Cases beside the rules: what holds is silent, what does not is said with its line, and how answers are written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from builders import made, one_bar, raw_bar_indicator, raw_criterion, raw_set, read, text
from xhht_score.criteria import as_named_now
from xhht_score.errors import Problem
from xhht_score.loading.cases import CasesRun, run_cases
from xhht_score.loading.loader import Loaded, load
from xhht_score.loading.notation import answers_from
from xhht_score.loading.shipped import cases_path, find_criteria, shipped_sets
from xhht_score.submission import Answer, Appraisal
from xhht_score.words import Words

PILOT, UNIT, PROVINCE, COMMUNE = (
    load(name) for name in ("thanh-hoa-2020", "tt24-2023-huyen", "tt25-2023-tinh", "tt25-2023-xa")
)


def ran(folder: Path, text: str, loaded: Loaded = PILOT) -> CasesRun:
    path = folder / "pilot.cases.yaml"
    path.write_text(text, encoding="utf-8")
    return run_cases(path, loaded.criteria_set)


def outcome(run: CasesRun) -> tuple[int, tuple[Problem, ...]]:
    """Give how many cases ran, and the problems."""
    return run.count, run.problems


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
    "a figure of no indicator": ({"given": '{"2.2.off": 3}', "expect": "{}"}, "indicator-unknown"),
    "a figure twice": ({"given": '{"2.2.of": 3, "2.2/of": 3, "2.2.over": 4}', "expect": "{}"}, "id-repeated"),
    "a figure of what is not applicable": (
        {"given": '{"2.2": {not_applicable: lý do}, "2.2.of": 3}', "expect": "{}"},
        "id-repeated",
    ),
    "a figure that is no number": ({"given": '{"2.2.of": many}', "expect": "{}"}, "bad-number"),
    "figures that contradict one another": (
        {"given": '{"2.2.of": 5, "2.2.over": 4}', "expect": "{}"},
        "case-answer-unusable",
    ),
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


#: An enterprise, which is asked no 1.3, 2.4, 3.4 and 3.5, nor 3.3 at level 2.
ENTERPRISE = "facts: {type: kinh-te, ownership: ngoai-cong-lap}"
#: (what is given and expected, the code of what is wrong; None: it holds)
OF_LEVELS = {
    "met at both": ('given: {"1.1": yes}, expect: {met: {"1.1": [muc-do-1, muc-do-2]}}', None),
    "met at one": ('given: {"2.1": 90/100}, expect: {met: {"2.1": muc-do-1}}', None),
    "met at none": ('given: {"2.1": 1/100}, expect: {met: {"2.1": none}}', None),
    "met where it is not": ('given: {"2.1": 90/100}, expect: {met: {"2.1": muc-do-2}}', "case-failed"),
    "not all that are met": ('given: {"1.1": yes}, expect: {met: {"1.1": muc-do-1}}', "case-failed"),
    "met by no indicator": ('expect: {met: {"9.9": muc-do-1}}', "indicator-unknown"),
    "open is not met": ('given: {"2.1": 90/?}, expect: {met: {"2.1": none}}', None),
    "without evidence": ('given: {"1.1": yes}, without_evidence: ["1.1"], expect: {met: {"1.1": none}}', None),
    "unmet": ('given: {"1.1": no}, expect: {unmet: {muc-do-1: ["1.1"], muc-do-2: ["1.1"]}}', None),
    "one is unmet that is not named": (
        'given: {"1.1": no, "2.1": 1/9}, expect: {unmet: {muc-do-1: ["1.1"]}}', "case-failed",
    ),
    "not asked is not unmet": ('given: {"3.3": no}, expect: {unmet: {muc-do-1: ["3.3"], muc-do-2: []}}', None),
    "unmet at no level": ("expect: {unmet: {muc-do-9: []}}", "unknown-level"),
    "not asked": ('expect: {not_asked: ["1.3", "2.4", "3.4", "3.5"]}', None),
    "not asked, but one is lacking": ('expect: {not_asked: ["1.3", "2.4", "3.4"]}', "case-failed"),
    "because": ('given: {"1.1": no}, expect: {level: none, possible: none, because: [all_met]}', None),
    "unknown level held": ("holds: {level: Mức 1, date: 2024-01-01}, expect: {}", "bad-id"),
    "no date held": ("holds: {level: muc-do-1}, expect: {}", "field-lacking"),
    "a day that is none": ("requested: 2025-02-30, expect: {}", "bad-date"),
    "a part": ('given: {"3.1": {thanh-vien: 95/100}}, expect: {met: {"3.1": [muc-do-1, muc-do-2]}}', None),
    "an unknown part": ('given: {"3.1": {thanh-vien: 95/100, khach: 1/2}}, expect: {}', "word-unknown"),
    "parts as one": ('given: {"3.1": 95/100}, expect: {}', "expected-mapping"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "code"), OF_LEVELS.values(), ids=OF_LEVELS)
def test_what_a_case_expects_of_levels(tmp_path, fields, code):
    run = ran(tmp_path, f"- {{name: {{vi: ví dụ, en: example}}, year: 2024, {ENTERPRISE}, {fields}}}\n", UNIT)
    assert [problem.code for problem in run.problems] == ([] if code is None else [code])
    for problem in run.problems:
        for language in ("vi", "en"):
            assert "{" not in Words(language).line(problem)


EVERYTHING = """\
- id: tat-ca
  name: {vi: tất cả, en: everything}
  year: 2024
  facts: {type: kinh-te, ownership: ngoai-cong-lap}
  given:
    "1.1": yes
    "1.2": {che-do: yes}
    "1.4": yes
    "1.5": yes
    "2.1": 95/100
    "2.2": 95/100
    "2.3": 95/100
    "2.5": 95/100
    "3.1": {thanh-vien: 95/100}
    "3.2": {chia-se: yes}
    "3.3": yes
  expect: {level: muc-do-2}
"""


def test_a_case_that_is_like_another_takes_over_what_it_does_not_say_itself(tmp_path):
    others = """\
- {name: {vi: một, en: one}, like: tat-ca, given: {"2.1": 94/100}, expect: {level: muc-do-1}}
- {name: {vi: hai, en: two}, like: tat-ca, given: {"2.1": "?"}, expect: {level: none, possible: muc-do-2}}
- {name: {vi: ba, en: three}, like: tat-ca, facts: {type: co-quan}, expect: {level: none, possible: muc-do-2}}
- {name: {vi: bốn, en: four}, like: tat-ca, without_evidence: ["1.1"], expect: {level: none}}
- {name: {vi: năm, en: five}, like: tat-ca, expect: {}}
"""
    assert outcome(ran(tmp_path, EVERYTHING + others, UNIT)) == (6, ())


def test_a_case_may_be_like_one_that_is_like_another(tmp_path):
    others = """\
- {id: it, name: {vi: ít, en: fewer}, like: tat-ca, given: {"2.1": 94/100}, expect: {level: muc-do-1}}
- {name: {vi: ít hơn, en: fewer still}, like: it, given: {"2.2": 89/100}, expect: {unmet: {muc-do-1: ["2.2"]}}}
"""
    assert outcome(ran(tmp_path, EVERYTHING + others, UNIT)) == (3, ())


def test_a_case_can_only_be_like_one_above_it(tmp_path):
    wrong = "- {name: {vi: một, en: one}, like: tat-cả, expect: {}}\n"
    (problem,) = ran(tmp_path, EVERYTHING + wrong, UNIT).problems
    assert (problem.code, problem.place.line, problem.arguments["nearest"]) == ("case-unknown", 18, "tat-ca")
    (problem,) = ran(tmp_path, wrong.replace("tat-cả", "tat-ca") + EVERYTHING, UNIT).problems
    assert (problem.code, problem.place.line) == ("case-unknown", 1)


@pytest.mark.parametrize(
    ("requested", "level", "possible"),
    [("2025-03-14", "muc-do-1", "muc-do-1"), ("2025-03-15", "muc-do-2", "muc-do-2"), (None, "muc-do-1", "muc-do-2")],
)
def test_a_case_may_hold_a_decision_and_ask_on_a_day(tmp_path, requested, level, possible):
    asked = f"requested: {requested}, " if requested else ""
    case = (
        "- {name: {vi: chờ, en: waits}, like: tat-ca, holds: {level: muc-do-1, date: 2024-03-15}, "
        f"{asked}expect: {{level: {level}, possible: {possible}}}}}\n"
    )
    assert ran(tmp_path, EVERYTHING + case, UNIT).problems == ()


@pytest.mark.parametrize(("year", "met"), [(2024, "[muc-do-1, muc-do-2]"), (2025, "none")])
def test_a_case_of_a_year_is_judged_by_the_year(tmp_path, year, met):
    """From 2025 nobody knows how the share of districts is to be read."""
    given = '{"4.1": {muc-do-1: 0, muc-do-2: 9, all: 10}}'
    case = f'- {{name: {{vi: năm, en: year}}, year: {year}, given: {given}, expect: {{met: {{"4.1": {met}}}}}}}\n'
    assert outcome(ran(tmp_path, case, PROVINCE)) == (1, ())


def test_files_that_are_no_list_of_cases_are_said(tmp_path):
    for content, code in (("a: 1\n", "expected-list"), ("", "empty-file"), ("\t- a\n", "tab-indentation")):
        run = ran(tmp_path, content)
        assert (run.count, [problem.code for problem in run.problems]) == (0, [code])


@pytest.mark.parametrize("name", [name for name, path in shipped_sets().items() if cases_path(path).exists()])
def test_the_shipped_cases_all_run_and_hold(name):
    run = run_cases(cases_path(find_criteria(name)), load(name).criteria_set)
    assert run.problems == ()
    assert run.count >= (60 if name == "thanh-hoa-2020" else 1)


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        ('"5.2": {dao-tao: 30/40, dai-hoc: 3/40}',
         '"5.2.dao-tao.of": 30, "5.2.dao-tao.over": 40, "5.2.dai-hoc.of": 3, "5.2.dai-hoc.over": 40'),
        ('"5.2": {dao-tao: 30/40, dai-hoc: 3/40}', '"5.2": {dao-tao: 30/40, dai-hoc: 1/40}, "5.2.dai-hoc.of": 3'),
        ('"5.2": {dao-tao: 30/40, dai-hoc: "?"}', '"5.2.dao-tao/of": 30, "5.2.dao-tao/over": 40'),
    ],
)  # fmt: skip
def test_a_figure_can_be_given_by_its_name(tmp_path, answer, figures):
    whole, single = (
        ran(tmp_path, case(given=f"{{{one}}}", expect="{}"), COMMUNE).passed[0].case.submission(COMMUNE.criteria_set)
        for one in (answer, figures)
    )
    assert whole.answers["5.2"].values == single.answers["5.2"].values
    assert None in whole.answers["5.2"].values.values() or "?" not in answer


def test_every_figure_has_a_name_of_its_own_and_is_found_by_it():
    for name in shipped_sets():
        criteria_set = load(name).criteria_set
        count = sum(len(one.questions) for one in criteria_set.indicators.values())
        assert len(criteria_set.questions) == count
        for path, (indicator, question) in criteria_set.questions.items():
            assert path == f"{indicator.id}.{question.name}"
            assert as_named_now(f"{question.part}/{question.input.name}".removeprefix("/")) == question.name


def test_a_figure_as_it_was_named_before_is_the_same():
    values = {"dao-tao/of": Fraction(3), "dao-tao/over": Fraction(4)}
    assert Answer(values=values).values == Appraisal(values=values).values
    assert Answer(values=values).values == {"dao-tao.of": 3, "dao-tao.over": 4}


def test_two_figures_of_one_name_are_refused():
    yes_no = {"kind": "checklist", "items": {name: text(name) for name in ("b.c", "c")}}
    parts = {"a": {"title": text("a"), "measure": yes_no}, "a.b": {"title": text("b"), "measure": yes_no}}
    _, problems = read(one_bar(parts))
    assert [one.code for one in problems if one.severity == "error"] == ["id-repeated"]
    assert problems[0].arguments["given"] == "1.1.a.b.c"


def test_a_figure_that_is_named_twice_in_both_ways_is_refused():
    with pytest.raises(ValueError, match="id-repeated"):
        Answer(values={"dao-tao/of": Fraction(3), "dao-tao.of": Fraction(4)})


def test_an_indicator_comes_before_a_figure_of_the_same_name():
    criteria_set = made(
        raw_set(raw_criterion("1", *(raw_bar_indicator(one, "yes_no") for one in ("1.1", "1.1.answer"))))
    )
    answers = answers_from(criteria_set, {"1.1.answer": "yes", "1.1": "no"}, {})
    assert {name: one.values["answer"] for name, one in answers.items()} == {"1.1.answer": 1, "1.1": 0}
