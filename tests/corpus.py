"""Damaged, odd and hostile workbooks, each made from a freshly filled form, with the codes of its problems.

python tests/corpus.py DIRECTORY writes them all.
"""

from __future__ import annotations

import datetime
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import python_calamine
from openpyxl import Workbook

from containers import (
    biff,
    compound,
    ods,
    parts_of,
    with_header,
    with_local_header,
    xls,
    xlsb,
    zipped,
)
from filled import FilledForm
from kept_forms import Kept, KeptForm
from make import CRITERIA, submission_from, units
from xhht_score.api.single import load_once
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.template import make_form

Parts = dict[str, bytes]
BOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
#: What is said where no cell tells its format: nobody knows the unit of 2.12 and of both figures of 4.3.
AMBIGUOUS = ("cell-percent-ambiguous",) * 3
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its name, the codes of all problems that reading and scoring it gives, and its bytes."""

    name: str
    expected: tuple[str, ...]
    make: Callable[[], bytes]
    suffix: str = ".xlsx"

    def write(self, folder: Path) -> Path:
        """Write the file and give its path."""
        words = re.sub(r"[^0-9A-Za-zÀ-ỹ]+", "-", self.name).strip("-")
        path = folder / f"{CASES.index(self):03} {words}{self.suffix}"
        path.write_bytes(self.make())
        return path


CASES: list[Case] = []


def case(name: str, make: Callable[[], bytes], *expected: str, suffix: str = ".xlsx") -> None:
    """Add a case."""
    CASES.append(Case(name, tuple(sorted(expected)), make, suffix))


# A form that there is nothing to say about


@cache
def _kept(filled: bool) -> Kept:
    entry = next(one for one in units() if one["file"] == "bathuoc")
    loaded = load_once(CRITERIA)
    submission = submission_from(entry)
    answers = {name: one.model_copy(update={"evidence": True}) for name, one in submission.answers.items()}
    submission = submission.model_copy(update={"answers": answers})
    words = Words("vi")
    given = submission if filled else None
    return Kept(lambda: make_form(words, loaded.criteria_set, loaded.sha256, submission=given))


def form(filled: bool = True) -> FilledForm:
    """Give the form anew, with every indicator answered and proved, or not filled in."""
    return KeptForm(_kept(filled))


def saved(form: FilledForm | Workbook) -> bytes:
    out = BytesIO()
    form.save(out)
    return out.getvalue()


@cache
def sound() -> bytes:
    """Give the bytes of the form, the same ones in every run."""
    parts = parts_of(saved(form()))
    parts["docProps/core.xml"] = re.sub(
        rb">\d{4}-\d\d-\d\dT[\d:.]+Z<", b">2020-12-31T00:00:00Z<", parts["docProps/core.xml"]
    )
    return zipped(parts)


@cache
def sheet_parts() -> tuple[str, str]:
    """Give the names of the parts of the info sheet and of the answers sheet."""
    found = {
        marker: name
        for name, xml in parts_of(sound()).items()
        for marker in (layout.INFO_MARKER, layout.ANSWERS_MARKER)
        if marker.encode() in xml and name.startswith("xl/worksheets/")
    }
    return found[layout.INFO_MARKER], found[layout.ANSWERS_MARKER]


@cache
def sheets() -> dict[str, list[list[Any]]]:
    """Give the cells of the info sheet and of the answers sheet by sheet names."""
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(sound()))
    found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {name: rows for name, rows in found.items() if rows and str(rows[0][0]).startswith(layout.MARKER_PREFIX)}


def changed(change: Callable[[FilledForm], object]) -> Callable[[], bytes]:
    """Give a maker of the form after a change to its book."""

    def make() -> bytes:
        one, out = form(), BytesIO()
        change(one)
        one.leave(out)
        return out.getvalue()

    return make


def repacked(change: Callable[[Parts], object]) -> Callable[[], bytes]:
    """Give a maker of the form after a change to the parts of its package."""

    def make() -> bytes:
        parts = parts_of(sound())
        change(parts)
        return zipped(parts)

    return make


def rewritten(name: str | Callable[[], str], change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """Give a maker of the form after a change to the bytes of one part."""

    def apply(parts: Parts) -> None:
        part = name if isinstance(name, str) else name()
        before = parts[part]
        parts[part] = change(before)
        assert parts[part] != before, "the change has to change something"

    return repacked(apply)


def about_part() -> str:
    return sheet_parts()[0]


def answers_part() -> str:
    return sheet_parts()[1]


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(old, new)


def ending(extra: bytes) -> Callable[[bytes], bytes]:
    """Give a change that puts rows at the end of a sheet."""
    return replaced(b"</sheetData>", extra + b"</sheetData>")


def put(identifier: str, value: Any, field: str = "value_1", number_format: str | None = None) -> Callable[[], bytes]:
    """Give a maker of the form with one cell of the answers sheet filled in otherwise."""

    def change(one: FilledForm) -> None:
        cell = one.cell(identifier, field)
        cell.value = value
        if isinstance(value, str) and not value.startswith("#"):
            cell.data_type = "s"
        if number_format:
            cell.number_format = number_format

    return changed(change)


def about(key: str, value: Any) -> Callable[[], bytes]:
    """Give a maker of the form with one cell of the info sheet filled in otherwise."""
    return changed(lambda one: setattr(one.about(key), "value", value))


def stored(identifier: str, inside: bytes, attributes: bytes = b"", field: str = "value_1") -> Callable[[], bytes]:
    """Give a maker of the form in which a cell of the answers sheet is stored like this."""

    def change(xml: bytes) -> bytes:
        name = form().cell(identifier, field).coordinate.encode()
        cell = re.compile(rb'<c r="%s" s="(\d+)"[^>]*?(/>|>.*?</c>)' % name)
        return cell.sub(lambda found: b'<c r="%s" s="%s"%s>%s</c>' % (name, found[1], attributes, inside), xml)

    return rewritten(answers_part, change)


# Containers


def lying(field: int, value: int, *, local: bool = False) -> Callable[[], bytes]:
    """Give a maker of the form whose answers part is said to be otherwise than it is."""

    def make() -> bytes:
        content = with_header(sound(), answers_part(), field, "<I", value)
        return with_local_header(content, answers_part(), field - 2, "<I", value) if local else content

    return make


def flagged(field: int, value: int) -> Callable[[], bytes]:
    def make() -> bytes:
        content = with_header(sound(), answers_part(), field, "<H", value)
        return with_local_header(content, answers_part(), field - 2, "<H", value)

    return make


def twice(name: Callable[[], str], second: bytes) -> Callable[[], bytes]:
    """Give a maker of the form in which a part stands twice."""

    def make() -> bytes:
        other = "".join(reversed(name()))
        content = zipped({**parts_of(sound()), other: second})
        return content.replace(other.encode(), name().encode())

    return make


def flooded() -> bytes:
    """Give the form with a part of 64 MB that packs well, whatever it is said to be."""
    parts = parts_of(sound())
    parts[answers_part()] += b" " * 64_000_000
    return zipped(parts)


def noisy(size: int) -> bytes:
    """Give a comment that packs to half its size."""
    return b"<!--" + random.Random(1).randbytes(size // 2).hex().encode() + b"-->"


def many_elements() -> bytes:
    far_enough = b'<row r="200"><c r="AA200"/></row></sheetData>' + noisy(600_000) + b"<x/>" * 1_000_000
    return rewritten(answers_part, replaced(b"</sheetData>", far_enough))()


def deep() -> bytes:
    return rewritten(BOOK, replaced(b"</workbook>", b"<x>" * 100_000 + b"</workbook>"))()


def amplified() -> bytes:
    """Give the form with one long text that 40,000 cells share: 36 GB where it is copied."""

    def change(parts: Parts) -> None:
        rows = (b'<row r="%d">%s</row>' % (at, b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (64 + column, at)
                for column in range(1, 9))) for at in range(200, 5200))  # fmt: skip
        parts[answers_part()] = ending(b"".join(rows))(parts[answers_part()])
        parts["xl/sharedStrings.xml"] = b"<sst %s><si><t>%s</t></si></sst>" % (_MAIN, b"x" * 900_000)

    return repacked(change)()


def many_sheets() -> bytes:
    """Give a workbook of 1,000 sheets, each of them far from empty."""
    sheet = b'<worksheet %s><sheetData><row r="9999"><c r="Z9999"><v>1</v></c></row></sheetData></worksheet>' % _MAIN

    def change(parts: Parts) -> None:
        names, relations = [], []
        for n in range(1000):
            names.append(f'<sheet xmlns:r="{_OFFICE}" name="s{n}" sheetId="{n + 100}" r:id="x{n}"/>')
            target = f"/xl/worksheets/x{n}.xml"
            relations.append(f'<Relationship Id="x{n}" Type="{_OFFICE}/worksheet" Target="{target}"/>')
            parts[target[1:]] = sheet
        parts[BOOK] = parts[BOOK].replace(b"<sheets>", b"<sheets>" + "".join(names).encode())
        relations_end = b"</Relationships>"
        parts[RELATIONS] = parts[RELATIONS].replace(relations_end, "".join(relations).encode() + relations_end)

    return repacked(change)()


def one_part_of_all_sheets(parts: Parts) -> None:
    targets = re.compile(rb'Target="[^"]*worksheets/[^"]*"')
    parts[RELATIONS] = targets.sub(b'Target="/%s"' % answers_part().encode(), parts[RELATIONS])


def bomb(parts: Parts) -> None:
    parts["xl/media/image1.png"] = bytes(120_000_000)


def linked(parts: Parts) -> None:
    """Add a link to another workbook, with a formula that uses it and the value it had."""
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink %s/>" % _MAIN
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        b'<Relationships><Relationship Id="rId1" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    relation = f'<Relationship Id="e1" Type="{_OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation.encode() + b"</Relationships>")


def outside_sheet(parts: Parts) -> None:
    """Make the answers sheet one that lies outside the file."""
    name = answers_part().rpartition("/")[2].encode()
    parts[RELATIONS] = re.sub(
        rb'Target="[^"]*%s"' % name, b'Target="file:///etc/passwd" TargetMode="External"', parts[RELATIONS]
    )


def macros(parts: Parts) -> None:
    parts["xl/vbaProject.bin"] = compound({"VBA": b"Sub Auto_Open()"})
    relation = '<Relationship Id="v1" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
    relation += 'Target="vbaProject.bin"/>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation.encode() + b"</Relationships>")


def strict(parts: Parts) -> None:
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for name, xml in parts.items():
        xml = xml.replace(old + b"spreadsheetml/2006/main", new + b"spreadsheetml/main")
        parts[name] = xml.replace(old + b"officeDocument/2006/relationships", new + b"officeDocument/relationships")


def shared_strings(parts: Parts) -> None:
    """Store texts as Excel does, in a part of their own."""
    texts: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        texts.append(b"<si>%s</si>" % found[2])
        return b'<c%st="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    for name in list(parts):
        if name.startswith("xl/worksheets/"):
            parts[name] = re.sub(rb'<c([^>]*)t="inlineStr"><is>(.*?)</is></c>', share, parts[name])
    assert texts
    parts["xl/sharedStrings.xml"] = b"<sst %s>%s</sst>" % (_MAIN, b"".join(texts))
    relation = f'<Relationship Id="sst" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'.encode()
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation + b"</Relationships>")


def prefixed(parts: Parts) -> None:
    """Name the elements of the sheets with a prefix."""
    for name in list(parts):
        if name.startswith("xl/worksheets/"):
            xml = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", parts[name])
            parts[name] = xml.replace(b"xmlns=", b"xmlns:x=")


def moved_workbook(parts: Parts) -> None:
    """Put the workbook part where no program puts it, with absolute targets."""
    parts["book/main.xml"] = parts.pop(BOOK)
    parts["book/_rels/main.xml.rels"] = re.sub(rb'Target="(?!/)([^"]*)"', rb'Target="/xl/\1"', parts.pop(RELATIONS))
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"book/main.xml")


def renamed_parts(change: Callable[[str], str]) -> Callable[[], bytes]:
    return lambda: zipped({change(name): part for name, part in parts_of(sound()).items()})


def utf16(parts: Parts) -> None:
    name = answers_part()
    parts[name] = parts[name].decode().encode("utf-16")


def declared(name: str | Callable[[], str], declaration: bytes, entity: bytes = b"") -> Callable[[], bytes]:
    """Give a maker of the form in which a part declares entities, and uses one."""

    def change(xml: bytes) -> bytes:
        start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
        xml = xml[:start] + declaration + xml[start:]
        return xml.replace("Huyện Bá Thước".encode(), entity) if entity else xml

    return rewritten(name, change)


def foreign() -> bytes:
    book = Workbook()
    book.active.append(["Huyện", "Điểm"])
    return saved(book)


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ENCRYPTION = '<manifest:encryption-data manifest:checksum="x"/>'

case("sound", sound)
case("no byte", lambda: b"", "workbook-empty")
case("cut off in the middle", lambda: sound()[: len(sound()) // 2], "workbook-damaged")
case("cut off at the end", lambda: sound()[:-30], "workbook-damaged")
case("only the first bytes", lambda: b"PK\x03\x04", "workbook-damaged")
case("text", lambda: "Huyện Bá Thước; 12".encode(), "not-a-workbook")
case("html", lambda: b"<html><table><tr><td>12</td></tr></table></html>", "not-a-workbook", suffix=".xls")
case("docx renamed", lambda: zipped({
    "[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document xmlns:w='w'/>",
    "word/_rels/document.xml.rels": b"<Relationships/>",
    "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
                   'Target="word/document.xml"/></Relationships>'.encode(),
}), "not-a-workbook")  # fmt: skip
case("pictures in a zip", lambda: zipped({"ảnh.jpg": b"\xff\xd8"}), "not-a-workbook")
case("the form inside a zip", lambda: zipped({"biểu.xlsx": sound()}), "not-a-workbook")
case("another program's workbook", foreign, "workbook-foreign")
case("password", lambda: compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "workbook-password")
case("compound file of something else", lambda: compound({"WordDocument": b"Word".ljust(5000)}), "workbook-damaged",
     suffix=".xls")  # fmt: skip
case("zip with the flag of encryption", flagged(8, 1), "workbook-password")
case("zip bomb in a part that is not read", repacked(bomb), "workbook-too-large")
case("zip bomb in a sheet", flooded, "workbook-too-large")
case("a size that lies low", lying(24, 1000), "workbook-damaged")
case("a size that lies low in both headers", lying(24, 1000, local=True), "workbook-damaged")
case("a size that lies high", lying(24, 3_000_000_000), "workbook-too-large")
case("a packed size that lies high", lying(20, 4_000_000_000), "workbook-damaged")
case("a wrong checksum", lying(16, 12345), "workbook-damaged")
case("a wrong place in the file", lying(42, 5), "workbook-damaged")
case("an unknown way of packing", flagged(10, 97), "workbook-damaged")
case("packed by bzip2", lambda: zipped(parts_of(sound()), 12), "workbook-damaged")
case("a part that stands twice", twice(answers_part, b"<worksheet/>"), "workbook-damaged")
case("a part that stands twice in two cases of letters",
     repacked(lambda parts: parts.update({answers_part().upper(): b"<worksheet/>"})), "workbook-damaged")  # fmt: skip
case("relations of the workbook lacking", repacked(lambda parts: parts.pop(RELATIONS)), "workbook-damaged")
case("the workbook part lacking", repacked(lambda parts: parts.pop(BOOK)), "not-a-workbook")
case("the answers part lacking", repacked(lambda parts: parts.pop(answers_part())), "marker-lacking")
case("root relations lacking", repacked(lambda parts: parts.pop("_rels/.rels")))
case("styles lacking", repacked(lambda parts: parts.pop(STYLES)), *AMBIGUOUS)
case("content types lacking", repacked(lambda parts: parts.pop("[Content_Types].xml")))
case("content types wrong", rewritten("[Content_Types].xml", replaced(b"spreadsheetml", b"wordprocessingml")))
case("relations that are no XML", rewritten(RELATIONS, lambda _: b"<Relationships"), "workbook-damaged")
case("a sheet that is no XML", rewritten(answers_part, lambda xml: xml[: len(xml) // 2]), "workbook-damaged")
case("one part for all sheets", repacked(one_part_of_all_sheets), "workbook-damaged")
case("a thousand sheets", many_sheets, "workbook-too-large")
case("XML that nests without end", deep, "workbook-damaged")
case("a million elements that are no cells", many_elements)
case("a long text in 40,000 cells", amplified, "workbook-too-large")
case("entities that expand in a sheet", declared(about_part, LAUGHS, b"&c;"), "workbook-unsafe")
case("an entity from outside in a sheet", declared(about_part, OUTSIDE, b"&a;"), "workbook-unsafe")
case("entities in the workbook part", declared(BOOK, LAUGHS), "workbook-unsafe")
case("entities in the styles", declared(STYLES, OUTSIDE), "workbook-unsafe")
case("entities in the relations", declared(RELATIONS, OUTSIDE), "workbook-unsafe")
case("a sheet in UTF-16", repacked(utf16), "workbook-damaged")
case("a link to another workbook", repacked(linked))
case("a sheet that lies outside the file", repacked(outside_sheet), "marker-lacking")
case("macros", repacked(macros), suffix=".xlsm")
case("strict Open XML", repacked(strict))
case("texts in a part of their own", repacked(shared_strings))
case("elements with a prefix", repacked(prefixed))
case("names of parts with backslashes", renamed_parts(lambda name: name.replace("/", "\\")))
case("names of parts in capitals", renamed_parts(str.upper))
case("the workbook part elsewhere", repacked(moved_workbook))
case("no dimension", rewritten(answers_part, lambda xml: re.sub(rb"<dimension[^>]*/>", b"", xml)))
case("a dimension that lies", rewritten(answers_part,
     lambda xml: re.sub(rb"<dimension[^>]*/>", b'<dimension ref="A1:XFD1048576"/>', xml)))  # fmt: skip
case("dates since 1904", rewritten(BOOK, replaced(b"<workbookPr ", b'<workbookPr date1904="1" ')))
for title, cell in {
    "as Excel writes it": b'<c r="XFD1048576"><v>1</v></c>', "far down": b'<c r="A1048576"><v>1</v></c>',
    "far right": b'<c r="XFD9"><v>1</v></c>', "single quotes": b"<c r='XFD1048576'><v>1</v></c>",
    "a line break": b'<c\nr="XFD1048576"><v>1</v></c>', "small letters": b'<c r="xfd1048576"><v>1</v></c>',
    "other attributes first": b'<c s="1" r="XFD1048576"><v>1</v></c>',
    "a prefix": b'<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"/>',
    "without references": b"<c><v>1</v></c>" * 800, "at both limits": b'<c r="ZZ9999"><v>1</v></c>',
}.items():  # fmt: skip
    case(f"far-off cell, {title}", rewritten(answers_part, ending(b'<row r="9000">%s</row>' % cell)),
         "workbook-too-large")  # fmt: skip
case("far-off cell by its row alone",
     rewritten(answers_part, ending(b'<row r="1048576"><c><v>1</v></c></row>')), "workbook-too-large")  # fmt: skip
case("far-off row without cells", rewritten(answers_part, ending(b'<row r="1048576" ht="20"/>')))
case("a million cells in one place",
     rewritten(answers_part, ending(b"<row>%s</row>" % (b'<c r="T9"/>' * 10**6))), "workbook-too-large")  # fmt: skip
case("xlsx named xls", sound, suffix=".xls")
case("xls", lambda: xls(sheets()), *AMBIGUOUS, "looks-unknown", suffix=".xls")
case("xls named xlsx", lambda: xls(sheets()), *AMBIGUOUS, "looks-unknown")
case("xls cut off", lambda: xls(sheets())[:20_000], "workbook-damaged", suffix=".xls")
case("xls whose sectors lead in a circle", lambda: compound({"Workbook": biff(sheets())}, circle=True),
     "workbook-too-large", suffix=".xls")  # fmt: skip
case("xlsb", lambda: zipped(xlsb(sheets())), "workbook-binary", suffix=".xlsb")
case("xlsb named xlsx", lambda: zipped(xlsb(sheets())), "workbook-binary")
case("ods", lambda: zipped(ods(sheets())), *AMBIGUOUS, suffix=".ods")
case("ods with a password", lambda: zipped(ods(sheets(), inside=ENCRYPTION)), "workbook-password", suffix=".ods")
_CELL, _ROW = "<table:table-cell{}/>", "<table:table-row{}>{}</table:table-row>"
_FULL, _MANY = ' office:value-type="float" office:value="1"', ' table:number-{}-repeated="2000000000"'
for title, extra in {
    "a cell repeated": _ROW.format("", _CELL.format(_FULL + _MANY.format("columns"))),
    "a row repeated": _ROW.format(_MANY.format("rows"), _CELL.format(_FULL)),
    "blanks repeated before a cell": _ROW.format("", _CELL.format(_MANY.format("columns")) + _CELL.format(_FULL)),
    "blank rows repeated before a row":
        _ROW.format(_MANY.format("rows"), _CELL.format("")) + _ROW.format("", _CELL.format(_FULL)),
}.items():  # fmt: skip
    case(f"ods, {title} two thousand million times", lambda extra=extra: zipped(ods(sheets(), extra)),
         "workbook-too-large", suffix=".ods")  # fmt: skip
case("ods, blanks repeated at the end", lambda: zipped(ods(sheets(), _ROW.format(
    ' table:number-rows-repeated="1048000"', _CELL.format(' table:number-columns-repeated="16384"')))),
     *AMBIGUOUS, suffix=".ods")  # fmt: skip
case("ods with an entity from outside", lambda: zipped({**ods(sheets()), "content.xml":
     OUTSIDE + ods(sheets())["content.xml"]}), "workbook-unsafe", suffix=".ods")  # fmt: skip

CONTAINERS = tuple(CASES)


# Cells

for typed in (" 12 ", "12", "12,0", "12.0", "\u00a012\u00a0", "+12", "012", "12\u200b", "１２", "١٢", "＋１２．０"):
    case(f"whole number as text {typed!r}", put("1.5", typed))
for typed in ("75,5", "75.5", "75,50", "1.234.567,25", "1,234.5", 0.1 + 0.2, 1e-7):
    case(f"number as text {typed!r}", put("1.9", typed))
for typed in ("1.234.567", "1,234,567"):
    case(f"sure thousands {typed!r}", put("3.2", typed, "value_2"))
for typed in ("61.500", "61,500", "61 500", "61\u00a0500"):
    case(f"thousands {typed!r}", put("3.2", typed, "value_2"), "cell-thousands-read")
for typed in ("nhiều", "12 lượt", "mười hai", "44/73", "１２ người", "½", "1e5", "-", "12.", ".5", "1.2.3", "=1+1",
              "'12", "12²", "①", "∞", "{0}"):  # fmt: skip
    case(f"no number {typed!r}", put("1.5", typed), "cell-not-a-number")
case("ambiguous number", put("4.4", "31.500"), "cell-ambiguous-number")
for typed in ("75.5%", "75,5 %", 0.755, 0):
    case(f"percent {typed!r}", put("2.12", typed))
case("percent '75,5'", put("2.12", "75,5"), "cell-percent-lost")
case("percent without its sign", put("2.12", "0,84"), "cell-percent-ambiguous")
case("percent without its format", put("2.12", 0.84, number_format="General"), "cell-percent-ambiguous")
case("percent format where a number belongs", put("4.4", 0.455, number_format="0%"), "cell-percent-format")
case("percent above 100", put("2.12", "150%"), "cell-above-maximum")
for error in ("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"):
    case(f"error cell {error}", stored("1.5", b"<v>%s</v>" % error.encode(), b' t="e"'), "cell-error-value")
case("error of a formula", stored("1.5", b"<f>1/0</f><v>#DIV/0!</v>", b' t="e"'), "cell-error-value")
case("formula without a value", stored("1.5", b"<f>10+2</f>"), "cell-formula-uncalculated")
case("formula with a value", stored("1.5", b"<f>10+2</f><v>12</v>"))
case("formula with a text", stored("1.5", b'<f>"12"</f><v>12</v>', b' t="str"'))
case("formula with an empty text", stored("1.5", b'<f>""</f><v></v>', b' t="str"'), "answer-blank")
case(
    "formula for the year without a value", about(layout.YEAR, "=2019+1"), "cell-formula-uncalculated", "year-unusable"
)
case("inline text for a number", stored("1.5", b"<is><t>12</t></is>", b' t="inlineStr"'))
case("text in pieces of rich text", stored("1.5", b"<is><r><t>1</t></r><r><t>2</t></r></is>", b' t="inlineStr"'))
case("true in a number", put("1.5", True), "cell-not-a-number")
case("true in yes or no", put("1.1", True))
case("one in yes or no", put("1.1", 1))
case("two in yes or no", put("1.1", 2), "cell-word-unknown")
case("a date in a number", put("1.5", datetime.date(2020, 5, 1)), "cell-holds-date")
case("a time in a number", put("1.5", datetime.time(12, 30)), "cell-holds-date")
case("negative", put("1.5", -3), "cell-negative")
case("half a session", put("1.5", 12.5), "cell-not-whole")
case("above the maximum", put("4.4", 501), "cell-above-maximum")
case("off the step", put("4.8", 2.3), "cell-off-step")
case("too large for any form", put("1.5", 1e300), "cell-above-maximum")
for number in (b"NaN", b"INF", b"-inf"):
    case(f"number {number.decode()}", stored("1.5", b"<v>%s</v>" % number), "cell-not-a-number")
    case(f"evidence {number.decode()}", stored("1.1", b"<v>%s</v>" % number, b"", layout.EVIDENCE), "cell-word-unknown")
case("32,767 digits", put("1.5", "9" * 32_767), "cell-not-a-number")
case("numerator above denominator", put("2.2", 80), "numerator-above-denominator")
case("denominator zero", put("2.2", 0, "value_2"), "denominator-zero")
case("blank", put("1.5", None), "answer-blank")
case("white space", put("1.5", " \u00a0\n"), "answer-blank")
case("decomposed letters", about(layout.UNIT_NAME, unicodedata.normalize("NFD", "Huyện Bá Thước")))
case("decomposed letters in a choice", put("1.1", unicodedata.normalize("NFD", "Có")))
case("TCVN3", about(layout.UNIT_NAME, "HuyÖn B¸ Th­íc"), "cell-legacy-encoding")
case("VNI", put("1.5", "Quyeát ñònh soá 5 cuûa huyeän", layout.NOTE), "cell-legacy-encoding")
case("a foreign name", put("1.5", "Ông Müller, café Zürich; 5 m², 30°C ± 1", layout.NOTE))
for text in ("=1+1", "+84 912", "@tên", "-5", "'trích", "a\nb", "<i>&amp;</i>", "{x} %s [b]"):
    case(f"text {text!r}", put("1.5", text, layout.NOTE))
case("text of 32,767 letters", put("1.5", "ệ" * 32_767, layout.NOTE))
case("text with a character that XML has not", rewritten(answers_part, ending(
    b'<row r="99"><c r="B99" t="inlineStr"><is><t>a&#2;b</t></is></c></row>')))  # fmt: skip
case("unknown word for evidence", put("1.1", "có thể", layout.EVIDENCE), "cell-word-unknown")
case("not applicable where it is forbidden", put("1.1", "x", layout.NOT_APPLICABLE), "not-applicable-forbidden",
     "not-applicable-without-reason")  # fmt: skip
case("a reason without its mark", put("2.2", "không có trường", layout.REASON), "reason-without-mark")

CELLS = tuple(CASES[len(CONTAINERS) :])


# Structure


def rows_shuffled(one: FilledForm) -> None:
    sheet = one.answers
    rows = [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=layout.FIRST_ROW)]
    sheet.delete_rows(layout.FIRST_ROW, sheet.max_row)
    random.Random(20).shuffle(rows)
    for at, row in enumerate(rows):
        for column, (value, number_format) in enumerate(row, 1):
            cell = sheet.cell(layout.FIRST_ROW + 2 * at, column, value)
            cell.number_format = number_format


def columns_swapped(one: FilledForm) -> None:
    """Swap the first input with the evidence, heads and all."""
    first, second = (next(cell.column for cell in one.answers[1] if cell.value == field)
                     for field in ("value_1", layout.EVIDENCE))  # fmt: skip
    for row in one.answers.iter_rows():
        one_cell, other = row[first - 1], row[second - 1]
        if not any(cell.coordinate in one.answers.merged_cells for cell in (one_cell, other)):
            one_cell.value, other.value = other.value, one_cell.value
            one_cell.number_format, other.number_format = other.number_format, one_cell.number_format


def heading(field: str, value: str | None) -> Callable[[FilledForm], object]:
    """Give a change of what stands above a column in the hidden first row."""
    return lambda one: setattr(next(cell for cell in one.answers[1] if cell.value == field), "value", value)


def identifier(old: str, new: str | None) -> Callable[[FilledForm], object]:
    return lambda one: setattr(one.answers.cell(one.row(old), 1), "value", new)


def merge(first: tuple[str, str], last: tuple[str, str]) -> Callable[[FilledForm], object]:
    """Merge the cells from one to another, as somebody does with the mouse."""
    return lambda one: one.answers.merge_cells(f"{one.cell(*first).coordinate}:{one.cell(*last).coordinate}")


def extra_sheet(one: FilledForm) -> None:
    one.book.create_sheet("Phụ lục", 0)["B7"] = 99


def put_in_front(one: FilledForm) -> None:
    for sheet in (one.info, one.answers):
        sheet.insert_rows(1)
        sheet.insert_cols(1)


def copied_sheet(one: FilledForm) -> None:
    copy = one.book.copy_worksheet(one.answers)
    copy["A1"].data_type = "s"


def extra_columns(one: FilledForm) -> None:
    width = one.answers.max_column
    for row in range(layout.FIRST_ROW, one.answers.max_row):
        one.answers.cell(row, width + 2, row * 7)


def hide_row(one: FilledForm) -> None:
    one.answers.row_dimensions[one.row("1.5")].hidden = True


def hide_column(one: FilledForm) -> None:
    one.answers.column_dimensions[one.cell("1.5").column_letter].hidden = True


def rename_sheets(one: FilledForm) -> None:
    one.info.title, one.answers.title = "A & B <1>", "Bảng 'của' tôi"


def blank_form() -> bytes:
    return saved(form(filled=False))


case("rows shuffled", changed(rows_shuffled))
case("a row and a column in front", changed(put_in_front))
case("rows inserted", changed(lambda one: one.answers.insert_rows(layout.FIRST_ROW, 3)))
case("a row deleted", changed(lambda one: one.answers.delete_rows(one.row("1.5"))), "row-lacking")
case("an id deleted", changed(identifier("1.5", None)), "row-lacking")
case("an id repeated", changed(identifier("1.6", "1.5")), "row-id-repeated", "row-lacking", "row-mixed-up")
case("an id unknown", changed(identifier("1.5", "1.55")), "row-id-unknown", "row-lacking")
case("an id as a number", changed(lambda one: setattr(one.answers.cell(one.row("1.5"), 1), "value", 1.5)))
case("an id with blanks", changed(identifier("1.5", " 1.5\u00a0")))
case("columns swapped with their heads", changed(columns_swapped))
case("a column without its head", changed(heading(layout.EVIDENCE, None)), "column-ignored", "column-lacking",
     *["evidence-blank"] * 37)  # fmt: skip
case("a column twice", changed(heading(layout.NOTE, layout.EVIDENCE)), "column-repeated", *["evidence-blank"] * 37)
case("the marker of the answers sheet deleted", changed(lambda one: setattr(one.answers["A1"], "value", None)),
     "marker-lacking")  # fmt: skip
case("the first row of the answers sheet deleted", changed(lambda one: one.answers.delete_rows(1)), "marker-lacking")
case("the row of headings deleted", changed(lambda one: one.answers.delete_rows(layout.HEADER_ROW)))
case("inputs of one row merged", changed(merge(("2.2", "value_1"), ("2.2", "value_2"))), "answer-blank", "cell-merged")
case("inputs of two rows merged", changed(merge(("1.5", "value_1"), ("1.6", "value_1"))), "answer-blank", "cell-merged")
case("texts merged", changed(merge(("1.5", layout.TITLE), ("1.5", layout.ASKED))), "label-changed")
case("a row hidden", changed(hide_row), "row-hidden")
case("a column hidden", changed(hide_column), "column-hidden")
case("the answers sheet hidden", changed(lambda one: setattr(one.answers, "sheet_state", "hidden")), "sheet-hidden")
case("the info sheet very hidden", changed(lambda one: setattr(one.info, "sheet_state", "veryHidden")), "sheet-hidden")
case("a sheet added", changed(extra_sheet), "sheet-ignored")
case("an empty sheet added", changed(lambda one: one.book.create_sheet("Sheet1")))
case("a chart sheet added", changed(lambda one: one.book.create_chartsheet("Biểu đồ", 0)))
case("the answers sheet copied", changed(copied_sheet), "copy-alike")
case("columns added", changed(extra_columns), "column-ignored")
case("sheets renamed", changed(rename_sheets))
case("sheets in another order", changed(lambda one: one.book.move_sheet(one.answers, -1)))
case("the guide deleted", changed(lambda one: one.book.remove(one.book[Words("vi").say("sheet-guide")])))
case("the info sheet deleted", changed(lambda one: one.book.remove(one.info)), "marker-lacking")
case("another version", about(layout.SET_VERSION, "2019.1"), "version-differs")
case("another set", about(layout.SET_ID, "thanh-hoa-2002"), "unknown-set")
case("no set", about(layout.SET_ID, None), "set-not-named")
case("nobody has filled it in", blank_form, "form-blank")
case("no name", about(layout.UNIT_NAME, None), "unit-name-lacking")
case("the year in words", about(layout.YEAR, "hai nghìn hai mươi"), "year-unusable")
case("the year outside", about(layout.YEAR, 2021), "year-outside")
case("a fact not chosen", about("fact.area", None), "fact-blank")
case("a fact with an unknown choice", about("fact.area", "Vùng sâu"), "fact-unusable")
case("a date that is none", about(layout.REQUEST_DATE, "31/02/2021"), "date-unusable")
STRUCTURES = tuple(CASES[len(CONTAINERS) + len(CELLS) :])


def write_all(folder: Path, cases: Sequence[Case] = CASES) -> dict[Path, Case]:
    """Write the files of all cases and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return {one.write(folder): one for one in cases}


if __name__ == "__main__":
    print(len(write_all(Path(sys.argv[1]))))
