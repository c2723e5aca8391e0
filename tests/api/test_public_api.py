"""The Python interface: every public name has a docstring, and the four steps work as the documentation shows them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from fractions import Fraction
from types import ModuleType

import pytest

import xhht_score
from make import CRITERIA, HERE
from xhht_score import XhhtError, assess, judge, load_criteria, read_workbook, score

MODULES = [one.name for one in pkgutil.walk_packages(xhht_score.__path__, "xhht_score.") if "__main__" not in one.name]


def public_members(module: ModuleType) -> list[tuple[str, object]]:
    """Give the public functions and classes that a module defines itself."""
    return [
        (name, member)
        for name, member in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(member) or inspect.isclass(member))
        and member.__module__ == module.__name__
    ]


@pytest.mark.parametrize("name", xhht_score.__all__)
def test_every_exported_name_is_there_and_documented(name):
    member = getattr(xhht_score, name)
    documented = inspect.getdoc(member)
    assert documented
    assert documented != inspect.getdoc(member.__mro__[1] if inspect.isclass(member) else object)
    assert documented.rstrip().endswith(".")


def test_the_names_are_sorted_and_no_other_name_is_given_out():
    assert sorted(xhht_score.__all__) == xhht_score.__all__
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        xhht_score.scores  # noqa: B018 - the attribute has to raise


@pytest.mark.parametrize("name", MODULES)
def test_every_module_opens_with_its_charge_and_every_public_member_is_documented(name):
    module = importlib.import_module(name)
    assert module.__doc__, name
    assert module.__doc__.strip().endswith("."), name
    undocumented = [f"{name}.{member}" for member, value in public_members(module) if not value.__doc__]
    for member, value in public_members(module):
        if inspect.isclass(value):
            undocumented += [
                f"{name}.{member}.{method}"
                for method, function in vars(value).items()
                if not method.startswith("_")
                and inspect.isfunction(function)
                and not inspect.getdoc(getattr(value, method))
            ]
    assert undocumented == []


def test_the_steps_lead_from_a_workbook_to_a_verdict():
    criteria_set = load_criteria(CRITERIA)
    reading = read_workbook(HERE / "yendinh.xlsx", criteria_set)
    scorecard = score(criteria_set, reading.submission)
    verdict = judge(criteria_set, scorecard, reading.submission)
    assert (verdict.certain, verdict.possible) == (None, "dat")
    assert Fraction(3, 4) <= scorecard.total.percent.low < scorecard.total.percent.high <= Fraction(4, 5)
    assert isinstance(scorecard, xhht_score.Scorecard)
    assert isinstance(verdict, xhht_score.Verdict)
    assert isinstance(reading.submission, xhht_score.Submission)
    assert {one.severity for one in reading.problems} == {"notice"}


def test_assess_does_all_the_steps():
    criteria_set = load_criteria(HERE.parent / "criteria" / f"{CRITERIA}.yaml")
    assessment = assess(str(HERE / "yendinh.xlsx"))
    assert isinstance(assessment, xhht_score.Assessment)
    reading = read_workbook(str(HERE / "yendinh.xlsx"), criteria_set)
    assert assessment.submission == reading.submission
    assert assessment.scorecard == score(criteria_set, reading.submission)
    assert assessment.verdict == judge(criteria_set, assessment.scorecard, assessment.submission)


def test_the_one_exception_carries_every_problem_sorted(tmp_path):
    path = tmp_path / "sai.yaml"
    path.write_text("id: Sai\nversion: 1\nstatus: oficial\n", encoding="utf-8")
    with pytest.raises(XhhtError) as error:
        load_criteria(path)
    lines = [problem.place.line for problem in error.value.problems]
    assert lines == sorted(lines)
    assert {"bad-id", "word-unknown", "field-lacking"} <= {problem.code for problem in error.value.problems}
    assert all(isinstance(problem, xhht_score.Problem) for problem in error.value.problems)


def test_results_are_frozen():
    assessment = assess(HERE / "samson.xlsx")
    for value, name in ((assessment, "file"), (assessment.verdict, "certain"), (assessment.criteria_set, "id")):
        with pytest.raises((AttributeError, TypeError, ValueError), match=r"frozen|cannot assign"):
            setattr(value, name, "x")
