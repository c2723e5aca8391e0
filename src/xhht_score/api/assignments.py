"""A list of who collects what (indicator, office, person, deadline): every mistake with its place before it is used."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xhht_score.api.table_fields import MOST_COLUMNS, Field, FieldRow
from xhht_score.api.table_files import listed_in, unfit
from xhht_score.api.table_headings import NUMBERING, Headings, plain_heading
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order, nearest
from xhht_score.letters import plain
from xhht_score.merging import NOBODY, FormPart
from xhht_score.numbers import parse_number
from xhht_score.submission import Answer, Submission
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.reading.cleaning import date_of
from xhht_score.workbook.reading.offices import office_named

_INDICATOR, _OFFICE, _PERSON, _DEADLINE, _TITLE = "indicator", "office", "person", "deadline", "title"
#: What people write above the columns of such a list, in letters as they are compared.
_HEADINGS = {
    _INDICATOR: ("indicator", "chỉ tiêu", "mã chỉ tiêu", "số chỉ tiêu", "tt", "id", "indicator id"),
    _OFFICE: (
        "office", "assignee", "cơ quan", "cơ quan phụ trách", "đơn vị phụ trách", "phụ trách", "đơn vị",
        "cơ quan, đơn vị",
    ),
    _PERSON: ("person", "người", "người phụ trách", "cán bộ", "cán bộ phụ trách", "họ tên", "họ và tên"),
    _DEADLINE: ("deadline", "due", "hạn", "hạn nộp", "thời hạn", "thời hạn nộp", "ngày nộp"),
    _TITLE: ("title", "tên chỉ tiêu", "tiêu chí, chỉ tiêu", "nội dung"),
    NUMBERING: ("stt", "số tt", "số thứ tự", "no", "no."),
}  # fmt: skip


class Assignment(NamedTuple):
    """The office of each indicator, the parts that follow, and what there is to say; no error is among it."""

    offices: Mapping[str, str]
    parts: Mapping[str, FormPart]
    problems: tuple[Problem, ...] = ()

    def applied(self, submission: Submission) -> Submission:
        """Give a submission whose rows belong to these offices."""
        answers = dict(submission.answers)
        for identifier, office in self.offices.items():
            answers[identifier] = answers.get(identifier, Answer()).model_copy(update={"assignee": office})
        return submission.model_copy(update={"answers": answers})


def read_assignment(path: Path, criteria_set: CriteriaSet) -> Assignment:
    """Give who collects what of a set by a list (text, .xlsx, .xls or .ods); raises `XhhtError` with every problem."""
    headings = _headings()
    table = listed_in(path, headings)
    reader = _AssignmentReader(criteria_set, headings.keys(table.head), table.merged)
    for row in table.body:
        reader.read(row)
    problems = [*table.problems, *reader.problems, *reader.lacking(table.head[0])]
    if _OFFICE not in headings.keys(table.head):
        problems.append(table.head[0].says("table-column-lacking", given=_OFFICE))
    if has_errors(problems):
        raise XhhtError(in_order(problems))
    return Assignment(reader.offices, reader.parts(), in_order(problems))


def _headings() -> Headings:
    known = {plain_heading(one): key for key, ones in _HEADINGS.items() for one in ones}
    labels = {plain_heading(Words(language).say("form-assignee")): _OFFICE for language in LANGUAGES}
    return Headings(known | labels, (_INDICATOR, _OFFICE, _PERSON, _DEADLINE), _INDICATOR, _INDICATOR)


class _AssignmentReader:
    """Reads the rows of a list by what its columns hold, and keeps what is wrong about them."""

    def __init__(self, criteria_set: CriteriaSet, keys: Sequence[str], merged: frozenset[Place]) -> None:
        self._set, self._keys, self._merged = criteria_set, keys, merged
        self.problems: list[Problem] = []
        self.offices: dict[str, str] = {}
        self._first: dict[str, Field] = {}
        self._spelt: dict[str, Field] = {}
        self._told: set[str] = set()
        self._people: dict[str, dict[str, None]] = {}
        self._deadlines: dict[str, tuple[datetime.date, Field]] = {}

    def read(self, row: FieldRow) -> None:
        """Take in a row."""
        by_key = dict(zip(self._keys, row, strict=False))
        for at, field in enumerate(row):
            key = self._keys[at] if at < len(self._keys) else ""
            if key not in (_DEADLINE, NUMBERING, _TITLE):
                self.problems += unfit(field, MOST_COLUMNS if at >= MOST_COLUMNS and field.text else 0)
            if field.text and not key:
                self.problems.append(field.says("table-cell-beside", given=field.text))
            elif field.text and field.place in self._merged:
                self.problems.append(field.says("table-cell-merged", given=field.text))
        blank = row[0]._replace(text="")
        named, office, person, day = (by_key.get(key, blank) for key in (_INDICATOR, _OFFICE, _PERSON, _DEADLINE))
        if not named.text:
            self.problems.append((by_key.get(_INDICATOR) or row[0]).says("assignment-indicator-blank"))
        elif named.kind != "day" and (identifier := self._indicator(named)):
            self._assign(identifier, office, person, day)

    def _indicator(self, field: Field) -> str:
        """Give the indicator that a field names, "" where it names none for certain: 1.1 as a number may be 1.10."""
        known = self._set.indicators
        meant = [field.text] if field.text in known else []
        if field.kind == "number":
            number = parse_number(field.text)
            meant = [one for one in known if _number(one) == number] if number is not None else []
        if len(meant) == 1 and meant[0] not in self._first:
            self._first[meant[0]] = field
            return meant[0]
        if len(meant) == 1:
            first = str(self._first[meant[0]].place)
            self.problems.append(field.says("assignment-indicator-repeated", given=meant[0], first=first))
        elif meant:
            self.problems.append(field.says("assignment-indicator-number", given=field.text, expected=tuple(meant)))
        else:
            near = nearest(field.text, known)
            arguments = {"given": field.text, "expected": tuple(known), "nearest": near}
            self.problems.append(field.says("assignment-indicator-unknown", **arguments))
        return ""

    def _assign(self, identifier: str, office: Field, person: Field, day: Field) -> None:
        name = office_named(self._set, office.text) if office.text else NOBODY
        self.offices[identifier] = name
        if not office.text:
            for field, key in ((person, _PERSON), (day, _DEADLINE)):
                if field.text:
                    self.problems.append(field.says("assignment-without-office", given=field.text, reason=f"of-{key}"))
            return
        self._spelling(name, office)
        if person.text:
            self._people.setdefault(name, {})[person.text] = None
        if day.text:
            self._deadline(name, day)

    def _spelling(self, office: str, field: Field) -> None:
        """Say where an office is spelt in two ways: but for capitals, marks and white space the same."""
        first = self._spelt.setdefault(_letters(self._title(office, field)), field)
        if office_named(self._set, first.text) != office and office not in self._told:
            self._told.add(office)
            arguments = {"given": field.text, "other": first.text, "first": str(first.place)}
            self.problems.append(field.says("assignment-office-spelt", **arguments))

    def _title(self, office: str, field: Field) -> str:
        title = self._set.offices.get(office)
        return title.vi if title is not None else field.text

    def _deadline(self, office: str, field: Field) -> None:
        day = date_of(field.text[:10] if field.kind == "day" else field.text)
        if day is None:
            self.problems.append(field.says("assignment-deadline-unusable", given=field.text))
            return
        known, first = self._deadlines.setdefault(office, (day, field))
        if known != day:
            arguments = {"given": day, "other": known, "first": str(first.place)}
            self.problems.append(field.says("assignment-deadline-differs", **arguments))

    def lacking(self, head: Field) -> Iterator[Problem]:
        """Say which indicators of the set the list does not have, unless the lines that name none can be theirs."""
        without = tuple(one for one in self._set.indicators if one not in self._first)
        unclear = sum(
            one.code.startswith("assignment-indicator") or one.code == "table-cell-day" for one in self.problems
        )
        if len(without) > unclear:
            yield head.says("assignment-indicators-lacking", indicators=without)

    def parts(self) -> dict[str, FormPart]:
        """Give the part of each office, in the order of the set and then of the list."""
        order = dict.fromkeys((*self._set.offices, *self.offices.values()))
        order.pop(NOBODY, None)
        rows = {one: tuple(key for key in self._set.indicators if self.offices[key] == one) for one in (*order, NOBODY)}
        return {
            office: FormPart(
                office, mine, "; ".join(self._people.get(office, ())), self._deadlines.get(office, (None, None))[0]
            )
            for office, mine in rows.items()
            if mine
        }


def _number(identifier: str) -> object:
    return parse_number(identifier) if identifier.replace(".", "", 1).isdigit() else None


def _letters(name: str) -> str:
    """Give the letters and digits of a name alone, without marks over them."""
    apart = unicodedata.normalize("NFD", plain(name).casefold().replace("đ", "d"))
    return "".join(one for one in apart if one.isalnum())
