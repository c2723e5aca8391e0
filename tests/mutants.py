"""Changes one rule of a criteria set at a time and tells whether the set's own cases notice.

`python tests/mutants.py [SET...]` does it for every shipped set (a draft through its completed variant in
`tests/variants/`) and ends with 1 where a change goes unnoticed. A mutant is caught by a case that fails on it, or
refused because the loader does not take it. One that cannot change any result stands in `EQUIVALENT`, with its proof.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mutations import Raw, mutants, written
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import score
from xhht_score.errors import Flaws, has_errors
from xhht_score.loading.cases import Case, failures, read_cases, run_cases
from xhht_score.loading.shipped import cases_path, shipped_sets
from xhht_score.loading.tree import parse_tree, plain, read_tree
from xhht_score.loading.variants import base_of, extended
from xhht_score.loading.whole import check
from xhht_score.recognition import judge
from xhht_score.results import Verdict

VARIANTS = Path(__file__).resolve().parent / "variants"

_UNREAD = "the policy is `advised`, and `without` is looked at only where evidence is `required`"
_UNREAD_MUTANTS = ("evidence.without warn -> not_met", "evidence.without warn -> not_scored")
_ASKED_ANYWAY = "the alternative before it asks this type whatever its other facts"
_NO_STEP_BETWEEN = "the steps give {} points, so nothing above {} and below {} can be earned"

#: Mutants that cannot change a result of any unit, by set and name, each with its proof.
EQUIVALENT: dict[str, dict[str, str]] = {
    "thanh-hoa-2020": {
        "1.3 met_from 2 -> 1.99": _NO_STEP_BETWEEN.format("0, 1, 2 or 3", 1, 2),
        "2.4 met_from 1.5 -> 1.49": _NO_STEP_BETWEEN.format("0, 0.5, 1.5 or 2", 0.5, 1.5),
        "2.6 met_from 1 -> 0.99": _NO_STEP_BETWEEN.format("0, 1, 1.5 or 2", 0, 1),
        "3.3 met_from 3 -> 2.99": _NO_STEP_BETWEEN.format("0, 1, 2, 3 or 4", 2, 3),
        "dat each_criterion.at_least 70% -> 69.99%": (
            "points are rounded to 0.01 and a criterion has a whole number M of at most 30 applicable points, so its "
            "share is a multiple of 0.01/M; 70% is one, and the next below it is at most 70% - 0.01/30 = 69.967%"
        ),
    },
    "tt24-2023-huyen": {
        "1.3 [1] type with co-quan": _ASKED_ANYWAY,
        "3.3 at muc-do-2 [1] type with co-quan": _ASKED_ANYWAY,
    },
    "tt24-2023-tinh": {
        "1.3 [1] type with co-quan": _ASKED_ANYWAY,
        "1.3 [1] type with ban-quan-ly": _ASKED_ANYWAY,
    },
    **{
        name: dict.fromkeys(_UNREAD_MUTANTS, _UNREAD)
        for name in ("tt22-2020-don-vi", "qd324-complete", "tt25-2023-xa", "tt25-2023-huyen", "tt25-2023-tinh")
    },
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A set that is tried, as plain data, with its cases."""

    name: str
    path: Path
    raw: Raw

    @property
    def cases(self) -> tuple[Case, ...]:
        """The sound cases of the set."""
        path = cases_path(self.path)
        return tuple(one.case for one in read_cases(path)) if path.is_file() else ()

    def faults(self) -> list[str]:
        """Give what is wrong before anything is changed: a catch would mean nothing then."""
        criteria_set, problems = check(parse_tree(written(self.raw), self.path.name))
        if criteria_set is None or has_errors(problems):
            return [f"{problem.code} in {self.path.name}" for problem in problems]
        path = cases_path(self.path)
        run = run_cases(path, criteria_set).problems if path.is_file() else ()
        return [f"{one.code} in {path.name}, line {one.place.line}" for one in run]


def subjects() -> dict[str, Subject]:
    """Give every set by name: the shipped ones that can be used, and for each draft the variant that completes it."""
    found = [_subject(path) for path in (*shipped_sets().values(), *sorted(VARIANTS.glob("*.yaml")))]
    sets = [one for one in found if one is not None and one.raw["status"] != "draft"]
    return {one.name: one for one in sets}


def drafts_without_variant() -> set[str]:
    """Give the shipped drafts that no variant completes."""
    found = [_subject(path) for path in shipped_sets().values()]
    drafts = {one.name for one in found if one is not None and one.raw["status"] == "draft"}
    return drafts - {one.raw.get("extends") for one in subjects().values()}


def _subject(path: Path) -> Subject | None:
    tree = read_tree(path, str(path))
    tree = extended(tree, base_of(tree, {}, (path.resolve(),)))
    assert tree.root is not None, path
    raw = plain(tree.root)
    return Subject(raw["id"], path, raw) if isinstance(raw, dict) else None


@dataclass(slots=True)
class Tally:
    """What became of the mutants of one set, or of several."""

    caught: int = 0
    refused: int = 0
    equivalent: dict[str, str] = field(default_factory=dict)
    survived: list[str] = field(default_factory=list)
    #: Names in `EQUIVALENT` that are no survivor: caught, refused, or no mutant at all.
    mislisted: list[str] = field(default_factory=list)

    @property
    def mutants(self) -> int:
        return self.caught + self.refused + len(self.equivalent) + len(self.survived)

    def __str__(self) -> str:
        parts = f"{self.caught} caught, {self.refused} refused, {len(self.equivalent)} equivalent"
        return f"{self.mutants} mutants: {parts}, {len(self.survived)} survived"


def tally(subject: Subject) -> Tally:
    """Try every mutant of a set."""
    proofs = EQUIVALENT.get(subject.name, {})
    cases, result = subject.cases, Tally()
    for mutant in mutants(subject.raw):
        criteria_set, problems = check(parse_tree(written(mutant.raw), subject.path.name))
        if criteria_set is None or has_errors(problems):
            result.refused += 1
        elif any(fails(criteria_set, case) for case in _likely_first(cases, mutant.indicator)):
            result.caught += 1
        elif mutant.name in proofs:
            result.equivalent[mutant.name] = proofs[mutant.name]
        else:
            result.survived.append(mutant.name)
    result.mislisted = sorted(proofs.keys() - result.equivalent.keys())
    return result


def _likely_first(cases: Sequence[Case], indicator: str) -> list[Case]:
    """Give the cases with those first that expect something of an indicator, short ones before long ones."""

    def about(case: Case) -> bool:
        expected = case.expect
        return indicator in expected.points or indicator in expected.met or indicator in (expected.not_asked or ())

    return sorted(cases, key=lambda case: (not about(case) if indicator else len(case.given) < 2, len(case.given)))


def fails(criteria_set: CriteriaSet, case: Case) -> bool:
    """Tell whether a case does not hold for a set, as `run_cases` does, without reading the file each time.

    A case that expects something of a few indicators only is looked at in a set of just these, without a verdict:
    indicators are independent of one another.
    """
    try:
        submission = case.submission(criteria_set)
    except Flaws:
        return True
    expected = case.expect
    if expected.model_fields_set <= {"points", "met"}:
        scorecard = score(_narrowed(criteria_set, expected.points.keys() | expected.met.keys()), submission)
        verdict = Verdict((), None, None)
    else:
        scorecard = score(criteria_set, submission)
        verdict = judge(criteria_set, scorecard, submission)
    return next(failures(criteria_set, case, scorecard, verdict), None) is not None


def _narrowed(criteria_set: CriteriaSet, names: Collection[str]) -> CriteriaSet:
    """Give a set with some of its indicators only."""
    kept = ((one, tuple(inner for inner in one.indicators if inner.id in names)) for one in criteria_set.criteria)
    criteria = tuple(one.model_copy(update={"indicators": indicators}) for one, indicators in kept if indicators)
    return criteria_set.model_copy(update={"criteria": criteria})


def main(names: Sequence[str]) -> int:
    """Try the named sets, or all of them, print what came out, and give 1 where something survived."""
    known, sound = subjects(), not drafts_without_variant()
    whole, start = Tally(), time.perf_counter()
    for name in names or known:
        faults = known[name].faults()
        one = tally(known[name])
        print(f"{name}: {one}")
        for title, lines in (
            ("fault", faults),
            ("equivalent", [f"{mutant}: {proof}" for mutant, proof in one.equivalent.items()]),
            ("survived", one.survived),
            ("listed as equivalent, but is not", one.mislisted),
        ):
            for line in lines:
                print(f"  {title}: {line}")
        sound = sound and not (faults or one.survived or one.mislisted)
        whole.caught += one.caught
        whole.refused += one.refused
        whole.equivalent |= {f"{name} {mutant}": proof for mutant, proof in one.equivalent.items()}
        whole.survived += one.survived
    print(f"total: {whole}; {time.perf_counter() - start:.0f} s")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
