"""`xhht template`."""

from __future__ import annotations

from pathlib import Path

from xhht_score.api.single import load_for_use
from xhht_score.cli.desk import Desk, check_output, write_whole
from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.submission import Submission, Unit
from xhht_score.workbook.forms import plan_form, without_formulas
from xhht_score.workbook.template import write_form


def run_template(
    desk: Desk, criteria: str, output: Path | None, *, unit: str, code: str, year: int | None, force: bool
) -> int:
    """Write a form for a set, with the unit filled in where it is named."""
    loaded = load_for_use(criteria)
    path = output or Path(f"{loaded.criteria_set.id}.xlsx")
    check_suffix(path)
    check_output(path, [loaded.path], force=force)
    known = Submission(unit=Unit(name=unit, code=code or None), year=year)
    plan = plan_form(desk.words, loaded.criteria_set, loaded.sha256, submission=known)
    write_whole(path, write_form(desk.words, plan).save)
    desk.talk(desk.words.say("written", file=path))
    desk.tell(one.within(str(loaded.path)) for one in without_formulas(plan, loaded.criteria_set))
    return 0


def check_suffix(path: Path) -> None:
    """Refuse to write a form to a file that is no .xlsx; raises `XhhtError`."""
    if path.suffix.lower() != ".xlsx" and not path.is_dir():
        arguments = {"given": path.suffix or path.name, "expected": (".xlsx",)}
        raise XhhtError([Problem("output-format-unknown", Place(str(path)), arguments)])
