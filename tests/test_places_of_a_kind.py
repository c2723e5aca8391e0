"""A kind of measure or scoring is named in few places of the source, and CONTRIBUTING.md names each of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xhht_score import cli

PACKAGE = Path(cli.__file__).parents[1]
PAGE = PACKAGE.parents[1] / "CONTRIBUTING.md"
#: A kind that is in no way special, and the modules that name its class.
PLACES = {
    "Checklist": ["loading/notation.py", "measures.py", "plan/paths.py", "words/rules.py", "words/steps.py"],
    "Tiers": ["plan/tracks.py", "reports/explanation.py", "scoring.py", "words/rules.py"],
}


def modules_that_name(kind: str) -> list[str]:
    return sorted(
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(rf"\b{kind}\b", path.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("kind", PLACES)
def test_a_kind_is_named_where_the_page_says_and_nowhere_else(kind):
    assert modules_that_name(kind) == PLACES[kind]
    page = PAGE.read_text(encoding="utf-8")
    assert [one for one in PLACES[kind] if f"`src/xhht_score/{one}`" not in page] == []


def test_no_other_room_asks_a_measure_or_scoring_for_its_kind_by_a_word():
    asks = re.compile(r"\b(?:measure|scoring)\.kind (?:(?:==|!=) \"|(?:not )?in )")
    assert [path.name for path in PACKAGE.rglob("*.py") if asks.search(path.read_text(encoding="utf-8"))] == []
