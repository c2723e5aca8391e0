"""A table of units as text (CSV), one form a row: every mistake with its line and column before anything is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem, XhhtError, nearest
from xhht_score.files import content_of, is_device
from xhht_score.foreign import shown_text
from xhht_score.identity import code_of, is_lost_code, kind_above
from xhht_score.spreadsheet.limits import MEGABYTE, current_limits
from xhht_score.submission import Submission, Unit
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import clean_text, folded
from xhht_score.workbook.reading.cleaning import PLAUSIBLE_YEARS
from xhht_score.workbook.reading.form import fact_of

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
#: Columns by the word that stands above them; the labels of the form and the titles of facts are taken too.
_COLUMNS = {
    "name": layout.UNIT_NAME,
    "code": layout.UNIT_CODE,
    "parent": layout.UNIT_PARENT,
    "year": layout.YEAR,
    "filled_by": layout.FILLED_BY,
}
_MARKS = ("\t", ";", ",")
_NAMED_MARK = re.compile(r'"?sep=([,;\t|])"?[ \t]*(?:\n|$)', re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST_NAME = 80
#: Nobody has a longer name, and no set asks so many things of a unit itself.
_LONGEST_FIELD, _MOST_COLUMNS, _MOST_FIELDS = 1_000, 200, 500_000


class Field(NamedTuple):
    """One field of the table: its text, and where it begins (counted from 1)."""

    text: str
    line: int
    column: int


class UnitRow(NamedTuple):
    """One unit of the table."""

    submission: Submission
    filled_by: str


def read_units(path: Path, criteria_set: CriteriaSet, year: int | None = None) -> list[UnitRow]:
    """Give the units of a table, those without a year with `year`; raises `XhhtError` with every problem of it."""
    file = str(path)
    records = [one for one in _records(_text_of(path), file) if any(field.text for field in one)]
    if len(records) < 2:
        raise XhhtError([Problem("table-empty", Place(file))])
    heads, problems = _heads(records[0], criteria_set, file)
    if problems:
        raise XhhtError(problems)
    rows: list[UnitRow] = []
    seen: dict[str, int] = {}
    for record in records[1:]:
        row = dict(zip(heads, record, strict=False))
        beside = (one for at, one in enumerate(record) if one.text and (at >= len(heads) or not heads[at]))
        problems += [_said("table-cell-beside", one, file, given=one.text) for one in beside]
        problems += _wrong(row, record[0], criteria_set, seen, file)
        rows.append(_row(row, criteria_set, year))
    if problems:
        raise XhhtError(problems)
    return rows


def _said(code: str, field: Field, file: str, **arguments: object) -> Problem:
    return Problem(code, Place(file, field.line, field.column), arguments)


def _text_of(path: Path) -> str:
    file, most = str(path), current_limits().megabytes
    content = content_of(path, most * MEGABYTE + 1)
    if len(content) > most * MEGABYTE:
        raise XhhtError([Problem("table-too-large", Place(file), {"most": str(most)})])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise XhhtError([Problem("not-utf8", place)]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


# ---------------------------------------------------------------- fields


def _records(text: str, file: str) -> Iterator[list[Field]]:
    """Give the fields of every line, by the mark that stands in the first one: tab, semicolon or comma.

    A first line `sep=;`, as Excel writes it, names the mark and is no line of the table.
    """
    named = _NAMED_MARK.match(text)
    at, line = (named.end(), 2) if named else (0, 1)
    first = text[at:].split("\n", 1)[0]
    mark = named[1] if named else next((one for one in _MARKS if one in re.sub(r'"[^"]*"', "", first)), ",")
    began, count = at, 0
    record: list[Field] = []
    while at < len(text):
        column, opened = at - began + 1, text[at] == '"'
        end = _end_of_quoted(text, at) if opened else at
        if end is None:
            raise XhhtError([Problem("table-quote-open", Place(file, line, column))])
        while end < len(text) and text[end] not in (mark, "\n"):
            end += 1
        count += 1
        for over, found, most in (
            ("letters", end - at, _LONGEST_FIELD), ("columns", len(record) + 1, _MOST_COLUMNS),
            ("cells", count, _MOST_FIELDS),
        ):  # fmt: skip
            if found > most:
                raise XhhtError([Problem("table-too-wide", Place(file, line, column), {"over": (over, most)})])
        written = text[at:end].strip()
        if opened and written.endswith('"'):
            written = written[1:-1].replace('""', '"')
        record.append(Field(clean_text(written), line, column))
        if "\n" in text[at:end]:
            line += text.count("\n", at, end)
            began = text.rfind("\n", at, end) + 1
        if end >= len(text) or text[end] == "\n":
            yield record
            record, line, began = [], line + 1, end + 1
        at = end + 1
    if record:
        yield record


def _end_of_quoted(text: str, at: int) -> int | None:
    """Give where a quoted field ends, after its last quotation mark."""
    while (at := text.find('"', at + 1)) >= 0:
        if text[at + 1 : at + 2] != '"':
            return at + 1
        at += 1
    return None


def _heads(record: Iterable[Field], criteria_set: CriteriaSet, file: str) -> tuple[list[str], list[Problem]]:
    """Give what each column holds, and the headings that mean nothing or the same as another."""
    known = _headings(criteria_set)
    heads: list[str] = []
    problems: list[Problem] = []
    shown = (*_COLUMNS, *criteria_set.facts)
    for field in record:
        key = known.get(_plain(field.text), "")
        if field.text and not key:
            near = nearest(field.text, known)
            problems.append(_said("table-column-unknown", field, file, given=field.text, expected=shown, nearest=near))
        elif key and key in heads:
            problems.append(_said("table-column-repeated", field, file, given=field.text))
        heads.append(key)
    if layout.UNIT_NAME not in heads:
        problems.append(Problem("table-column-lacking", Place(file, 1, 1), {"given": "name"}))
    return heads, problems


def _headings(criteria_set: CriteriaSet) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, fact in criteria_set.facts.items():
        key = layout.FACT_PREFIX + name
        known |= dict.fromkeys((_plain(one) for one in (name, key, fact.title.vi, fact.title.en)), key)
    for name, key in _COLUMNS.items():
        labels = (Words(language).say(f"form-{key}") for language in LANGUAGES)
        known |= dict.fromkeys((_plain(one) for one in (name, key, *labels)), key)
    return known


def _plain(heading: str) -> str:
    """Give a heading without what stands in brackets behind it, which only explains."""
    return folded(re.sub(r"\([^()]*\)\s*$", "", heading))


# ---------------------------------------------------------------- rows


def _wrong(
    row: Mapping[str, Field], first: Field, criteria_set: CriteriaSet, seen: dict[str, int], file: str
) -> Iterator[Problem]:
    name, code, year = (row.get(key) for key in (layout.UNIT_NAME, layout.UNIT_CODE, layout.YEAR))
    if name is None or not name.text:
        yield _said("table-name-blank", name or first, file)
    for field in (code, row.get(layout.UNIT_PARENT)):
        if field is not None and is_lost_code(field.text):
            yield _said("code-unusable", field, file, given=field.text)
    if code is not None and (full := code_of(code.text, criteria_set.unit)):
        if full in seen:
            yield _said("table-code-repeated", code, file, given=code.text, line=str(seen[full]))
        seen.setdefault(full, code.line)
    if year is not None and year.text and _year(year.text) is None:
        yield _said("table-year-unusable", year, file, given=year.text)
    for fact, one in criteria_set.facts.items():
        field = row.get(layout.FACT_PREFIX + fact)
        if field is not None and field.text and fact_of(criteria_set, fact, field.text) is None:
            yield _said("choice-unknown", field, file, given=field.text, expected=tuple(one.choices.values()))


def _year(text: str) -> int | None:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if year in PLAUSIBLE_YEARS else None


def _row(row: Mapping[str, Field], criteria_set: CriteriaSet, year: int | None) -> UnitRow:
    texts = {key: field.text for key, field in row.items() if field.text}
    kind = criteria_set.unit
    unit = Unit(
        name=texts.get(layout.UNIT_NAME, ""),
        code=code_of(texts.get(layout.UNIT_CODE, ""), kind),
        parent=code_of(texts.get(layout.UNIT_PARENT, ""), kind_above(kind)),
    )
    facts = {name: fact_of(criteria_set, name, texts.get(layout.FACT_PREFIX + name, "")) for name in criteria_set.facts}
    chosen = _year(texts[layout.YEAR]) if layout.YEAR in texts else year
    return UnitRow(Submission(unit=unit, year=chosen, facts=facts), texts.get(layout.FILLED_BY, ""))


# ---------------------------------------------------------------- names of files


def file_names(wanted: Iterable[str]) -> list[str]:
    """Give a file name for each wanted one: safe on Windows, each different from all others.

    >>> file_names(["14869", "Xã A/B", "xã a_b", "con", "…. "])
    ['14869.xlsx', 'Xã A_B.xlsx', 'xã a_b-2.xlsx', '_con.xlsx', '….xlsx']
    """
    taken: set[str] = set()
    last: dict[str, int] = {}
    found = []
    for one in wanted:
        safe = shown_text(_UNSAFE.sub("_", clean_text(one)))[:_LONGEST_NAME].strip(" .") or "_"
        stem = f"_{safe}" if is_device(safe) else safe
        name, number = stem, last.get(stem.casefold(), 1)
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        last[stem.casefold()] = number
        taken.add(name.casefold())
        found.append(f"{name}.xlsx")
    return found
