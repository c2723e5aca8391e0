"""Every problem code has an example that raises it and no other, at its place, in whole sentences of both languages."""

from __future__ import annotations

import re

import pytest

import catalogue
import effort
from catalogue_entries import rules
from xhht_score.errors import Place, Problem
from xhht_score.problems import entries, groups
from xhht_score.words import LANGUAGES, Words

#: What a placeholder or a Python value looks like when it slips into a sentence.
UNFILLED = re.compile(r"\{\w*\}|Fraction\(|\bNone\b|\bTrue\b|\bFalse\b|<class|“”")
#: Arguments that hold what others wrote, as they wrote it.
FOREIGN = ("given", "found", "unit", "word", "label", "file", "files")
#: Codes by whose nature another one comes with them; the reason stands at the entry.
TOGETHER = {
    "answer-not-carried", "cell-restored", "changes-more", "choice-reworded", "column-lacking", "conflict-unknown",
    "conflicts-sheet-lacking", "last-year-blank", "last-year-carried", "last-year-other-land",
    "leftovers-sheet-lacking", "lower-none", "lower-other-land", "lower-twice", "lower-unclear", "not-carried",
    "problems-left-out", "request-before-decision", "row-mixed-up",
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("examples_run_once")
#: All that is tested of one code stands together, so that one process runs its command once for all.
_EACH = pytest.mark.parametrize("code", catalogue.examples(), scope="module")


def test_every_code_has_an_example():
    lacking = [code for code in entries() if code not in catalogue.examples() and code not in catalogue.WITHOUT]
    assert not lacking, f"no example in tests/catalogue_entries/ raises: {', '.join(lacking)}"


def test_every_example_is_of_a_code():
    unknown = [code for code in (*catalogue.examples(), *catalogue.WITHOUT) if code not in entries()]
    assert not unknown, f"the table of problems has no such code: {', '.join(unknown)}"


def test_no_code_stands_in_two_groups_or_has_two_examples():
    codes = [code for group in groups().values() for code in group]
    assert len(codes) == len(set(codes))
    entries = [one.code for one in catalogue.entries()]
    assert len(entries) == len(set(entries))


def test_few_codes_come_together_with_another():
    assert {code for code, one in catalogue.examples().items() if one.beside} == TOGETHER
    assert set(catalogue.WITHOUT) == {
        "value-unusable", "cell-not-understood", "papers-extra-missing", "paper-unknown", "set-compiled-damaged",
        "reading-ended",
    }  # fmt: skip


@_EACH
def test_an_example_raises_its_code_at_its_place_and_nothing_else(code):
    example, found = catalogue.examples()[code], catalogue.raised(code)
    assert {one.code for one in found.problems} == {code, *example.beside}
    first = next(one for one in found.problems if one.code == code)
    assert str(first.place) == found.place


@_EACH
def test_an_example_is_said_in_whole_sentences_of_both_languages(code):
    for language in LANGUAGES:
        found, words = catalogue.raised(code, language), Words(language)
        for problem in found.problems:
            line = words.line(problem)
            assert not UNFILLED.search(line), line
            assert words.remedy(problem) or problem.severity != "error", line
            assert not words.remedy(problem).rstrip().endswith(":"), line
            hostile = {
                name: f"{one}\x1b\u202e\n"
                for name, one in problem.arguments.items()
                if name in FOREIGN and isinstance(one, str)
            }
            line = words.line(Problem(problem.code, Place("a\x1b\n\udcff"), {**problem.arguments, **hostile}))
            assert not re.search("[\x00-\x1f\u202e\ud800-\udfff]", line)


@_EACH
def test_what_the_command_prints_holds_the_sentence(code):
    """What was noted is what is printed; JSON has the sentence, pages and stderr have the whole line."""
    found = catalogue.raised(code)
    said = Words("vi").message(next(one for one in found.problems if one.code == code))
    assert said in found.printed.replace('\\"', '"')


def test_the_pairs_of_the_catalogue_exist():
    for name in rules.PAIRS.values():
        assert (rules.BROKEN / f"{name}.yaml").exists(), name
    assert {path.stem for path in rules.CASES.glob("*.yaml")} == {path.stem for path in rules.CASES.glob("*.expected")}


@pytest.mark.more
def test_examples_can_be_written_into_a_directory(tmp_path, capsys):
    files = {
        "cell-negative": "cell-negative.xlsx",
        "bar-lacking": "bar-lacking.yaml",
        "case-failed": "case-failed.cases.yaml",
        "lower-twice": "lower-twice/xa/xa-2.xlsx",
    }
    codes = list(dict.fromkeys([*files, *effort.some(list(catalogue.examples()), one_in=12)]))
    catalogue.write(tmp_path / "ví dụ", codes)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == codes
    for name in files.values():
        assert (tmp_path / "ví dụ" / name).exists(), name
