"""Makes what benchmarks work on, with openpyxl alone, so that it serves every version: filled forms and large sets.

Runs with the Python of an installed version, in a process of its own:

python workload.py vary EXAMPLES DIR | copy MODELS DIR COUNT
python workload.py grow CRITERIA COUNT SHORT PILOT | fill FORM FILE [EXAMPLE]

A form is known by what xhht keeps in it for its own reading: field names in the hidden first row, ids in the first
column, keys on the info sheet.
"""

from __future__ import annotations

import json
import random
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

PILOT = ("bathuoc", "dangbokhoi", "nongcong", "samson", "yendinh")
#: So many models are made of each of these examples.
VARIATIONS = 8
BLANK, WITHOUT_EVIDENCE = 0.05, 0.1
#: What people fill in, by the beginnings of the fields' names.
FILLED = ("value_", "evidence", "not_applicable", "reason")
#: What every copy has of its own instead: the code of its unit, and whole numbers for those that stand in the model.
CODE, FIRST_NUMBER = "BM00000", 970_000_000
_NUMBER = re.compile(rb"<v>(97\d{7})</v>")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


# ---------------------------------------------------------------- forms


def vary(examples: Path, target: Path) -> None:
    """Make models of the example forms of the pilot: some answers blank, some without evidence, some numbers open.

    A model that stands in `target` comes with a file of the bounds of its open numbers.
    """
    target.mkdir()
    for name in PILOT:
        for number in range(VARIATIONS):
            book = openpyxl.load_workbook(examples / f"{name}.xlsx")
            bounds = _vary(book, random.Random(f"{name} {number}"))
            book.save(target / f"{name}-{number}.xlsx")
            (target / f"{name}-{number}.json").write_text(json.dumps(bounds), encoding="utf-8")


def _vary(book: Workbook, chance: random.Random) -> list[tuple[int, int]]:
    info, answers = sheet_of(book, "info"), sheet_of(book, "answers")
    for row in info.iter_rows():
        own = {"unit.name": f"Đơn vị {CODE}", "unit.code": CODE}.get(str(row[0].value))
        if own is not None:
            row[2].value = own
    bounds: list[tuple[int, int]] = []
    for _, fields in rows_of(answers):
        values = [cell for field, cell in fields.items() if field.startswith("value_") and cell.value is not None]
        if chance.random() < BLANK:
            for cell in values:
                cell.value = None
        elif len(values) <= 2 and type(most := values[0].value if values else None) is int and most > 1:
            bounds.append((most * 3 // 4, most))
            values[0].value = FIRST_NUMBER + len(bounds) - 1
        if fields["evidence"].value == "Có" and chance.random() < WITHOUT_EVIDENCE:
            fields["evidence"].value = "Không"
    return bounds


def copy(models: Path, target: Path, count: int) -> None:
    """Make so many forms of the models, each with a name, a code and numbers of its own."""
    target.mkdir()
    read = [_read(path) for path in sorted(models.glob("*.xlsx"))]
    for number in range(count):
        _copy(*read[number % len(read)], number, target)


def _read(path: Path) -> tuple[dict[str, bytes], list[tuple[int, int]]]:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return members, json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def _copy(members: Mapping[str, bytes], bounds: list[tuple[int, int]], number: int, target: Path) -> None:
    chance = random.Random(number)
    code = CODE[:2] + f"{number:05}"

    def one_of(found: re.Match[bytes]) -> bytes:
        return b"<v>%d</v>" % chance.randint(*bounds[int(found[1]) - FIRST_NUMBER])

    with zipfile.ZipFile(target / f"unit-{number:05}.xlsx", "w") as archive:
        for name, data in members.items():
            own = _NUMBER.sub(one_of, data.replace(CODE.encode(), code.encode()))
            archive.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), own, zipfile.ZIP_DEFLATED, compresslevel=1)


def sheet_of(book: Workbook, marker: str) -> Worksheet:
    """Give the sheet of a form that has a marker."""
    return next(sheet for sheet in book.worksheets if str(sheet["A1"].value).startswith(f"xhht:{marker}:"))


def rows_of(answers: Worksheet) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Give the id of each indicator's row with the cells of its fields."""
    named = [str(cell.value) for cell in answers[1]]
    for row in answers.iter_rows(min_row=5):
        fields: dict[str, Any] = dict(zip(named, row, strict=True))
        if "." in str(row[0].value or ""):
            yield str(row[0].value), fields


# ---------------------------------------------------------------- large sets


def grow(shipped: Path, count: int, short: Path, pilot: Path) -> None:
    """Write two sets of about so many indicators: one of short questions, and the pilot's own as often as needed."""
    short.write_text(json.dumps(short_set(count), ensure_ascii=False), encoding="utf-8")
    raw = yaml.safe_load((shipped / "thanh-hoa-2020.yaml").read_text(encoding="utf-8"))
    repeated = repeated_set(raw, count)
    pilot.write_text(json.dumps(repeated, ensure_ascii=False, default=str), encoding="utf-8")


def _text(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


#: Short indicators by turns: yes or no, a count, a share of two numbers; and what is answered to each.
SHORT: tuple[dict[str, Any], ...] = (
    {"measure": "yes_no", "scoring": "full_if_met"},
    {
        "measure": {"kind": "count", "of": _text("Số lớp", "Classes"), "unit": _text("lớp", "classes"), "maximum": 500},
        "scoring": {"kind": "full_if_met", "at_least": 10},
    },
    {
        "measure": {"kind": "ratio", "of": _text("Đã học", "Learners"), "over": _text("Tất cả", "All")},
        "scoring": {"kind": "tiers", "at_least": {"80%": 1, "60%": 0.5}},
    },
)
SHORT_ANSWERS: tuple[dict[str, Any], ...] = (
    {"value_1": "Có", "evidence": "Có"},
    {"value_1": 40, "evidence": "Có"},
    {"value_1": 70, "value_2": 100, "evidence": "Có"},
)


def short_set(count: int) -> dict[str, Any]:
    """Give a set of short indicators, fifty to a criterion."""
    criteria: list[dict[str, Any]] = []
    for number in range(count):
        if number % 50 == 0:
            name = str(len(criteria) + 1)
            criteria.append({"id": name, "title": _text(f"Tiêu chí {name}", f"Criterion {name}"), "indicators": []})
        listed = criteria[-1]["indicators"]
        name = f"{criteria[-1]['id']}.{len(listed) + 1}"
        title = _text(f"Chỉ tiêu {name}", f"Indicator {name}")
        listed.append({"id": name, "title": title, "points": 1, **SHORT[number % len(SHORT)]})
    for criterion in criteria:
        criterion["points"] = len(criterion["indicators"])
    level = {"id": "dat", "title": _text("Đạt", "Reached"), "requires": [{"total": {"at_least": "50%"}}]}
    return {
        "id": "short",
        "version": "1",
        "status": "illustrative",
        "title": _text("Bộ tiêu chí lớn", "A large set"),
        "unit": "district",
        "total_points": count,
        "rounding": {"decimals": 2},
        "criteria": criteria,
        "recognition": {"title": _text("Danh hiệu", "Title"), "levels": [level]},
    }


def repeated_set(raw: dict[str, Any], count: int) -> dict[str, Any]:
    """Give a set with its criteria repeated under further ids, as often as it takes for about so many indicators."""
    own = raw["criteria"]
    times = max(1, round(count / sum(len(one["indicators"]) for one in own)))
    criteria = []
    for number in range(times * len(own)):
        model, again = own[number % len(own)], number // len(own) + 1
        indicators = [
            {
                **one,
                "id": f"{number + 1}.{at}",
                "title": {name: f"{text} ({again})" for name, text in one["title"].items()},
            }
            for at, one in enumerate(model["indicators"], 1)
        ]
        criteria.append({**model, "id": str(number + 1), "indicators": indicators})
    return {**raw, "id": "repeated", "total_points": raw["total_points"] * times, "criteria": criteria}


def fill(form: Path, target: Path, example: Path | None = None) -> None:
    """Fill in a form of a large set: of short questions, or with the answers of an example again and again."""
    book = openpyxl.load_workbook(form)
    own: dict[str, Any] = {"unit.name": "Đơn vị lớn", "year": 2020}
    answers: dict[str, dict[str, Any]] = {}
    if example is not None:
        given = openpyxl.load_workbook(example)
        own |= {str(row[0].value): row[2].value for row in sheet_of(given, "info").iter_rows() if is_fact(row[0])}
        for name, fields in rows_of(sheet_of(given, "answers")):
            answers[name] = {field: fields[field].value for field in fields if field.startswith(FILLED)}
    for row in sheet_of(book, "info").iter_rows():
        if (value := own.get(str(row[0].value))) is not None:
            row[2].value = value
    criteria = max((int(name.split(".")[0]) for name in answers), default=0)
    for number, (name, fields) in enumerate(rows_of(sheet_of(book, "answers"))):
        criterion, rest = name.split(".")
        again = f"{(int(criterion) - 1) % criteria + 1}.{rest}" if criteria else ""
        for field, value in (answers[again] if again else SHORT_ANSWERS[number % len(SHORT_ANSWERS)]).items():
            if value is not None:
                fields[field].value = value
    book.save(target)


def is_fact(cell: Any) -> bool:
    """Whether the row of a key on the info sheet holds a fact of the unit."""
    return str(cell.value).startswith("fact.")


COMMANDS: dict[str, Callable[..., None]] = {"vary": vary, "copy": copy, "grow": grow, "fill": fill}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*(int(one) if one.isdigit() else Path(one) for one in sys.argv[2:]))
