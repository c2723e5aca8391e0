"""What a page was made from: one fingerprint for the same answers, another for any other."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.errors import Place
from xhht_score.fingerprints import submission_fingerprint
from xhht_score.submission import Answer, Submission, Unit

ONE = Answer(values={"of": Fraction(3), "over": None}, evidence=True)
FORM = Submission(unit=Unit(name="Bá Thước", code="386"), year=2020, answers={"1.1": ONE, "2.1": Answer(note="đủ")})


def test_neither_order_nor_place_nor_blanks_change_a_fingerprint():
    placed = ONE.model_copy(update={"places": {"of": Place("a.xlsx", cell="C4")}})
    other = FORM.model_copy(update={"answers": {"2.1": Answer(note="đủ"), "1.1": placed, "3.1": Answer()}})
    assert submission_fingerprint(other) == submission_fingerprint(FORM)


def test_every_figure_changes_a_fingerprint():
    changed = [
        FORM.model_copy(update={"year": 2021}),
        FORM.model_copy(update={"unit": Unit(name="Bá Thước", code="387")}),
        FORM.model_copy(update={"answers": {**FORM.answers, "1.1": ONE.model_copy(update={"evidence": False})}}),
        FORM.model_copy(
            update={"answers": {**FORM.answers, "1.1": ONE.model_copy(update={"values": {"of": Fraction(4)}})}}
        ),
    ]
    assert len({submission_fingerprint(one) for one in [FORM, *changed]}) == 5
