"""Forms of one origin are alike in most that is compared: each comparison is made once and remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple

from xhht_score.workbook.kept import KeptForm, Spot


class Alteration(NamedTuple):
    """One cell that is not as it was handed out: its sheet, row and field, what stands there, what should."""

    sheet: str
    key: str
    field: str
    given: str
    expected: str


Different = tuple[Spot, ...]
_known: dict[bytes, Different] = {}


def different(mark: bytes, compare: Callable[[], Different]) -> Different:
    """Give row and field of the cells that differ, compared once for each mark."""
    if mark not in _known:
        if len(_known) > 200:
            _known.clear()
        _known[mark] = compare()
    return _known[mark]


def mark(known: KeptForm, *parts: bytes, further: Iterable[bytes] = ()) -> bytes:
    """Give a short name for what a form has, held against what was handed out."""
    whole = hashlib.blake2b(digest_size=16)
    for one in chain((one.encode() for one in known.signature), parts, further):
        whole.update(one)
        whole.update(b"\0")
    return whole.digest()
