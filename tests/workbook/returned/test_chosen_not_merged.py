"""While a chosen candidate is not in its cell yet the choice counts, and the remedy is to merge, not to recalculate."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from command import Run
from generations import At, Case, stored
from sentences import assert_said
from xhht_score import assess
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.symbols import ANSWERS

FAULT = "fault-merged-conflict-chosen.xlsx"


def told(path: Path) -> list[tuple[str, str | None]]:
    return [
        (one.code, one.place.cell)
        for one in assess(path).problems
        if one.code in ("choice-not-merged", "result-differs", "answer-conflict")
    ]


def test_a_choice_counts_and_merging_again_is_the_remedy(tmp_path: Path, run: Run) -> None:
    path = Case(FAULT).made("0.1.0", tmp_path)
    found = assess(path)
    (problem,) = [one for one in found.problems if one.code in ("choice-not-merged", "result-differs")]
    assert (problem.code, problem.severity, problem.place.cell) == ("choice-not-merged", "notice", "C5")
    assert_said(problem, path)
    for language in LANGUAGES:
        assert "xhht merge" in Words(language).remedy(problem)
    values = found.submission.answers["3.6"].values
    assert run("merge", path, "-o", "ghép.xlsx").returncode == 0
    again = tmp_path / "ghép.xlsx"
    assert told(again) == []
    assert assess(again).submission.answers["3.6"].values == values
    assert any(isinstance(value, Fraction) for value in values.values())


def test_results_that_no_choice_bears_on_are_still_compared(tmp_path: Path) -> None:
    beside = Case(FAULT, At(ANSWERS, "1.5", "points_low"), stored("0.25")).made("0.1.0", tmp_path)
    assert [code for code, _ in told(beside)] == ["choice-not-merged", "result-differs"]
    own = Case(FAULT, At(ANSWERS, "3.6", "points_low"), stored("0.25"))
    (tmp_path / "own").mkdir()
    assert [code for code, _ in told(own.made("0.1.0", tmp_path / "own"))] == ["choice-not-merged"]
