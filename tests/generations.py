"""Forms that released versions handed out, as they came back and with one thing altered, and what is said of each.

`tests/generations/GENERATION` holds the files, `tests/generations/GENERATION.json` what is said; it never gets worse.
XHHT_RENEW=1 writes it anew in the test; read the difference before you commit it.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.worksheet.cell_range import MultiCellRange

from broken_files import patched
from xhht_score import XhhtError, assess
from xhht_score.errors import Problem
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.symbols import ANSWERS, INFO, LISTS, RESULTS

HERE = Path(__file__).parent / "generations"
GENERATIONS = ("0.1.0",)


class At(NamedTuple):
    """A cell of a form by sheet, row and field, as its own generation calls them."""

    sheet: str
    key: str
    field: str


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what is done to a copy of it; `at` is the cell that is altered."""

    file: str
    at: At | None = None
    alter: Callable[[str, str], str] = lambda xml, _: xml

    def made(self, generation: str, folder: Path) -> Path:
        """Give the file, or its altered copy in a folder."""
        source = HERE / generation / self.file
        if self.at is None:
            return source
        path = folder / source.name
        path.write_bytes(source.read_bytes())
        title, cell = place(path, self.at)

        def change(xml: bytes) -> bytes:
            before = xml.decode("utf-8")
            after = self.alter(before, cell)
            assert after != before, f"{self.at} was not altered"
            return after.encode("utf-8")

        return patched(path, change, re.escape(part_of(path, title)))


def place(path: Path, at: At) -> tuple[str, str]:
    """Give sheet and name of a cell; on the sheet of lists the field is the name itself."""
    if at.sheet == LISTS:
        return layout.LISTS_SHEET, at.field
    page = open_form(path).pages[at.sheet]
    return page.title, page.cell(at.key, at.field)


def part_of(path: Path, title: str) -> str:
    """Give the part of a package that holds a sheet; both programs that wrote ours number them in order."""
    with zipfile.ZipFile(path) as archive:
        titles = re.findall(r'<sheet [^>]*?name="([^"]*)"', archive.read("xl/workbook.xml").decode("utf-8"))
    return f"xl/worksheets/sheet{titles.index(title) + 1}.xml"


# ---------------------------------------------------------------- what can be altered


def _cell(xml: str, cell: str, change: Callable[[str], str]) -> str:
    found = re.search(rf'<c r="{cell}"(?:[^>]*/>|.*?</c>)', xml, re.DOTALL)
    assert found is not None, cell
    return xml[: found.start()] + change(found[0]) + xml[found.end() :]


def text(said: str) -> Callable[[str, str], str]:
    """Put a text into the place of whatever stands in a cell."""
    return lambda xml, cell: _cell(
        xml, cell, lambda _: f'<c r="{cell}" t="inlineStr"><is><t>{escape(said)}</t></is></c>'
    )


def formula(xml: str, cell: str) -> str:
    """Add something to a formula."""
    return _cell(xml, cell, lambda whole: re.sub(r"</f>", "+1</f>", whole))


def stored(value: str) -> Callable[[str, str], str]:
    """Put another value beside a formula, which stays."""
    return lambda xml, cell: _cell(xml, cell, lambda whole: re.sub(r"<v>.*?</v>", f"<v>{value}</v>", whole))


def _rule(xml: str, cell: str, change: Callable[[str], str]) -> str:
    for found in re.finditer(r"<dataValidation [^>]*?(?:/>|>.*?</dataValidation>)", xml, re.DOTALL):
        areas = re.search(r'sqref="([^"]*)"', found[0])
        if areas is not None and cell in MultiCellRange(areas[1]):
            return xml[: found.start()] + change(found[0]) + xml[found.end() :]
    raise AssertionError(f"no rule for {cell}")


def without_rule(xml: str, cell: str) -> str:
    """Take away what may be put into a cell."""
    return _rule(xml, cell, lambda _: "")


def bound(xml: str, cell: str) -> str:
    """Let a cell take larger numbers."""
    return _rule(xml, cell, lambda rule: re.sub(r"<formula2>[^<]*", "<formula2>12345678", rule))


ALTERED: Mapping[str, tuple[At, Callable[[str, str], str]]] = {
    "title": (At(ANSWERS, "1.2", "title"), text("Tên khác")),
    "rule": (At(ANSWERS, "1.2", "rule"), text("từ 10% trở lên")),
    "question": (At(ANSWERS, "1.2", "asked"), text("(1) Số khác")),
    "criterion": (At(ANSWERS, "2", "title"), text("Tiêu chí khác")),
    "heading": (At(ANSWERS, "heading", "value_1"), text("Số")),
    "label of the unit": (At(INFO, "year", "label"), text("Năm học")),
    "condition": (At(RESULTS, "total", "label"), text("Cộng")),
    "formula": (At(ANSWERS, "1.2", "state"), formula),
    "hidden formula": (At(ANSWERS, "1.2", "done"), formula),
    "formula overwritten": (At(RESULTS, "verdict", "value"), text("Đạt")),
    "drop-down": (At(ANSWERS, "1.2", "evidence"), without_rule),
    "word of a drop-down": (At(LISTS, "", "A1"), text("Khác")),
}
WITH_POINTS: Mapping[str, tuple[At, Callable[[str, str], str]]] = {
    "bound": (At(ANSWERS, "1.5", "value_1"), bound),
    "stored points": (At(ANSWERS, "1.5", "points_low"), stored("0.25")),
    "stored total": (At(RESULTS, "total", "low"), stored("99.25")),
}
WITHOUT_POINTS: Mapping[str, tuple[At, Callable[[str, str], str]]] = {
    "bound": (At(ANSWERS, "5.1", "value_1"), bound),
    "stored result": (At(ANSWERS, "1.2", "result_2"), stored("Không rõ")),
    "stored level": (At(RESULTS, "level.muc-do-2", "value"), stored("Khác")),
}


def cases(generation: str) -> Iterator[tuple[str, Case]]:
    """Give every case of a generation by name."""
    for path in sorted((HERE / generation).iterdir()):
        if path.suffix != ".yaml":
            yield path.name, Case(path.name)
    for file, more in (("bathuoc-recalculated.xlsx", WITH_POINTS), ("xa-01-recalculated.xlsx", WITHOUT_POINTS)):
        for name, (at, alter) in {**ALTERED, **more}.items():
            yield f"{file}: {name}", Case(file, at, alter)
    for name in ("title", "formula", "hidden formula"):
        at, alter = ALTERED[name]
        yield f"own-set.xlsx: {name}", Case("own-set.xlsx", at, alter)
    for name in ("title", "heading", "formula"):
        yield f"xa-02-english.xlsx: {name}", Case("xa-02-english.xlsx", *ALTERED[name])


# ---------------------------------------------------------------- what is said


def said_of(path: Path, generation: str) -> list[str]:
    """Give what is said of a form: the verdict, and every problem by code and place, sorted."""
    rules = HERE / generation / f"{path.stem.removesuffix('-recalculated')}.yaml"
    try:
        found = assess(path, str(rules) if rules.exists() else None)
    except XhhtError as error:
        return sorted(map(_line, error.problems))
    percent, verdict = found.scorecard.total.percent, found.verdict
    share = "–" if percent is None else f"{percent.low}..{percent.high}"
    return [f"{share} {verdict.certain} {verdict.possible}", *sorted(map(_line, found.problems))]


def _line(problem: Problem) -> str:
    return f"{problem.code} {problem.place.sheet or ''}!{problem.place.cell or ''}"


def expected(generation: str) -> dict[str, list[str]]:
    """Give what was said of every case when it was last looked at."""
    path = HERE / f"{generation}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def renew(generation: str, found: Mapping[str, list[str]]) -> None:
    """Keep what is said of every case."""
    content = json.dumps(dict(found), ensure_ascii=False, indent=1) + "\n"
    (HERE / f"{generation}.json").write_text(content, encoding="utf-8", newline="\n")
