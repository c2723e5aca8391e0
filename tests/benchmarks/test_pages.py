"""The pages on performance say what the figures say, aims missed included."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest

import performance
from figures import Command, Figure, Results, by_turns
from performance import QUIET, SECTIONS, Aim


def results(load: float = 0.1, **walls: float) -> Results:
    figures = {name: Figure([wall, wall, wall], [wall], [20.0]) for name, wall in walls.items()}
    return Results("some", "python some.py", "2026-11-26", "abc", "3.11", "Linux", 2, (load, 1.0), {}, 10, 3, figures)


OURS = ("xhht", "make")
RATIO = performance.ratio("ours", "bare")


@pytest.mark.parametrize(
    ("ours", "at_least", "reached"),
    [(1.5, False, True), (1.504, False, True), (1.51, False, False), (1.49, True, False), (1.5, True, True)],
)
def test_an_aim_is_judged_by_the_number_that_is_shown(ours: float, at_least: bool, reached: bool) -> None:
    aim = Aim("ours to bare", RATIO, 1.5, at_least=at_least)
    found = results(ours=ours, bare=1.0)
    assert aim.reached(found) is reached
    assert ("**missed**" in aim.row(found)) is not reached
    assert f"| {ours:.2f} |" in aim.row(found)


def test_what_is_only_told_is_neither_reached_nor_missed() -> None:
    row = Aim("ours to bare", RATIO).row(results(ours=9.0, bare=1.0))
    assert row == "| ours to bare | 9.00 | none |  |"


def test_a_busy_machine_is_told() -> None:
    assert "busy" in performance.machine(results(load=QUIET + 0.01))
    assert "busy" not in performance.machine(results(load=QUIET))


def test_the_pages_count_the_aims_that_the_kept_figures_miss() -> None:
    kept = performance.results()
    rows = [aim.row(kept[one.benchmark]) for one in SECTIONS if one.benchmark in kept for aim in one.aims]
    page = "\n".join(performance.performance_page(kept))
    assert page.count("**missed**") == sum("**missed**" in row for row in rows)
    slow = {name: dataclasses.replace(one, figures=thousandfold(one.figures)) for name, one in kept.items()}
    rows = [aim.row(slow[one.benchmark]) for one in SECTIONS if one.benchmark in kept for aim in one.aims]
    reached = sum(row.endswith("| reached |") for row in rows)
    assert f" {reached} are reached " in performance.missed(slow)
    assert reached < sum("**missed**" in row for row in rows)


def thousandfold(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Give figures in which whatever is ours takes a thousand times as much."""

    def more(numbers: list[float]) -> list[float]:
        return [number * 1000 for number in numbers]

    return {
        name: Figure(more(one.walls), more(one.processor), more(one.peaks)) if name.startswith(OURS) else one
        for name, one in figures.items()
    }


def test_what_was_not_measured_is_told() -> None:
    for lines in (performance.performance_page({}), performance.readme({})):
        page = "\n".join(lines)
        assert "not measured yet" in page
        assert "0 are reached and 0 missed" in page


def test_results_are_read_as_they_were_saved(tmp_path: Path) -> None:
    found = results(ours=1.25)
    found.save(tmp_path / "some.json")
    assert Results.read(tmp_path / "some.json") == found


def test_commands_take_turns_without_variables_that_disturb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("XHHT_LANG", "en")
    said = 'echo {} "$PYTHONDONTWRITEBYTECODE$XHHT_LANG" >> said'
    commands = [Command(name, ["sh", "-c", said.format(name)]) for name in ("a", "b")]
    figures: dict[str, Figure] = {}
    by_turns(commands, 2, 60, tmp_path, figures)
    assert (tmp_path / "said").read_text().split() == ["a", "b", "a", "b"]
    assert [len(one.walls) for one in figures.values()] == [2, 2]


def test_a_round_that_would_begin_too_late_is_left_out(tmp_path: Path) -> None:
    figures: dict[str, Figure] = {}
    by_turns([Command("a", ["true"])], 5, 0, tmp_path, figures)
    assert len(figures["a"].walls) == 1


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        by_turns([Command("a", ["sh", "-c", "echo no such thing >&2; exit 2"])], 1, 60, tmp_path, {})
