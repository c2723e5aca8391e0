"""The page docs/new-rule-set.md holds: its files are written, its commands run, and they print what it says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "new-rule-set.md"
_BLOCK = re.compile(r"(?:`(?P<file>[^`\n]+)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)


def blocks() -> Iterator[tuple[str, str | None, str]]:
    """Give the blocks of the page in order: kind, the file that a block of YAML is, and the text."""
    for found in _BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        yield found["kind"], found["file"], found["text"]


def test_the_page_makes_a_rule_set_as_it_says(run, tmp_path):
    printed, commands = "", 0
    for kind, file, text in blocks():
        if kind == "yaml":
            assert file is not None
            (tmp_path / file).write_text(text, encoding="utf-8")
        elif kind == "sh":
            printed = ""
            for line in text.splitlines():
                program, *arguments = shlex.split(line)
                assert program == "xhht"
                done = run(*arguments)
                assert done.returncode == 0, (line, done.stdout, done.stderr)
                printed += done.stdout + done.stderr
                commands += 1
        else:
            for line in text.splitlines():
                assert line in printed
    assert commands == 7
    assert (tmp_path / "xom.xlsx").stat().st_size > 0
    assert "Ví dụ" in (tmp_path / "huong-dan.md").read_text(encoding="utf-8")
