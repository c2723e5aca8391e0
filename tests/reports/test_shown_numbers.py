"""Every page, table and list shows the same number, by one rule, and a calculator agrees with the page."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import assessments, made, one_bar, raw_criterion, raw_indicator, raw_set, submitted
from builders import text as both
from effort import times
from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import score
from xhht_score.errors import Place, Problem
from xhht_score.numbers import Range, measured, round_half_away
from xhht_score.recognition import judge
from xhht_score.reports.attainment import bar_text
from xhht_score.reports.delimited import write_csv
from xhht_score.reports.document import Listing, Paragraph, Table
from xhht_score.reports.explanation import compose_explanation
from xhht_score.reports.overview import Report, compose_report, make_entry
from xhht_score.reports.records import indicator_rows, unit_row
from xhht_score.reports.unit import compose_unit
from xhht_score.results import IndicatorResult
from xhht_score.submission import Submission
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.writing.forms import plan_form

EN = Words("en")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def assessed(criteria_set: CriteriaSet, submission: Submission) -> Assessment:
    card = score(criteria_set, submission)
    verdict = judge(criteria_set, card, submission)
    return Assessment("a.xlsx", criteria_set, "", submission, card, verdict, card.problems)


def by_the_rule(value: Fraction, marks: set[Fraction]) -> Fraction:
    """Give the shown number as product.md says it, by trying the two neighbours with more and more decimals."""

    placed = [mark for mark in marks if mark != value or 10**30 % mark.denominator == 0]

    def side(number: Fraction) -> list[int]:
        return [(number > mark) - (number < mark) for mark in placed]

    for places in count(2):
        near = round_half_away(value, places)
        step = Fraction(1 if near < value else -1, 10**places)
        for candidate in (near, near + step):
            if side(candidate) == side(value):
                return candidate
    raise AssertionError


def numbers_of(text: str) -> list[Fraction]:
    return [Fraction(one.replace(",", "")) for one in NUMBER.findall(text)]


def ends_of(text: str) -> Range:
    low, *high = numbers_of(text)
    return Range(low, high[0] if high else low)


# ---------------------------------------------------------------- points, attainment, lacks and what is open


CONDITIONS: list[Any] = [{"total": {"at_least": "75%"}}, {"each_criterion": {"at_least": "66.667%"}}]
MORE: list[Any] = [
    {"total": {"at_least": "85.001"}},
    {"each_criterion": {"above": "12.5"}},
    {"each_indicator": {"at_least": "30"}},
]
GIVEN = {"kind": "given_points", "from": "0"}
POINTS = {Fraction(one) for one in ("85.001", "12.5", "30")}
SHARES = {Fraction("0.75"), Fraction("0.66667")}


def of_points(given: tuple[str | None, str | None]) -> Assessment:
    """Give a unit with these points out of 60 and 40, by a set that rounds nothing."""
    criteria = [
        raw_criterion(name, raw_indicator(f"{name}.1", {**GIVEN, "to": most}, "as_given", most))
        for name, most in (("1", "60"), ("2", "40"))
    ]
    criteria_set = made(raw_set(*criteria, levels={"muc-1": CONDITIONS, "muc-2": [*CONDITIONS, *MORE]}))
    answers = {f"{name}.1": one for name, one in zip("12", given, strict=True) if one is not None}
    return assessed(criteria_set, submitted(criteria_set, answers))


def marks_of(maximum: int) -> tuple[set[Fraction], set[Fraction]]:
    """Give the marks of points out of a maximum, and of their percentage."""
    points = {Fraction(0), Fraction(maximum), *POINTS, *(share * maximum for share in SHARES)}
    shares = {Fraction(0), Fraction(1), *SHARES, *(one / maximum for one in POINTS if one <= maximum)}
    return points, {share * 100 for share in shares}


def expected(points: Range, maximum: int) -> tuple[Range, Range]:
    """Give what has to be shown for points and for their percentage, worked out by the rule."""
    asked, percents = marks_of(maximum)
    ends = [by_the_rule(end, asked) for end in (points.low, points.high)]
    shares = [by_the_rule(end * 100 / maximum, percents) for end in (points.low, points.high)]
    return Range(*ends), Range(*shares)


def near(most: int) -> st.SearchStrategy[str | None]:
    """Give points beside a mark, or beside what makes the total one, with up to nine decimals; or none."""
    beside = sorted(one for one in marks_of(most)[0] | {Fraction("25"), Fraction("35"), Fraction("45")} if one <= most)
    drawn = st.builds(
        lambda mark, step, places: min(max(mark + Fraction(step, 10**places), Fraction(0)), Fraction(most)),
        st.sampled_from(beside), st.integers(-15, 15), st.integers(1, 6),
    )  # fmt: skip
    return st.none() | drawn.map(lambda number: f"{float(number):.9f}")


def tables(assessment: Assessment) -> Iterator[tuple[tuple[str, ...], ...]]:
    for block in compose_unit(EN, assessment).blocks:
        if isinstance(block, Table):
            yield tuple(tuple(cell.text for cell in row) for row in block.rows)


def check_points(assessment: Assessment) -> None:
    """Compare every place that shows points or attainment with the rule, and every lack with a calculator."""
    card = assessment.scorecard
    tallies = {"": card.total, **{one.id: one.tally for one in card.criteria}}
    first, second, totals, *conditions = tables(assessment)
    wanted = {name: expected(tally.points, int(tally.maximum.high)) for name, tally in tallies.items()}
    for name, _, points, maximum, attained in totals:
        assert (ends_of(points), ends_of(attained)) == wanted[name], name
        assert Fraction(maximum) == tallies[name].maximum.high
    for table, name in ((first, "1"), (second, "2")):
        assert ends_of(table[0][3]) == wanted[name][0]
    for block in compose_unit(EN, assessment).blocks:
        if isinstance(block, Paragraph) and re.search(r"/[\d.,]+ points \(", block.text):
            low, *_ = numbers_of(block.text)
            assert low in {one[0].low for one in wanted.values()}
    for level, table in zip(assessment.verdict.levels, conditions, strict=True):
        for (_, said, _), condition in zip(table, level.conditions, strict=True):
            telling = [one for one in condition.findings if one.state in ("short", "open")]
            for finding in telling or (condition.findings if len(condition.findings) == 1 else ()):
                mine = wanted[(finding.subject or "").partition(".")[0]][condition.measured_in == "percent"]
                assert shown_there(said, finding.subject) == mine, said
                if finding.state == "short" and finding.short_by:
                    asked = finding.required * (100 if condition.measured_in == "percent" else 1)
                    assert lack_there(said, finding.subject) == asked - mine.high
    check_csv(assessment, wanted)


def of_subject(said: str, subject: str | None) -> str:
    """Give the part of a cell that is about a subject."""
    parts = [one.partition(f" {subject}: ") for one in said.split("; ")]
    return next(own for _, named, own in parts if named) if subject else said


def shown_there(said: str, subject: str | None) -> Range:
    return ends_of(of_subject(said, subject).partition(" (")[0])


def lack_there(said: str, subject: str | None) -> Fraction:
    (lack,) = re.findall(r"short by ([\d.,]+)", of_subject(said, subject))
    return Fraction(lack.replace(",", ""))


def check_csv(assessment: Assessment, wanted: dict[str, tuple[Range, Range]]) -> None:
    """Compare the tables for Excel and the ranking with what has to be shown."""
    points, percents = wanted[""]
    named = dict(unit_row(EN, assessment))
    assert (named["Points low"], named["Points high"]) == (points.low, points.high)
    assert (named["Attainment low (%)"], named["Attainment high (%)"]) == (percents.low, percents.high)
    assert named["Points not reported"] == points.high - points.low
    header, rows = indicator_rows(EN, [assessment])
    written = write_csv(header, rows, "en").lstrip("\ufeff")
    for row in csv.DictReader(StringIO(written)):
        ends = wanted[row["Criterion"]][0]
        assert (Fraction(row["Points low"]), Fraction(row["Points high"])) == (ends.low, ends.high)
    entry = make_entry(EN, assessment, "md")
    assert ends_of(entry.row[1].text) == percents
    assert Fraction(entry.row[3].text) == points.high - points.low
    assert [ends_of(cell.text) for cell in entry.criteria] == [wanted["1"][1], wanted["2"][1]]
    missing = [block for block in compose_unit(EN, assessment).blocks if isinstance(block, Listing)]
    for result in (one for criterion in assessment.scorecard.criteria for one in criterion.indicators):
        if result.points.low != result.points.high:
            ends = wanted[result.id.partition(".")[0]][0]
            (item,) = [cell.text for block in missing for cell in block.items if cell.text.startswith(f"{result.id} ")]
            assert ends.high - ends.low in numbers_of(item)


@settings(max_examples=times(60, 720), deadline=None, derandomize=True)
@given(near(60), near(40))
def test_points_are_shown_alike_everywhere_and_a_calculator_agrees(first, second):
    check_points(of_points((first, second)))


@pytest.mark.parametrize(
    ("points", "total", "attained"),
    [
        (("44.998", "29.998"), "74.99", "74.99%"),  # 74.996 of 100 against 75%
        (("45", "30.002"), "75.01", "75.01%"),
        (("55.6", "29.398"), "85", "85.00%"),  # 84.998 against 85.001 points
        (("55.6", "29.4009"), "85", "85.00%"),  # 85.0009 against them
        (("55.6", "29.40102"), "85.01", "85.01%"),
        (("60", "35.598"), "95.6", "95.60%"),
        (("60", "39.996"), "99.99", "99.99%"),
        (("0.001", "0"), "0.01", "0.01%"),
    ],
)
def test_examples_of_the_rule(points, total, attained):
    assessment = of_points(points)
    check_points(assessment)
    _, _, totals, *_ = tables(assessment)
    assert (totals[-1][2], totals[-1][4]) == (total, attained)


def sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(assessments(most=30))
def test_every_cell_shows_the_numbers_that_it_keeps(pair):
    assessment = assessed(*pair)
    entry = make_entry(EN, assessment, "md")
    tables = [block for block in compose_unit(EN, assessment).blocks if isinstance(block, Table)]
    rows = [*(row for table in tables for row in table.rows), entry.row, entry.criteria]
    kept = [cell for row in rows for cell in row if cell.value is not None and cell.text != "–"]
    assert any(isinstance(cell.value, Range) for cell in kept)
    for cell in kept:
        match cell.value:
            case Range():
                assert ends_of(cell.text) == cell.value
            case Fraction() | int():
                assert ends_of(cell.text).high == cell.value


@settings(max_examples=60, deadline=None, derandomize=True)
@given(assessments(most=30))
def test_no_number_of_any_set_stands_on_another_side_of_what_is_asked_than_the_exact_one(pair):
    assessment = assessed(*pair)
    named = dict(unit_row(EN, assessment))
    for level in assessment.verdict.levels:
        for condition in level.conditions:
            for one in condition.findings:
                names = NAMES.get((condition.measured_in, one.subject is None))
                if names is None or one.state == "left_out" or not with_points(assessment):
                    continue
                scale = 100 if condition.measured_in == "percent" else 1
                for name, exact in zip(names, (one.found.low, one.found.high), strict=True):
                    shown = named.get(name.format(one.subject))
                    if shown is not None:
                        assert sign(shown - one.required * scale) == sign(exact - one.required)


#: The columns of the table of units that hold the ends of a finding, by what it is measured in and of the total or not.
NAMES = {
    ("percent", True): ("Attainment low (%)", "Attainment high (%)"),
    ("percent", False): ("C {} low (%)", "C {} high (%)"),
    ("points", True): ("Points low", "Points high"),
}


def with_points(assessment: Assessment) -> bool:
    return assessment.criteria_set.total_points is not None


# ---------------------------------------------------------------- bars, and what a rule is measured in


RATIO = {"kind": "ratio", "of": both("part"), "over": both("whole"), "maximum": "1000000"}
AMOUNT = {"kind": "amount", "of": both("income"), "unit": {"vi": "tấn", "en": "tons"}}
RISES = {"kind": "change", "direction": "rises", "of": both("fund"), "unit": both("points"), "maximum": "4"}
FALLS = {"kind": "change", "direction": "falls", "of": both("rate"), "unit": both("points")}


def of_bar(measure: dict[str, Any], scoring: dict[str, Any], answer: Any) -> tuple[Assessment, IndicatorResult]:
    assessment = assessed(
        criteria_set := made(one_bar(measure, {"kind": "bars", **scoring})), submitted(criteria_set, {"1.1": answer})
    )
    return assessment, assessment.scorecard.criteria[0].indicators[0]


@pytest.mark.parametrize(
    ("measure", "scoring", "answer", "said"),
    [
        (RATIO, {"at_least": {"dat": "75%"}}, "74996/100000", "found 74.99%, short by 0.01 percentage points"),
        (RATIO, {"at_least": {"dat": "75%"}}, "2/3", "found 66.67%, short by 8.33 percentage points"),
        (RATIO, {"at_least": {"dat": "66.667%"}}, "2/3", "found 66.66%, short by 0.007 percentage points"),
        (RATIO, {"at_least": {"dat": "99.999%"}}, "99998/100000", "found 99.99%, short by 0.009 percentage points"),
        (RATIO, {"at_most": {"dat": "2%"}}, "2004/100000", "found 2.01%, short by 0.01 percentage points"),
        (RATIO, {"at_most": {"dat": "0%"}}, "1/1000000", "found 0.01%, short by 0.01 percentage points"),
        (RATIO, {"above": {"dat": "75%"}}, "3/4", "found 75%)"),
        (RATIO, {"at_least": {"dat": "50%"}}, "95598/100000", "found 95.6%)"),
        (RATIO, {"at_least": {"dat": "50%"}}, "999999/1000000", "found 99.99%)"),
        (AMOUNT, {"at_least": {"dat": "3"}}, "2.99999996", "found 2.999999 tons, short by 0.000001 tons"),
        (AMOUNT, {"at_most": {"dat": "3"}}, "3.00000004", "found 3.000001 tons, short by 0.000001 tons"),
        (RISES, {"at_least": {"dat": "3"}}, "2->?",
         "found down by 2 points English – up by 2 points English, short by 1 points English"),
        (FALLS, {"at_least": {"dat": "2"}}, "2->4.00000004",
         "found up by 2 points English, short by 4 points English"),
        (FALLS, {"at_least": {"dat": "2"}}, "4->2.00000004",
         "found down by 1.999999 points English, short by 0.000001 points English"),
    ],
)  # fmt: skip
def test_a_lack_is_the_mark_less_the_number_that_is_shown(measure, scoring, answer, said):
    assessment, result = of_bar(measure, scoring, answer)
    (bar,) = result.levels[0].bars
    assert said in bar_text(EN, assessment.criteria_set, result, bar) + ")"


@pytest.mark.parametrize(
    ("decimals", "given", "points", "before"),
    [
        ("2", "1/3", "1.33", "1.3333"),
        ("2", "332501/1000000", "1.33", "1.3301"),
        ("0", "299999/800000", "1", "1.49"),
        ("2", "1/4", "1", ""),
    ],
)
def test_points_before_they_were_rounded_are_told_apart_from_the_points(decimals, given, points, before):
    """4 points in proportion; 1.33 is 1.33 only where nothing was rounded."""
    scoring = {"kind": "proportional", "target": "100%"}
    criteria = raw_criterion("1", raw_indicator("1.1", RATIO, scoring))
    criteria_set = made(raw_set(criteria, rounding={"decimals": decimals}))
    assessment = assessed(criteria_set, submitted(criteria_set, {"1.1": given}))
    lines = [
        cell.text
        for block in compose_explanation(EN, assessment, "1.1").blocks
        if isinstance(block, Listing)
        for cell in block.items
    ]
    (line,) = [one for one in lines if one.startswith("Points:")]
    assert line.startswith(f"Points: {points} of 4")
    assert ("before rounding: " + before in line) if before else ("before" not in line)


def test_a_maximum_and_the_points_from_which_an_indicator_is_met_are_marks():
    """1.996 of 3.125 points, met from 2: not 2, and not of 3.13."""
    indicator = raw_indicator("1.1", {**GIVEN, "to": "3.125"}, "as_given", "3.125", met_from="2")
    criteria_set = made(raw_set(raw_criterion("1", indicator), levels={"dat": ["all_met"]}))
    mine, totals, _ = tables(assessed(criteria_set, submitted(criteria_set, {"1.1": "1.996"})))
    assert mine[0][3:] == ("1.99", "3.125", "not met")
    assert [row[3] for row in totals] == ["3.125", "3.125"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("number", "percent", "said"), [("66.66667", False, "66.66667"), ("0.6666667", True, "66.66667%")]
)
def test_a_number_of_a_rule_is_said_with_all_its_digits(language, number, percent, said):
    """Rounded, a bound in a message would be another one than the one that was crossed."""
    most, least = (measured(Fraction(one), percent=percent) for one in (number, 0))
    arguments = {"given": "70", "most": most, "least": least, "indicator": "1.1"}
    message = Words(language).message(Problem("cell-above-maximum", Place(), arguments))
    assert (said if language == "en" else said.replace(".", ",")) in message


def test_the_ranking_and_the_section_of_a_unit_have_the_same_numbers():
    assessment = of_points(("44.998", "29.998"))
    entry = make_entry(EN, assessment, "md")
    report = Report((entry,), {entry.set_key: assessment.criteria_set})
    texts = [
        cell.text
        for block in compose_report(EN, report).blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    shown = {one.partition(" (")[0] for one in texts if re.match(r"7[45](\.|\b)", one)}
    assert shown == {"74.99", "74.99%"}


def test_the_bounds_that_a_cell_names_have_all_their_digits():
    """12.345 said as 12.35 would be a number that the cell refuses."""
    criteria = raw_criterion("1", raw_indicator("1.1", {**GIVEN, "to": "12.345"}, "as_given", "12.345"))
    plan = plan_form(EN, made(raw_set(criteria)), "")
    said = [cell.error for sheet in plan.sheets.values() for row in sheet.rows for cell in row.cells.values()]
    assert any("12.345" in one for one in said)
    assert not any("12.35" in one for one in said)
