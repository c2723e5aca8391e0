"""Cases beside the rules: given these answers, expect these points, this level, exactly these failing conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from xhht_score.criteria import CriteriaSet, as_named_now
from xhht_score.definitions import Date, Definition, Id, Shown, Text, Whole, flaw, flaws_of
from xhht_score.engine import score
from xhht_score.errors import Flaw, Flaws, Problem, in_order, nearest, some_of
from xhht_score.loading.notation import answers_from
from xhht_score.loading.tree import Sequence, Tree, plain, read_tree
from xhht_score.numbers import Range, parse_number, parse_percent
from xhht_score.recognition import judge
from xhht_score.records import record
from xhht_score.results import Scorecard, Verdict
from xhht_score.submission import Dates, Decision, Submission, Unit


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


PointsRange = Annotated[Range, BeforeValidator(_range), Shown({"type": ["number", "string"]})]
Percent = Annotated[Range, BeforeValidator(_percent_range), Shown({"type": "string"})]


def _levels(raw: object) -> object:
    """Read `none`, one level, or a list of levels."""
    return () if raw == "none" else (raw,) if isinstance(raw, str) else raw


Levels = Annotated[tuple[Id, ...], BeforeValidator(_levels)]


_IDS = TypeAdapter(Id)


def _named(raw: object) -> object:
    """Take the name of an indicator or of a question, as it is written."""
    _IDS.validate_python(as_named_now(raw) if isinstance(raw, str) else raw)
    return raw


#: What a case tells of: an indicator by its id, or one question by its path.
Named = Annotated[str, BeforeValidator(_named)]


class Held(Definition):
    """The decision that the unit of a case holds."""

    level: Id
    date: Date


class Expectation(Definition):
    """What must come out; whatever is left out is not compared. `level` and `possible` take `none` for no level.

    `met` lists all levels at which an indicator is met for sure, `unmet` all indicators that are short at a level,
    `not_asked` all indicators that the unit is not asked.
    """

    points: dict[Id, PointsRange] = {}
    criteria: dict[Id, Percent] = {}
    total: PointsRange | None = None
    percent: Percent | None = None
    met: dict[Id, Levels] = {}
    unmet: dict[Id, tuple[Id, ...]] = {}
    not_asked: tuple[Id, ...] | None = None
    level: Id | None = None
    possible: Id | None = None
    because: tuple[str, ...] | None = None


class Case(Definition):
    """One example: a unit's facts and answers, and what they must give. Evidence is there unless said otherwise.

    `given` has answers by their indicators (`5.2`), single figures by their paths (`5.2.dao-tao.of`), or both: then the
    figures stand over the answer. `like` names the `id` of an earlier case of the file: whatever this one does not say
    is as it is there, answer by answer; what is expected is never taken over.
    """

    id: Id | None = None
    like: Id | None = None
    name: Text
    year: Whole | None = None
    facts: dict[Id, Id] = {}
    given: dict[Named, Any] = {}
    without_evidence: tuple[Id, ...] = ()
    unknown_evidence: tuple[Id, ...] = ()
    holds: Held | None = None
    requested: Date | None = None
    expect: Expectation

    def submission(self, criteria_set: CriteriaSet) -> Submission:
        """Give what the unit of the case reports; raises `Flaws` for what a set does not have."""
        return _submission(criteria_set, self)

    def problems(self, criteria_set: CriteriaSet) -> tuple[Flaw, ...]:
        """Give everything that does not come out as the case expects, or cannot be understood."""
        try:
            submission = self.submission(criteria_set)
        except Flaws as error:
            return error.flaws
        scorecard = score(criteria_set, submission)
        return tuple(failures(criteria_set, self, scorecard, judge(criteria_set, scorecard, submission)))


@record
class CasesRun:
    """How many cases of a file ran, the problems of the file and of the cases that failed, and the others."""

    count: int
    problems: tuple[Problem, ...]
    passed: tuple[WrittenCase, ...] = ()


def run_cases(path: Path, criteria_set: CriteriaSet) -> CasesRun:
    """Run every case of a file against a set; each difference is a problem with its line. Raises `XhhtError`."""
    tree = read_tree(path, str(path))
    if not isinstance(tree.root, Sequence):
        problems = tree.problems or [tree.problem(Flaw("expected-list"))]
        return CasesRun(0, in_order(problems))
    cases, problems = _read(tree)
    count, passed = 0, []
    for written in cases:
        found = written.case.problems(criteria_set)
        if not found:
            passed.append(written)
        count += all(flaw.path[0] == "expect" for flaw in found)
        problems += [_at(tree, written.position, flaw) for flaw in found]
    return CasesRun(count, in_order(problems), tuple(passed))


@record
class WrittenCase:
    """A case as it stands in a file: where, with all that it takes over from others, and what it answers itself."""

    position: int
    case: Case
    own: frozenset[str]


def read_cases(path: Path) -> tuple[WrittenCase, ...]:
    """Give the sound cases of a file. Raises OSError."""
    tree = read_tree(path, str(path))
    return tuple(_read(tree)[0]) if isinstance(tree.root, Sequence) else ()


def _read(tree: Tree) -> tuple[list[WrittenCase], list[Problem]]:
    """Give the sound cases of a tree, and the problems of the tree and of the others."""
    assert isinstance(tree.root, Sequence)
    cases: list[WrittenCase] = []
    problems = list(tree.problems)
    known: dict[str, dict[str, Any]] = {}
    adapter = TypeAdapter(Case)
    for position, raw in enumerate(plain(tree.root)):
        try:
            whole = _whole(raw, known)
            case = adapter.validate_python(whole)
            cases.append(WrittenCase(position, case, frozenset(raw.get("given", ()))))
            if isinstance(whole, dict) and isinstance(whole.get("id"), str):
                known[whole["id"]] = whole
        except (ValidationError, Flaws) as error:
            flaws = flaws_of(error, Case) if isinstance(error, ValidationError) else error.flaws
            problems += [_at(tree, position, flaw) for flaw in flaws]
    return cases, problems


def _whole(raw: Any, known: Mapping[str, dict[str, Any]]) -> Any:
    """Give a case with what it takes over from the one that it is like."""
    if not isinstance(raw, dict) or not isinstance(raw.get("like"), str):
        return raw
    if raw["like"] not in known:
        arguments = {"given": raw["like"], "expected": some_of(known), "nearest": nearest(raw["like"], known)}
        raise flaw("case-unknown", "like", **arguments)
    other = {name: value for name, value in known[raw["like"]].items() if name not in ("id", "name", "like", "expect")}
    merged = {
        name: {**other[name], **raw[name]}
        for name in ("facts", "given")
        if isinstance(other.get(name), dict) and isinstance(raw.get(name), dict)
    }
    return {**other, **raw, **merged}


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
    held = Decision(level=case.holds.level, date=case.holds.date) if case.holds else None
    dates = Dates(decision=held, requested=case.requested)
    return Submission(
        unit=Unit(name=case.name.vi), year=case.year, dates=dates, facts=dict(case.facts), answers=answers
    )


def failures(criteria_set: CriteriaSet, case: Case, scorecard: Scorecard, verdict: Verdict) -> Iterator[Flaw]:
    """Give everything that came out otherwise than a case expects, with its path inside the case."""
    expect = case.expect
    indicators = [one for criterion in scorecard.criteria for one in criterion.indicators]
    results = {one.id: one.points for one in indicators}
    tallies = {criterion.id: criterion.tally for criterion in scorecard.criteria}
    yield from _compare(expect.points, results, case, "points")
    yield from _compare(expect.criteria, {name: one.percent for name, one in tallies.items()}, case, "criteria")
    if expect.total is not None and expect.total != scorecard.total.points:
        yield _differs(case, ("total",), _shown(expect.total), _shown(scorecard.total.points))
    if expect.percent is not None and expect.percent != scorecard.total.percent:
        yield _differs(case, ("percent",), _shown(expect.percent), _shown(scorecard.total.percent))
    met = {
        one.id: tuple(level for level, at in zip(criteria_set.level_ids, one.levels, strict=True) if at.met_low)
        for one in indicators
    }
    unmet = {
        level: tuple(one.id for one in indicators if one.levels[at].asked and not one.levels[at].met_high)
        for at, level in enumerate(criteria_set.level_ids)
    }
    yield from _compare_ids(expect.met, met, case, "met", "indicator-unknown")
    yield from _compare_ids(expect.unmet, unmet, case, "unmet", "unknown-level")
    if expect.not_asked is not None:
        left_out = {"": tuple(one.id for one in indicators if one.state == "not_asked")}
        yield from _compare_ids({"": expect.not_asked}, left_out, case, "not_asked", "indicator-unknown")
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


def _compare_ids(
    wanted: Mapping[str, tuple[str, ...]], found: Mapping[str, tuple[str, ...]], case: Case, what: str, unknown: str
) -> Iterator[Flaw]:
    for identifier, expected in wanted.items():
        path = (what, identifier) if identifier else (what,)
        if identifier not in found:
            known = tuple(found)
            arguments = {"given": identifier, "expected": known, "nearest": nearest(identifier, known)}
            yield Flaw(unknown, ("expect", *path), arguments)
        elif set(found[identifier]) != set(expected):
            said = [", ".join(one) or "none" for one in (expected, found[identifier])]
            yield _differs(case, path, *said)


def _shown(found: Range | None) -> str:
    return "–" if found is None else str(found)


def _differs(case: Case, path: tuple[str, ...], expected: str, found: str) -> Flaw:
    arguments = {"name": case.name, "what": " ".join(path), "expected": expected, "found": found}
    return Flaw("case-failed", ("expect", *path), arguments)
