"""The scoring guide of a set: it can be printed everywhere, and what it says is what the engine does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len

from command import Outcome
from effort import in_turn
from make import CRITERIA, HERE, VARIANT
from xhht_score.api.single import load_once
from xhht_score.cli.desk import Desk
from xhht_score.cli.sets import run_guide
from xhht_score.engine import score
from xhht_score.loading.cases import WrittenCase, read_cases
from xhht_score.loading.shipped import cases_path, find_criteria, shipped_sets
from xhht_score.numbers import Language
from xhht_score.reports.document import Document
from xhht_score.reports.markdown import write_markdown
from xhht_score.reports.terminal import console_for, write_terminal
from xhht_score.results import IndicatorResult
from xhht_score.words import LANGUAGES, Words

SETS = [*shipped_sets(), str(HERE / VARIANT)]
DRAFTS = [name for name in shipped_sets() if load_once(name).criteria_set.status == "draft"]
WITH_CASES = [name for name in SETS if name not in DRAFTS and cases_path(find_criteria(name)).is_file()]
#: Every set in a language, in both with `--thorough`.
EACH = in_turn(SETS, LANGUAGES)
EACH_WITH_CASES = [one for one in EACH if one[0] in WITH_CASES]
WORD = {"vi": ("đạt", "chưa đạt"), "en": ("met", "not met")}
OPEN = {"vi": ("chưa có số liệu", "để ngỏ", "còn chờ"), "en": ("missing", "left open", "open")}


class Kept(Desk):
    """A desk that keeps the document that a command delivers."""

    document: Document

    def deliver(self, document: Document) -> None:
        self.document = document


@cache
def composed(name: str, language: Language) -> tuple[int, Document, str]:
    """Make a guide as `criteria guide` does, once for both its formats: exit code, document, talk."""
    desk, said = Kept(Words(language)), StringIO()
    with redirect_stderr(said):
        code = run_guide(desk, name)
    return code, desk.document, said.getvalue()


def guide(name: object, language: Language = "en", form: str = "md") -> Outcome:
    """Give a guide as the command prints it at 80 columns."""
    code, document, said = composed(str(name), language)
    if form == "md":
        return Outcome(code, write_markdown(document), said)
    page = StringIO()
    write_terminal(document, console_for(page, color=False, width=80))
    return Outcome(code, page.getvalue(), said)


@cache
def cases_of(name: str) -> tuple[WrittenCase, ...]:
    """Give the cases of a set."""
    return read_cases(cases_path(find_criteria(name)))


@dataclass(frozen=True, slots=True)
class Line:
    """An example as the guide prints it, with the case that it was made from."""

    indicator: str
    given: str
    outcome: str
    written: WrittenCase


def plain(text: str) -> str:
    """Give text without the marks that Markdown needs."""
    return re.sub(r"\\(.)", r"\1", text).replace("&amp;", "&")


def lines_of(page: str, name: str, language: Language) -> Iterator[Line]:
    """Give every example of a guide in Markdown."""
    cases = {getattr(one.case.name, language): one for one in cases_of(name)}
    by_length = sorted(cases, key=len, reverse=True)
    indicator = ""
    for line in map(plain, page.splitlines()):
        if line.startswith("### "):
            indicator = line.removeprefix("### ").split(". ")[0]
        elif line.startswith("- ") and " → " in line:
            said, outcome = line.removeprefix("- ").rsplit(" → ", 1)
            title = next(one for one in by_length if said.startswith(f"{one}: "))
            yield Line(indicator, said.removeprefix(f"{title}: "), outcome, cases[title])


def result_of(line: Line, name: str) -> IndicatorResult:
    """Give what the engine makes of the case behind an example."""
    return results_of(name, line.written.position)[line.indicator]


@cache
def results_of(name: str, position: int) -> dict[str, IndicatorResult]:
    """Give what the engine makes of a case, by indicator."""
    criteria_set = load_once(name).criteria_set
    (case,) = (one.case for one in cases_of(name) if one.position == position)
    scorecard = score(criteria_set, case.submission(criteria_set))
    return {one.id: one for part in scorecard.criteria for one in part.indicators}


def number_of(text: str, language: Language) -> Fraction:
    """Read a number as a language writes it: no fraction, at most two decimals, groups of three."""
    point, comma = (r"\.", ",") if language == "vi" else (",", r"\.")
    assert re.fullmatch(rf"\d{{1,3}}({point}\d{{3}})*({comma}\d{{1,2}})?", text), text
    return Fraction(text.replace("." if language == "vi" else ",", "").replace(",", "."))


def points_of(outcome: str, language: Language) -> tuple[Fraction, Fraction]:
    """Give the ends of the points that an outcome names."""
    found = re.fullmatch(r"(\S+)(?: – (\S+))? (?:points?|điểm)", outcome)
    assert found is not None, outcome
    return number_of(found[1], language), number_of(found[2] or found[1], language)


def levels_of(outcome: str) -> dict[str, str]:
    """Give the word that an outcome has for each level, by the level's title."""
    return dict(one.split(": ", 1) for one in outcome.split("; "))


# ---------------------------------------------------------------- every shipped set, in both languages


@pytest.mark.more
@pytest.mark.parametrize(("name", "language"), EACH)
def test_every_guide_can_be_written_as_markdown(name, language):
    done = guide(name, language)
    assert (done.returncode, done.stderr) == (0, "")
    page, criteria_set, words = plain(done.stdout), load_once(name).criteria_set, Words(language)
    assert page.startswith(f"# {words.say('guide-title', title=criteria_set.title)}\n")
    headings = re.findall(r"^### (\S+?)\. ", page, flags=re.MULTILINE)
    assert headings == list(criteria_set.indicators)
    assert not re.search(r"\{\w*\}|\bNone\b|Fraction\(|\bTrue\b|\bFalse\b|<class", page)
    for indicator in criteria_set.indicators.values():
        assert f"### {indicator.id}. {' '.join(words.text(indicator.title).split())}" in page
    for level in criteria_set.recognition.levels:
        assert f"- {words.text(level.title)}: " in page


@pytest.mark.more
@pytest.mark.parametrize(("name", "language"), EACH)
def test_every_guide_fits_a_terminal_of_80_columns_and_says_the_same(name, language):
    done = guide(name, language, "table")
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout

    def words_of(text: str) -> list[str]:
        return re.sub(r"(?m)^(#+|-|\s*•) |\*\*", "", plain(text)).split()

    assert words_of(done.stdout) == words_of(guide(name, language).stdout)


@pytest.mark.parametrize("name", SETS)
def test_a_guide_says_for_each_indicator_how_it_counts_and_what_proves_it(name):
    sections = re.split(r"(?m)^### ", guide(name).stdout)[1:]
    policies = load_once(name).criteria_set.evidence_policies
    for section in sections:
        identifier = section.split(". ")[0]
        assert [line.split(": ")[0] for line in section.splitlines() if line.startswith("- ")][:2] == [
            "- Reported", "- How it counts",
        ]  # fmt: skip
        assert ("\n- Evidence: " in section) is (policies[identifier].policy != "none")
        assert "\n- Assignee: " in section


# ---------------------------------------------------------------- examples


@pytest.mark.more
@pytest.mark.parametrize(("name", "language"), EACH_WITH_CASES)
def test_examples_say_what_was_worked_out_by_hand_and_what_the_engine_gives(name, language):
    criteria_set = load_once(name).criteria_set
    lines = list(lines_of(guide(name, language).stdout, name, language))
    assert lines
    for line in lines:
        expect, result = line.written.case.expect, result_of(line, name)
        if criteria_set.total_points is not None:
            found = points_of(line.outcome, language)
            assert all(abs(one - end) <= Fraction("0.005") for one, end in zip(
                found, (result.points.low, result.points.high), strict=True))  # fmt: skip
            if line.indicator in expect.points:
                hand = expect.points[line.indicator]
                assert all(abs(one - end) <= Fraction("0.005") for one, end in zip(
                    found, (hand.low, hand.high), strict=True))  # fmt: skip
        else:
            said, (met, _) = levels_of(line.outcome), WORD[language]
            titles = {level.id: getattr(level.title, language) for level in criteria_set.recognition.levels}
            assert set(said) == set(titles.values())
            assert {level for level, title in titles.items() if said[title] == met} == set(
                expect.met[line.indicator]
            ), line


@pytest.mark.parametrize("name", WITH_CASES)
def test_every_case_that_expects_something_of_an_indicator_of_its_own_is_an_example(name):
    lines = [(line.indicator, line.written.position) for line in lines_of(guide(name).stdout, name, "en")]
    expected = {
        (identifier, written.position)
        for written in cases_of(name)
        for identifier in {**written.case.expect.points, **written.case.expect.met}
        if identifier in written.own
    }
    assert set(lines) == expected
    assert len(lines) == len(expected)


@pytest.mark.more
@pytest.mark.parametrize(("name", "language"), EACH_WITH_CASES)
def test_open_answers_are_said_as_open(name, language):
    """What is not known is neither met nor short; a blank is no zero."""
    with_points = load_once(name).criteria_set.total_points is not None
    titles = [getattr(level.title, language) for level in load_once(name).criteria_set.recognition.levels]
    for line in lines_of(guide(name, language).stdout, name, language):
        result = result_of(line, name)
        if with_points:
            low, high = points_of(line.outcome, language)
            assert (low < high) is (result.points.low < result.points.high), line
            continue
        said = levels_of(line.outcome)
        for title, found in zip(titles, result.levels, strict=True):
            is_open = found.asked and (found.met_low != found.met_high or result.state == "undecided")
            assert (said[title] in OPEN[language]) is is_open, line


def test_there_are_open_examples_of_every_manner():
    """A figure that is missing, evidence that is not known, and a share that nobody knows how to read."""
    province = list(lines_of(guide("tt25-2023-tinh").stdout, "tt25-2023-tinh", "en"))
    (undecided,) = [line for line in province if line.written.case.year == 2025]
    assert undecided.outcome == "Level 1: left open; Level 2: left open"
    blank = [line for line in province if "blank" in line.given]
    assert {"missing"} == {word for line in blank for word in levels_of(line.outcome).values()} & {"missing", "open"}
    pilot = list(lines_of(guide(CRITERIA).stdout, CRITERIA, "en"))
    assert any(re.fullmatch(r"\S+ – \S+ points", line.outcome) for line in pilot)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_indicator_that_stays_open_from_some_year_says_so_where_it_stands(language):
    """Who reads the rule of 4.1 has to know that it decides nothing from 2025."""
    sections = re.split(r"(?m)^### ", plain(guide("tt25-2023-tinh", language).stdout))
    (section,) = [one for one in sections if one.startswith("4.1. ")]
    open_from = load_once("tt25-2023-tinh").criteria_set.indicators["4.1"].open_from
    assert open_from is not None
    assert " ".join(getattr(open_from.note, language).split()) in section


@pytest.mark.more
@pytest.mark.parametrize(("name", "language"), EACH_WITH_CASES)
def test_no_outcome_is_written_as_a_fraction(name, language):
    for line in lines_of(guide(name, language).stdout, name, language):
        assert not re.search(r"\d/\d", line.outcome), line


def test_what_an_example_has_that_the_unit_did_not_answer_stands_beside_it():
    """Facts that decide, and evidence that is lacking or not known."""
    lines = list(lines_of(guide("tt24-2023-huyen").stdout, "tt24-2023-huyen", "en"))
    for line in lines:
        case = line.written.case
        facts = load_once("tt24-2023-huyen").criteria_set.facts
        for name, choice in case.facts.items():
            assert facts[name].choices[choice].en in line.given
        lacks = line.indicator in case.without_evidence
        unsaid = line.indicator in case.unknown_evidence
        assert ("evidence not known" in line.given) is unsaid
        assert ("evidence" in line.given) is (lacks or unsaid)
    assert any(line.indicator in line.written.case.without_evidence for line in lines)


SMALL = """\
id: nho
version: "1"
status: illustrative
title: {vi: Bộ nhỏ, en: Small set}
unit: district
total_points: 3
criteria:
  - id: "1"
    title: {vi: Một, en: One}
    points: 3
    indicators:
      - id: "1.1"
        title: {vi: Tỷ lệ, en: Share}
        points: 3
        measure: {kind: ratio, of: {vi: Tử, en: Part}, over: {vi: Mẫu, en: Whole}}
        scoring: {kind: proportional, target: 90%}
recognition:
  title: {vi: Danh hiệu, en: Title}
  levels:
    - {id: dat, title: {vi: Đạt, en: Met}, requires: [{total: {at_least: 50%}}]}
"""
SOUND = '- {name: {vi: bốn phần chín, en: four ninths}, given: {"1.1": 4/9}, expect: {points: {"1.1": 1.48}}}\n'
WRONG = '- {name: {vi: ca sai, en: wrong case}, given: {"1.1": 1/2}, expect: {points: {"1.1": 3}}}\n'
OPEN_CASE = '- {name: {vi: chưa có, en: not known}, given: {"1.1": "?/9"}, expect: {points: {"1.1": 0..3}}}\n'


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes a small set, whose points are rounded or not, with its cases beside it."""

    def make(cases: str | None, criteria: str = SMALL) -> Path:
        path = tmp_path / "nhỏ.yaml"
        path.write_text(criteria, encoding="utf-8")
        if cases is not None:
            cases_path(path).write_text(cases, encoding="utf-8")
        return path

    return make


@pytest.mark.parametrize(("language", "said"), [("vi", "1,48 điểm"), ("en", "1.48 points")])
def test_points_without_an_end_are_rounded_and_no_fraction(small, language, said):
    """4/9 of 90% of 3 points are 40/27."""
    exact = SOUND.replace('points: {"1.1": 1.48}', 'met: {"1.1": none}')
    done = guide(small(exact), language)
    assert done.returncode == 0
    outcomes = [plain(line).rsplit(" → ", 1)[1] for line in done.stdout.splitlines() if " → " in line]
    assert said in outcomes
    assert not any(re.search(r"\d/\d", one) for one in outcomes)


def test_rounded_points_are_said_as_the_set_rounds_them(small):
    rounded = SMALL.replace("criteria:\n", "rounding: {decimals: 2}\ncriteria:\n", 1)
    done = guide(small(SOUND + OPEN_CASE, rounded))
    assert (done.returncode, done.stderr) == (0, "")
    assert "- four ninths: (1) 4; (2) 9 → 1.48 points\n" in done.stdout
    assert "- not known: (1) blank; (2) 9 → 0 – 3 points\n" in done.stdout


# ---------------------------------------------------------------- cases that fail, drafts, and sets without cases


@pytest.mark.parametrize(("language", "name"), [("vi", "ca sai"), ("en", "wrong case")])
def test_a_case_that_fails_gives_exit_code_2_and_is_named_and_is_no_example(small, language, name):
    rounded = SMALL.replace("criteria:\n", "rounding: {decimals: 2}\ncriteria:\n", 1)
    done = guide(small(SOUND + WRONG, rounded), language)
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert f"“{name}”" in said
    assert "nhỏ.cases.yaml:2:" in said
    assert name not in done.stdout
    assert ("bốn phần chín" if language == "vi" else "four ninths") in done.stdout


@pytest.mark.parametrize(
    ("cases", "line"),
    [
        (SOUND.replace("1.48", "một"), 1),
        (OPEN_CASE + '- {name: {vi: a, en: a}, given: {"9.9": yes}, expect: {}}\n', 2),
        ("a: 1\n", 1),
        ("- a: [\n", None),
    ],
    ids=["a number that is none", "no such indicator", "no list", "broken YAML"],
)
def test_cases_that_cannot_be_understood_are_said_and_the_guide_is_given(small, cases, line):
    done = guide(small(cases))
    assert done.returncode == 2
    assert "nhỏ.cases.yaml:" in done.stderr
    if line is not None:
        assert f"nhỏ.cases.yaml:{line}:" in done.stderr
    assert done.stdout.startswith("# Scoring guide: Small set\n")


def test_a_set_without_cases_has_a_guide_without_examples(small):
    done = guide(small(None))
    assert (done.returncode, done.stderr) == (0, "")
    assert "### 1.1. Share" in done.stdout
    assert "Examples" not in done.stdout
    assert "→" not in done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRAFTS)
def test_a_drafts_guide_says_what_it_lacks(name, language):
    done = guide(name, language)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"**{plain(Words(language).say('draft-line'))}**" in plain(done.stdout)
    lacking = load_once(name).criteria_set.lacking
    assert lacking
    for one in lacking:
        assert f"\n- {' '.join(getattr(one, language).split())}\n" in plain(done.stdout)
    assert "→" not in done.stdout


def test_the_cases_of_a_draft_are_no_examples(small):
    """Nothing can be scored by a draft."""
    draft = SMALL.replace("status: illustrative", "status: draft\nlacking: [{vi: thang điểm, en: the scale}]")
    done = guide(small(SOUND, draft))
    assert done.returncode == 0
    assert "- the scale\n" in done.stdout
    assert "→" not in done.stdout


def test_there_are_drafts_and_sets_with_cases():
    assert DRAFTS
    assert len(WITH_CASES) >= 7
    assert sum(len(list(lines_of(guide(name).stdout, name, "en"))) for name in WITH_CASES) > 300


# ---------------------------------------------------------------- the command


def test_the_command_writes_a_guide_whole(run, tmp_path):
    done = run("criteria", "guide", "tt25-2023-xa", "-o", "hướng dẫn.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "hướng dẫn.md").read_text(encoding="utf-8").startswith("# Hướng dẫn đánh giá: ")
    done = run("criteria", "guide", "tt25-2023-xa", "--lang", "en")
    assert done.returncode == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80


def test_an_unknown_set_is_said(run):
    done = run("criteria", "guide", "tt25-2023-xaa", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean “tt25-2023-xa”?" in done.stderr
