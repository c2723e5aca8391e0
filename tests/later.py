"""A later version of the program: a copy of the package whose forms, or whose rules, are others, run as a process.

`python tests/later.py QUESTIONS`, a list as JSON, is what runs in it; its answers are JSON on stdout.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from xhht_score.workbook.layout import GENERATION

TOP = Path(__file__).resolve().parents[1]

Change = tuple[str, str, str]


def swapped(name: str, first: str, second: str, end: str) -> Change:
    """Give the change that puts the text from `second` to `end` before that from `first` to `second`."""
    text = (TOP / name).read_text(encoding="utf-8")
    at, middle = text.index(first), text.index(second)
    last = text.index(end, middle)
    return name, text[at:last], text[middle:last] + text[at:middle]


_WORDS = "src/xhht_score/words"
#: What a version after the next release may have changed of its forms: the file, what stood there, what does now.
FORMS: tuple[Change, ...] = (
    ("src/xhht_score/workbook/layout.py", f'FIRST_GENERATION = "{GENERATION}"', 'FIRST_GENERATION = "9.9"'),
    ("src/xhht_score/workbook/layout.py", '"criterion", "done"', '"criterion", "is_done"'),
    ("src/xhht_score/workbook/writing/results_sheet.py", '        self._row("", {})\n\n    def _step',
     '        self._row("note", {layout.LABEL: Planned("Ghi chú")})\n\n    def _step'),
    (f"{_WORDS}/phrases_vietnamese.py", '"met": "đạt"', '"met": "đã đạt"'),
    (f"{_WORDS}/phrases_english.py", '    "met": "met"', '    "met": "fulfilled"'),
    (f"{_WORDS}/phrases_vietnamese.py", '"level-eligible": "đủ', '"level-eligible": "đã đủ'),
    (f"{_WORDS}/pages_vietnamese.py", '"form-value": "Số liệu', '"form-value": "Ô số'),
    (f"{_WORDS}/pages_english.py", '"form-value": "Figure', '"form-value": "Cell'),
    (f"{_WORDS}/pages_english.py", '"form-refused": "refused"', '"form-refused": "turned down"'),
)  # fmt: skip
_PILOT, _COMMUNE = "criteria/thanh-hoa-2020.yaml", "criteria/tt25-2023-xa.yaml"
#: What later versions of two sets ask: questions in another order, one in another unit, one gone, other titles.
RULES: tuple[Change, ...] = (
    (_PILOT, 'version: "2020.1"', 'version: "2020.2"\nreads: ["2020.1"]'),
    swapped(_PILOT, "            ke-hoach:\n", "            chi-dao:\n", "            huong-dan:\n"),
    (_PILOT, "vi: Đã phân công nhiệm vụ và họp định kỳ hằng quý", "vi: Họp hằng quý"),
    (_PILOT, "difficult: {vi: Vùng khó khăn,", "difficult: {vi: Địa bàn khó khăn,"),
    (_PILOT, "          unit: {vi: triệu đồng, en: million đồng}\n          maximum: 500",
     "          unit: {vi: nghìn đồng, en: thousand đồng}\n          maximum: 500"),
    (_COMMUNE, 'version: "2024.1"', 'version: "2026.1"\nreads: ["2024.1"]'),
    swapped(_COMMUNE, "          dao-tao:\n", "          dai-hoc:\n", "        scoring:"),
)  # fmt: skip


def version(folder: Path, changes: tuple[Change, ...]) -> Path:
    """Give a copy of the package below a folder, with some changes, each of a text that stands there."""
    folder = folder / "site"  # a name that coverage leaves out
    for name in ("src", "criteria"):
        shutil.copytree(TOP / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in changes:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def asked(copy: Path, *questions: tuple[object, ...]) -> list[Any]:
    """Give what a copy of the program answers to some questions, each a name of `ANSWERS` and its arguments."""
    command = [sys.executable, str(Path(__file__)), json.dumps([[*map(str, one)] for one in questions])]
    path = {"PYTHONPATH": str(copy / "src")}
    done = subprocess.run(command, env={**os.environ, **path}, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8")
    return list(json.loads(done.stdout.decode("utf-8")))


# ---------------------------------------------------------------- in the process


def answers(path: str) -> Mapping[str, Any]:
    """Give what is read of a form: figures, the council's, facts, and the codes of what is wrong by indicator."""
    from xhht_score import assess

    found = assess(path)
    submission = found.submission
    return {
        "answers": {name: _figures(one.values) for name, one in submission.answers.items()},
        "evidence": {name: one.evidence for name, one in submission.answers.items()},
        "appraisals": {
            name: [_figures(one.values), one.evidence, one.reason] for name, one in submission.appraisals.items()
        },
        "facts": dict(submission.facts),
        "problems": sorted(
            [one.code, str(one.arguments.get("indicator")), one.place.cell or ""]
            for one in found.problems
            if one.severity != "notice"
        ),
    }


def _figures(values: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in sorted(values.items())}


def said(generation: str, folder: str, *names: str) -> dict[str, list[str]]:
    """Give what is said of some cases of a generation."""
    import generations

    found = {}
    for number, (name, case) in enumerate(generations.cases(generation)):
        if name in names:
            own = Path(folder, str(number))
            own.mkdir()
            found[name] = generations.said_of(case.made(generation, own), generation)
    return found


def repaired(path: str, target: str) -> list[str]:
    """Make a form anew into `target`, and give what was not carried."""
    from xhht_score.api.repair import repair

    found = repair(path)
    found.book().save(target)
    return [one.code for one in found.problems if one.severity == "error"]


def merged(target: str, *paths: str) -> list[str]:
    """Merge forms into `target`, and give the codes of what is said."""
    from xhht_score.api.parts import join
    from xhht_score.words import Words

    words = Words("vi")
    found = join(list(map(Path, paths)), words)
    found.book(words).save(target)
    return sorted({one.code for one in found.problems})


ANSWERS: Mapping[str, Callable[..., Any]] = {"answers": answers, "said": said, "repaired": repaired, "merged": merged}


if __name__ == "__main__":
    sys.path[:0] = [str(TOP / "tests"), str(TOP / "examples")]
    found = [ANSWERS[what](*arguments) for what, *arguments in json.loads(sys.argv[1])]
    sys.stdout.buffer.write(json.dumps(found).encode("utf-8"))
