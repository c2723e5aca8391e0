"""A dossier: the papers of one unit or of several, planned with the names of their files, then written one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from xhht_score.api.form_names import file_names, wanted_name
from xhht_score.api.single import assess
from xhht_score.api.written import Written, check_outputs
from xhht_score.assessment import Assessment
from xhht_score.criteria import Paper, Stage
from xhht_score.errors import Problem, XhhtError, in_order, nearest
from xhht_score.papers.cases import listed
from xhht_score.papers.dossiers import (
    VIETNAMESE,
    ChosenPapers,
    ids_of,
    joint_paper,
    papers_of,
    written_paper,
)
from xhht_score.papers.field_page import FIELDS_PAGE, fields_page
from xhht_score.papers.kinds import KINDS, SUFFIX
from xhht_score.papers.office import Office, load_office
from xhht_score.papers.rendering import check_extra
from xhht_score.papers.template_files import Templates, shipped_templates
from xhht_score.records import record
from xhht_score.words import Words
from xhht_score.writing import make_directory, write_whole

#: Papers are named as the rules name them, and some of these names are long; no system takes more bytes than 255.
_LONGEST = 120


@record
class PlannedPaper:
    """A paper that is to be written: where, of which units, and by which id in their set."""

    path: Path
    paper: Paper
    units: tuple[Assessment, ...]


@record
class Dossier:
    """The papers of some units, with the stage of each, and everything that is said of what is not written."""

    planned: tuple[PlannedPaper, ...]
    chosen: tuple[tuple[Assessment, ChosenPapers], ...]
    joint: tuple[Assessment, ...]
    office: Office
    templates: Templates
    problems: tuple[Problem, ...]

    def written(self, one: PlannedPaper) -> bytes:
        """Give one of the papers as the bytes of a .docx; raises `XhhtError` where its template cannot be used."""
        from xhht_score import __version__

        return written_paper(one.units, one.paper.id, self.office, self.templates, version=__version__)


def stage_meant(given: str | None) -> Stage | None:
    """Give the stage that a word means, None where none is given; raises `XhhtError` for another word."""
    known: tuple[Stage, ...] = get_args(Stage)
    found = next((one for one in known if one == given), None)
    if given is not None and found is None:
        arguments = {"given": given, "expected": known, "nearest": nearest(given, known)}
        raise XhhtError([Problem("stage-unknown", arguments=arguments)])
    return found


def plan_dossier(
    assessments: Sequence[Assessment],
    folder: Path,
    *,
    office: Path | None = None,
    templates: Path | None = None,
    stage: Stage | None = None,
) -> Dossier:
    """Give the papers of some units, in `folder` itself for one unit, in a folder of their own for each of several.

    All templates that they need are looked at. Raises `XhhtError` where the office or a template cannot be used, and
    where no unit has any papers.
    """
    check_extra()
    said = Office() if office is None else load_office(office, ids_of(assessments))
    chosen: list[tuple[Assessment, ChosenPapers]] = []
    problems: list[Problem] = []
    for one in assessments:
        try:
            chosen.append((one, papers_of(one, stage)))
        except XhhtError as error:
            problems += error.problems
    if not chosen:
        raise XhhtError(problems)
    problems += [problem for _, papers in chosen for problem in papers.problems]
    planned, joint = list(_planned(chosen, folder, alone=len(assessments) == 1)), _joint(chosen, folder)
    known = Templates(templates)
    _look_at(known, [*planned, *joint])
    units = tuple(one for paper in joint for one in paper.units)
    problems += known.problems
    return Dossier((*planned, *joint), tuple(chosen), units, said, known, in_order(problems))


def _planned(chosen: Sequence[tuple[Assessment, ChosenPapers]], folder: Path, *, alone: bool) -> Iterator[PlannedPaper]:
    folders = file_names((wanted_name(one.submission.unit) for one, _ in chosen), suffix="")
    for (one, papers), name in zip(chosen, folders, strict=True):
        within = folder if alone else folder / name
        for file, paper in zip(_files(one, papers.papers), papers.papers, strict=True):
            yield PlannedPaper(within / file, paper, (one,))


def _files(one: Assessment, papers: Sequence[Paper]) -> list[str]:
    titles = (listed(VIETNAMESE, paper, one).translate(_QUOTES) for paper in papers)
    numbered = (f"{number:02d}. {title}" for number, title in enumerate(titles, 1))
    return file_names(numbered, suffix=SUFFIX, longest=_LONGEST)


_QUOTES = dict.fromkeys(map(ord, '“”"‘’'))


def _joint(chosen: Sequence[tuple[Assessment, ChosenPapers]], folder: Path) -> list[PlannedPaper]:
    """Give the decision with a list of units, where the set's practice has one and several units are eligible."""
    of_council = [one for one, papers in chosen if papers.stage == "council"]
    paper, units = joint_paper(of_council)
    return [] if paper is None else [PlannedPaper(folder / _files(units[0], (paper,))[0][4:], paper, units)]


def _look_at(templates: Templates, planned: Iterable[PlannedPaper]) -> None:
    """Read every template that is needed, so that nothing is written where one cannot be used; raises `XhhtError`."""
    problems: list[Problem] = []
    for name in dict.fromkeys(KINDS[one.paper.kind].template for one in planned):
        try:
            templates.get(name)
        except XhhtError as error:
            problems += error.problems
    if problems:
        raise XhhtError(problems)


def template_outputs(words: Words, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Give every template that comes with the program, and the page that lists their fields, with their paths."""
    yield from ((folder / name, content) for name, content in shipped_templates())
    yield folder / FIELDS_PAGE, fields_page(words).encode()


def write_dossier(
    path: str | Path,
    folder: str | Path,
    criteria: str | None = None,
    *,
    office: str | Path | None = None,
    templates: str | Path | None = None,
    stage: str | None = None,
    force: bool = False,
) -> Written:
    """Write the papers (.docx) of a form's unit into a folder, which is made where there is none.

    `stage` is `unit` or `council` (None: the council's where the form holds an appraisal), `office` a YAML file that
    says who writes and signs, `templates` a folder of the office's own Word templates. `criteria` names the set where
    it is not shipped; files that are there are written over with `force` only. Raises `XhhtError` where anything of it
    cannot be used; then no paper is written.
    """
    folder, form = Path(folder), assess(path, criteria)
    given = [None if one is None else Path(one) for one in (office, templates)]
    dossier = plan_dossier([form], folder, office=given[0], templates=given[1], stage=stage_meant(stage))
    make_directory(folder)
    inputs = [Path(path), *([given[0]] if given[0] else []), *(given[1].iterdir() if given[1] else [])]
    check_outputs([one.path for one in dossier.planned], inputs, force=force)
    made = [(one.path, dossier.written(one)) for one in dossier.planned]
    for file, content in made:
        write_whole(file, (content,))
    return Written(tuple(file for file, _ in made), in_order([*form.problems, *dossier.problems]))
