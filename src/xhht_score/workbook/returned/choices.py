"""Compares drop-downs and bounds with those that were handed out, by what they let through and not how it is spelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from math import ceil, floor, isfinite

from xhht_score.errors import Place, Problem
from xhht_score.numbers import from_float
from xhht_score.spreadsheet.cell_names import column_number
from xhht_score.spreadsheet.worksheet import FormattingRule, Frame
from xhht_score.workbook import layout
from xhht_score.workbook.kept import Allowed, Bounds, KeptForm, Spot
from xhht_score.workbook.reading.cells import Form, Page, clean
from xhht_score.workbook.returned.alike import Alteration, Different, different, mark

_ON_LISTS = rf"(?:'{layout.LISTS_SHEET}'|{layout.LISTS_SHEET})!"
_LISTED = re.compile(rf"=?{_ON_LISTS}\$([A-Z]+)\$(\d+)(?::(?:{_ON_LISTS})?\$([A-Z]+)\$(\d+))?", re.IGNORECASE)


def choices(form: Form, known: KeptForm) -> Iterator[Alteration]:
    """Give every cell to fill in that lets through another thing than it was handed out with."""
    for name, page, frame, allowed in _ruled(form, known):
        alike = mark(known, name.encode(), repr((page.keys, page.columns, form.lists)).encode(), frame.mark)
        for key, field in different(alike, partial(_unlike, form, page, frame, allowed)):
            given, wanted = frame.rules.get(page.cell(key, field)), known.allowed[name][key, field]
            yield Alteration(name, key, field, _said(form, given), _words(wanted))


def fractions_taken(form: Form, known: KeptForm) -> Iterator[Problem]:
    """Say once where bounds of whole numbers have become bounds of any numbers, as some programs write them."""
    found: list[tuple[Page, Spot]] = []
    for name, page, frame, allowed in _ruled(form, known):
        alike = mark(known, b"fractions", name.encode(), repr((page.keys, page.columns)).encode(), frame.mark)
        found += [(page, spot) for spot in different(alike, partial(_widened, page, frame, allowed))]
    if found:
        page, spot = found[0]
        yield Problem(
            "bounds-take-fractions", Place(form.file, None, None, page.title, page.cell(*spot)), {"n": str(len(found))}
        )


Ruled = tuple[tuple[Spot, Allowed], ...]


def _ruled(form: Form, known: KeptForm) -> Iterator[tuple[str, Page, Frame, Ruled]]:
    """Give each sheet with the frame that has its rules, and the cells that are there with what they were to take."""
    for name, cells in known.allowed.items():
        if page := form.pages.get(name):
            there = ((spot, one) for spot, one in cells.items() if spot[0] in page.keys and spot[1] in page.columns)
            yield name, page, form.package.frame(page.title), tuple(there)


def _unlike(form: Form, page: Page, frame: Frame, allowed: Ruled) -> Different:
    """Give the cells whose rule lets through another thing; cells share rules, and are to take the same."""
    known: dict[tuple[int, int], bool] = {}
    found = []
    for spot, one in allowed:
        rule = frame.rules.get(page.cell(*spot))
        key = id(rule), id(one)
        if key not in known:
            known[key] = _alike(form, rule, one)
        if not known[key]:
            found.append(spot)
    return tuple(found)


def _widened(page: Page, frame: Frame, allowed: Ruled) -> Different:
    return tuple(
        spot
        for spot, one in allowed
        if isinstance(one, Bounds) and one.whole
        and (rule := frame.rules.get(page.cell(*spot))) and rule.kind == "decimal" and _same_ends(rule, one)
    )  # fmt: skip


def _alike(form: Form, rule: FormattingRule | None, wanted: Allowed) -> bool:
    """Tell whether a rule lets through what is wanted; of whole numbers, whatever stands between them as well."""
    if rule is None:
        return False
    if not isinstance(wanted, Bounds):
        return rule.kind == "list" and set(_options(form, rule)) == {clean(one) for one in wanted}
    return rule.kind in ("decimal", *(("whole", "date") if wanted.whole else ())) and _same_ends(rule, wanted)


def _same_ends(rule: FormattingRule, wanted: Bounds) -> bool:
    least, most = _number(rule.first), _number(rule.second)
    if rule.operator != "between" or least is None or most is None:
        return False
    if rule.kind in ("whole", "date"):
        least, most = Fraction(ceil(least)), Fraction(floor(most))
    return (least, most) == (_number(str(wanted.least)), _number(str(wanted.most)))


def _number(written: str) -> Fraction | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return from_float(number) if isfinite(number) else None


def _options(form: Form, rule: FormattingRule) -> tuple[str, ...]:
    """Give the words of a drop-down: those of its range on our hidden sheet, or those that it lists itself.

    A range without `$` is another one in each cell of the rule, and none of ours.
    """
    if rule.first.startswith('"'):
        return tuple(clean(one) for one in rule.first.strip('"').split(","))
    area = _LISTED.fullmatch(rule.first)
    if not area:
        return (rule.first,)
    column, last_column = (column_number(one.upper()) for one in (area[1], area[3] or area[1]))
    if column != last_column or column >= len(form.lists):
        return (rule.first,)
    return tuple(clean(one) for one in form.lists[column][int(area[2]) - 1 : int(area[4] or area[2])])


def _said(form: Form, rule: FormattingRule | None) -> str:
    if rule is None:
        return ""
    return ", ".join(_options(form, rule)) if rule.kind == "list" else f"{rule.first}–{rule.second}"


def _words(allowed: Allowed) -> str:
    return f"{allowed.least}–{allowed.most}" if isinstance(allowed, Bounds) else ", ".join(allowed)
