"""The list of harms is true: each can still be done, in every room, and leaves a module that Python can read."""

from __future__ import annotations

import pytest

import seeded
from seeded import HARMS, PACKAGE, TOP

#: Rooms without a line that could be wrong by itself: results hold, and compute nothing.
WITHOUT = {"results", "__init__", "__main__", "installation", "version"}


def test_there_are_enough_harms_in_every_room():
    rooms = {path.stem if path.is_file() else path.name for path in (TOP / PACKAGE).glob("[!_]*")} - {"py"}
    assert len(HARMS) >= 40
    assert {harm.module.split("/")[0].removesuffix(".py") for harm in HARMS} >= rooms - WITHOUT - {"py.typed"}


@pytest.mark.parametrize("number", range(1, len(HARMS) + 1))
def test_a_harm_can_be_done(number):
    harm = HARMS[number - 1]
    compile(seeded.harmed(harm, TOP), harm.module, "exec")
    assert harm.tests
    assert all((TOP / path).is_file() for path in harm.tests)


def test_a_harm_whose_line_is_gone_is_said():
    with pytest.raises(ValueError, match="has 0 times"):
        seeded.harmed(HARMS[0]._replace(old="no such line"), TOP)


def test_the_tests_of_readme_are_those_that_are_run():
    assert "pytest" not in seeded.readme_tests()
