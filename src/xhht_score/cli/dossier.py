"""`xhht dossier`: the papers of forms, and the templates that they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from xhht_score.api.dossier import Dossier, plan_dossier, stage_meant, template_outputs
from xhht_score.api.single import assess
from xhht_score.assessment import Assessment
from xhht_score.cli.desk import Desk
from xhht_score.cli.inputs import meant
from xhht_score.cli.scoring import only_about
from xhht_score.errors import Problem, XhhtError, in_order
from xhht_score.loading.loader import Readings
from xhht_score.writing import make_directory, write_whole

#: What is typed in place of forms to have the templates.
TEMPLATES = Path("templates")


class WantedDossier(NamedTuple):
    """What is asked of the papers: whose, by which set and readings, with which office and templates."""

    criteria: str | None
    readings: Readings
    office: Path | None
    templates: Path | None
    stage: str | None
    force: bool


def run_dossier(desk: Desk, files: Sequence[Path], folder: Path, wanted: WantedDossier) -> int:
    """Write the papers of forms into a folder, or the templates, after every name was tried."""
    if list(files) == [TEMPLATES]:
        return _run_templates(desk, folder, force=wanted.force)
    stage = stage_meant(wanted.stage)
    files = meant(files)
    desk.reads(*files, wanted.office, sets=[wanted.criteria])
    desk.reads(*(wanted.templates.glob("*") if wanted.templates is not None else ()))
    found, unread = _assessed(desk, files, wanted)
    if not found:
        desk.tell(unread)
        return 2 if only_about(unread, files) else desk.closing(left_out=[str(one) for one in files])
    places = {"office": wanted.office, "templates": wanted.templates}
    dossier = plan_dossier(found, folder, stage=stage, **places)
    _write(desk, dossier, folder, force=wanted.force)
    desk.tell(in_order([*unread, *dossier.problems, *(each for one in found for each in one.listed)]))
    left_out = [str(file) for file in files if str(file) not in {one.file for one in found}]
    return desk.closing(left_out=left_out)


def _assessed(desk: Desk, files: Sequence[Path], wanted: WantedDossier) -> tuple[list[Assessment], list[Problem]]:
    found: list[Assessment] = []
    unread: list[Problem] = []
    with desk.progress(len(files)) as done:
        for file in files:
            try:
                found.append(assess(file, wanted.criteria, readings=wanted.readings))
            except XhhtError as error:
                unread += error.problems
            done(1)
    return found, unread


def _write(desk: Desk, dossier: Dossier, folder: Path, *, force: bool) -> None:
    """Write every paper, and say which papers of whom they are."""
    make_directory(folder)
    for within in dict.fromkeys(one.path.parent for one in dossier.planned):
        make_directory(within)
    desk.check_all((one.path for one in dossier.planned), force=force)
    with desk.progress(len(dossier.planned), doing="writing") as done:
        for one in dossier.planned:
            write_whole(one.path, (dossier.written(one),))
            done(1)
    say = desk.words.say
    lines = []
    for unit, papers in dossier.chosen:
        name = unit.submission.unit.name
        lines.append(say("dossier-of", unit=name, n=len(papers.papers), stage=say(f"stage-{papers.stage}")))
        lines += [say("dossier-paper", file=one.path) for one in dossier.planned if one.units == (unit,)]
    if dossier.joint:
        lines.append(say("dossier-joint", n=len(dossier.joint)))
        lines += [say("dossier-paper", file=one.path) for one in dossier.planned if len(one.units) > 1]
    desk.deliver_text("\n".join(lines) + "\n")
    desk.talk(say("dossier-written", n=len(dossier.planned), directory=folder))


def _run_templates(desk: Desk, folder: Path, *, force: bool) -> int:
    make_directory(folder)
    made = dict(template_outputs(desk.words, folder))
    desk.check_all(made, force=force)
    for path, content in made.items():
        write_whole(path, (content,))
    desk.talk(desk.words.say("templates-written", n=len(made) - 1, directory=folder))
    return 0
