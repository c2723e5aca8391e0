"""A paper that the program made, held against the forms that it was made from: it is written again and compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from xhht_score.api.batch import report_on
from xhht_score.api.folders import find_workbooks
from xhht_score.api.planned import looking_ahead
from xhht_score.api.single import assess
from xhht_score.assessment import Assessment, Which
from xhht_score.criteria import CriteriaSet
from xhht_score.errors import Place, Problem, XhhtError, in_order, nearest
from xhht_score.files import content_of
from xhht_score.fingerprints import fingerprints
from xhht_score.letters import plain
from xhht_score.loading.loader import Readings
from xhht_score.numbers import Language
from xhht_score.papers.dossiers import written_paper
from xhht_score.papers.kinds import KINDS
from xhht_score.papers.office import load_office
from xhht_score.papers.reading import PAPER_LIMITS, read_paper
from xhht_score.papers.template_files import Templates
from xhht_score.proof.deviations import Deviation, compare_papers
from xhht_score.proof.lines import PaperText, TextLine
from xhht_score.records import record
from xhht_score.reports.document import Document
from xhht_score.reports.dresses import document_pieces
from xhht_score.reports.overview import Report, compose_report
from xhht_score.reports.proofs import Proof
from xhht_score.reports.unit import compose_units
from xhht_score.rollup import Other
from xhht_score.spreadsheet.limits import MEGABYTE
from xhht_score.version import __version__
from xhht_score.words import LANGUAGES, Words

#: What stands on a paper in place of what depends on where the forms lay, or who made it: room that anything may fill.
_ROOM = "……"
#: The phrases that verdicts are made of.
_VERDICTS = (
    "met", "not-met", "partly", "open-met", "condition-short", "level-eligible", "level-possible", "level-not_eligible",
    "no-level", "not_applicable", "lacking", "refused",
)  # fmt: skip
_NEGATIONS = "không chưa chẳng not no never ✓ ✗"
_REMARKS = {
    "tracked": "paper-tracked", "formula": "paper-formula", "hidden": "paper-hidden", "dressed": "paper-dressed",
}  # fmt: skip


@record
class ProofInputs:
    """What papers are held against: forms or folders of them, and what else they were made with.

    `criteria` names the set where the forms do not; `lower` and `last_year` are forms beside them; `templates` is the
    folder of an office's own templates, `office` what the papers say of it.
    """

    forms: tuple[Path, ...]
    criteria: str | None = None
    lower: Sequence[Other] | None = None
    last_year: Sequence[Other] | None = None
    templates: Path | None = None
    office: Path | None = None


def prove(paper: str | Path, inputs: ProofInputs) -> Proof:
    """Give what differs between a paper and what the forms give now.

    Raises `XhhtError` where the paper cannot be read or does not say that this program made it, where a form cannot be
    read or one is lacking, and where the template that it was made by is.
    """
    path = Path(paper)
    found = read_paper(content_of(path, PAPER_LIMITS.megabytes * MEGABYTE + 1), str(path))
    made = found.made
    if made.get("kind") not in _MAKERS or made.get("program") is None:
        known = made.get("kind")
        problem = Problem("paper-not-proven", arguments={"given": known}) if known else Problem("paper-not-ours")
        raise XhhtError([problem.within(str(path))])
    again = _MAKERS[made["kind"]](found, inputs, path)
    expected = read_paper(again.content, str(path))
    free = [plain(one) for one in again.free]
    lines = tuple(TextLine(one.spot, tuple(_with_room(cell, free) for cell in one.cells)) for one in expected.lines)
    deviations = compare_papers(replace(expected, lines=lines), found, [*_verdict_words(made, again.sets)])
    if again.signed:
        kept = {one.cells for one in read_paper(again.signed, str(path)).lines}
        notes = {one.text for one in expected.lines if one.cells not in kept}
        deviations = tuple(_without_note(one, notes) for one in deviations)
    problems = in_order([*_said(found, expected, path), *again.problems])
    return Proof(str(path), found.format, made, again.files, deviations, problems)


def _without_note(one: Deviation, notes: Collection[str]) -> Deviation:
    """Give what differs; that a note to the draft was deleted before signing is a matter of words."""
    return replace(one, kind="wording") if one.kind == "lacking" and one.expected in notes else one


@record
class _Again:
    """A paper written again, from which files and by which sets; what of it is free, and what there is to say.

    `signed` is the same without the notes to a draft, b"" where a paper has none.
    """

    content: bytes
    files: tuple[str, ...]
    sets: tuple[CriteriaSet, ...]
    free: tuple[str, ...]
    problems: tuple[Problem, ...]
    signed: bytes = b""


def _with_room(text: str, free: Sequence[str]) -> str:
    for one in free:
        if one in text:
            text = text.replace(one, _ROOM)
    return text


def _verdict_words(made: Mapping[str, str], sets: Sequence[CriteriaSet]) -> Iterator[str]:
    """Give every word of which a change may be that of a verdict, or of what was reported in words."""
    words = Words(_language(made))
    yield _NEGATIONS
    yield from map(words.say, _VERDICTS)
    for one in sets:
        yield from (words.text(level.title) for level in one.recognition.levels)
        for indicator in one.indicators.values():
            yield from (words.text(title) for question in indicator.questions for _, title in question.input.choices)


def _language(made: Mapping[str, str]) -> Language:
    return next((one for one in LANGUAGES if one == made.get("language")), "vi")


def _said(found: PaperText, expected: PaperText, path: Path) -> Iterator[Problem]:
    """Give what there is to say of a paper beside its text."""
    program = found.made["program"]
    if program != __version__:
        yield Problem("paper-other-program", Place(str(path)), {"given": program, "found": __version__})
    elif found.made.get("dress") != expected.made.get("dress"):
        yield Problem("paper-dressed", Place(str(path)))
    for name, spot in found.remarks:
        sheet = spot.sheet if spot else None
        cell = f"{_letters(spot.column)}{spot.row}" if spot and spot.column else None
        yield Problem(_REMARKS[name], Place(str(path), sheet=sheet, cell=cell))


def _letters(column: int) -> str:
    from xhht_score.spreadsheet.cell_names import column_letters

    return column_letters(column - 1)


def _prints(made: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the fingerprints of each form that a paper says it was made from, and of its set."""
    told = [line for name, said in made.items() if name.partition(":")[0] == "form" for line in said.splitlines()]
    if made["kind"] == "dossier":
        return [(one, made.get("criteria_set", "")) for one in made.get("form", "").split()]
    return [(first, rest[0] if rest else "") for first, *rest in (line.split(" ") for line in told)]


def _files(inputs: ProofInputs) -> tuple[list[Path], list[Problem]]:
    found: list[Path] = []
    passed: list[Problem] = []
    for path in inputs.forms:
        if path.is_dir():
            inside, said = find_workbooks(path)
            found += inside
            passed += said
        else:
            found.append(path)
    return found, passed


def _assessed(found: PaperText, inputs: ProofInputs, path: Path) -> tuple[list[Assessment], list[Problem]]:
    """Give the forms of a paper in its order: those with its fingerprints, then any others in place of such as lack."""
    made = found.made
    which = made.get("asked:which", "both")
    side: Which = "appraised" if which == "appraised" else "both"
    given = [
        assess(
            one, inputs.criteria, lower=inputs.lower, last_year=inputs.last_year, which=side, readings=_readings(made)
        )
        for one in _files(inputs)[0]
    ]
    prints = _prints(made)
    by_print = {fingerprints(one, __version__).form: one for one in given}
    known = [by_print.get(form) for form, _ in prints]
    others = [one for one in given if one not in known]
    if len(others) < known.count(None):
        counts = {"count": len(prints), "found": len(given)}
        raise XhhtError([Problem("paper-form-lacking", Place(str(path)), counts)])
    problems = [Problem("paper-other-form", Place(str(path)))] if None in known else []
    meant = [others.pop(0) if one is None else one for one in known]
    if any(one.sha256[:16] != rules for one, (_, rules) in zip(meant, prints, strict=True)):
        problems.append(Problem("paper-other-set", Place(str(path))))
    return meant, problems


def _which(made: Mapping[str, str], usual: Which) -> Which:
    """Give whose results a paper has; units whose council wrote nothing have their own only."""
    told = made.get("asked:which", usual)
    return "both" if " " in told else next((one for one in get_args(Which) if one == told), usual)


def _readings(made: Mapping[str, str]) -> Readings:
    pairs = (one.partition("=") for one in made.get("asked:reading", "").split())
    return tuple(sorted((name, option) for name, _, option in pairs))


def _score(found: PaperText, inputs: ProofInputs, path: Path) -> _Again:
    made, words = found.made, Words(_language(found.made))
    units, problems = _assessed(found, inputs, path)
    units = [looking_ahead(one) for one in units]
    if found.format == "xlsx":
        from xhht_score.reports.books import score_book
        from xhht_score.reports.sheets import book_bytes

        content = book_bytes(score_book(words, units, ()))
    else:
        content = _page(words, compose_units(words, units, brief="asked:brief" in made), found)
    prints = [fingerprints(one, __version__) for one in units]
    free = [one.file for one in units] + [mark for one in prints for mark in one]
    sets = tuple(one.criteria_set for one in units)
    return _Again(content, tuple(one.file for one in units), sets, tuple(free), tuple(problems))


def _report(found: PaperText, inputs: ProofInputs, path: Path) -> _Again:
    made, words = found.made, Words(_language(found.made))
    paths, passed = _files(inputs)
    which = _which(made, "self")
    folder = any(one.is_dir() for one in inputs.forms)
    report = report_on(
        paths,
        words,
        found.format,
        criteria=inputs.criteria,
        which=which,
        readings=_readings(made),
        lenient=folder,
        plans="asked:plan" in made,
    )
    report = replace(report, problems=in_order([*report.problems, *passed]))
    if not report.entries:
        raise XhhtError(report.problems or [Problem("nothing-found", Place(str(inputs.forms[0])))])
    prints = _prints(made)
    own = [one.made_from for one in report.entries if one.made_from is not None]
    if len(report.entries) < len(prints):
        counts = {"count": len(prints), "found": len(report.entries)}
        raise XhhtError([Problem("paper-form-lacking", Place(str(path)), counts)])
    problems = []
    if {one.form for one in own} != {form for form, _ in prints}:
        problems.append(Problem("paper-other-form", Place(str(path))))
    if {one.criteria_set for one in own} != {rules for _, rules in prints}:
        problems.append(Problem("paper-other-set", Place(str(path))))
    free = [one.file for one in report.entries] + [mark for one in own for mark in one]
    files = tuple(one.file for one in report.entries)
    content = _report_content(words, report, found)
    return _Again(content, files, tuple(report.sets.values()), tuple(free), tuple(problems))


def _report_content(words: Words, report: Report, found: PaperText) -> bytes:
    by = found.made.get("asked:by")
    if found.format != "xlsx":
        return _page(words, compose_report(words, report, by), found)
    from xhht_score.reports.books import report_book
    from xhht_score.reports.sheets import book_bytes

    return book_bytes(report_book(words, report, by))


def _page(words: Words, document: Document, found: PaperText) -> bytes:
    return "".join(document_pieces(words, document, found.format)).encode()


def _dossier(found: PaperText, inputs: ProofInputs, path: Path) -> _Again:
    made, templates = found.made, Templates(inputs.templates)
    units, problems = _assessed(found, inputs, path)
    papers = {one.id: one for one in units[0].criteria_set.recognition.papers}
    if made["paper"] not in papers:
        arguments = {"given": made["paper"], "expected": tuple(papers), "nearest": nearest(made["paper"], papers)}
        raise XhhtError([Problem("paper-unknown", Place(str(path)), arguments)])
    template = templates.get(KINDS[papers[made["paper"]].kind].template)
    if template.sha256 != made.get("template") and made["program"] == __version__:
        raise XhhtError([Problem("paper-own-template", Place(str(path)), {"given": made.get("template", "")})])
    office = None if inputs.office is None else load_office(inputs.office)
    content, signed = (
        written_paper(units, made["paper"], office, templates, version=__version__, notes=notes)
        for notes in (True, False)
    )
    prints = [fingerprints(one, __version__) for one in units]
    free = [one.file for one in units] + [mark for one in prints for mark in one] + [template.sha256[:16]]
    sets = tuple(one.criteria_set for one in units)
    return _Again(content, tuple(one.file for one in units), sets, tuple(free), tuple(problems), signed)


_MAKERS = {"score": _score, "report": _report, "dossier": _dossier}
