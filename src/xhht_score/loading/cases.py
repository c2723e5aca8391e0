"""Cases beside the rules: given these answers, expect these points, this level, exactly these failing conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from xhht_score.criteria import CriteriaSet
from xhht_score.definitions import Definition, Id, Shown, Text, flaw, flaws_of
from xhht_score.engine import score
from xhht_score.errors import Flaw, Flaws, Problem, in_order, nearest
from xhht_score.loading.notation import answers_from
from xhht_score.loading.shipped import CASES_SUFFIX
from xhht_score.loading.tree import Sequence, Tree, plain, read_tree
from xhht_score.numbers import exact_text, parse_number, parse_percent
from xhht_score.recognition import judge
from xhht_score.results import Range, Scorecard, Verdict
from xhht_score.submission import Submission, Unit


def _range(raw: object) -> Range:
    """Read `4` or `2..5`."""
    if isinstance(raw, Range):
        return raw
    ends = [parse_number(part.strip()) for part in raw.split("..")] if isinstance(raw, str) else []
    if len(ends) not in (1, 2) or None in ends:
        raise flaw("bad-number", given=str(raw))
    return Range(ends[0] or Fraction(0), ends[-1] or Fraction(0))


def _percent_range(raw: object) -> Range:
    ends = [parse_percent(part.strip()) for part in raw.split("..")] if isinstance(raw, str) else []
    if len(ends) not in (1, 2) or None in ends:
        raise flaw("percent-expected", given=str(raw))
    return Range(ends[0] or Fraction(0), ends[-1] or Fraction(0))


Points = Annotated[Range, BeforeValidator(_range), Shown({"type": ["number", "string"]})]
Percent = Annotated[Range, BeforeValidator(_percent_range), Shown({"type": "string"})]


class Expectation(Definition):
    """What must come out; whatever is left out is not compared. `level` and `possible` take `none` for no level."""

    points: dict[Id, Points] = {}
    criteria: dict[Id, Percent] = {}
    total: Points | None = None
    percent: Percent | None = None
    level: Id | None = None
    possible: Id | None = None
    because: tuple[str, ...] | None = None


class Case(Definition):
    """One example: a unit's facts and answers, and what they must give. Evidence is there unless said otherwise."""

    name: Text
    facts: dict[Id, Id] = {}
    given: dict[Id, Any] = {}
    without_evidence: tuple[Id, ...] = ()
    unknown_evidence: tuple[Id, ...] = ()
    expect: Expectation


@dataclass(frozen=True, slots=True)
class CasesRun:
    """How many cases of a file ran, and the problems of the file and of the cases that failed."""

    count: int
    problems: tuple[Problem, ...]


def cases_path(criteria_path: Path) -> Path:
    """Give where the cases of a criteria file stand: beside it, `<name>.cases.yaml`."""
    return criteria_path.with_name(criteria_path.stem + CASES_SUFFIX)


def run_cases(path: Path, criteria_set: CriteriaSet) -> CasesRun:
    """Run every case of a file against a set; each difference is a problem with its line. Raises OSError."""
    tree = read_tree(path, str(path))
    if not isinstance(tree.root, Sequence):
        problems = tree.problems or [tree.problem(Flaw("expected-list"))]
        return CasesRun(0, in_order(problems))
    problems, count = list(tree.problems), 0
    adapter = TypeAdapter(Case)
    for position, raw in enumerate(plain(tree.root)):
        try:
            case = adapter.validate_python(raw)
            submission = _submission(criteria_set, case)
        except (ValidationError, Flaws) as error:
            flaws = flaws_of(error, Case) if isinstance(error, ValidationError) else error.flaws
            problems += [_at(tree, position, flaw) for flaw in flaws]
            continue
        count += 1
        scorecard = score(criteria_set, submission)
        verdict = judge(criteria_set, scorecard)
        problems += [_at(tree, position, flaw) for flaw in _differences(criteria_set, case, scorecard, verdict)]
    return CasesRun(count, in_order(problems))


def _at(tree: Tree, position: int, flaw: Flaw) -> Problem:
    return tree.problem(Flaw(flaw.code, (position, *flaw.path), flaw.arguments))


def _submission(criteria_set: CriteriaSet, case: Case) -> Submission:
    found: list[Flaw] = []
    for name, choice in case.facts.items():
        fact = criteria_set.facts.get(name)
        known = tuple(criteria_set.facts) if fact is None else tuple(fact.choices)
        word, code = (name, "fact-unknown") if fact is None else (choice, "choice-unknown")
        if word not in known:
            arguments = {"given": word, "expected": known, "nearest": nearest(word, known)}
            found.append(Flaw(code, ("facts", name), arguments))
    evidence: dict[str, bool | None] = dict.fromkeys(case.without_evidence, False)
    evidence |= dict.fromkeys(case.unknown_evidence)
    try:
        answers = answers_from(criteria_set, case.given, evidence)
    except Flaws as flaws:
        found += [Flaw(one.code, ("given", *one.path), one.arguments) for one in flaws.flaws]
        raise Flaws(found) from None
    if found:
        raise Flaws(found)
    return Submission(unit=Unit(name=case.name.vi), facts=dict(case.facts), answers=answers)


def _differences(criteria_set: CriteriaSet, case: Case, scorecard: Scorecard, verdict: Verdict) -> Iterator[Flaw]:
    expect = case.expect
    results = {one.id: one.points for criterion in scorecard.criteria for one in criterion.indicators}
    tallies = {criterion.id: criterion.tally for criterion in scorecard.criteria}
    yield from _compare(expect.points, results, case, "points")
    yield from _compare(expect.criteria, {name: one.percent for name, one in tallies.items()}, case, "criteria")
    if expect.total is not None and expect.total != scorecard.total.points:
        yield _differs(case, ("total",), _shown(expect.total), _shown(scorecard.total.points))
    if expect.percent is not None and expect.percent != scorecard.total.percent:
        yield _differs(case, ("percent",), _shown(expect.percent), _shown(scorecard.total.percent))
    for what, wanted, found in (
        ("level", expect.level, verdict.certain),
        ("possible", expect.possible, verdict.possible),
    ):
        if wanted is not None and wanted != (found or "none"):
            yield _differs(case, (what,), wanted, found or "none")
    if expect.because is not None:
        missed = next((level for level in verdict.levels if level.state != "eligible"), None)
        short = {condition.kind for condition in missed.conditions if condition.state == "short"} if missed else set()
        if set(expect.because) != short:
            yield _differs(case, ("because",), ", ".join(expect.because), ", ".join(sorted(short)) or "none")


def _compare(wanted: Mapping[str, Range], found: Mapping[str, Range | None], case: Case, what: str) -> Iterator[Flaw]:
    for identifier, expected in wanted.items():
        if identifier not in found:
            known = tuple(found)
            arguments = {"given": identifier, "expected": known, "nearest": nearest(identifier, known)}
            code = "indicator-unknown" if what == "points" else "criterion-unknown"
            yield Flaw(code, ("expect", what, identifier), arguments)
        elif found[identifier] != expected:
            yield _differs(case, (what, identifier), _shown(expected), _shown(found[identifier]))


def _shown(found: Range | None) -> str:
    if found is None:
        return "–"
    low, high = exact_text(found.low), exact_text(found.high)
    return low if low == high else f"{low}..{high}"


def _differs(case: Case, path: tuple[str, ...], expected: str, found: str) -> Flaw:
    arguments = {"name": case.name, "what": " ".join(path), "expected": expected, "found": found}
    return Flaw("case-failed", ("expect", *path), arguments)
