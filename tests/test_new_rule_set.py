"""The page docs/new-rule-set.md holds: its files are written, its commands run, and they print what it says."""

from __future__ import annotations

from pages import DOCS, ran


def test_the_page_makes_a_rule_set_as_it_says(run, tmp_path):
    assert ran(DOCS / "new-rule-set.md", tmp_path, run) == 7
    assert (tmp_path / "xom.xlsx").stat().st_size > 0
    assert "Ví dụ" in (tmp_path / "huong-dan.md").read_text(encoding="utf-8")
