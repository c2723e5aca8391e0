"""Which papers are written of a unit at a stage, and each of them written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from xhht_score.assessment import Assessment
from xhht_score.criteria import Paper, Stage
from xhht_score.errors import Place, Problem, XhhtError, has_errors, nearest
from xhht_score.fingerprints import fingerprints
from xhht_score.papers.cases import case_of
from xhht_score.papers.content import content
from xhht_score.papers.kinds import KINDS
from xhht_score.papers.office import Office
from xhht_score.papers.properties import PaperProperties
from xhht_score.papers.rendering import check_extra, rendered
from xhht_score.papers.template_files import Templates
from xhht_score.procedure import procedure
from xhht_score.records import record
from xhht_score.words import Words

#: Papers are official: they are in Vietnamese, whatever language the program speaks.
VIETNAMESE = Words("vi")


@record
class ChosenPapers:
    """The papers of a unit at a stage, in the order of the set, and what is said of those that are not written."""

    stage: Stage
    papers: tuple[Paper, ...]
    problems: tuple[Problem, ...] = ()


def usual_stage(assessment: Assessment) -> Stage:
    """Give the stage that a form has come to: the council's where the council has written anything into it."""
    return "council" if appraised_result(assessment) is not None else "unit"


def appraised_result(assessment: Assessment) -> Assessment | None:
    """Give the council's result of a unit, None where there is none."""
    if assessment.both is not None:
        return assessment.both[1]
    return assessment if assessment.which == "appraised" and assessment.submission.appraisals else None


def papers_of(assessment: Assessment, stage: Stage | None = None) -> ChosenPapers:
    """Give the papers that the set's procedure asks for of a unit at a stage (None: the one its form has come to).

    A decision is among them only where the unit is eligible for certain by its appraisal and its form has no errors, a
    written reply only where it can no longer be. Raises `XhhtError` where the set names no papers of the stage, and for
    the council's papers of a unit that nobody appraised.
    """
    stage = stage or usual_stage(assessment)
    place = Place(assessment.file)
    known = [one for one in _on_its_day(assessment) if one.stage == stage and one.kind != "joint_decision"]
    if not known:
        arguments = {"given": assessment.criteria_set.id, "stage": f"stage-{stage}"}
        raise XhhtError([Problem("papers-none", place, arguments)])
    council = appraised_result(assessment)
    if stage == "unit":
        return ChosenPapers(stage, tuple(known))
    if council is None:
        raise XhhtError([Problem("papers-not-appraised", place)])
    problems = []
    if (reason := undecided(assessment)) and any(one.kind == "decision" for one in known):
        problems.append(Problem("decision-not-drafted", place, {"reason": reason}))
    chosen = [one for one in known if _is_written(one, assessment, council)]
    return ChosenPapers(stage, tuple(chosen), tuple(problems))


def undecided(assessment: Assessment) -> str | None:
    """Give why no decision is drafted for a unit, as the key of a phrase; None where one is."""
    council = appraised_result(assessment)
    if council is None:
        return "no-decision-unappraised"
    if has_errors(assessment.problems):
        return "no-decision-errors"
    if council.verdict.certain is not None:
        return None
    return "no-decision-open" if council.verdict.possible is not None else "no-decision-short"


def joint_paper(assessments: Sequence[Assessment]) -> tuple[Paper | None, tuple[Assessment, ...]]:
    """Give the decision with a list of units that a set's practice has, and the units that are in it.

    They are those of one set and year that are eligible for certain by their appraisals; None for fewer than two.
    """
    eligible = tuple(one for one in assessments if undecided(one) is None)
    same = {(one.sha256, one.submission.year) for one in eligible}
    if len(eligible) < 2 or len(same) != 1:
        return None, ()
    known = (one for one in _on_its_day(eligible[0]) if one.kind == "joint_decision")
    paper = next(known, None)
    return (paper, eligible) if paper is not None else (None, ())


def _is_written(paper: Paper, assessment: Assessment, council: Assessment) -> bool:
    if paper.kind == "decision":
        return undecided(assessment) is None
    if paper.when is None:
        return True
    return council.verdict.certain is not None if paper.when == "met" else council.verdict.possible is None


def _on_its_day(assessment: Assessment) -> list[Paper]:
    """Give the papers that hold on the day of their step, all of them where no day is known."""
    submission = assessment.submission
    found = procedure(assessment.criteria_set, submission.year, submission.dates)
    days = {step.id: day for step, day in zip(found.steps, found.days, strict=True) if step.id}

    def day_of(paper: Paper) -> datetime.date | None:
        return days.get(paper.step) or found.decided if paper.step else found.decided

    papers = assessment.criteria_set.recognition.papers
    return [one for one in papers if (day := day_of(one)) is None or day in one.period]


def written_paper(
    assessments: Assessment | Sequence[Assessment],
    paper: str,
    office: Office | None = None,
    templates: Templates | None = None,
    *,
    version: str,
    notes: bool = True,
) -> bytes:
    """Give a paper of a set, named by its id, as the bytes of a .docx.

    It is of one unit, or of several that stand in a joint decision. Nothing is asked here about whether it should be
    written; `papers_of` says that. `version` is that of the program. Without `notes` it is
    as an office signs it, which deletes them. Raises `XhhtError` where the set has no such paper, its template cannot
    be used, or the libraries for papers are not installed.
    """
    check_extra()
    several = (assessments,) if isinstance(assessments, Assessment) else tuple(assessments)
    first = several[0]
    wanted = _named(first, paper)
    template = (templates or Templates()).get(KINDS[wanted.kind].template)
    units = tuple(appraised_result(one) or one for one in several) if wanted.kind == "joint_decision" else ()
    beside = [one for one in _on_its_day(first) if one.stage == wanted.stage and _goes_with(one, first)]
    prints = [fingerprints(one, version) for one in several]
    own = prints[0]._replace(form=" ".join(one.form for one in prints))
    case = case_of(wanted, first, beside, units)
    said = content(VIETNAMESE, case, office or Office(), own, template.sha256)
    if not notes:
        said["paper"]["notes"] = []
    told = PaperProperties(
        wanted.id, wanted.stage, own.form, own.criteria_set, first.criteria_set.id, template.sha256, own.program
    )
    return rendered(template, said, told)


def _named(assessment: Assessment, name: str) -> Paper:
    known = {one.id: one for one in assessment.criteria_set.recognition.papers}
    if name not in known:
        arguments = {"given": name, "expected": tuple(known), "nearest": nearest(name, known)}
        raise XhhtError([Problem("paper-unknown", Place(assessment.file), arguments)])
    return known[name]


def _goes_with(paper: Paper, assessment: Assessment) -> bool:
    """Tell whether a paper belongs to the dossier that is listed in another one: what only practice knows does not."""
    council = appraised_result(assessment)
    if paper.kind in ("minutes", "appraisal_minutes", "joint_decision"):
        return False
    return paper.stage == "unit" or (council is not None and _is_written(paper, assessment, council))


def ids_of(assessments: Iterable[Assessment]) -> tuple[str, ...]:
    """Give the ids of all papers of the sets of some units, each once."""
    papers = (paper.id for one in assessments for paper in one.criteria_set.recognition.papers)
    return tuple(dict.fromkeys(papers))
