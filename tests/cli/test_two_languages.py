"""No word of English stands in what is said in Vietnamese, and none of Vietnamese in English, names aside."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from pathlib import Path

import pytest

from effort import in_turn, some
from languages import foreign, foreign_words
from make import HERE
from pages import DOCS
from xhht_score.loading.shipped import shipped_sets

SETS = list(shipped_sets())
FORMS = sorted(str(path.relative_to(HERE)) for path in HERE.rglob("*.xlsx"))
#: Examples of which other things are said; with `--thorough` all.
CHOSEN = ["bathuoc.xlsx", "tt24/truong-trung-cap-mau.xlsx", "tt25/xa-2025/xa-07-2025.xlsx"]
TOLD = [*CHOSEN, *some([one for one in FORMS if one not in CHOSEN], 1_000)]
PAIRS = some(list(itertools.permutations(SETS, 2)), 17)
COMMANDS = [
    *(f"score {form} -f {way}" for form, way in in_turn(TOLD, ("table", "md", "csv"))),
    *(f"validate {form}" for form in TOLD),
    "score tt25/xa-2025/xa-02-2025.xlsx --brief",
    "score tt25/huyen-mau.xlsx --lower tt25/xa -f md",
    "explain bathuoc.xlsx 4.5",
    "explain nongcong.xlsx 2.10",
    "explain tt25/huyen-mau.xlsx 4.1",
    *(f"report --all --dir tt25/xa-2025 -f {way}" for way in ("table", "md", "csv")),
    "report --all --which both --by type",
    *(f"criteria {page} {name} -f md" for page in ("show", "guide") for name in some(SETS, 3)),
    *(f"criteria diff {old} {new}" for old, new in PAIRS),
    "criteria diff tt25-2023-xa tt25/xa-tinh-mau.yaml --dir tt25/xa",
    "criteria list",
    "template thanh-hoa-2020 -o new.xlsx",
    "split yendinh.xlsx -o parts",
    "merge parts -o merged.xlsx",
    "status parts",
    "repair bathuoc.xlsx -o repaired.xlsx",
]

#: What is always tried in both, as it says the most.
ALWAYS = COMMANDS[:4]
_MESSAGE = re.compile(r"^> (.*)$", re.MULTILINE)
SEVERITY = {"vi": "lỗi|cảnh báo|lưu ý", "en": "error|warning|notice"}
#: What else stands in messages as it is typed: commands, values of the pilot's facts, and what people wrote.
LITERAL = ("explain", "plan", "area", "type", "ten", "difficult", "ordinary", "copy", "phụ", "lục", "huyện", "khác")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("said") / "examples"
    shutil.copytree(HERE, made, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return made


@pytest.mark.more
@pytest.mark.parametrize(
    ("command", "language"), [*in_turn([*ALWAYS, *some(COMMANDS[4:], 2)], ("vi", "en")), *in_turn(ALWAYS, ("en", "vi"))]
)
def test_a_command_keeps_to_its_language(run, folder, split_form, tmp_path, command, language):
    where = folder
    if command.startswith(("merge", "status", "split", "repair", "template")):  # what they write is nobody else's
        where = shutil.copytree(folder, tmp_path / "own")
        if "parts" in command and "split" not in command:
            shutil.copytree(split_form, where / "parts")
    done = run(*command.split(), cwd=where, XHHT_LANG=language, COLUMNS="4000")
    assert done.stdout + done.stderr
    assert foreign(language, done.stdout + done.stderr) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_help_pages_keep_to_their_language(language):
    page = DOCS / ("commands.vi.md" if language == "vi" else "commands.md")
    prose = re.sub(r"^ *xhht .*$|^#.*$|^```.*$|<!--.*-->", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = r"^  (?:\w+ +)?|Cách dùng: xhht \w+(?: \w+)?"  # commands are called the same in both
    assert foreign(language, re.sub(named, "", prose, flags=re.MULTILINE)) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_message_keeps_to_its_language(language):
    own = [severity_and_more(language, line) for line in _MESSAGE.findall((DOCS / "messages.md").read_text("utf-8"))]
    said = [re.sub(r"“[^”]*”", " ", line) for line in own if line]
    assert len(said) > 250
    literal = names_in_files()
    assert [(word, line) for word, line in foreign(language, "\n".join(said)) if word not in literal] == []


def severity_and_more(language, line):
    """Give a message without its place, None for one in the other language."""
    said = re.search(rf"\b(?:{SEVERITY[language]}): (.*)", line)
    return said and said[1]


def names_in_files():
    """Give the names of fields, kinds, sets and commands, which are typed as they are in both languages."""
    schema = json.loads(Path(HERE.parent, "criteria/schema.json").read_text(encoding="utf-8"))
    return {word for name in named_in(schema) for word in re.findall(r"[^\W\d_]+", name)} | set(LITERAL)


def named_in(schema):
    """Give the names of fields and the words that a schema allows."""
    if isinstance(schema, list):
        return {name for one in schema for name in named_in(one)}
    if not isinstance(schema, dict):
        return set()
    own = {*schema.get("properties", ()), *schema.get("enum", ()), schema.get("const")}
    return {str(name) for name in own} | {name for one in schema.values() for name in named_in(one)}


@pytest.mark.parametrize(
    ("language", "said", "word"),
    [
        ("vi", "Điểm: not eligible", "eligible"),
        ("vi", "1 warning.", "warning"),
        ("en", "Verdict: đủ điều kiện", "điều"),
    ],
)
def test_a_word_of_the_other_language_is_seen(language, said, word):
    assert word in [found for found, _ in foreign(language, said)]
    assert len(foreign_words(language)) > 500
