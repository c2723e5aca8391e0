"""The kept witness: what the engine answered before rules became terms, row by row, against what it answers now.

    python tests/witness.py [ROWS] [--keep]

Engine, forms and programs read the same terms, so that none of them could tell that a term is wrong. What the engine
of commit 68c06d4 gave, whose kinds computed for themselves, is kept as digests in `tests/witness.json`: every state,
point, place on a scale, bar, tally, condition and level of 20,000 rows of each shipped set and of eight wide sets. Only
that engine may be kept (`--keep`); where a rule is changed on purpose, what differs is named in DECISIONS.md.

The program of each set decides the same rows step by step as the engine does, and every fourth of them once more with
evidence that the council refused.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import agreement
import programs
from xhht_score.api.single import load_once
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import score
from xhht_score.loading.shipped import shipped_sets
from xhht_score.recognition import judge
from xhht_score.submission import Submission

KEPT = Path(__file__).with_name("witness.json")
ROWS = 20_000
#: So many rows have one digest.
CHUNK = 200
WIDE = tuple(f"wide-{seed}" for seed in range(8))


class Digests(NamedTuple):
    """What was asked in a stretch of rows, and what was answered."""

    asked: str
    answered: str


def names() -> tuple[str, ...]:
    """Give the sets that have a witness: those that are shipped and can be scored, and eight wide ones."""
    official = [name for name in shipped_sets() if load_once(name).criteria_set.status != "draft"]
    return (*official, *WIDE)


@cache
def set_named(name: str) -> CriteriaSet:
    """Give a set by its name."""
    if name not in WIDE:
        return load_once(name).criteria_set
    chance = random.Random(name)
    return (agreement.wide_set if WIDE.index(name) % 2 else agreement.wide_bars)(chance, 40)


def digests(name: str, rows: int) -> Iterator[Digests]:
    """Give the digests of the first rows of a set, a row being an indicator of a unit."""
    criteria_set, chance = set_named(name), random.Random(f"rows of {name}")
    units = max(1, CHUNK // len(criteria_set.indicators))
    for _ in range(-(-rows // (units * len(criteria_set.indicators)))):
        asked, answered = sha256(), sha256()
        for _ in range(units):
            submission = agreement.random_submission(chance, criteria_set, chance.choice([0, 0.05, 0.3]))
            asked.update(_asked(criteria_set, submission).encode())
            answered.update("\n".join(answers(criteria_set, submission)).encode())
        yield Digests(asked.hexdigest()[:8], answered.hexdigest()[:8])


def programs_differ(name: str, rows: int) -> list[str]:
    """Give every step of the program of a set that is not what the engine says, over the same rows."""
    criteria_set, chance, refusing = set_named(name), random.Random(f"rows of {name}"), random.Random(name)
    found: list[str] = []
    for number in range(-(-rows // len(criteria_set.indicators))):
        submission = agreement.random_submission(chance, criteria_set, chance.choice([0, 0.05, 0.3]))
        found += programs.differences(criteria_set, submission)
        if number % 4 == 0:
            found += programs.differences(criteria_set, programs.refused(refusing, submission))
    return found


def answers(criteria_set: CriteriaSet, submission: Submission) -> Iterator[str]:
    """Give everything that is decided of a unit, a line for each indicator, tally and level."""
    card = score(criteria_set, submission)
    verdict = judge(criteria_set, card, submission)
    for sheet in (None, *card.sheets):
        for criterion in card.criteria if sheet is None else sheet.criteria:
            yield f"{criterion.id} {_tally(criterion.tally)}"
            for one in criterion.indicators:
                levels = [(at.asked, at.met_low, at.met_high, [_bar(bar) for bar in at.bars]) for at in one.levels]
                reached = one.reached and one.reached.text
                ranges = " ".join(map(_range, (one.points, one.earned, one.maximum, one.value)))
                yield f"{one.id} {one.state} {ranges} {levels} {one.rule} {reached}"
        yield _tally(card.total if sheet is None else sheet.total)
    for level in verdict.levels:
        yield f"{level.id} {level.state} {[(one.kind, one.state, str(one.short_by)) for one in level.conditions]}"
    yield f"{verdict.certain} {verdict.possible}"


def _tally(one: Any) -> str:
    return " ".join(map(_range, (one.points, one.maximum, one.percent)))


def _range(one: Any) -> str:
    return "-" if one is None else f"{one.low}..{one.high}"


def _bar(one: Any) -> str:
    return f"{one.part} {one.bar.way} {one.bar.mark.placed} {_range(one.found)} {one.state} {one.short_by}"


def _asked(criteria_set: CriteriaSet, one: Submission) -> str:
    """Give what is asked, by the names of questions as they were when it was kept."""
    answers = {
        name: (
            sorted(
                (f"{each.part}/{each.input.name}" if each.part else each.name, str(answer.values[each.name]))
                for each in criteria_set.indicators[name].questions
                if each.name in answer.values
            ),
            answer.not_applicable,
            answer.evidence,
        )
        for name, answer in sorted(one.answers.items())
    }
    return f"{one.year} {one.dates} {sorted(one.facts.items())} {answers}"


def different(name: str, rows: int) -> str:
    """Give what of a set is no longer as it was kept; "" where all of it is."""
    kept = [Digests(*one) for one in json.loads(KEPT.read_text(encoding="utf-8"))[name]]
    for number, (now, then) in enumerate(zip(digests(name, rows), kept, strict=False)):
        if now.asked != then.asked:
            return f"{name}: other rows are asked than were kept (stretch {number}), so the witness says nothing"
        if now.answered != then.answered:
            return f"{name}: stretch {number} is answered otherwise than by the engine that was kept"
    return ""


def main() -> int:
    """Compare, or keep; gives an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    parser.add_argument("--keep", action="store_true", help="keep what this engine answers: for commit 68c06d4 only")
    given = parser.parse_args()
    if given.keep:
        kept = {name: [list(one) for one in digests(name, ROWS)] for name in names()}
        lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(found)}" for name, found in kept.items())
        KEPT.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
        return 0
    wrong = [said for name in names() if (said := different(name, given.rows))]
    print("\n".join(wrong) or f"{given.rows:,} rows of {len(names())} sets are answered as they were kept")
    differ = [one for name in names() for one in programs_differ(name, given.rows)]
    print("\n".join(differ[:40]) or "and their programs decide each of them as the engine does, in every step")
    return 1 if wrong or differ else 0


if __name__ == "__main__":
    sys.exit(main())
