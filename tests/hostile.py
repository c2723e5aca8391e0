"""Forms with one construct repeated many times, or with cells that could be read in two ways, as strangers send them.

python tests/hostile.py [N] [--commands|--batches]

Measures each construct at N and 2N: seconds of the processor and what comes of it. Or runs every command that reads
forms on it; or reports on 200 forms with it among them, of which the others have to be scored.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import corpus
from command import as_process, in_process
from containers import biff, compound, ods, parts_of, zipped
from xhht_score import XhhtError, assess

#: A form with a construct so many times.
Construct = Callable[[int], bytes]
FOREIGN = b'xmlns:x="urn:x"'
MOST_SECONDS = 10
ROWS = 5_000  # as many as fit below the form's own


def _sheet(part: Callable[[], str], change: Callable[[bytes], bytes]) -> bytes:
    return corpus.rewritten(part, change)()


def _rows(row: bytes) -> Construct:
    """Give the form with rows at the end of the sheet to fill in; `%d` is the number of each."""

    def make(n: int) -> bytes:
        rows = b"".join(row.replace(b"%d", b"%d" % (200 + at)) for at in range(min(n, ROWS)))
        return _sheet(corpus.answers_part, corpus.ending(rows))

    return make


def _inside(row: Callable[[int], bytes]) -> Construct:
    """Give the form with one row at the end of the sheet to fill in."""
    return lambda n: _sheet(corpus.answers_part, corpus.ending(b'<row r="200">%s</row>' % row(n)))


def _formula(text: Callable[[int], bytes]) -> Construct:
    """Give the form with a formula in the place of one that it was handed out with."""

    def make(n: int) -> bytes:
        return _sheet(corpus.answers_part, lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>%s</f>" % text(n), xml, count=1))

    return make


def _formulas(text: Callable[[int], bytes]) -> Construct:
    """Give the form with this formula in the place of each."""

    def make(n: int) -> bytes:
        return _sheet(corpus.answers_part, lambda xml: re.sub(rb"<f>[^<]*</f>", b"<f>%s</f>" % text(n), xml))

    return make


def _after(extra: Callable[[int], bytes]) -> Construct:
    """Give the form with elements behind the rows of the sheet to fill in."""
    return lambda n: _sheet(corpus.answers_part, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + extra(n)))


def _part(name: str, change: Callable[[bytes, int], bytes]) -> Construct:
    return lambda n: corpus.rewritten(name, lambda xml: change(xml, n))()


def _name(text: Callable[[int], str]) -> Construct:
    """Give the form with this name of its unit."""
    written = b"|".join(("Bá Thước".encode(), "Bá Thước".encode("ascii", "xmlcharrefreplace")))
    old = re.compile(rb"(<t[^>]*>)[^<]*(?:%s)(</t>)" % written)

    def make(n: int) -> bytes:
        return _sheet(corpus.about_part, lambda xml: old.sub(rb"\g<1>" + text(n).encode() + rb"\2", xml, count=1))

    return make


def _table(extra: Callable[[int], str]) -> Construct:
    return lambda n: zipped(ods(corpus.sheets(), extra(n)))


def sheets_that_share_a_stream(n: int) -> bytes:
    """Give an .xls in which so many sheets are one and the same."""
    stream = biff(corpus.sheets())
    at = stream.index(struct.pack("<H", 0x0085))
    (length,) = struct.unpack_from("<H", stream, at + 2)
    one, extra = stream[at : at + 4 + length], n * (4 + length)
    names = b"".join(one[:12] + (b"%04d" % (k % 10_000)).decode().encode("utf-16-le") + one[20:] for k in range(n))
    found = bytearray(stream[:at] + names + stream[at:])
    place = 0
    while (place := found.find(struct.pack("<HH", 0x0085, length), place)) >= 0:
        (where,) = struct.unpack_from("<I", found, place + 4)
        struct.pack_into("<I", found, place + 4, where + extra)
        place += 4 + length
    return compound({"Workbook": bytes(found)})


_CELL = b'<c r="A%d" t="inlineStr"><is><t>%s</t></is></c>'
CONSTRUCTS: dict[str, Construct] = {
    "rows that never end": _inside(lambda n: b"<row " * n),
    "cells that never end": _inside(lambda n: b'<c r="A1" ' * n),
    "rows in a comment": _inside(lambda n: b"<!--" + b'<row hidden="1" ' * n + b"-->"),
    "names of one cell": _inside(
        lambda n: b"<c " + b" ".join(b'xmlns:n%d="n%d" n%d:r="A1"' % (k, k, k) for k in range(n)) + b"/>"
    ),
    "blanks in front of a formula": _inside(lambda n: b'<c r="A200">' + b" " * n + b"<f>1</f></c>"),
    "blanks between attributes": _inside(lambda n: b'<c r="A200"' + b" " * n + b'hidden="1"/>'),
    "comments among rows": _inside(lambda n: b"<!-- -->" * n),
    "foreign elements among cells": _inside(lambda n: b"<x:y %s/>" % FOREIGN * n),
    "cells of other names": _inside(lambda n: b'<x:c %s r="F9"><x:v>9</x:v></x:c>' % FOREIGN * n),
    "hidden rows": _rows(b'<row r="%d" hidden="1"/>'),
    "rows of unknown ids": _rows(_CELL.replace(b"%s", b"9.%d").join((b'<row r="%d">', b"</row>"))),
    "rows of one id": _rows(_CELL.replace(b"%s", b"1.5").join((b'<row r="%d">', b"</row>"))),
    "cells in one row": _inside(lambda n: b"<c><v>1</v></c>" * min(n, 700)),
    "quotes in a formula": _formula(lambda n: b'"' * n),
    "apostrophes in a formula": _formula(lambda n: b"'a" * n),
    "words in a formula": _formula(lambda n: b"a" * n),
    "references in a formula": _formula(lambda n: b"A1+" * n),
    "words in all formulas": _formulas(lambda n: b"a" * (n // 100)),
    "apostrophes in all formulas": _formulas(lambda n: b"'a" * (n // 100)),
    "references in all formulas": _formulas(lambda n: b"A1+" * (n // 100)),
    "rules that never end": _after(lambda n: b"<dataValidation " * n),
    "rules of a cell": _after(
        lambda n: b'<dataValidations>%s</dataValidations>' % (b'<dataValidation type="whole" sqref="F9"/>' * n)
    ),
    "areas of a rule": _after(
        lambda n: b'<dataValidations><dataValidation type="whole" sqref="%s"/></dataValidations>' % (b"A1:Z99 " * n)
    ),
    "merged cells": _after(lambda n: b"<mergeCells>%s</mergeCells>" % (b'<mergeCell ref="F9:G99"/>' * n)),
    "foreign elements behind rows": _after(lambda n: b"<x:y %s><x:z/></x:y>" % FOREIGN * n),
    "formats": _part(
        corpus.STYLES, lambda xml, n: xml.replace(b"<cellXfs", b'<x %s/><cellXfs' % FOREIGN).replace(
            b"</cellXfs>", b'<xf numFmtId="9"/>' * min(n, 60_000) + b"</cellXfs>"))
    ,
    "letters of a format": _part(
        corpus.STYLES, lambda xml, n: re.sub(rb'formatCode="[^"]*"', b'formatCode="%s"' % (b"0,[" * n), xml)),
    "names in the workbook": _part(
        corpus.BOOK, lambda xml, n: xml.replace(b"</sheets>", b"</sheets><definedNames>%s</definedNames>" % (
            b'<definedName name="a">A1</definedName>' * n))),
    "relations": _part(
        corpus.RELATIONS,
        lambda xml, n: xml.replace(b"</Relationships>", b'<Relationship Id="x" Type="t" Target="y"/>' * min(n, 9_000)
                                   + b"</Relationships>")),
    "letters of a name": _name(lambda n: "ệ" * n),
    "marks on a letter": _name(lambda n: "a" + "\u0323\u0301" * n),
    "marks on many letters": _name(lambda n: ("a" + "\u0323\u0301" * 14) * (min(n, 32_000) // 30)),
    "marks from last to first": _name(lambda n: "a" + "\u0301\u0323" * min(n, 16_000)),
    "invisible letters in a name": _name(lambda n: "\u200b" * min(n, 32_000)),
    "pieces of a text": _inside(lambda n: b'<c r="A200" t="inlineStr"><is>%s</is></c>' % (b"<r><t>1</t></r>" * n)),
    "ods, blanks in a text": _table(
        lambda n: "<table:table-row><table:table-cell><text:p>" + "<text:s/>" * n + "</text:p></table:table-cell>"
        "</table:table-row>"),
    "ods, paragraphs": _table(
        lambda n: "<table:table-row><table:table-cell>" + "<text:p>a</text:p>" * n
        + "</table:table-cell></table:table-row>"),
    "ods, errors in a row": _table(
        lambda n: '<table:table-row table:number-rows-repeated="2"><table:table-cell calcext:value-type="error" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'table:number-columns-repeated="9999999"/></table:table-row>' * n),
    "ods, another prefix": _table(
        lambda n: '<x:table-row xmlns:x="urn:oasis:names:tc:opendocument:xmlns:table:1.0"/>' * n),
    "xls, sheets that share a stream": lambda n: sheets_that_share_a_stream(min(n, 9_000)),
}  # fmt: skip


def repeated(rng: random.Random) -> bytes:
    """Give a form with one of the constructs, any number of times."""
    return CONSTRUCTS[rng.choice([*CONSTRUCTS])](int(10 ** rng.uniform(0, 4.5)))


def in_two_ways(rng: random.Random) -> bytes:
    """Give a form with cells that one program sees and another does not."""
    number = b"%d" % rng.randint(0, 400)
    name = corpus.form().cell("1.5").coordinate.encode()
    cell = rng.choice([
        b'<x:c xmlns:x="urn:x" r="%s"><x:v>%s</x:v></x:c>', b'<c xmlns="urn:x" r="%s"><v>%s</v></c>',
        b'<c xmlns="" r="%s"><v>%s</v></c>', b'<c r="%s"><v>%s</v></c>', b'<!-- --><c r="%s"><v>%s</v></c>',
        b'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><c r="%s"><v>%s</v></c></mc:Choice></mc:AlternateContent>',
    ]) % (name, number)  # fmt: skip
    row = b'<row r="%s">%s</row>' % (name.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"), cell)
    own = re.compile(rb'(<c r="%s"[^>]*>)(?:<v>)?[^<]*(</v>)?(</c>)' % name)
    changes: list[Callable[[bytes], bytes]] = [
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData>%s</sheetData><sheetData>" % row),
        lambda xml: xml.replace(b"</sheetData>", b"%s</sheetData>" % row),
        lambda xml: xml.replace(b"</sheetData>", b'</sheetData><x:sheetData xmlns:x="urn:x">%s</x:sheetData>' % row),
        lambda xml: re.sub(rb'(?=<c r="%s")' % name, cell, xml),
        lambda xml: re.sub(rb'(<row r="%s")' % name.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"), rb'\1 xmlns="urn:x"', xml),
        lambda xml: own.sub(rb"\1<v>%s</v><v>1</v>\3" % number, xml),
        lambda xml: own.sub(rb"\1<v>1<!-- -->%s</v>\3" % number, xml),
        lambda xml: own.sub(rb"\1<v>1<x:y xmlns:x='urn:x'>%s</x:y></v>\3" % number, xml),
        lambda xml: own.sub(rb'\1<x:v xmlns:x="urn:x">%s</x:v>\3' % number, xml),
        lambda xml: own.sub(rb"\1<v><![CDATA[%s]]></v>\3" % number, xml),
        lambda xml: own.sub(rb"\1<extLst><v>%s</v></extLst>\3" % number, xml),
    ]
    parts = parts_of(corpus.sound())
    parts[corpus.answers_part()] = rng.choice(changes)(parts[corpus.answers_part()])
    return zipped(parts)


def measured(content: bytes, path: Path) -> tuple[float, str]:
    """Give the seconds of the processor that a form takes, those of other processes included, and what comes of it."""
    path.write_bytes(content)
    before = used()
    try:
        word = ", ".join(sorted({one.code for one in assess(path).problems})) or "scored"
    except XhhtError as error:
        word = ", ".join(sorted({one.code for one in error.problems}))
    return used() - before, word


def used() -> float:
    """Give the seconds of the processor that this process and those it waited for have taken."""
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


#: Every command that reads forms, on a form and a folder in which it lies alone.
COMMANDS = (
    "score FORM", "score FORM --format json", "score FORM --lower FOLDER", "score FORM --last-year FOLDER",
    "validate FORM", "validate FOLDER", "explain FORM 1.5", "report --dir FOLDER", "report --dir FOLDER --format csv",
    "template thanh-hoa-2020 --from FORM -o OUT/form.xlsx", "template thanh-hoa-2020 --from FOLDER -o OUT",
    "template thanh-hoa-2020 --from FORM -o OUT", "template thanh-hoa-2020 --from LIST --last-year FOLDER -o OUT",
    "split FORM -o OUT", "merge FORM -o OUT/whole.xlsx", "status FOLDER", "repair FORM -o OUT/clean.xlsx",
    "criteria diff thanh-hoa-2020 thanh-hoa-2020 --dir FOLDER",
)  # fmt: skip


def commanded(content: bytes, folder: Path, suffix: str = ".xlsx") -> list[str]:
    """Run every command on a file and give what went wrong: another exit code than 0, 1 or 2, no word, a long time."""
    faults = []
    for at, line in enumerate(COMMANDS):
        place, out = folder / f"in-{at}", folder / f"out-{at}"
        place.mkdir(parents=True)
        out.mkdir()
        (place / f"form{suffix}").write_bytes(content)
        (out.with_suffix(".csv")).write_text("name,code\nHuyện Bá Thước,386\n", encoding="utf-8")
        words = {"FORM": str(place / f"form{suffix}"), "FOLDER": str(place), "LIST": str(out.with_suffix(".csv"))}
        arguments = [words.get(one, one.replace("OUT", str(out))) for one in line.split()]
        before = used()
        done = in_process(tuple(arguments), folder, {})
        seconds = used() - before
        if done.returncode not in (0, 1, 2) or not (done.stdout or done.stderr) or seconds > MOST_SECONDS:
            faults.append(f"{line}: {done.returncode} in {seconds:.1f} s {done.stderr[-300:]}")
    return faults


def batch(content: bytes, folder: Path, count: int) -> str:
    """Report on so many sound forms with a hostile one among them; give what went wrong, "" where all were scored."""
    folder.mkdir()
    for at in range(count - 1):
        (folder / f"{at:04}.xlsx").write_bytes(corpus.sound())
    (folder / f"{count // 2:04}-.xlsx").write_bytes(content)
    before = used()
    done = as_process(("report", "--dir", folder, "--format", "json", "--jobs", "2"), folder, {})
    seconds, found = used() - before, len(json.loads(done.stdout)["units"])
    wrong = found < count - 1 or done.returncode not in (0, 2)
    return f"{found} of {count} in {seconds:.1f} s, {done.returncode} {done.stderr[-300:]}" if wrong else ""


def main(asked: argparse.Namespace) -> int:
    """Do what is asked and give the number of faults."""
    faults, most = 0, asked.times
    with tempfile.TemporaryDirectory() as place:
        for number, (name, make) in enumerate(CONSTRUCTS.items()):
            folder = Path(place, str(number))
            folder.mkdir()
            if asked.commands:
                found = commanded(make(most), folder)
            elif asked.batches:
                found = [one for one in (batch(make(most), folder / "batch", 200),) if one]
            else:
                one, other = (measured(make(n), folder / "form.xlsx") for n in (most, 2 * most))
                slow = other[0] > max(3 * one[0], 0.5) or other[0] > MOST_SECONDS
                found = [f"{one[0]:.2f} s, then {other[0]:.2f} s"] if slow else []
                print(f"{one[0]:7.2f} s {other[0]:7.2f} s  {name}: {other[1][:120]}", flush=True)
            faults += len(found)
            print(*(f"FAULT {name}: {one}" for one in found), sep="\n", end="\n" if found else "", flush=True)
    print(f"{len(CONSTRUCTS)} constructs, faults: {faults}")
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", nargs="?", type=int, default=100_000)
    parser.add_argument("--commands", action="store_true", help="every command that reads a form, on each")
    parser.add_argument("--batches", action="store_true", help="a batch of 200 with each among them")
    sys.exit(bool(main(parser.parse_args())))
