"""What stands above the columns of a list: which heading means what, and which row has the headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xhht_score.api.table_fields import Field, FieldRow
from xhht_score.criteria import CriteriaSet, UnitKind
from xhht_score.errors import Problem, nearest
from xhht_score.records import record
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import folded

#: Columns by the word that stands above them; the labels of the form and the titles of facts are taken too.
_COLUMNS = {
    "name": layout.UNIT_NAME,
    "code": layout.UNIT_CODE,
    "parent": layout.UNIT_PARENT,
    "year": layout.YEAR,
    "filled_by": layout.FILLED_BY,
}
#: A column that numbers the rows, as most lists have one; it says nothing of a unit.
NUMBERING = "#"
#: What people write above these columns, in letters as they are compared; a fact of that title comes first.
_ALSO = {
    layout.UNIT_NAME: ("tên", "đơn vị", "tên đơn vị hành chính", "tên đvhc", "unit", "unit name"),
    layout.UNIT_CODE: ("mã", "mã số", "mã hành chính", "mã đvhc", "mã đơn vị hành chính", "unit code"),
    layout.UNIT_PARENT: ("mã cấp trên", "đơn vị cấp trên", "parent code"),
    layout.YEAR: ("năm",),
    NUMBERING: ("stt", "tt", "số tt", "số thứ tự", "no", "no."),
}
#: A heading with all that explains it is no longer.
_LONGEST = 300
#: What the units of a kind are called in such headings, and those above them.
_CALLED = {
    "commune": ("xã", "xã/phường", "xã, phường", "phường, xã", "phường/xã", "xã, phường, thị trấn", "commune"),
    "district": ("huyện", "huyện/thị xã/thành phố", "huyện, thị xã, thành phố", "quận/huyện", "quận huyện", "district"),
    "province": ("tỉnh", "tỉnh/thành phố", "tỉnh, thành phố", "tỉnh thành phố", "province"),
}
_ABOVE: Mapping[str, tuple[UnitKind, ...]] = {"commune": ("district", "province"), "district": ("province",)}
#: What stands in brackets behind a heading only explains it, and so does a star or a colon.
_AFTERTHOUGHT = re.compile(r"(?:\s*\([^()]*\)|\s*[*:])+\s*$")


@record
class Headings:
    """What each heading means for one set, by its plain letters; `shown` are those that messages name.

    `main` is the column that every list has, by which its row of headings is known, and `called` what it is called.
    """

    known: Mapping[str, str]
    shown: tuple[str, ...]
    main: str = layout.UNIT_NAME
    called: str = "name"

    def meant(self, text: str) -> str:
        """Give what a heading stands for, "" where it means nothing here."""
        return self.known.get(plain_heading(text), "") if 0 < len(text) <= _LONGEST else ""

    def is_main(self, text: str) -> bool:
        """Tell whether a text is the heading of the main column."""
        return self.meant(text) == self.main

    def find(self, rows: Sequence[FieldRow]) -> int | None:
        """Give the position of the first row that has the heading of the main column, None where none has."""
        return next((at for at, row in enumerate(rows) if any(self.is_main(one.text) for one in row)), None)

    def main_in(self, row: FieldRow) -> Field:
        """Give the heading of the main column in a row that has it."""
        return next(one for one in row if self.is_main(one.text))

    def known_in(self, row: FieldRow) -> int:
        """Give how many headings of a row are known."""
        return sum(1 for one in row if self.meant(one.text))

    def nearest_to_one(self, rows: Sequence[FieldRow]) -> int:
        """Give the position of the row with the most headings that are known; the first of them."""
        counts = [self.known_in(row) for row in rows]
        return counts.index(max(counts))

    def keys(self, row: FieldRow) -> list[str]:
        """Give what each column of a table with these headings holds, "" for nothing."""
        return [self.meant(field.text) for field in row]

    def wrong(self, row: FieldRow) -> Iterator[Problem]:
        """Give the headings that mean nothing or the same as another, and say where the main one is lacking."""
        first: dict[str, Field] = {}
        for field in row:
            key = self.meant(field.text)
            if field.text and not key:
                arguments = {"given": field.text, "expected": self.shown, "nearest": nearest(field.text, self.known)}
                yield field.says("table-column-unknown", **arguments)
            elif key in first:
                other = first[key]
                yield field.says("table-column-repeated", given=field.text, other=other.text, first=str(other.place))
            elif key:
                first[key] = field
        if self.main not in first:
            yield row[0].says("table-column-lacking", given=self.called)


def headings_of(criteria_set: CriteriaSet) -> Headings:
    """Give the headings of a set's list: the word of each column, its label in both languages, and every fact."""
    known = {one: key for key, ones in _ALSO.items() for one in ones} | _called(criteria_set.unit)
    titles = [(layout.FACT_PREFIX + name, fact.title) for name, fact in criteria_set.facts.items()]
    found = {(plain_heading(one), key) for key, title in titles for one in (title.vi, title.en)}
    known |= _of_one_thing(found)
    known |= {plain_heading(one): key for key, _ in titles for one in (key.removeprefix(layout.FACT_PREFIX), key)}
    for name, key in _COLUMNS.items():
        labels = (Words(language).say(f"form-{key}") for language in LANGUAGES)
        known |= dict.fromkeys((plain_heading(one) for one in (name, key, *labels)), key)
    return Headings(known, (*_COLUMNS, *criteria_set.facts))


def _called(kind: UnitKind) -> dict[str, str]:
    """Give the headings that call units by their kind, such as `Tên xã`, `Mã xã` and, of those above, `Mã huyện`."""
    own = _CALLED.get(kind, ())
    known = {name: layout.UNIT_NAME for one in own for name in (one, f"tên {one}", f"{one} name")}
    known |= {name: layout.UNIT_CODE for one in own for name in (f"mã {one}", f"{one} code")}
    above = [one for other in _ABOVE.get(kind, ()) for one in _CALLED[other]]
    return known | {name: layout.UNIT_PARENT for one in above for name in (f"mã {one}", f"{one} code")}


def _of_one_thing(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the titles that only one fact has."""
    found = [*found]
    times = Counter(title for title, _ in found)
    return {title: key for title, key in found if times[title] == 1}


def plain_heading(heading: str) -> str:
    """Give a heading as headings are compared, without what explains it."""
    return folded(_AFTERTHOUGHT.sub("", heading))
