"""Phrases as formulas: what people read, with what other formulas give in the places of its arguments."""

from __future__ import annotations

from xhht_score.words import Words
from xhht_score.workbook.symbols import text


def spoken(words: Words, key: str, **formulas: str) -> str:
    """Give a phrase as a formula that puts other formulas in the places of its arguments."""
    marks = {name: f"\0{name}\0" for name in formulas}
    parts = words.say(key, **marks).split("\0")
    return "&".join(formulas[part] if part in formulas else text(part) for part in parts if part)
