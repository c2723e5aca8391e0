"""The Vietnamese handbook, docs/vi: its files are written, its commands run page by page, and print what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from unicodedata import is_normalized

import pytest

from make import HERE
from pages import DOCS, blocks, ran

PAGES = sorted((DOCS / "vi").glob("*.md"))
#: Words by which a page says that it is in English.
_ENGLISH = re.compile(r"\b(?:the|and|with|form|unit|score)\b")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_runs(page, run, tmp_path):
    shutil.copytree(HERE, tmp_path / "examples", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    before = {path: path.read_bytes() for path in (tmp_path / "examples").rglob("*.*")}
    assert ran(page, tmp_path, run) >= 5
    assert {path: path.read_bytes() for path in (tmp_path / "examples").rglob("*.*")} == before


def test_every_command_of_the_program_is_in_the_handbook():
    lines = [line for page in PAGES for kind, text, _ in blocks(page) if kind == "sh" for line in text.splitlines()]
    commands = re.findall(r"^## xhht (.+)$", (DOCS / "commands.md").read_text(encoding="utf-8"), re.M)
    assert len(commands) > 10
    assert [one for one in commands if not any(line.startswith(f"xhht {one} ") for line in lines)] == []


def test_the_handbook_leads_to_all_its_pages_and_is_led_to():
    text = (DOCS / "vi" / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if page.name != "README.md" and f"]({page.name})" not in text] == []
    for readme in ("README.md", "README.vi.md"):
        assert "](docs/vi/README.md)" in (DOCS.parent / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_in_vietnamese_and_its_letters_are_composed(page: Path):
    text = page.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|`[^`]*`|\([^()]*\)", "", text, flags=re.DOTALL)
    assert is_normalized("NFC", text)
    assert _ENGLISH.findall(prose) == []
