"""A table as text (CSV, TSV, Unicode text of Excel): its encoding, its mark between fields, its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from xhht_score.api.encodings import Unreadable, decoded
from xhht_score.api.table_fields import LONGEST_FIELD, MOST_COLUMNS, MOST_FIELDS, Field, RawTable, over
from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.workbook.reading.cells import clean_text

_MARKS = ("\t", ";", ",")
_NAMED_MARK = re.compile(r'"?sep=([,;\t|])"?[ \t]*(?:\n|$)', re.IGNORECASE)
#: The headings stand in one of the first lines, if anywhere.
_MOST_TITLE_LINES = 50


def text_table(path: Path, content: bytes, is_heading: Callable[[str], bool]) -> RawTable:
    """Give the rows of a table of text; `is_heading` knows the heading by which its mark is found.

    Raises `XhhtError` for an encoding that is not certain, a quotation mark that is not closed, and for too much.
    """
    file = str(path)
    found = decoded(content)
    if isinstance(found, Unreadable):
        place = Place(file, found.line, found.column)
        code = "table-encoding" if found.likely else "not-utf8"
        raise XhhtError([Problem(code, place, {"likely": found.likely} if found.likely else {})])
    said = [Problem("table-encoding-taken", Place(file), {"given": found.taken})] if found.taken else []
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    rows = [row for row in _rows(text, file, is_heading) if any(field.text for field in row)]
    return RawTable(rows, problems=tuple(said))


def _rows(text: str, file: str, is_heading: Callable[[str], bool]) -> Iterator[list[Field]]:
    """Give the fields of every line, by the mark between them: tab, semicolon or comma.

    A first line `sep=;`, as Excel writes it, names the mark and is no line of the table.
    """
    named = _NAMED_MARK.match(text)
    at, line = (named.end(), 2) if named else (0, 1)
    mark = named[1] if named else _mark_of(text, is_heading)
    began, count = at, 0
    row: list[Field] = []
    while at < len(text):
        place, opened = Place(file, line, at - began + 1), text[at] == '"'
        end = _end_of_quoted(text, at) if opened else at
        if end is None:
            raise XhhtError([Problem("table-quote-open", place)])
        while end < len(text) and text[end] not in (mark, "\n"):
            end += 1
        count += 1
        for limit, found, most in (
            ("letters", end - at, LONGEST_FIELD), ("columns", len(row) + 1, MOST_COLUMNS), ("cells", count, MOST_FIELDS)
        ):  # fmt: skip
            if found > most:
                raise XhhtError([over(place, limit, most)])
        written = text[at:end].strip()
        if opened and written.endswith('"'):
            written = written[1:-1].replace('""', '"')
        row.append(Field(clean_text(written), place))
        if "\n" in text[at:end]:
            line += text.count("\n", at, end)
            began = text.rfind("\n", at, end) + 1
        if end >= len(text) or text[end] == "\n":
            yield row
            row, line, began = [], line + 1, end + 1
        at = end + 1
    if row:
        yield row


def _mark_of(text: str, is_heading: Callable[[str], bool]) -> str:
    """Give the mark that stands beside the heading of the names, else that of the first line; a comma if there is none.

    Lines above the headings may hold any of the marks, and a heading may have one in quotation marks.
    """
    lines = text.split("\n", _MOST_TITLE_LINES)[:_MOST_TITLE_LINES]
    for line in lines:
        bare = re.sub(r'"[^"]*"', lambda quoted: re.sub(r"[\t;,]", " ", quoted[0]), line)
        for mark in _MARKS:
            fields = bare.split(mark, MOST_COLUMNS)[:MOST_COLUMNS]
            if len(fields) > 1 and any(is_heading(one.strip().strip('"')) for one in fields):
                return mark
    first = re.sub(r'"[^"]*"', "", lines[0])
    return next((one for one in _MARKS if one in first), ",")


def _end_of_quoted(text: str, at: int) -> int | None:
    """Give where a quoted field ends, after its last quotation mark."""
    while (at := text.find('"', at + 1)) >= 0:
        if text[at + 1 : at + 2] != '"':
            return at + 1
        at += 1
    return None
