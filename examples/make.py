"""Makes the example workbooks from units.yaml, and the reports that they give; run it after a change to either.

python examples/make.py [DIRECTORY]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from xhht_score.api.single import load_once
from xhht_score.loading.notation import answers_from
from xhht_score.loading.tree import plain, read_tree
from xhht_score.submission import Submission, Unit
from xhht_score.words import Words
from xhht_score.workbook.template import make_form

HERE = Path(__file__).resolve().parent
CRITERIA = "thanh-hoa-2020"


def submission_from(entry: dict[str, Any]) -> Submission:
    """Give the submission that one entry of units.yaml describes."""
    criteria_set = load_once(CRITERIA).criteria_set
    lacking = dict.fromkeys(entry.get("without_evidence", []), False)
    answers = answers_from(criteria_set, entry["answers"], lacking)
    documents, notes = entry.get("evidence", {}), entry.get("notes", {})
    answers = {
        name: answer.model_copy(update={"documents": documents.get(name), "note": notes.get(name)})
        for name, answer in answers.items()
    }
    unit = Unit(name=entry["name"], code=entry["code"], parent=entry["parent"])
    return Submission(unit=unit, year=int(entry["year"]), facts=entry["facts"], answers=answers)


def make_all(directory: Path) -> list[Path]:
    """Write every example workbook into a directory and give the paths."""
    words, loaded = Words("vi"), load_once(CRITERIA)
    root = read_tree(HERE / "units.yaml", "units.yaml").root
    assert root is not None
    data = plain(root)
    paths = []
    for entry in data["units"]:
        filled_by = f"{entry['filled_by']} ({data['note']['vi']})"
        book = make_form(
            words, loaded.criteria_set, loaded.sha256, submission=submission_from(entry), filled_by=filled_by
        )
        paths.append(directory / f"{entry['file']}.xlsx")
        book.save(paths[-1])
    return paths


if __name__ == "__main__":
    make_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
