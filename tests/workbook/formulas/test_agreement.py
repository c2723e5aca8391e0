"""The form computes what the engine computes: in doubles, LibreOffice and HyperFormula, and for every kind."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import agreement
import effort
from builders import (
    SMALL,
    kinds,
    made,
    marks_of,
    one_bar,
    one_indicator,
    plain_scoring,
    raw_criterion,
    raw_indicator,
    raw_set,
    text,
)
from javascript import recalculated_by_hyperformula
from make import HERE as EXAMPLES
from office import bathuoc
from xhht_score.criteria import CONDITIONS, CriteriaSet
from xhht_score.measures import MEASURES
from xhht_score.program.whole import (
    INDICATORS,
    At,
    Beyond,
    Name,
    Quotient,
    add,
    compared,
    fixed,
    multiply,
    rounded,
    subtract,
)
from xhht_score.scoring import SCORINGS
from xhht_score.spreadsheet.cell_names import column_letters
from xhht_score.submission import Answer, Submission, Unit
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.formulas.written import MOST, FormulaWriter
from xhht_score.workbook.references import LONGEST, FormPlaces, full, symbolic
from xhht_score.workbook.symbols import OWN_ROW
from xhht_score.workbook.writing.forms import plan_form, without_formulas
from xhht_score.workbook.writing.plan import Plan
from xhht_score.workbook.writing.template import make_form, write_form

#: Every shipped set and both wide ones, filled in once, or three times; `python tests/agreement.py 20000` takes more.
ROWS, SEED = effort.times(140, 700), 7


# ---------------------------------------------------------------- agreement


@cache
def forms() -> tuple[agreement.Planned, ...]:
    return tuple(agreement.planned(ROWS, SEED))


def written(folder: Path, every: Iterable[agreement.Planned]) -> Iterator[Path]:
    """Write forms into a folder and give their paths."""
    for at, one in enumerate(every):
        path = folder / f"{at}.xlsx"
        write_form(one.words, one.plan).save(path)
        yield path


def form_files(folder: Path) -> list[Path]:
    return list(written(folder, forms()))


@pytest.mark.apart
@pytest.mark.more
def test_forms_compute_what_the_engine_computes_in_plain_doubles():
    tally = agreement.Tally("plain doubles")
    for one in forms():
        tally.add(one, agreement.in_doubles(one.plan, write_form(one.words, one.plan)))
    assert tally.differences == []
    assert tally.rows >= ROWS


@pytest.mark.apart
@pytest.mark.thorough
@pytest.mark.office(form_files, "xlsx")
def test_forms_compute_what_the_engine_computes_in_libreoffice(saved):
    tally = agreement.Tally("LibreOffice")
    for one, path in zip(forms(), saved, strict=True):
        tally.add(one, agreement.in_file(one.plan, path))
    assert tally.differences == []
    assert tally.rows >= ROWS


@pytest.mark.apart
@pytest.mark.thorough
@pytest.mark.readers
@pytest.mark.usefixtures("node_packages")
def test_forms_compute_what_the_engine_computes_in_hyperformula(tmp_path):
    tally = agreement.Tally("HyperFormula")
    for one, path in zip(forms(), recalculated_by_hyperformula(form_files(tmp_path), tmp_path / "saved"), strict=True):
        tally.add(one, agreement.in_file(one.plan, path))
    assert tally.differences == []
    assert tally.rows >= ROWS


@pytest.mark.thorough
def test_the_script_says_what_it_compared():
    said: list[str] = []
    assert agreement.run(1, SEED, offices={}, say=said.append) == []
    assert len(said) == 1
    assert int(said[0].split(" scored rows")[0].split(": ")[1].replace(",", "")) >= 1


def test_the_cases_stand_at_marks_beside_them_and_blank():
    found = list(agreement.cases(ROWS, SEED))
    at_a_mark = sum(agreement.ties(criteria_set, submission) for criteria_set, submission in found)
    values = [value for _, one in found for answer in one.answers.values() for value in answer.values.values()]
    assert at_a_mark > ROWS / 5
    assert sum(value is None for value in values) > ROWS / 20
    assert {one.id for one, _ in found} > set(agreement.SHIPPED)


# ---------------------------------------------------------------- the comparison can fail


def broken(plan: Plan, sheet: str, key: str, field: str, old: str, new: str) -> None:
    """Put a wrong formula into a plan."""
    row = next(one for one in plan.sheets[sheet].rows if one.key == key)
    planned = row.cells[field]
    assert old in planned.formula
    row.cells[field] = planned._replace(formula=planned.formula.replace(old, new))


#: What is broken of a ratio of 3 in 4 with full points from 75%: sheet, row, field, formula before and after.
BROKEN = {
    "a comparison": ("answers", "1.1", "scaled_low", ">=", ">"),
    "points": ("answers", "1.1", "scaled_high", "400", "399"),
    "a sum": ("results", "criterion.1", "scaled_low", ",1,", ",2,"),
    "a condition": ("results", "condition.dat.1", "met_n", ">=", "<"),
    "a word": ("answers", "1.1", "result_1", "=1", "=0"),
}


@cache
def small() -> agreement.Planned:
    """Give the form of a set and a submission that stand exactly at a mark."""
    raw = one_indicator(SMALL["ratio"], {"kind": "full_if_met", "at_least": "75%"}, rounding={"decimals": "2"})
    raw["criteria"][0]["indicators"].append({**raw["criteria"][0]["indicators"][0], "id": "1.2"})
    raw["criteria"][0]["points"] = raw["total_points"] = "8"
    criteria_set = made(raw)
    values: Any = {"of": Fraction(3), "over": Fraction(4)}
    answers = {name: agreement.Answer(values=values, evidence=True) for name in criteria_set.indicators}
    submission = Submission(unit=Unit(name="Đơn vị"), year=2024, answers=answers)
    return agreement.Planned(
        Words("vi"), plan_form(Words("vi"), criteria_set, "", submission=submission), criteria_set, submission
    )


def broken_in(name: str) -> agreement.Planned:
    """Give the small form with one formula broken."""
    one = copy.deepcopy(small())
    broken(one.plan, *BROKEN[name])
    return one


def small_files(folder: Path) -> list[Path]:
    return list(written(folder, [small(), *map(broken_in, BROKEN)]))


def differences(one: agreement.Planned, found: agreement.Found) -> list[str]:
    count, different = agreement.compare(one.words, one.criteria_set, one.submission, found)
    assert count > 20
    return different


def test_a_format_that_hides_digits_is_found():
    """One of three is 33.33%, which a format of tenths shows as 33.3%."""
    for number_format, is_found in (("0.00######%", False), ("0.0%", True)):
        one = copy.deepcopy(small())
        values: Any = {"of": Fraction(1), "over": Fraction(3)}
        answers = {name: agreement.Answer(values=values, evidence=True) for name in one.criteria_set.indicators}
        submission = one.submission.model_copy(update={"answers": answers})
        plan = plan_form(one.words, one.criteria_set, "", submission=submission)
        cells = plan.sheets["answers"].rows[plan.sheets["answers"].row_numbers["1.1"] - 2].cells
        cells[layout.COMPUTED] = cells[layout.COMPUTED]._replace(number_format=number_format)
        found = agreement.in_doubles(plan, write_form(one.words, plan))
        _, different = agreement.compare(one.words, one.criteria_set, submission, found, plan)
        assert bool(different) == is_found, different


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_formula_is_found_in_plain_doubles(name):
    for one, key in ((small(), None), (broken_in(name), BROKEN[name][1])):
        different = differences(one, agreement.in_doubles(one.plan, write_form(one.words, one.plan)))
        assert bool(different) == bool(key)
        assert key is None or any(f" {key} " in said for said in different), different


@pytest.mark.office(small_files, "xlsx")
def test_a_broken_formula_is_found_in_libreoffice(saved):
    assert_broken_formulas_are_found(saved)


@pytest.mark.readers
@pytest.mark.usefixtures("node_packages")
def test_a_broken_formula_is_found_in_hyperformula(tmp_path):
    assert_broken_formulas_are_found(recalculated_by_hyperformula(small_files(tmp_path), tmp_path / "saved"))


def assert_broken_formulas_are_found(saved: Iterable[Path]) -> None:
    sound, *others = saved
    assert differences(small(), agreement.in_file(small().plan, sound)) == []
    for (name, change), path in zip(BROKEN.items(), others, strict=True):
        different = differences(small(), agreement.in_file(small().plan, path))
        assert any(f" {change[1]} " in one for one in different), name


# ---------------------------------------------------------------- every kind has its formula


def one_of_each() -> dict[str, CriteriaSet]:
    """Give a set for every measure with every scoring, and for every condition."""
    found = {}
    for measure in kinds(MEASURES):
        for scoring in kinds(SCORINGS):
            if scoring == "bars":
                best = marks_of(SMALL[measure])[-2][0] if measure != "yes_no" else "yes"
                raw = one_bar(SMALL[measure], {"kind": "bars", "at_least": {"dat": best}})
            else:
                rule, points = plain_scoring(scoring, SMALL[measure])
                raw = one_indicator(SMALL[measure], rule, points, rounding={"decimals": "2"})
            found[f"{measure} {scoring}"] = made(raw)
    required: dict[str, Any] = {
        "total": {"total": {"at_least": "75%"}},
        "each_criterion": {"each_criterion": {"above": "2"}},
        "criterion": {"criterion": {"id": "1", "at_least": "70%"}},
        "each_indicator": {"each_indicator": {"at_least": "3"}},
        "indicators": {"indicators": {"met": ["1.1"]}},
        "all_met": "all_met",
    }
    for kind, condition in required.items():
        found[kind] = made(one_indicator("yes_no", "full_if_met", levels={"dat": [condition]}))
    levels = {"muc-1": ["all_met"], "muc-2": ["all_met"]}
    upgrade = {"from": "muc-1", "to": "muc-2", "after_months": "12"}
    found["upgrade"] = made(one_bar("yes_no", levels=levels, upgrade=upgrade))
    return found


EACH = one_of_each()


def test_the_tests_know_every_kind():
    assert {word for name in EACH for word in name.split()} >= {*kinds(MEASURES), *kinds(SCORINGS), *kinds(CONDITIONS)}


@pytest.mark.more
@pytest.mark.parametrize(("name", "language"), effort.in_turn(EACH, LANGUAGES))
def test_every_kind_has_its_formula_and_it_agrees(name, language):
    criteria_set, words, chance = EACH[name], Words(language), random.Random(SEED)
    for blanks in (0.0, 0.0, 0.3):
        submission = agreement.random_submission(chance, criteria_set, blanks)
        plan = plan_form(words, criteria_set, "", submission=submission)
        assert plan.beyond is None
        cells = next(row for row in plan.sheets["answers"].rows if row.key == "1.1").cells
        assert cells["met_low_1"].formula not in ("", "0")
        found = agreement.in_doubles(plan, write_form(words, plan))
        count, different = agreement.compare(words, criteria_set, submission, found)
        assert count > 5
        assert different == []


# ---------------------------------------------------------------- what no spreadsheet can hold exactly


def cell(field: str, least: int, most: int) -> At:
    return At(least, most, Name(INDICATORS, "1.1", field))


def test_whole_numbers_beyond_the_bound_are_refused_wherever_they_arise():
    write, near = FormulaWriter(INDICATORS, "1.1"), cell("a", 0, MOST)
    assert write.number(add(near, cell("b", 0, 0))) == "{||a}+{||b}"
    for beyond in (
        cell("a", 0, MOST + 1),
        cell("a", -MOST - 1, 0),
        add(near, fixed(1)),
        subtract(subtract(fixed(0), near), fixed(1)),
        multiply(near, fixed(2)),
        Quotient(near, fixed(3)).scaled(Fraction(5, 3)).top,
        rounded(Quotient(near, fixed(7)), 100),
    ):
        with pytest.raises(Beyond):
            write.number(beyond)
    with pytest.raises(Beyond):
        write.claim(compared(Quotient(near, cell("b", 1, 10)), ">=", Fraction(1, 3)))
    with pytest.raises(Beyond):
        fixed(Fraction(1, 2))


@pytest.mark.parametrize("mark", ["66.67%", "33.3%", "99.999%"])
def test_a_comparison_over_a_fixed_bottom_stays_small_whatever_the_mark(mark):
    share = Fraction(mark.removesuffix("%")) / 100
    found = compared(Quotient(cell("a", 0, 9), fixed(9)), ">=", share)
    assert FormulaWriter(INDICATORS, "1.1").claim(found) == f"{{||a}}>={-(-share * 9 // 1)}"


LARGE = {"kind": "ratio", "of": text("part"), "over": text("whole")}  # up to 999,999,999
FINE = {"kind": "full_if_met", "at_least": "33.33333%"}


def test_a_form_whose_numbers_are_too_large_has_no_results_and_the_user_is_told_which_indicator(tmp_path, run):
    criteria_set = made(one_indicator(LARGE, FINE))
    for language in LANGUAGES:
        words = Words(language)
        plan = plan_form(words, criteria_set, "")
        assert plan.beyond == "1.1"
        assert "results" not in plan.sheets
        rows = [row for row in plan.sheets["answers"].rows if row.key]
        assert not [cell for row in rows for cell in row.cells.values() if cell.formula]
        (problem,) = without_formulas(plan, criteria_set)
        assert (problem.code, problem.severity) == ("form-without-formulas", "warning")
        assert "1.1" in words.line(problem)
        assert "maximum" in words.remedy(problem)
    smaller = made(one_indicator({**LARGE, "maximum": "100000"}, FINE))
    assert plan_form(Words("vi"), smaller, "").beyond is None


def test_a_condition_whose_numbers_are_too_large_is_told_too():
    levels = {"dat": [{"total": {"at_least": "66.666666667%"}}]}
    criteria_set = made(one_indicator("yes_no", "full_if_met", 100, levels=levels, rounding={"decimals": "3"}))
    plan = plan_form(Words("vi"), criteria_set, "")
    assert plan.beyond == ""
    (problem,) = without_formulas(plan, criteria_set)
    assert problem.code == "conditions-without-formulas"
    for language in LANGUAGES:
        assert Words(language).remedy(problem)


#: All of it has the points in full, half of it half of them.
HALVES = {"kind": "tiers", "at_least": {"100%": "4", "50%": "2"}}


def criteria_of(count: int) -> CriteriaSet:
    """Give a set of so many criteria, each of which has to reach 70%; to the third of five nothing may apply."""
    omitted = {"not_applicable": {"for": "all"}}
    each = (
        raw_criterion(f"{at}", raw_indicator(f"{at}.1", SMALL["ratio"], HALVES, **(omitted if at % 5 == 3 else {})))
        for at in range(1, count + 1)
    )
    return made(raw_set(*each, levels={"dat": [{"each_criterion": {"at_least": "70%"}}]}))


def many_criteria(folder: Path) -> list[Path]:
    """Write a form of 101 criteria of which some have 50%, some 100%, and some no points that apply."""
    criteria_set = criteria_of(101)
    answers = {
        name: Answer(values={"of": Fraction(2 + 2 * (at % 2)), "over": Fraction(4)}, evidence=True)
        if at % 5 != 3
        else Answer(not_applicable="không có")
        for at, name in enumerate(criteria_set.indicators, 1)
    }
    one = Submission(unit=Unit(name="A"), year=2024, answers=answers)
    path = folder / "many-criteria.xlsx"
    make_form(Words("vi"), criteria_set, "", submission=one).save_with_results(path)
    return [path]


@pytest.mark.office(many_criteria, "xlsx")
def test_what_many_criteria_lack_is_the_least_share_below_the_mark(saved, tmp_path):
    (stored,), (computed,) = many_criteria(tmp_path), saved
    found = []
    for path in (stored, computed):
        rows = openpyxl.load_workbook(path, data_only=True)["Kết quả"].iter_rows(values_only=True)
        found += [row[3] for row in rows if row[0] == "condition.dat.1"]
    assert found == [0.2, 0.2]


def test_a_formula_names_many_criteria_by_where_they_stand_and_is_read_back_so():
    few, many = (plan_form(Words("vi"), criteria_of(count), "") for count in (100, 101))
    lacks = [next(row for row in plan.sheets["results"].rows if row.key == "condition.dat.1") for plan in (few, many)]
    named, short = (one.cells["lack"].formula for one in lacks)
    assert ":" not in named
    assert "MIN({results|criterion.1|percent_high}:{results|criterion.101|percent_high})" in short
    where = FormPlaces(
        {many.sheets["results"].title.casefold(): "results"},
        {"results": {number: key for key, number in many.sheets["results"].row_numbers.items()}},
        {"results": {column_letters(at): name for name, at in many.sheets["results"].columns.items()}},
    )
    own = many.sheets["results"].row_numbers["condition.dat.1"]
    written = many.resolved(short, many.sheets["results"]).replace(OWN_ROW, str(own))
    assert symbolic(written, "results", where) == full(short, "results", "condition.dat.1")


def test_a_set_whose_formulas_are_longer_than_spreadsheets_read_is_told_and_has_none():
    for count, is_too_long in ((220, False), (300, True)):
        criteria_set = criteria_of(count)
        plan = plan_form(Words("vi"), criteria_set, "")
        assert plan.too_long == is_too_long == ("results" not in plan.sheets)
        assert [one.code for one in without_formulas(plan, criteria_set)] == ["formulas-too-long"] * is_too_long
        longest = max(len(plan.resolved(cell.formula, sheet)) for sheet in plan.sheets.values()
                      for row in sheet.rows for cell in row.cells.values())  # fmt: skip
        assert longest < LONGEST
        assert (longest > LONGEST / 2) == (not is_too_long)


def test_the_command_says_that_a_form_has_no_live_results_and_writes_it_all_the_same(tmp_path, run):
    raw = one_indicator(LARGE, FINE)
    (tmp_path / "bộ lớn.yaml").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    done = run("template", "bộ lớn.yaml", "-o", "biểu.xlsx", "--lang", "en")
    assert done.returncode == 0
    assert "warning: indicator 1.1" in done.stderr
    assert "maximum" in done.stderr
    scored = run("score", "biểu.xlsx", "--criteria", "bộ lớn.yaml", "--lang", "en")
    assert "form-not-compared" not in scored.stdout + scored.stderr
    (tmp_path / "bộ nhỏ.yaml").write_text(
        json.dumps(one_indicator({**LARGE, "maximum": "1000"}, FINE), ensure_ascii=False), encoding="utf-8"
    )
    assert "warning" not in run("template", "bộ nhỏ.yaml", "-o", "nhỏ.xlsx", "--lang", "en").stderr


@pytest.mark.office(bathuoc, "xlsx")
def test_the_form_on_the_docs_page_says_what_the_command_says(saved, run):
    """`docs/form.md` shows the form of Bá Thước with its verdict and its total."""
    book = openpyxl.load_workbook(saved[0], data_only=True)
    page = next(sheet for sheet in book.worksheets if sheet["A1"].value == layout.RESULTS_MARKER)
    rows = {row[0]: dict(zip(next(page.values), row, strict=True)) for row in page.values if row[0]}
    verdict, total = rows["verdict"][layout.VALUE], rows["total"]["low"]
    scored = json.loads(run("score", EXAMPLES / "bathuoc.xlsx", "--format", "json").stdout)
    assert verdict in run("score", EXAMPLES / "bathuoc.xlsx").stdout
    assert str(total) == scored["total"]["low"] == str(rows["total"]["high"])
    said = (EXAMPLES.parent / "docs" / "form.md").read_text(encoding="utf-8")
    assert f"`{verdict.split(': ')[1]}` with {total} of {rows['total']['maximum']} points" in said
