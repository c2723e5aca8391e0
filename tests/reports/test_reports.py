"""Reports in every format: the same numbers everywhere, shown by one rule, escaped, whole at any width."""

from __future__ import annotations

import csv
import datetime
import json
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import effort
from answers import faults
from make import CRITERIA, HERE
from xhht_score import assess, load_criteria
from xhht_score.api.batch import report_on
from xhht_score.api.others import read_others, workbooks_of
from xhht_score.api.planned import looking_ahead
from xhht_score.loading.loader import load
from xhht_score.loading.shipped import shipped_sets
from xhht_score.numbers import exact_text, show_percent
from xhht_score.reports.criteria_pages import compose_set, compose_sets
from xhht_score.reports.delimited import write_csv
from xhht_score.reports.document import Document, Table
from xhht_score.reports.explanation import compose_explanation
from xhht_score.reports.interface import unit_object
from xhht_score.reports.markdown import write_markdown
from xhht_score.reports.overview import Report, compose_report, make_entry, report_json, report_records
from xhht_score.reports.records import indicator_rows
from xhht_score.reports.terminal import console_for, write_terminal
from xhht_score.reports.unit import compose_unit
from xhht_score.submission import Answer, Dates, Decision, Submission, Unit
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.writing.template import make_form

UNITS = ("bathuoc", "yendinh", "nongcong", "samson", "dangbokhoi")
EXACT = re.compile(r"-?\d+(\.\d*[1-9])?|-?\d+/\d+")
#: Keys whose values are words of the reader's language; everything else is the same in both.
WORDED = {"title", "rule", "message", "remedy", "reference", "text"}
#: Examples by sets without points: what is open, what is proved and what is not, parts, a variant, and lower units.
WITHOUT_POINTS = ("tt25/xa/xa-01", "tt25/xa/xa-08", "tt25/tinh-mau", "tt24/van-phong-huyen-mau", "variant", "lower")


@cache
def example(unit: str) -> Any:
    if unit == "variant":
        return assess(HERE / "tt25/xa/xa-01.xlsx", str(HERE / "tt25/xa-tinh-mau.yaml"))
    if unit == "lower":
        return assess(HERE / "tt25/huyen-mau.xlsx", lower=read_others(workbooks_of(HERE / "tt25/xa"))[0])
    return assess(HERE / f"{unit}.xlsx")


def json_of(words: Words, report: Report) -> str:
    return "".join(report_json(words, report))


def in_terminal(document: Document, width: int) -> str:
    out = StringIO()
    write_terminal(document, console_for(out, color=False, width=width))
    return out.getvalue()


def as_csv(words: Words, *assessments: Any) -> str:
    return write_csv(*indicator_rows(words, assessments), words.language)


def pages(words: Words) -> dict[str, Document]:
    """Give every kind of document that the command shows."""
    report = report_on([HERE / f"{unit}.xlsx" for unit in UNITS], words, "table")
    return {
        **{f"score {unit}": compose_unit(words, example(unit)) for unit in UNITS},
        "score --brief": compose_unit(words, example("yendinh"), brief=True),
        "report": compose_report(words, report),
        "explain": compose_explanation(words, example("bathuoc"), "2.2"),
        "explain n/a": compose_explanation(words, example("dangbokhoi"), "2.1"),
        "criteria list": compose_sets(words, [load_criteria(CRITERIA)]),
        "criteria show": compose_set(words, load_criteria(CRITERIA)),
    }


def pages_without_points(words: Words) -> dict[str, Document]:
    """Give the same documents for the sets without points, and the list of all that is shipped."""
    report = report_on([HERE / f"{unit}.xlsx" for unit in WITHOUT_POINTS if "/" in unit], words, "table")
    shipped = [load_criteria(name) for name in shipped_sets()]
    variant = load(HERE / "tt25/xa-tinh-mau.yaml")
    return {
        **{f"score {unit}": compose_unit(words, example(unit)) for unit in WITHOUT_POINTS},
        "score --brief": compose_unit(words, example("tt25/xa/xa-08"), brief=True),
        "report": compose_report(words, report),
        "explain": compose_explanation(words, example("tt25/xa/xa-01"), "5.2"),
        "explain a share": compose_explanation(words, example("lower"), "4.1"),
        "criteria list": compose_sets(words, shipped),
        **{f"criteria show {one.id}": compose_set(words, one) for one in shipped if one.id != CRITERIA},
        "criteria show variant": compose_set(words, variant.criteria_set, variant.base, variant.differences),
    }


# JSON


def objects(value: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Give every object inside a JSON value with the path of keys that leads to it."""
    if isinstance(value, list):
        return [found for item in value for found in objects(item, path)]
    if not isinstance(value, dict):
        return []
    inner = [found for key, item in value.items() for found in objects(item, f"{path}.{key}".lstrip("."))]
    return [(path, value), *inner]


@pytest.mark.parametrize("unit", [*UNITS, *WITHOUT_POINTS])
def test_json_has_exactly_the_published_keys_and_those_of_its_set(unit):
    criteria_set = example(unit).criteria_set
    whole = json.loads(json.dumps(unit_object(Words("vi"), example(unit))))
    assert faults("UnitObject", whole) == []
    assert (whole["total"] is None) == (criteria_set.total_points is None)
    assert whole["unit"]["facts"].keys() == criteria_set.facts.keys()
    assert whole["criteria_set"]["readings"].keys() == criteria_set.readings.keys()
    for criterion in whole["criteria"]:
        assert ("max" in criterion) == (criteria_set.total_points is not None)
        for one in (criterion, *criterion["indicators"]):
            assert list(one["levels"]) == list(criteria_set.level_ids)
    for one in whole["lower_units"]:
        assert one["counts"].keys() <= set(criteria_set.level_ids)


@pytest.mark.parametrize("unit", UNITS)
def test_json_numbers_are_exact_text_and_add_up(unit):
    one = unit_object(Words("en"), example(unit))
    for path, each in objects(one):
        for key in ("low", "high", "max", "max_low", "max_high", "percent_low", "percent_high", "short_by", "required"):
            if each.get(key) is not None:
                assert EXACT.fullmatch(each[key]), (path, key, each[key])
                assert exact_text(Fraction(each[key])) == each[key]
    for end in ("low", "high", "max"):
        criteria = [sum(Fraction(each[end]) for each in criterion["indicators"]) for criterion in one["criteria"]]
        assert criteria == [Fraction(criterion[end]) for criterion in one["criteria"]]
        assert sum(criteria) == Fraction(one["total"][end])
    for each in (one["total"], *one["criteria"]):
        assert Fraction(each["percent_low"]) == Fraction(each["low"]) * 100 / Fraction(each["max"])
        assert Fraction(each["percent_high"]) == Fraction(each["high"]) * 100 / Fraction(each["max"])


def test_some_json_number_does_not_terminate():
    """Else the test of the form `n/d` would test nothing."""
    assert "/" in unit_object(Words("vi"), example("dangbokhoi"))["total"]["percent_low"]


@pytest.mark.parametrize("unit", WITHOUT_POINTS)
def test_json_of_a_set_without_points_counts_what_is_met_and_names_no_points(unit):
    one = unit_object(Words("en"), example(unit))
    for level in one["levels"]:
        indicators = [each for criterion in one["criteria"] for each in criterion["indicators"]]
        standing = [each["levels"][level["id"]] for each in indicators if each["state"] != "not_applicable"]
        asked = [each["met"] for each in standing if each["asked"]]
        attained = level["attainment"]
        assert attained["applicable_low"] == attained["applicable_high"] == len(asked)
        assert (attained["met_low"], attained["met_high"]) == (asked.count(True), len(asked) - asked.count(False))
        assert attained["met_low"] == sum(criterion["levels"][level["id"]]["met_low"] for criterion in one["criteria"])
    for criterion in one["criteria"]:
        for each in criterion["indicators"]:
            assert [each[name] for name in ("low", "high", "max", "met", "step")] == [None] * 5
            for at in each["levels"].values():
                assert at["asked"] or (at["met"], at["bars"]) == (None, [])
                for bar in at["bars"]:
                    assert (bar["short_by"] is not None) == (bar["state"] == "short")


def test_some_bar_is_met_some_short_and_some_open():
    """Else the tests of bars would test nothing."""
    found = {
        each["state"]
        for unit in WITHOUT_POINTS
        for _, each in objects(unit_object(Words("en"), example(unit)))
        if "required" in each and "part" in each
    }
    assert found == {"met", "open", "short"}


@pytest.mark.parametrize("unit", [*UNITS, *WITHOUT_POINTS])
def test_json_differs_between_the_languages_in_words_only(unit):
    def bare(value: Any) -> Any:
        if isinstance(value, list):
            return [bare(item) for item in value]
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if key not in WORDED}
        return value

    vietnamese, english = (unit_object(Words(language), example(unit)) for language in LANGUAGES)
    assert bare(vietnamese) == bare(english)
    assert vietnamese["criteria"][0]["title"] != english["criteria"][0]["title"]


def test_the_report_holds_the_same_objects_as_the_score_in_rank_order():
    words = Words("vi")
    report = json.loads(json_of(words, report_on([HERE / f"{unit}.xlsx" for unit in UNITS], words, "json")))
    by_file = {one["file"]: one for one in report["units"]}
    seen = {unit: looking_ahead(example(unit), "many") for unit in UNITS}
    assert by_file == {str(HERE / f"{unit}.xlsx"): unit_object(words, one) for unit, one in seen.items()}
    assert [entry["rank"] for entry in report["ranking"]] == [1, 2, 3, 4, 5]
    assert [entry["file"] for entry in report["ranking"]] == [one["file"] for one in report["units"]]
    ends = [(one["verdict"]["certain"] is None, -Fraction(one["total"]["percent_low"])) for one in report["units"]]
    assert ends == sorted(ends)
    assert {short for short, _ in ends} == {True, False}
    assert report["problems"] == []


# The same number everywhere


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_the_attainment_of_json_stands_rounded_in_table_and_markdown(unit, language):
    words, one = Words(language), unit_object(Words("en"), example(unit))
    document = compose_unit(words, example(unit))
    table, markdown = in_terminal(document, 200), write_markdown(document)
    for tally in (one["total"], *one["criteria"]):
        ends = [Fraction(tally[f"percent_{end}"]) / 100 for end in ("low", "high")]
        low, high = (show_percent(end, language, fixed=True) for end in ends)
        said = low if low == high else f"{low} – {high}"
        assert said in table
        assert said in markdown


RULES = """
id: mini
version: "1"
status: illustrative
title: {{vi: Bộ nhỏ, en: Small set}}
unit: commune
total_points: {points}
criteria:
  - id: "1"
    title: {{vi: Một, en: One}}
    points: {points}
    indicators:
      - id: "1.1"
        title: {{vi: Điểm hội đồng, en: Council's points}}
        points: {points}
        measure: {{kind: given_points, from: 0, to: {points}}}
        scoring: as_given
recognition:
  title: {{vi: Danh hiệu, en: Title}}
  levels:
    - id: dat
      title: {{vi: Đạt, en: Reached}}
      requires:
        - total: {{at_least: 75%}}
        - total: {{at_least: {three_quarters}}}
"""


def assessed(tmp_path: Path, rules: str, submission: Submission, name: str = "mini") -> Any:
    """Give the assessment of a form that was made, filled and saved for a set, which is written out beside it."""
    (tmp_path / "mini.yaml").write_text(rules, encoding="utf-8")
    path = tmp_path / f"{name}.xlsx"
    make_form(Words("vi"), load_criteria(tmp_path / "mini.yaml"), "", submission=submission).save(path)
    return assess(path, str(tmp_path / "mini.yaml"))


def given_points(given: str, unit: Unit | None = None) -> Submission:
    answers = {"1.1": Answer(values={"points": Fraction(given)})}
    return Submission(unit=unit or Unit(name="Xã Đông"), year=2020, answers=answers)


def just_below(tmp_path: Path, points: str, given: str, unit: Unit | None = None) -> Any:
    """Give the assessment of a unit by a set of one indicator without rounding."""
    rules = RULES.format(points=points, three_quarters=Fraction(points) * 3 / 4)
    return assessed(tmp_path, rules, given_points(given, unit))


@pytest.mark.parametrize("language", LANGUAGES)
def test_74_999_is_never_shown_as_75(tmp_path, language):
    assessment, words = just_below(tmp_path, "100", "74.999"), Words(language)
    assert assessment.verdict.certain is None
    report = report_on([tmp_path / "mini.xlsx"], words, "table", criteria=str(tmp_path / "mini.yaml"))
    mark = "," if language == "vi" else "."
    for document in (compose_unit(words, assessment), compose_report(words, report)):
        for shown in (in_terminal(document, 100), write_markdown(document)):
            assert f"74{mark}99%" in shown
            bare = re.sub(r"(từ|at least)\s+75(%|\s+điểm|\s+points)", "", shown)
            assert [line for line in bare.splitlines() if re.search(r"(?<![\d.,])75(?![.,]?\d)", line)] == []


BAND = "    - id: tot\n      title: {vi: Tốt, en: Good}\n      requires: [{total: {at_least: 85}}]\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_total_below_one_band_is_not_rounded_up_to_it_beside_another(tmp_path, language):
    rules = RULES.format(points="100", three_quarters="70") + BAND
    assessment = assessed(tmp_path, rules, given_points("84.9999"))
    shown = write_markdown(compose_unit(Words(language), assessment))
    bare = re.sub(r"(từ|at least)\s+85(%|\s+điểm|\s+points)", "", shown)
    assert [line for line in bare.splitlines() if re.search(r"(?<![\d.,])85(?!\d)", line)] == []
    assert shown.count("84,99" if language == "vi" else "84.99") >= 8


TWO_LEVELS = """\
id: mini
version: "1"
status: illustrative
title: {vi: Mini, en: Mini}
unit: district
criteria:
  - id: "1"
    title: {vi: Tiêu chí, en: Criterion}
    indicators:
      - {id: "1.1", title: {vi: Một, en: One}, measure: yes_no, scoring: bars}
      - {id: "1.2", title: {vi: Hai, en: Two}, measure: yes_no, scoring: bars}
      - {id: "1.3", title: {vi: Ba, en: Three}, measure: yes_no, scoring: bars}
recognition:
  title: {vi: Danh hiệu, en: Title}
  levels:
    - {id: muc-1, title: {vi: Mức 1, en: Level 1}, requires: [{indicators: {met: ["1.1"]}}]}
    - {id: muc-2, title: {vi: Mức 2, en: Level 2}, requires: [{indicators: {met: ["1.3"]}}]}
"""


def meeting(*met: str, name: str = "Xã Đông") -> Submission:
    answers = {one: Answer(values={"answer": Fraction(one in met)}, evidence=True) for one in ("1.1", "1.2", "1.3")}
    return Submission(unit=Unit(name=name, code=name), year=2020, answers=answers)


def test_without_points_the_higher_level_ranks_first_whatever_levels_are_below_it(tmp_path):
    """A level may ask less of some units than the level below it."""
    for name, met in (("một", ("1.1", "1.2")), ("hai", ("1.2", "1.3"))):
        assessed(tmp_path, TWO_LEVELS, meeting(*met, name=name), name)
    paths, rules = [tmp_path / "một.xlsx", tmp_path / "hai.xlsx"], str(tmp_path / "mini.yaml")
    report = json.loads(json_of(Words("vi"), report_on(paths, Words("vi"), "json", criteria=rules)))
    assert {Path(one["file"]).stem: one["rank"] for one in report["ranking"]} == {"hai": 1, "một": 2}


@pytest.mark.parametrize(("met", "said"), [(("1.1",), "Mức 2"), (("1.2",), "Mức 1"), (("1.2", "1.3"), None)])
def test_what_separates_a_unit_is_said_of_the_level_above_the_one_it_reaches(tmp_path, met, said):
    words = Words("vi")
    page = write_markdown(compose_unit(words, assessed(tmp_path, TWO_LEVELS, meeting(*met))))
    found = [level for level in ("Mức 1", "Mức 2") if words.say("separating-heading", level=level) in page]
    assert found == ([said] if said else [])


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        ("2020-03-15", "Quyết định gần nhất: Mức 1, số 7 ngày 15/03/2020; đã hết giá trị sau ngày 31/12/2023"),
        ("2021-03-15", "Đang giữ: Mức 1, quyết định số 7 ngày 15/03/2021; có giá trị đến 31/12/2024"),
        (None, "Đang giữ: Mức 1, quyết định số 7 ngày –"),
    ],
)
def test_what_a_unit_holds_is_told_from_what_it_held(tmp_path, decided, said):
    date = datetime.date.fromisoformat(decided) if decided else None
    dates = Dates(decision=Decision(number="7", level="muc-1", date=date))
    submission = Submission(unit=Unit(name="Xã Đông"), year=2024, dates=dates)
    assessment = assessed(tmp_path, TWO_LEVELS + "  valid_months: 36\n", submission)
    assert f"- {said}\n" in write_markdown(compose_unit(Words("vi"), assessment))


def test_a_percentage_that_never_ends_is_below_its_threshold_in_csv_too(tmp_path):
    just_below(tmp_path, "3000000", "2249999.99")
    words = Words("en")
    report = report_on([tmp_path / "mini.xlsx"], words, "csv", criteria=str(tmp_path / "mini.yaml"))
    (row,) = csv.DictReader(StringIO(write_csv(*report_records(words, report), "en").lstrip("\ufeff")))
    assert Fraction(row["Attainment low (%)"]) < 75


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", WITHOUT_POINTS)
def test_what_is_met_of_what_applies_stands_in_table_and_markdown(unit, language):
    document = compose_unit(Words(language), example(unit))
    table, markdown = in_terminal(document, 200), write_markdown(document)
    for level in example(unit).verdict.levels:
        for one in (level.attainment, *level.criteria):
            met = str(one.met.low) if one.met.known else f"{one.met.low} – {one.met.high}"
            said = f"{met}/{one.applicable.low}" if one.applicable.high else "–"
            assert said in table
            assert said in markdown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", WITHOUT_POINTS)
def test_a_set_without_points_speaks_of_no_points(unit, language):
    """Only what the set itself says may have the word, and a percentage point that is lacking."""
    shown = write_markdown(compose_unit(Words(language), example(unit)))
    assert not re.search(r"\b(of|trên) [\d.,]+ (applicable points|điểm áp dụng)", shown)
    assert not re.search(r"\| (Points|Điểm) \|", shown)


# CSV


@pytest.mark.parametrize(("language", "delimiter", "mark"), [("vi", ";", ","), ("en", ",", ".")])
def test_csv_is_as_excel_takes_it_in_each_language(language, delimiter, mark):
    text = as_csv(Words(language), example("bathuoc"), example("yendinh"))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))
    assert {len(row) for row in rows} == {17}
    assert len(rows) == 1 + 2 * len(load_criteria(CRITERIA).indicators)
    numbers = [row[column] for row in rows[1:] for column in (10, 11, 12)]
    assert all(re.fullmatch(rf"\d+({re.escape(mark)}\d+)?", number) for number in numbers)
    exact = [
        Fraction(each[end])
        for unit in ("bathuoc", "yendinh")
        for criterion in unit_object(Words("en"), example(unit))["criteria"]
        for each in criterion["indicators"]
        for end in ("low", "high", "max")
    ]
    assert [Fraction(number.replace(mark, ".")) for number in numbers] == exact


HOSTILE = ("=1+1", "+84 912", "-5 độ", "@tên", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_a_formula_in_csv(tmp_path, name):
    assessment = just_below(tmp_path, "100", "74.999", Unit(name=name, code=name))
    for language, delimiter in (("vi", ";"), ("en", ",")):
        words = Words(language)
        report = report_on([tmp_path / "mini.xlsx"], words, "csv", criteria=str(tmp_path / "mini.yaml"))
        for text in (as_csv(words, assessment), write_csv(*report_records(words, report), language)):
            rows = list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))
            assert f"'{name}" in rows[1]
            assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


# Markdown and the terminal

ODD = "Xã A|B *c* _d_ #e [f](g) <h> ~i~ `k` \\ &amp; [bold]đậm[/bold] [red]"


def columns_of(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line))


def test_markdown_takes_no_sign_of_a_name_for_its_own(tmp_path):
    assessment = just_below(tmp_path, "100", "10", Unit(name=ODD))
    words = Words("en")
    report = report_on([tmp_path / "mini.xlsx"], words, "md", criteria=str(tmp_path / "mini.yaml"))
    for document in (compose_unit(words, assessment), compose_report(words, report)):
        shown = write_markdown(document)
        for before, line in zip(shown.splitlines(), shown.splitlines()[1:], strict=False):
            if before.startswith("|") and line.startswith("|"):
                assert columns_of(before) == columns_of(line), line
        for line in shown.splitlines():
            if "Xã" in line:
                bare = re.sub(r"\\[\W_]|&amp;amp;", "", line.removeprefix("# ").removeprefix("## "))
                assert not re.search(r"[*_#\[\]<>`~]", bare.replace("**", "")), line
                assert "&amp;amp;" in line or r"\&amp;" in line, line


def test_markdown_does_not_make_lists_or_headings_of_texts(tmp_path):
    assessment = just_below(tmp_path, "100", "10", Unit(name="1. Xã Một"))
    lines = write_markdown(compose_unit(Words("vi"), assessment)).splitlines()
    assert lines[0] == "# 1. Xã Một, năm 2020"
    assert all(line.count("#") <= 4 or "\\#" in line for line in lines if line.startswith("#"))


@pytest.mark.parametrize("width", [80, 120])
def test_the_terminal_swallows_no_brackets(tmp_path, width):
    assessment = just_below(tmp_path, "100", "10", Unit(name=ODD))
    shown = " ".join(in_terminal(compose_unit(Words("vi"), assessment), width).split())
    assert " ".join(ODD.split()) in shown


@pytest.mark.more
@pytest.mark.parametrize(("width", "language"), effort.in_turn([80, 120], LANGUAGES))
def test_pages_keep_to_the_width_and_break_no_word(language, width):
    wide, broken = [], []
    without_points = {f"{name}, no points": page for name, page in pages_without_points(Words(language)).items()}
    for name, document in (pages(Words(language)) | without_points).items():
        wide += [(name, line) for line in in_terminal(document, width).splitlines() if cell_len(line) > width]
        for table in (block for block in document.blocks if isinstance(block, Table)):
            head, _, body = in_terminal(Document((table,)), width).partition("──")
            asked = {word for column in table.columns for word in column.header.split()} - set(head.split())
            asked |= {word for row in table.rows for cell in row for word in cell.text.split()} - set(body.split())
            broken += [(name, word) for word in sorted(asked - {"–"})]
    assert wide == []
    assert broken == []


@pytest.mark.parametrize("width", [40, 60, 100])
def test_narrow_and_odd_widths_keep_every_header(width):
    document = compose_unit(Words("vi"), example("yendinh"))
    for block in document.blocks:
        if isinstance(block, Table):
            head = re.sub(r"\s", "", in_terminal(Document((block,)), width).partition("──")[0])
            for column in block.columns:
                for letter in column.header.replace(" ", ""):
                    assert letter in head


# What must be said in every format


@pytest.mark.parametrize(("language", "said"), [("vi", "minh họa"), ("en", "llustrative")])
def test_every_format_says_that_the_set_is_illustrative(language, said):
    words = Words(language)
    report = {form: report_on([HERE / "samson.xlsx"], words, form) for form in ("table", "csv", "json")}
    documents = {name: page for name, page in pages(words).items() if not name.startswith("criteria list")}
    shown = {
        **{f"{name} as table": in_terminal(page, 80) for name, page in documents.items()},
        **{f"{name} as md": write_markdown(page) for name, page in documents.items()},
        "score as csv": as_csv(words, example("samson")),
        "report as csv": write_csv(*report_records(words, report["csv"]), language),
    }
    assert [name for name, text in shown.items() if said not in text] == []
    line = words.say("illustrative-line")
    assert [name for name, page in documents.items() if line not in write_markdown(page).replace("\\", "")] == []
    assert unit_object(words, example("samson"))["criteria_set"]["status"] == "illustrative"
    assert '"status": "illustrative"' in json_of(words, report["json"])


def test_every_row_of_csv_says_its_status():
    rows = list(csv.reader(StringIO(as_csv(Words("vi"), example("bathuoc")).removeprefix("\ufeff")), delimiter=";"))
    assert {row[4] for row in rows[1:]} == {"minh họa"}


# Ranking


def test_equal_attainment_is_equal_rank_and_the_next_rank_is_skipped(form_file, tmp_path):
    from xhht_score.workbook import layout

    def named(name: str, code: str) -> Any:
        def change(form: Any) -> None:
            form.about(layout.UNIT_NAME).value, form.about(layout.UNIT_CODE).value = name, code

        return change

    paths = [
        form_file(named("Huyện Một", "1"), "bathuoc", name="một.xlsx"),
        form_file(named("Huyện Hai", "2"), "bathuoc", name="hai.xlsx"),
        form_file(named("Thành phố", "3"), "samson", name="ba.xlsx"),
        form_file(named("Huyện Bốn", "4"), "nongcong", name="bốn.xlsx"),
    ]
    words = Words("vi")
    report = json.loads(json_of(words, report_on(paths, words, "json")))
    ranks = {Path(entry["file"]).stem: entry["rank"] for entry in report["ranking"]}
    percents = {Path(one["file"]).stem: Fraction(one["total"]["percent_low"]) for one in report["units"]}
    assert percents["một"] == percents["hai"]
    eligible = {Path(one["file"]).stem: one["verdict"]["certain"] is not None for one in report["units"]}
    keys = {name: (eligible[name], percent) for name, percent in percents.items()}
    assert ranks == {name: 1 + sum(other > mine for other in keys.values()) for name, mine in keys.items()}
    assert ranks["bốn"] == len(paths)  # short, though its attainment is above that of two that are eligible
    assert words.say("tie-rule") in write_markdown(compose_report(words, report_on(paths, words, "md")))


def test_a_unit_found_twice_is_not_ranked_and_both_files_are_named(form_file):
    first, second = form_file(name="a.xlsx"), form_file(name="b.xlsx")
    words = Words("en")
    report = report_on([first, second, HERE / "samson.xlsx"], words, "json")
    found = [(one.code, one.place.file, one.arguments["other"].named) for one in report.problems]
    assert found == [("duplicate-unit", str(first), (str(second),)), ("duplicate-unit", str(second), (str(first),))]
    ranks = {entry["file"]: entry["rank"] for entry in json.loads(json_of(words, report))["ranking"]}
    assert ranks == {str(HERE / "samson.xlsx"): 1, str(first): None, str(second): None}


def test_several_sets_are_reported_set_by_set(tmp_path):
    """The command finds only shipped sets by id; so the report of a set of one's own is put together here."""
    words = Words("en")
    found = [just_below(tmp_path, "100", "74.999"), example("samson"), example("nongcong")]
    entries = tuple(make_entry(words, one, "md") for one in found)
    sets = {(one.criteria_set.id, one.criteria_set.version): one.criteria_set for one in found}
    shown = write_markdown(compose_report(words, Report(entries, sets)))
    overviews = re.split(r"\n## Overview by criteria set ", shown)[1:]
    assert [one.partition("\n")[0] for one in overviews] == ["mini", CRITERIA]
    assert "| 1 | Xã Đông, year 2020 |" in overviews[0]
    assert "Sầm Sơn" not in overviews[0]
    assert re.search(r"\| 1 \| Thành phố Sầm Sơn.*\n\| 2 \| Huyện Nông Cống", overviews[1])
    ranking = json.loads(json_of(words, Report(tuple(make_entry(words, one, "json") for one in found), sets)))
    assert [(one["criteria_set"], one["rank"]) for one in ranking["ranking"]] == [
        ("mini", 1), (CRITERIA, 1), (CRITERIA, 2),
    ]  # fmt: skip


def test_a_report_in_several_processes_is_the_same_as_in_one():
    words = Words("vi")
    paths = [HERE / f"{unit}.xlsx" for unit in UNITS]
    one, two = (json_of(words, report_on(paths, words, "json", jobs=jobs)) for jobs in (1, 2))
    assert one == two


def test_an_assessment_is_a_value_that_reports_do_not_change():
    before = example("yendinh")
    compose_unit(Words("vi"), before)
    unit_object(Words("en"), before)
    assert replace(before) == before == assess(HERE / "yendinh.xlsx")
