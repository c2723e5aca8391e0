"""Plans of small sets against every cheaper way and blanks at their best; of the pilot against an integer solver.

python tests/plans.py [--small N] [--solver N] [--seed S]

The solver is scipy's (extra `solver`).
"""

from __future__ import annotations

import argparse
import random
import sys
from fractions import Fraction

from small_plans import best_case_told, cases_of, cheaper_ways_tried
from xhht_score.api.single import load_once
from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.plan.planning import plan
from xhht_score.plan.records import StepPlan
from xhht_score.results import IndicatorResult
from xhht_score.submission import Answer, Submission, Unit

ZERO = Fraction(0)
_TOLERANCE = 1e-6


def random_pilot(chance: random.Random, criteria_set: CriteriaSet) -> Submission:
    """Give a unit of the pilot that has some way to go, with everything answered."""
    answers = {}
    for name, indicator in criteria_set.indicators.items():
        measure, values = indicator.measure, {}
        assert measure is not None
        match measure.kind:
            case "yes_no":
                values = {"answer": Fraction(chance.random() < 0.8)}
            case "status":
                values = {"step": Fraction(chance.randint(0, int(measure.top)))}
            case "ratio" if measure.percentage_only:
                values = {"percentage": Fraction(chance.randint(500, 990), 1000)}
            case "ratio":
                over = chance.choice([16, 29, 97, 242, 705, 1690])
                values = {"of": Fraction(chance.randint(over * 3 // 10, over * 9 // 10)), "over": Fraction(over)}
            case "count":
                values = {"number": Fraction(chance.randint(0, 15))}
            case "amount":
                values = {"number": Fraction(chance.randint(200, 600), 10)}
            case "change":
                values = {one: Fraction(chance.randint(100, 300), 10) for one in ("last_year", "this_year")}
            case "checklist":
                values = {one: Fraction(chance.random() < 0.6) for one in measure.items}
            case "share_of_units":
                parts = [chance.randint(0, 8) for _ in measure.levels]
                values = {
                    **dict(zip(measure.levels, map(Fraction, parts), strict=True)),
                    "all": Fraction(sum(parts) + 3),
                }
            case _:
                values = {"points": Fraction(chance.randint(0, int(measure.top)))}
        answers[name] = Answer(values=values, evidence=True)
    return Submission(unit=Unit(name="Đơn vị"), facts={"type": "district", "area": "ordinary"}, answers=answers)


def steps_of(
    criteria_set: CriteriaSet, submission: Submission, name: str
) -> list[tuple[dict[str, Fraction], Fraction]]:
    """Give what an indicator's figures may become, each with how far that is.

    Written a second time: a figure rises, or falls where less is better, a unit, a tick or a hundredth at a time.
    """
    indicator, given = criteria_set.indicators[name], dict(submission.answers[name].values)
    measure = indicator.measure
    assert measure is not None
    up = indicator.rules[-1].scoring.upward
    match measure.kind:
        case "given_points":
            return []
        case "checklist":
            left = [one for one in measure.items if not given[one]]
            return [
                ({**given, **dict.fromkeys(left[:at], Fraction(1))}, Fraction(at)) for at in range(1, len(left) + 1)
            ]
        case "share_of_units":
            return list(_units(measure, given))
        case "change":
            key, size, most = "this_year", Fraction(1, 100), min(measure.maximum, Fraction(1000))
            up = up == (measure.direction == "rises")
        case "ratio" if measure.percentage_only:
            key, size, most = "percentage", Fraction(1, 10_000), Fraction(1)
        case "ratio":
            key, size, most = "of", Fraction(1), given["over"]
        case "amount":
            key, size, most = "number", Fraction(1, 100), min(measure.maximum, Fraction(1000))
        case _:
            (key,), size, most = given, Fraction(1), Fraction(measure.top)
    room = (most - given[key]) if up else given[key]
    sign = 1 if up else -1
    return [({**given, key: given[key] + sign * size * at}, Fraction(at)) for at in range(1, int(room / size) + 1)]


def _units(measure, given):
    counted, whole = measure.counted, given["all"]
    held = sum(given[one] for one in counted)
    for at in range(1, int(whole - held) + 1):
        values, left = dict(given), at
        values[counted[0]] += at
        free = int(whole - sum(given[one] for one in measure.levels))
        left -= min(left, free)
        for one in measure.levels:
            if one not in counted:
                taken = min(values[one], left)
                values[one], left = values[one] - taken, left - taken
        yield values, Fraction(at)


def least_effort(criteria_set: CriteriaSet, submission: Submission) -> float | None:
    """Give the least effort that the solver finds; every step of every figure is a variable that is taken or not."""
    import numpy
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    from xhht_score.engine import indicator_result

    costs, points, of, must = [], [], [], []
    names = list(criteria_set.indicators)
    facts = next(criteria_set.worlds(submission.facts))
    base = {}
    for row, name in enumerate(names):
        indicator = criteria_set.indicators[name]
        level = criteria_set.recognition.levels[0]
        wanted = any(getattr(one, "met", None) and name in one.met for one in level.requires)
        options = [(dict(submission.answers[name].values), ZERO), *steps_of(criteria_set, submission, name)]
        found = []
        best_earned, full = None, ZERO

        def result_of(
            values: dict[str, Fraction], name: str = name, indicator: Indicator = indicator
        ) -> IndicatorResult:
            answer = submission.answers[name].model_copy(update={"values": values})
            return indicator_result(criteria_set, indicator, answer, None, facts)

        most = result_of(options[-1][0]).earned.low
        for values, far in options:
            result = result_of(values)
            if best_earned is None or result.earned.low > best_earned:
                best_earned, full = result.earned.low, far
            found.append((result, far))
            if best_earned >= most:  # points never fall on the way to the last option
                break
        kept: dict[Fraction, tuple[Fraction, bool]] = {}
        for result, far in found:
            key = result.points.low
            if far <= full and (not wanted or result.levels[0].met_low) and key not in kept:
                kept[key] = (far, True)
        base[name] = found[0][0].points.low
        for worth, (far, _) in kept.items():
            effort_of = Fraction(indicator.effort or 3) * (far / full if full else ZERO)
            costs.append(float(effort_of))
            points.append(float(worth))
            of.append(row)
        must.append(bool(kept))
    if not all(must):
        return None
    count = len(costs)
    choose = csr_matrix((numpy.ones(count), (of, range(count))), shape=(len(names), count))
    constraints = [LinearConstraint(choose, 1, 1)]
    group = {one.id: at for at, criterion in enumerate(criteria_set.criteria) for one in criterion.indicators}
    rows = numpy.zeros((len(criteria_set.criteria) + 1, count))
    for at, row in enumerate(of):
        rows[group[names[row]], at] = points[at]
        rows[-1, at] = points[at]
    wanted = [float(one.points * Fraction(7, 10)) for one in criteria_set.criteria] + [75.0]
    constraints.append(LinearConstraint(rows, numpy.array(wanted) - 1e-9, numpy.inf))
    found = milp(numpy.array(costs), constraints=constraints, integrality=numpy.ones(count), bounds=Bounds(0, 1),
                 options={"mip_rel_gap": 0})  # fmt: skip
    return None if found.x is None else float(found.fun)


def solved_alike(seed: int) -> bool:
    """Hold the plan of a random unit of the pilot against the solver; gives whether there was any way to be found."""
    criteria_set = load_once("thanh-hoa-2020").criteria_set
    submission = random_pilot(random.Random(seed), criteria_set)
    found = plan(criteria_set, submission, "dat")
    best: StepPlan | None = found.outlooks[0].plans[0] if found.outlooks and found.outlooks[0].plans else None
    solved = least_effort(criteria_set, submission)
    if not found.outlooks:
        assert solved is not None, seed
        assert solved < _TOLERANCE, seed
    elif best is None:
        assert solved is None, seed
    else:
        assert best.at_least is None, seed
        assert solved is not None, seed
        assert abs(float(best.effort) - solved) < _TOLERANCE, (seed, best.effort, solved)
    return best is not None


def main() -> int:
    """Compare so many small sets with every cheaper way, and so many units of the pilot with the integer solver."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=2000, help="random small sets")
    parser.add_argument("--solver", type=int, default=200, help="random units of the pilot")
    parser.add_argument("--seed", type=int, default=0, help="where the random units begin")
    given = parser.parse_args()
    tried = sum(
        cheaper_ways_tried(*case) for case in cases_of(given.small, 0.1, eligible=False, start=given.seed * given.small)
    )
    print(f"{given.small} small sets: no way is cheaper than the plan, of {tried} that were tried")
    blank = cases_of(given.small, 0.15, eligible=False, start=given.seed * given.small)
    told = sum(best_case_told(*case) for case in blank)
    print(f"{given.small} small sets with more blanks: {told} best cases are those of blanks that turned out best")
    first = given.seed * given.solver
    seen = sum(map(solved_alike, range(first, first + given.solver)))
    print(f"{given.solver} units of the pilot: {seen} plans are those of the integer solver, the others need none")
    return 0


if __name__ == "__main__":
    sys.exit(main())
