"""The two catalogues: same keys and placeholders, a sentence for every code that exists, none without use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import declared
import xhht_score
from xhht_score.errors import Problem
from xhht_score.problems import Severity, entries, is_known
from xhht_score.problems.entry import ArgumentKind
from xhht_score.words import LANGUAGES, Words
from xhht_score.words import compared_english as ce
from xhht_score.words import compared_vietnamese as cv
from xhht_score.words import help_english as he
from xhht_score.words import help_vietnamese as hv
from xhht_score.words import pages_english as ge
from xhht_score.words import pages_vietnamese as gv
from xhht_score.words import papers_english as ppe
from xhht_score.words import papers_vietnamese as ppv
from xhht_score.words import phrases_english as pe
from xhht_score.words import phrases_vietnamese as pv
from xhht_score.words import planned_english as ple
from xhht_score.words import planned_vietnamese as plv

SOURCE = Path(xhht_score.__file__).parent
CATALOGUES = {
    "problems": tuple({code: getattr(one, language) for code, one in entries().items()} for language in LANGUAGES),
    "phrases": (pv.PHRASES, pe.PHRASES),
    "pages": (gv.PAGES, ge.PAGES),
    "compared": (cv.COMPARED, ce.COMPARED),
    "papers": (ppv.PAPERS, ppe.PAPERS),
    "planned": (plv.PLANNED, ple.PLANNED),
    "help": (hv.HELP, he.HELP),
}
#: Names whose first positional argument, or `code=`, is a problem code.
MAKERS = {"Problem", "Flaw", "flaw", "Fault", "Cleaned", "Refused", "_unknown_word"}
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def texts(entry: str | tuple[str, str]) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else entry


@cache
def nodes() -> list[tuple[Path, list[ast.AST]]]:
    """Give every node of the syntax tree of every module outside the catalogues."""
    paths = [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if not path.match("words/*_*.py") and path.parent.name != "problems"
    ]
    return [(path, [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]) for path in paths]


def codes_made() -> Iterator[tuple[str, str]]:
    """Give every literal problem code with the place in the source that makes it."""
    for path, found in nodes():
        for node in found:
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            position = 1 if name == "_info" else 0
            if name not in MAKERS | {"_info"}:
                continue
            given = [*node.args[position : position + 1], *(one.value for one in node.keywords if one.arg == "code")]
            for value in given:
                for part in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value, f"{path.relative_to(SOURCE)}:{node.lineno}"


@cache
def said_in_source() -> tuple[set[str], list[re.Pattern[str]]]:
    """Give every text constant of the source, and a pattern for every f-string that has some fixed letters."""
    constants: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for _, found in nodes():
        for node in found:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if any(part and "-" in str(part) for part in parts):
                    patterns.append(re.compile("".join(".+" if one is None else re.escape(str(one)) for one in parts)))
    return constants, patterns


@pytest.mark.parametrize("name", CATALOGUES)
def test_both_languages_have_the_same_keys_and_placeholders(name):
    vietnamese, english = CATALOGUES[name]
    assert list(vietnamese) == list(english)
    different = {
        key: (texts(vietnamese[key]), texts(english[key]))
        for key in vietnamese
        if [placeholders(one) for one in texts(vietnamese[key])] != [placeholders(one) for one in texts(english[key])]
    }
    assert different == {}


@pytest.mark.parametrize("name", CATALOGUES)
def test_nothing_is_left_in_the_other_language(name):
    vietnamese, english = CATALOGUES[name]
    same = {key for key in vietnamese if vietnamese[key] == english[key]}
    assert {key for key in same if re.search(r"[a-z]", re.sub(r"\{[\w.]+\}", "", str(english[key])))} == set()
    bare = {
        key: re.sub(r"“[^”]*”|\{\w+\}|Sầm Sơn|Huyện Bá Thước", "", " ".join(texts(entry)))
        for key, entry in english.items()
    }
    assert {key: text for key, text in bare.items() if VIETNAMESE.search(text)} == {}


@pytest.mark.parametrize("code", entries())
def test_an_entry_declares_every_argument_that_its_sentences_ask_for(code):
    entry = entries()[code]
    assert entry.severity in get_args(Severity)
    assert declared.asked(code) - set(entry.takes) == set()
    assert set(entry.takes.values()) <= set(get_args(ArgumentKind))


def test_every_code_that_the_source_makes_exists():
    made = dict(codes_made())
    assert len(made) > 60
    assert {code: place for code, place in made.items() if not is_known(code)} == {}


def test_no_code_is_without_use():
    constants, _ = said_in_source()
    assert set(entries()) - constants == set()


@pytest.mark.parametrize("name", ["phrases", "pages", "compared", "planned", "help"])
def test_no_phrase_is_without_use_and_none_is_lacking(name):
    constants, patterns = said_in_source()
    entry = CATALOGUES[name][0]
    unused = [key for key in entry if key not in constants and not any(one.fullmatch(key) for one in patterns)]
    assert unused == []


def test_every_phrase_that_is_asked_for_exists_with_its_arguments():
    known = pv.PHRASES | gv.PAGES | cv.COMPARED | ppv.PAPERS | plv.PLANNED | hv.HELP
    wrong = []
    for path, found in nodes():
        for node in found:
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "say" and node.args):
                continue
            key, place = node.args[0], f"{path.relative_to(SOURCE)}:{node.lineno}"
            if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                continue
            if key.value not in known:
                wrong.append((place, key.value))
                continue
            given = {one.arg for one in node.keywords}
            if None not in given and given != placeholders(known[key.value]):
                wrong.append((place, key.value, given, placeholders(known[key.value])))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_follow_the_manner(language):
    """Style.md 5: what is wrong, then what to do; lower case, no full stop of its own, curly quotes."""
    messages = CATALOGUES["problems"][LANGUAGES.index(language)]
    for code, (wrong, remedy) in messages.items():
        assert wrong, code
        assert remedy or entries()[code].severity != "error", code
        for text in (wrong, remedy):
            assert not text.endswith("."), (code, text)
            assert '"' not in text, (code, text)
            assert text[:1] == "{" or not text[:1].isupper() or text.startswith("YAML"), (code, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_without_entry_and_an_argument_that_is_lacking_end_no_run(language):
    words = Words(language)
    assert words.message(Problem("no-such-code", arguments={"given": 1})) == "no-such-code"
    assert "–" in words.line(Problem("cell-negative"))
    assert [one.partition(": ")[2] for one in declared.taken()] == [
        "no code no-such-code", "cell-negative lacks given", "cell-negative lacks indicator",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_and_percent_signs_that_people_type_are_said_as_they_are(language):
    problem = Problem("row-id-unknown", arguments={"given": "{indicator} 50%% {0}", "nearest": None})
    assert "{indicator} 50%% {0}" in Words(language).line(problem)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_shows_as_much_of_what_was_typed_as_somebody_reads(language):
    for length, whole in ((150, True), (32_767, False)):
        said = Words(language).message(Problem("no-such-language", arguments={"given": "x" * length}))
        assert ("x" * length in said) is whole
        assert len(said) < 600
