"""Makes so many units' forms of a set in memory, one after the other, as `template --from` makes them.

python make_forms.py blank | carried COUNT OF

What is carried are answers to two questions of three, other ones for every unit, with the results that they come to.
There are answers of `OF` units whatever is made of them, so that two runs differ by forms alone.
"""

import gc
import random
import sys
from fractions import Fraction

from xhht_score.api.remade import Remade
from xhht_score.api.single import load_for_use
from xhht_score.submission import Answer, Submission, Unit
from xhht_score.words import Words

what, count, of = sys.argv[1], *map(int, sys.argv[2:])
gc.set_threshold(2_000_000, 100)  # as the command does
loaded, words, chance = load_for_use("thanh-hoa-2020"), Words("vi"), random.Random(1)


def answered() -> dict[str, Answer]:
    """Give answers within the bounds of what is asked, and the evidence of some."""
    found: dict[str, Answer] = {}
    for name, indicator in loaded.criteria_set.indicators.items():
        values: dict[str, Fraction | None] = {}
        for question in indicator.questions:
            if chance.random() < 2 / 3:
                one = question.input
                values[question.name] = Fraction(chance.randint(int(one.least), min(int(one.most), 400)))
        found[name] = Answer(values=values, evidence=chance.choice([True, False, None]))
    return found


submissions = []
for number in range(of):
    unit = Unit(name=f"Đơn vị số {number}", code=f"{number:05}", parent="38")
    submissions.append(Submission(unit=unit, year=2020, answers=answered() if what == "carried" else {}))
for one in submissions[:count]:
    Remade(loaded, one).file(words)
