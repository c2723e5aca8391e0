"""What every sentence to the user has to be: whole, with a remedy, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from xhht_score.errors import Problem
from xhht_score.words import LANGUAGES, Words

UNFILLED = re.compile(r"[{}]|Fraction\(|\bNone\b|\bTrue\b|\bFalse\b|<class")


def assert_said(problem: Problem, file: Path) -> None:
    """Check that a problem is a whole sentence with its file and a remedy, in both languages."""
    for words in map(Words, LANGUAGES):
        line = words.line(problem)
        assert line.startswith(str(file)), line
        assert not UNFILLED.search(line.removeprefix(str(file))), line
        assert words.remedy(problem), line
