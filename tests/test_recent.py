"""What was asked for lately is remembered, and no more than twice as much as was promised."""

from __future__ import annotations

from xhht_score.recent import Recent


def test_what_is_asked_for_again_and_again_stays():
    last = Recent[int, str](3)
    for number in range(50):
        last.put(number, str(number))
        assert last.get(0) == "0"
    assert last.get(25) is None
    assert last.get(49) == "49"


def test_the_last_ones_are_there_and_the_rest_is_bounded():
    last = Recent[int, int](10)
    for number in range(1000):
        last.put(number, number)
        assert all(last.get(one) == one for one in range(max(0, number - 9), number + 1))
    assert sum(last.get(number) is not None for number in range(1000)) <= 20
