"""Reads forms by models and whole, and asks for the same bytes of both.

python tests/fast_ways.py [--fuzz COUNT] [--random COUNT] [--seed N]

Read are the corpus, the forms of the catalogue and of `faults`, the examples, so many harmed forms (see `fuzz.py`) and
so many filled in at random, of every shipped set in both languages, each in the formats of a report by turns; and as
many of one form with a cell whose XML is harmed, which is what a model looks at. Whatever a file gives, its part of the
report or its problems, is compared with what the whole way gives.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import count, cycle, islice
from pathlib import Path

import agreement
import catalogue
import corpus
import fillings
import fuzz
from containers import parts_of, zipped
from xhht_score.api.batch import UnitOutcome, entry_of
from xhht_score.api.models import FormModels
from xhht_score.loading.loader import load
from xhht_score.reports.overview import DOCUMENTS, UnitEntry
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.writing.template import make_form

TOP = Path(__file__).resolve().parents[1]
FORMATS = ("json", "md", "csv", "html", "xlsx", "table")


class Ways:
    """Both ways, and how many files were read on which."""

    def __init__(self) -> None:
        self.models = FormModels()
        self.taken: Counter[str] = Counter()
        self.differing: list[str] = []
        self._formats = cycle(FORMATS)

    def compare(self, path: Path, kind: str) -> None:
        """Read a file on both ways, and note whether they differ."""
        form, words, before = next(self._formats), Words("vi"), self.models.read_by_model
        fast = entry_of(path, words, form, reader=self.models.read)
        self.taken[f"{kind}: {'by a model' if self.models.read_by_model > before else 'whole'}"] += 1
        whole = entry_of(path, words, form)
        if _shown(fast, form) != _shown(whole, form):
            self.differing.append(f"{kind}: {path.name} as {form}\n  {_told(fast)}\n  {_told(whole)}")

    def __str__(self) -> str:
        lines = [f"{count:6} {kind}" for kind, count in sorted(self.taken.items())]
        return "\n".join([*lines, f"{len(self.differing)} differ", *self.differing[:20]])


def _shown(outcome: UnitOutcome, form: str) -> object:
    """Give all that is shown of an outcome; how its part waits in a spool differs where objects are the same."""
    if not isinstance(outcome, UnitEntry) or form == "json":
        return outcome
    part = outcome.section if form in DOCUMENTS else outcome.record
    return repr(replace(outcome, part=b"")), repr(part)


def _told(outcome: UnitOutcome) -> str:
    return repr(outcome)[:300]


def forms_of_examples(folder: Path) -> Iterator[Path]:
    """Give the examples, and every form of the corpus, the catalogue and the faults."""
    yield from sorted((TOP / "examples").glob("*.xlsx"))
    yield from corpus.write_all(folder / "corpus")
    catalogue.write(folder / "catalogue", catalogue.examples())
    for under in (folder / "catalogue", TOP / "tests" / "faults"):
        yield from sorted(one for one in under.rglob("*") if one.suffix in (".xlsx", ".xls", ".ods", ".xlsb"))


def harmed(seed: int, folder: Path) -> Iterator[Path]:
    """Give harmed forms without end."""
    for at in count():
        path = folder / f"harmed-{at}.xlsx"
        path.write_bytes(fuzz.harmed(seed, at).content)
        yield path
        path.unlink()


#: What may stand in XML where a letter was, and results that a formula may be said to have.
_SIGNS = (
    b"<",
    b">",
    b"/",
    b'"',
    b" ",
    b"1",
    b"&amp;",
    b"&x;",
    b"&#0;",
    b"\xff",
    b"\x01",
    b"]]>",
    b"<!--x-->",
    b't="s"',
)
_SAID = (b"", b"1", b"1.5", b"-3", b"1e-5", b"x", b"nan", b"1,5", b" 1", b"\xff", b"&lt;", b"&x;", b"&#55296;",
         b"9" * 400, b"x" * 33_000, "Đạt".encode(), ("e" + "\u0301" * 50).encode())  # fmt: skip
_TYPES = (b"", b' t="str"', b' t="n"', b' t="b"', b' t="e"', b' t="s"')
_CELL, _TOKEN = re.compile(rb'<c r="[^>]*?(?:/>|>.*?</c>)'), re.compile(rb"<[^<>]*>|[^<>]+")
_COMPUTED = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)[^>]*(><f>.*?</f>)<v>[^<]*</v></c>')


def cells_harmed(seed: int, folder: Path) -> Iterator[Path]:
    """Give one form without end, in which a cell says something else: other pieces of XML, or another result."""
    chance, sound = random.Random(seed), parts_of(corpus.sound())
    sheets = sorted(name for name in sound if name.startswith("xl/worksheets/sheet"))
    yield from corpus.write_all(folder / "sound", corpus.CASES[:1])
    for at in count():
        name = chance.choice(sheets)
        cells = [*(_COMPUTED if chance.random() < 1 / 2 else _CELL).finditer(sound[name])]
        if not cells:
            continue
        cell, path = chance.choice(cells), folder / f"cell-{at}.xlsx"
        said = _said_otherwise(chance, cell) if cell.re is _COMPUTED else _in_other_pieces(chance, cell[0])
        path.write_bytes(zipped(sound | {name: sound[name][: cell.start()] + said + sound[name][cell.end() :]}))
        yield path
        path.unlink()


def _said_otherwise(chance: random.Random, cell: re.Match[bytes]) -> bytes:
    return b"%s%s%s<v>%s</v></c>" % (cell[1], chance.choice(_TYPES), cell[2], chance.choice(_SAID))


def _in_other_pieces(chance: random.Random, xml: bytes) -> bytes:
    pieces = _TOKEN.findall(xml)
    at, other = (chance.randrange(len(pieces)) for _ in range(2))
    piece, place = pieces[at], chance.randrange(len(pieces[at]))
    pieces[at : at + 1] = chance.choice(
        (
            [], [piece, piece], [pieces[other]], [piece, pieces[other]], [piece[:place] + piece[place + 1 :]],
            [piece[:place] + chance.choice(_SIGNS) + piece[place:]],
        )
    )  # fmt: skip
    return b"".join(pieces)


def at_random(seed: int, folder: Path) -> Iterator[Path]:
    """Give forms of all sets and languages without end, each filled in at random, with the results that it computes."""
    chance = random.Random(seed)
    sets = [load(name) for name in agreement.SHIPPED]
    for at in count():
        loaded, language = sets[at % len(sets)], LANGUAGES[at // len(sets) % len(LANGUAGES)]
        submission = fillings.filled_in(chance, loaded.criteria_set)
        out = BytesIO()
        make_form(Words(language), loaded.criteria_set, loaded.sha256, submission=submission).save_with_results(out)
        path = folder / f"random-{at}.xlsx"
        path.write_bytes(out.getvalue())
        yield path
        path.unlink()


def run(fuzzed: int, filled: int, seed: int, *, kept: bool = True) -> Ways:
    """Compare both ways over so many harmed forms and so many filled in at random, and over all that is kept."""
    ways = Ways()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for path in forms_of_examples(folder) if kept else ():
            ways.compare(path, "kept")
        for path in islice(at_random(seed, folder), filled):
            ways.compare(path, "random")
        for path in islice(harmed(seed, folder), fuzzed):
            ways.compare(path, "harmed")
        for path in islice(cells_harmed(seed, folder), fuzzed):
            ways.compare(path, "a cell harmed")
    return ways


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fuzz", type=int, default=500)
    parser.add_argument("--random", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = run(asked.fuzz, asked.random, asked.seed)
    print(found)
    sys.exit(bool(found.differing))
