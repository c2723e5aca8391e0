"""Work grows with a set and not with its square: how often lines of our own are run for sets of two sizes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import openpyxl
import pytest

import xhht_score
from filled import FilledForm, as_form
from wide import wide_submission, write_wide
from xhht_score.assessment import Assessment
from xhht_score.engine import score
from xhht_score.loading.loader import Loaded, load
from xhht_score.merging import EVERYBODY, AnswerSource, Joint, Merged, Said, flat, resolve
from xhht_score.recognition import judge
from xhht_score.reports.json_texts import unit_json
from xhht_score.reports.markdown import write_markdown
from xhht_score.reports.unit import compose_unit
from xhht_score.submission import Submission
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import read_form
from xhht_score.workbook.reading.generations import asked_now
from xhht_score.workbook.returned.origins import planned
from xhht_score.workbook.returned.stored import differing
from xhht_score.workbook.writing.template import make_form

SIZES = (20, 40)
#: Twice the indicators are twice the work, and never three times; below so many lines nothing is said.
MOST, WORTH_SAYING = 3, 500
OURS = str(Path(xhht_score.__file__).parent)
WORDS = Words("vi")


@dataclass(frozen=True)
class Wide:
    """A set with many indicators and a filled form of it."""

    rules: Path
    form: Path
    folder: Path

    @cached_property
    def loaded(self) -> Loaded:
        return load(self.rules)

    @cached_property
    def submission(self) -> Submission:
        return wide_submission(self.loaded.criteria_set)

    def changed(self, name: str, change: Callable[[FilledForm], object]) -> Path:
        """Give the form after a change, as a file."""
        form = as_form(openpyxl.load_workbook(self.form))
        change(form)
        form.save(self.folder / name)
        return self.folder / name

    def read(self, path: Path) -> Submission:
        return read_form(open_form(path), self.loaded.criteria_set).submission


@pytest.fixture(scope="module", params=[True, False], ids=["points", "bars"])
def sets(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Wide, Wide]:
    folders = [tmp_path_factory.mktemp(f"wide-{count}") for count in SIZES]
    made = [write_wide(folder, count, points=request.param) for folder, count in zip(folders, SIZES, strict=True)]
    small, large = (Wide(*paths, folder) for paths, folder in zip(made, folders, strict=True))
    return small, large


def lines_of(work: Callable[[], object]) -> Counter[CodeType]:
    """Give how often lines of each function of ours are run; one that goes round in a loop counts each time."""
    counted: Counter[CodeType] = Counter()

    def within(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counted[frame.f_code] += 1
        return within

    def entered(frame: FrameType, event: str, _: Any) -> Any:
        return within if frame.f_code.co_filename.startswith(OURS) else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


def grows_evenly(sets: tuple[Wide, Wide], work: Callable[[Wide], object]) -> None:
    """Check that no function of ours is run much more than twice as often for twice as many indicators."""
    for each in sets:  # what is made once for each set is not counted, as reading many forms does not count it
        _ = each.loaded, each.submission
    few, many = (lines_of(lambda each=each: work(each)) for each in sets)
    assert sum(few.values()) > WORTH_SAYING, "nothing was looked at"
    grown = {
        f"{Path(code.co_filename).name}:{code.co_firstlineno} {code.co_name}": (few[code], count)
        for code, count in many.items()
        if count > WORTH_SAYING and count > MOST * few[code]
    }
    assert grown == {}


def test_loading_a_set(sets):
    grows_evenly(sets, lambda each: load(each.rules))


def test_writing_a_form(sets):
    grows_evenly(
        sets, lambda each: make_form(WORDS, each.loaded.criteria_set, each.loaded.sha256, submission=each.submission)
    )


def test_planning_what_a_form_is_compared_with(sets):
    grows_evenly(
        sets, lambda each: (planned(each.loaded.criteria_set, "en"), asked_now(each.loaded.criteria_set, "en"))
    )


def test_reading_scoring_judging_and_reporting(sets):
    def work(each: Wide) -> None:
        criteria_set, form = each.loaded.criteria_set, open_form(each.form)
        reading = read_form(form, criteria_set)
        card = score(criteria_set, reading.submission)
        verdict = judge(criteria_set, card, reading.submission)
        list(differing(form, criteria_set, card, verdict))
        one = Assessment(form.file, criteria_set, "", reading.submission, card, verdict, reading.problems)
        assert write_markdown(compose_unit(WORDS, one))
        assert unit_json(WORDS, one)

    grows_evenly(sets, work)


def _no_formulas(form: FilledForm) -> None:
    """Copy the form as values, take its drop-downs away, and say all of its texts in other words."""
    form.answers.data_validations.dataValidation = []
    for row in form.answers.iter_rows(min_row=layout.FIRST_ROW, min_col=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = 1 if cell.value.startswith("=") else f"{cell.value} khác"


def _unknown_ids(form: FilledForm) -> None:
    for (cell,) in form.answers.iter_rows(min_row=layout.FIRST_ROW, max_col=1):
        cell.value = f"x{cell.value}"


@pytest.mark.parametrize("change", [_no_formulas, _unknown_ids])
def test_reading_a_form_in_which_everything_was_changed(sets, change):
    paths = {each.form: each.changed(f"{change.__name__}.xlsx", change) for each in sets}
    grows_evenly(sets, lambda each: each.read(paths[each.form]))


def _contradicted(each: Wide) -> Merged:
    """Give what two people say who agree on no note."""
    criteria_set, said = each.loaded.criteria_set, set[Said]()
    for who in ("một", "hai"):
        notes = {name: one.model_copy(update={"note": who}) for name, one in each.submission.answers.items()}
        other = each.submission.model_copy(update={"answers": notes})
        said |= {
            Said(key, value, AnswerSource(who, who, "", ""), True) for key, value in flat(criteria_set, other).items()
        }
    return resolve(criteria_set, Joint(frozenset((EVERYBODY,)), frozenset(said)))


def test_merging_and_reading_what_contradicts(sets):
    def written(each: Wide) -> Path:
        merged, loaded = _contradicted(each), each.loaded
        assert len(merged.conflicts) == len(loaded.criteria_set.indicators)
        book = make_form(
            WORDS, loaded.criteria_set, loaded.sha256, submission=merged.submission, conflicts=merged.conflicts
        )
        book.save(each.folder / "conflicts.xlsx")
        return each.folder / "conflicts.xlsx"

    grows_evenly(sets, lambda each: each.read(written(each)))
