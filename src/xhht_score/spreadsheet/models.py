"""A workbook that was read whole as the model of others: they are held against it, and only what differs is read.

Forms of one origin are alike but for what people fill in and what is computed from that. Where every sheet of a
workbook, cut at its cells, has the pieces of the model, but for plain values in the cells that may hold any and for
stored results of the very same formulas, it is what the model is, and whatever was found out about the model holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import asdict
from functools import partial
from itertools import compress
from operator import ne
from typing import Any, NamedTuple

from xhht_score.records import record
from xhht_score.spreadsheet.archive import MAIN, Clock, Refused
from xhht_score.spreadsheet.extraction import outcome
from xhht_score.spreadsheet.package import Package, Unread, is_plain
from xhht_score.spreadsheet.shared_texts import texts_anew
from xhht_score.spreadsheet.styles import styles_of
from xhht_score.spreadsheet.worksheet import Frame, cut_out, frame_in

_CUT, _ROW = b'<c r="', b'<row r="'
_SHARED, _IS_SHARED = re.compile(rb'( t="s" ?+><v>)([0-9]+)(?=</v>)'), b' t="s"'
_TEXT = rb'<t(?: xml:space="preserve")?+(?:>[^<]*+</t>| ?+/>)'
_NAME, _STYLE, _REST = rb'([A-Z]+[0-9]+)"', rb'(?: s="([0-9]+)")?+', rb"(.*)"
#: A cell that holds a plain value or nothing, its shared text in place of its number: name, style, value, the rest.
_PLAIN = re.compile(
    _NAME + _STYLE + rb'((?: t="[bn]")?+ ?+(?:/>|>(?:<v>[^<&]*+</v>|<v ?+/>)?+</c>)'
    rb'| t="s" ?+><v>' + _TEXT + rb"</v></c>"
    rb'| t="inlineStr" ?+(?:/>|>(?:<is>' + _TEXT + rb"</is>)?+</c>))" + _REST,
    re.DOTALL,
)
#: A cell with a formula, and what it had as its result: name, style, type, formula, result, the rest.
_COMPUTED = re.compile(
    _NAME + _STYLE + rb'((?: t="(?:b|n|str)")?+) ?+>(<f[^<>]*+>(?:[^<]*+</f>)?+)(<v>[^<]*+</v>|<v ?+/>|)</c>' + _REST,
    re.DOTALL,
)


def _result(value: bytes) -> Callable[[bytes], object]:
    return re.compile(rb"<v>(?:%s)?+</v>|<v ?+/>|" % value).fullmatch


#: What tells a result of each type of a formula's cell from what no program takes for one; a text is looked at as those
#: are that people write.
_NUMBER, _WORDS = _result(rb"-?+[0-9]++(?:\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+"), _result(rb"[^<]*+")
_RESULTS = {b"": _NUMBER, b' t="n"': _NUMBER, b' t="b"': _result(rb"[01]"), b' t="str"': _WORDS}
#: What a row says of its looks, which nobody asks for.
_LOOKS = re.compile(rb' (?:ht|customHeight|spans|x14ac:dyDescent)="[^"<>]*+"')
_TEXTS = b'<sst xmlns="' + MAIN.encode() + b'">%s</sst>'
#: So many of what a cell of other workbooks held first is remembered.
_SEEN = 6
#: What stands in a cell for a shared text, and nowhere else.
_TEXT_INSIDE = b"<v><t"


class RawValue(NamedTuple):
    """A cell as it stands in a file: its sheet, its name, the number of its style, and its XML with its text in it.

    The XML begins after the name.
    """

    sheet: str
    name: str
    style: int
    xml: bytes


@record
class SheetsFound:
    """The sheets of a workbook before any cell was read: rows with their texts in them, and frames, by their titles."""

    kind: Hashable
    rows: dict[str, bytes]
    frames: dict[str, Frame]


def sheets_found(package: Package) -> SheetsFound | None:
    """Give the sheets of a workbook of which no cell was read yet; None where it has to be read whole."""
    parts = package.unread
    if parts is None:
        return None
    try:
        return _found(package, parts)
    except Refused:  # what reads it whole says why, in its own order
        return None


def _found(package: Package, parts: Unread) -> SheetsFound | None:
    cut = {sheet.name: cut_out(parts.archive.xml(sheet.part)) for sheet in parts.sheets}
    texts = parts.archive.xml(parts.texts)
    styles = styles_of(parts.archive.xml(parts.styles), package.clock)
    plain = is_plain([rows for rows, _ in cut.values()], texts, styles)
    if not plain or texts_anew(texts, package.clock) is not texts or not all(around for _, around in cut.values()):
        return None
    rows = _with_texts({name: rows for name, (rows, _) in cut.items()}, texts)
    if rows is None:
        return None
    frames = {name: frame_in(around, package.clock) for name, (_, around) in cut.items()}
    shape = tuple((sheet.name, sheet.state, _last_row(rows[sheet.name])) for sheet in parts.sheets)
    kind = (package.limits, parts.since_1904, styles.part, bool(styles.formats), shape)
    return SheetsFound(kind, rows, frames)


def _last_row(rows: bytes) -> bytes:
    return rows[rows.rfind(_ROW) + len(_ROW) :].partition(b'"')[0]


def _with_texts(rows: Mapping[str, bytes], part: bytes) -> dict[str, bytes] | None:
    """Give the rows with shared texts in place of their numbers; None where any number may be left."""
    if not part:  # no cell of a workbook that can be read has a number then
        return dict(rows)
    texts = [one.partition(b"<si>")[2] for one in part.split(b"</si>")[:-1]]
    found: dict[str, bytes] = {}
    for name, one in rows.items():
        pieces = _SHARED.split(one)
        if len(pieces) // 3 != one.count(_IS_SHARED):
            return None
        try:
            pieces[2::3] = map(texts.__getitem__, map(int, pieces[2::3]))
        except IndexError:
            return None
        found[name] = b"".join(pieces)
    return found


#: Names of cells by the titles of their sheets.
CellNames = Mapping[str, Collection[str]]


class Model:
    """A workbook that was read whole, cut at its cells."""

    def __init__(self, found: SheetsFound, may_differ: CellNames, told: CellNames) -> None:
        """Keep the sheets of a workbook.

        `may_differ` names the cells, by sheets, that may hold any plain value; any formula may have any result, and
        `told` names those whose results matter.
        """
        self._frames = found.frames
        self._rows = found.rows
        self._pieces = {name: rows.split(_CUT) for name, rows in found.rows.items()}
        self._met = {name: dict[int, _Met]() for name in self._pieces}
        self._cells = {
            name: tuple(frozenset(one.encode() for one in cells.get(name, ())) for cells in (may_differ, told))
            for name in self._pieces
        }

    def differing(self, found: SheetsFound) -> list[RawValue] | None:
        """Give the cells of another workbook that hold another value, None where it differs in anything else."""
        if found.frames != self._frames:
            return None
        values: list[RawValue] = []
        for name, mine in self._pieces.items():
            if found.rows[name] == self._rows[name]:
                continue
            theirs = found.rows[name].split(_CUT)
            if len(theirs) != len(mine):
                return None
            places = self._met[name]
            for at in compress(range(len(mine)), map(ne, mine, theirs)):
                met = places.get(at)
                if met is None:
                    met = places[at] = _Met(_kind_of(mine[at], *self._cells[name]), {})
                value = met.seen.get(theirs[at])
                if value is None:
                    value = self._held(name, met.kind(theirs[at]))
                    if value is None:
                        return None
                    if len(met.seen) < _SEEN:
                        met.seen[theirs[at]] = value
                if value:
                    values.append(value)
        return values

    @staticmethod
    def _held(sheet: str, found: _Cell | tuple[()] | None) -> RawValue | tuple[()] | None:
        """Give what a cell holds with where it stands."""
        if not found:
            return found
        cell, style, xml = found
        return RawValue(sheet, cell.decode(), int(style or 0), xml)


#: Name, style and XML of a cell.
_Cell = tuple[bytes, bytes | None, bytes]
#: Tells of a piece that is not the model's what it holds, nothing where it is the same all the same, or None.
_Kind = Callable[[bytes], _Cell | tuple[()] | None]


class _Met(NamedTuple):
    """A piece of the model in whose place others were met: what tells of them, and what some of them held."""

    kind: _Kind
    seen: dict[bytes, RawValue | tuple[()]]


def _kind_of(piece: bytes, may_differ: Collection[bytes], told: Collection[bytes]) -> _Kind:
    name = piece.partition(b'"')[0]
    if name in may_differ:
        plain = _PLAIN.fullmatch(piece)
        return partial(_same, piece) if plain is None else partial(_same_cell, name, _bare(plain[4]))
    if computed := _COMPUTED.fullmatch(piece):
        begin = b'%s"%s' % (name, b"" if computed[2] is None else b' s="%s"' % computed[2])
        begins = {b"%s%s%s>" % (begin, kind, blank): one for kind, one in _RESULTS.items() for blank in (b"", b" ")}
        return partial(_same_formula, begins, computed[4], _bare(computed[6]), name in told, name, computed[2])
    return partial(_same, piece)


def _same(mine: bytes, piece: bytes) -> tuple[()] | None:
    return () if _bare(mine) == _bare(piece) else None


def _same_cell(name: bytes, rest: bytes, piece: bytes) -> _Cell | None:
    found = _PLAIN.fullmatch(piece)
    if found is None or found[1] != name or _bare(found[4]) != rest:
        return None
    return name, found[2], piece[len(name) + 1 : found.end(3)]


def _same_formula(
    begins: Mapping[bytes, Callable[[bytes], object]],
    formula: bytes,
    rest: bytes,
    is_told: bool,
    name: bytes,
    style: bytes | None,
    piece: bytes,
) -> _Cell | tuple[()] | None:
    begin, stands, after = piece.partition(formula)
    value, ends, further = after.partition(b"</c>")
    is_result = begins.get(begin)
    if not stands or not ends or is_result is None or not is_result(value):
        return None
    if further != rest and _bare(further) != rest:
        return None
    is_read = is_told or is_result is _WORDS
    return (name, style, b"%s%s</c>" % (begin[len(name) + 1 :], value)) if is_read else ()


def _bare(piece: bytes) -> bytes:
    """Give what stands between two cells without the looks of a row."""
    return _LOOKS.sub(b"", piece) if b"<row " in piece else piece


def values_of(package: Package, cells: Iterable[RawValue], clock: Clock) -> dict[bytes, Any] | None:
    """Give the values of cells by their XML as whatever reads the workbook whole gives them, "" for blank.

    None where it gives none. `package` is the model's, of which styles are taken; the cells, one at least, are read as
    those of one sheet, each XML once.
    """
    wanted = {one.xml: one.sheet for one in cells}
    rows: list[bytes] = []
    texts: list[bytes] = []
    for number, xml in enumerate(wanted, 1):
        if _TEXT_INSIDE in xml:
            head, _, text = xml.partition(b"<v>")
            texts.append(text.removesuffix(b"</v></c>"))
            xml = b"%s<v>%d</v></c>" % (head, len(texts) - 1)
        rows.append(b'<row r="%d">%sA%d"%s</row>' % (number, _CUT, number, xml))
    shared = _TEXTS % b"".join(b"<si>%s</si>" % one for one in texts) if texts else b""
    content = package.packed({next(iter(wanted.values())): b"".join(rows)}, shared)
    word, answer = outcome(content, (), asdict(package.limits), clock.left)
    if word != "sheets":
        return None
    _, found, *_ = answer[0][""][0]
    read = [row[0] if row else "" for row in found]
    return dict(zip(wanted, [*read, *[""] * (len(wanted) - len(read))], strict=True))
