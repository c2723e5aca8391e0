"""Two sets compared over a folder of forms: who gains or loses a level, and through what."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from command import Outcome, Run
from communes import (
    A_CHANGE,
    HEAD,
    ONE_MORE,
    of_indicator,
    write,
)
from make import CRITERIA, HERE
from xhht_score.api.others import compare_sets
from xhht_score.loading.shipped import shipped_sets
from xhht_score.words import Words, changes

HARDER = of_indicator("5.1", "scoring: {kind: bars, at_least: {muc-do-1: 65%, muc-do-2: 80%}}")
EASIER = of_indicator("5.1", "scoring: {kind: bars, at_least: {muc-do-1: 55%, muc-do-2: 80%}}")
MUCH_HARDER_AND_ONE_LESS = 'remove:\n  indicators: ["4.2"]\n' + of_indicator(
    "5.1", "scoring: {kind: bars, at_least: {muc-do-1: 90%, muc-do-2: 95%}}"
)
LONGER_WAIT = "recognition:\n  upgrade: {from: muc-do-1, to: muc-do-2, after_months: 24}\n"


#: The communes with 60% to below 65% of learning citizens.
BELOW_65 = {f"Xã Mẫu {number}" for number in ("Một", "Ba", "Bốn", "Bảy", "Tám", "Chín", "Mười")}


def gains_of(done: Outcome) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Give before, after and through by unit and level, from the last table of the Markdown page."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table_of(done)]
    return {(unit.strip("*"), level): (before, after, through) for unit, level, before, after, through in rows[2:]}


def table_of(done: Outcome) -> Iterator[str]:
    page = done.stdout.split("Units whose result changes")[1]
    return (line for line in page.splitlines() if line.startswith("|"))


@pytest.fixture
def compared(run: Run) -> Callable[..., Outcome]:
    """Give a function that compares the set of communes with a variant over the forms in `xa`."""

    def start(new: Path, old: object = "tt25-2023-xa") -> Outcome:
        return run("criteria", "diff", old, new, "--dir", "xa", "--lang", "en", "--format", "md")

    return start


def test_who_loses_a_level_by_a_harder_rule_and_through_what(xa, compared, variant):
    done = compared(variant(HARDER))
    assert (done.returncode, done.stderr) == (0, "")
    assert "(10 forms looked at)" in done.stdout
    assert gains_of(done) == {(name, "Level 1"): ("eligible", "not eligible", "5.1") for name in BELOW_65}


def test_who_gains_a_level_by_an_easier_rule_and_through_what(xa, compared, variant):
    write(xa / "xa-04.xlsx", "xa-04", answers={"5.1": "5999/10000"})
    done = compared(variant(EASIER))
    assert gains_of(done) == {("Xã Mẫu Bốn", "Level 1"): ("not eligible", "eligible", "5.1")}


def test_the_other_way_round_who_gained_loses(xa, compared, variant, run):
    path = variant(HARDER)
    done = run("criteria", "diff", path, "tt25-2023-xa", "--dir", "xa", "--lang", "en", "--format", "md")
    assert {shift[:2] for shift in gains_of(done).values()} == {("not eligible", "eligible")}
    assert {name for name, _ in gains_of(done)} == BELOW_65


def test_only_indicators_that_moved_the_same_way_are_named(xa, compared, variant):
    """The unit loses the level by 5.1, although the open 4.2 is asked no longer."""
    write(xa / "xa-01.xlsx", "xa-01", answers={"4.2": "?"})
    moved = gains_of(compared(variant(MUCH_HARDER_AND_ONE_LESS)))
    assert moved["Xã Mẫu Một", "Level 1"] == ("possible", "not eligible", "5.1")
    write(xa / "xa-01.xlsx", "xa-01", answers={"4.2": "?", "5.1": "99/100"})
    moved = gains_of(compared(variant(MUCH_HARDER_AND_ONE_LESS)))
    assert moved["Xã Mẫu Một", "Level 1"] == ("possible", "eligible", "4.2")


def test_a_condition_that_moved_a_level_is_named(xa, compared, variant):
    write(xa / "xa-02.xlsx", "xa-02", year=2026, requested="2027-01-05")  # 12 months after its decision, not 24
    moved = gains_of(compared(variant(LONGER_WAIT)))
    (before, after, through) = moved["Xã Mẫu Hai", "Level 2"]
    assert (before, after) == ("eligible", "not eligible")
    assert not re.search(r"\d\.\d", through)
    assert through not in ("", "–")


def test_an_indicator_that_is_new_leaves_the_level_open(xa, compared, variant):
    moved = gains_of(compared(variant(ONE_MORE)))
    assert set(moved.values()) == {("eligible", "possible", "1.4")}
    assert ("Xã Mẫu Hai", "Level 1") in moved


def test_forms_of_other_sets_and_blank_ones_are_passed_over_and_not_counted(xa, compared, variant, run):
    write(xa / "tinh.xlsx", "tinh-mau")
    write(xa / "truong.xlsx", "truong-trung-cap-mau")
    run("template", "tt25-2023-xa", "-o", xa / "trống.xlsx")
    run("template", "tt25-2023-tinh", "-o", xa / "trống của tỉnh.xlsx")
    done = compared(variant(HARDER))
    assert done.returncode == 0
    assert "(10 forms looked at)" in done.stdout
    said = {re.split(r": ", line, maxsplit=2)[0]: line for line in done.stderr.splitlines()}
    assert {Path(name).name: line.split("passed over: ")[1] for name, line in said.items()} == {
        "tinh.xlsx": "a form of another criteria set",
        "truong.xlsx": "a form of another criteria set",
        "trống.xlsx": "a form that nobody has filled in",
        "trống của tỉnh.xlsx": "a form of another criteria set",
    }


def test_a_broken_file_in_the_folder_is_an_error_and_the_rest_is_compared(xa, compared, variant):
    (xa / "hỏng.xlsx").write_bytes(b"x")
    done = compared(variant(HARDER))
    assert done.returncode == 2
    assert len(gains_of(done)) == len(BELOW_65)
    assert "hỏng.xlsx" in done.stderr


def test_forms_of_the_variant_are_carried_back_to_its_base(xa, compared, variant):
    path = variant(ONE_MORE)
    write(xa / "xa-02.xlsx", "xa-02", criteria_set=str(path), answers={"1.4": "no"})
    done = compared(path)
    assert "(10 forms looked at)" in done.stdout
    assert gains_of(done)["Xã Mẫu Hai", "Level 1"] == ("eligible", "not eligible", "1.4")


def test_two_variants_of_one_base_are_compared_over_forms_of_the_base(xa, compared, variant):
    done = compared(variant(HARDER, "kho"), variant(EASIER, "de"))
    assert "(10 forms looked at)" in done.stdout
    assert gains_of(done) == {(name, "Level 1"): ("eligible", "not eligible", "5.1") for name in BELOW_65}


def test_two_variants_that_name_their_base_by_path_are_compared_over_forms_of_it(xa, compared, tmp_path):
    shipped = "gốc.yaml"
    shutil.copyfile(HERE.parent / "criteria" / "tt25-2023-xa.yaml", tmp_path / shipped)
    paths = []
    for name, changed in (("kho", HARDER), ("de", EASIER)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(HEAD.replace("xa-khac", name).replace("tt25-2023-xa", shipped) + changed, encoding="utf-8")
        paths.append(path)
    done = compared(*paths)
    assert "(10 forms looked at)" in done.stdout


@pytest.mark.parametrize("turned", [False, True])
def test_a_figure_that_one_of_two_variants_cannot_use_is_said_in_either_order(xa, compared, variant, turned):
    pair = (variant(A_CHANGE, "mot"), variant(HARDER, "hai"))
    done = compared(*(pair[::-1] if turned else pair))
    assert done.returncode == 2
    assert "indicator 5.1" in done.stderr


def test_a_figure_that_the_new_set_cannot_use_is_said(xa, compared, variant):
    done = compared(variant(A_CHANGE))
    assert done.returncode == 2
    assert "indicator 5.1" in done.stderr


def test_conditions_of_a_set_with_points_are_named(tmp_path, run):
    """The total is asked for more; no indicator moved, and the other conditions hold as before."""
    (tmp_path / "xa").mkdir()
    for name in ("bathuoc", "yendinh"):
        shutil.copy(HERE / f"{name}.xlsx", tmp_path / "xa")
    asked = "[{total: {at_least: 99%}}, {each_criterion: {at_least: 70%}}, {indicators: {met: ['1.1', '1.3']}}]"
    path = tmp_path / "kho.yaml"
    path.write_text(
        HEAD.replace("tt25-2023-xa", CRITERIA) + f"recognition:\n  levels:\n    - {{id: dat, requires: {asked}}}\n",
        encoding="utf-8",
    )
    done = run("criteria", "diff", CRITERIA, path, "--dir", "xa", "--lang", "en", "--format", "md")
    assert gains_of(done) == {
        ("Huyện Bá Thước", "Recognised"): ("eligible", "not eligible", "the total"),
        ("Huyện Yên Định", "Recognised"): ("possible", "not eligible", "the total"),
    }


def test_two_sets_that_decide_alike_change_nobodys_result(xa, compared, variant):
    done = compared(variant("issuer: {vi: Khác, en: Another}\n"))
    assert done.returncode == 0
    assert "No unit gains or loses a level." in done.stdout


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("old", shipped_sets())
def test_any_two_shipped_sets_are_compared_in_words(old, language):
    words = Words(language)
    for new in shipped_sets():
        one, other, found = compare_sets(old, new)
        assert all(changes.difference(words, one, other, each) for each in found)
