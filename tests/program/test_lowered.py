"""Terms as whole numbers: what bounds and conditions decide, and what stays small."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.program.lowered import Inputs, claim, number, units
from xhht_score.program.whole import (
    INDICATORS,
    NO,
    YES,
    Against,
    At,
    Combined,
    Every,
    Guarded,
    Integer,
    Is,
    Name,
    NotBlank,
    Pick,
    Quotient,
    Sum,
    add,
    against,
    any_of,
    divide,
    every,
    fixed,
    flag,
    larger,
    multiply,
    negated,
    numbered,
    pick,
    raised,
    smaller,
    subtract,
    where,
)
from xhht_score.terms import Bounded, Const, Either, Entered, Known, Over, Plus, Stands, SumOf, Times, all_of

A, B = (Name(INDICATORS, "1.1", name) for name in "ab")
OF, OVER = At(0, 100, A), At(0, 100, B)
SOUND = against(At(0, 1, Name(INDICATORS, "1.1", "fault_1")), "=", fixed(0))
INPUTS = Inputs(
    {"of": Quotient(OF, fixed(1)), "over": Quotient(OVER, fixed(1))},
    {"of": (NotBlank(A), SOUND), "over": (NotBlank(B), SOUND)},
)


def test_what_is_known_is_not_asked_again():
    found = number(Either(Known("of"), Over(Entered("of"), Entered("over", Fraction(9))), Const(Fraction(0))), INPUTS)
    assert isinstance(found.bottom, Pick)
    assert found.bottom.when == Every((NotBlank(A), SOUND))
    assert found.bottom.then == Pick(0, 100, NotBlank(B), OVER, fixed(9))


def test_a_blank_is_asked_for_before_it_is_computed_with():
    found = claim(all_of((Known("over"), Stands(Entered("over"), "at_most", Fraction(0)))), INPUTS)
    assert found == Guarded(Every((NotBlank(B), SOUND)), Against(OVER, "<=", fixed(0)), NO)


def test_a_sum_passes_over_blanks_and_counts_nothing_where_figures_contradict_one_another():
    found = number(SumOf(("of", "over")), INPUTS)
    assert found.top == Pick(0, 200, SOUND, Sum(0, 200, (A, B)), fixed(0))


def test_what_is_multiplied_is_bounded_before_it_is():
    inputs = Inputs({"": Quotient(At(0, 10**9, A), fixed(1))})
    one = Bounded(Times(Plus(Entered(""), Const(Fraction(-10))), Fraction(1, 20)), Fraction(0), Fraction(1))
    points = units(Times(one, Fraction(4)), inputs, Fraction(1, 100), Fraction(4), exact=False)
    assert points.most == 400
    assert max(one.most for one in pairs(points) if one.way == "multiply") <= 30 * 400


def pairs(one: Integer) -> list[Combined]:
    return [one, *pairs(one.one), *pairs(one.other)] if isinstance(one, Combined) else []


def test_what_bounds_decide_is_decided():
    assert against(OF, ">=", fixed(0)) == YES
    assert against(OF, ">", fixed(100)) == NO
    assert against(fixed(3), "=", fixed(3)) == YES
    assert smaller(OF, fixed(200)) == larger(OF, fixed(-1)) == OF
    assert pick(YES, OF, OVER) == pick(NotBlank(A), OF, OF) == numbered(fixed(1), (OF, OVER)) == OF
    assert numbered(OVER, (OF, OF)) == OF
    assert every((YES, NotBlank(A), NotBlank(A))) == any_of((NO, NotBlank(A))) == NotBlank(A)
    assert every((NotBlank(A), NO)) == negated(YES) == NO
    assert where(NotBlank(A), YES) == negated(negated(NotBlank(A))) == NotBlank(A)
    assert any_of(()) == NO
    assert flag(raised(At(0, 1, A))) == At(0, 1, A)
    assert flag(Is(A, 1)) == Pick(0, 1, Is(A, 1), fixed(1), fixed(0))


def test_fixed_numbers_are_computed_at_once():
    assert add(fixed(2), fixed(3)) == fixed(5)
    assert subtract(fixed(2), fixed(3)) == fixed(-1)
    assert multiply(fixed(2), fixed(3)) == fixed(6)
    assert divide(fixed(7), fixed(2)) == fixed(3)
    assert multiply(OF, fixed(0)) == fixed(0)
    assert (multiply(OF, fixed(-2)).least, multiply(OF, fixed(-2)).most) == (-200, 0)
