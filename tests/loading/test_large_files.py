"""Files that are too large, too deep or too long cost in step with their size, and are refused in a sentence."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import pytest

from builders import raw_criterion, raw_indicator, raw_set, text
from make import HERE
from test_growth import lines_of
from wide import write_wide
from xhht_score.api.folders import find_workbooks
from xhht_score.api.form_names import file_names
from xhht_score.criteria import CriteriaSet
from xhht_score.criteria.consistency import inconsistencies
from xhht_score.errors import MOST_LISTED, MOST_NAMED, MOST_SAID, Place, Problem, XhhtError
from xhht_score.loading.loader import load
from xhht_score.loading.tree import MOST_LETTERS, MOST_MEGABYTES, MOST_NODES, parse_tree, read_tree
from xhht_score.loading.variants import MOST_BASES, base_of, extended
from xhht_score.loading.whole import check
from xhht_score.numbers import MOST_DIGITS, parse_number, parse_percent
from xhht_score.words import Words
from xhht_score.words.bounded import bounded

VALID = (Path(__file__).parents[1] / "criteria_errors/valid.yaml").read_text(encoding="utf-8")

#: What a hostile file repeats; each is written twice as often for the second size.
REPEATED: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "id: x\ncriteria: " + "[" * n,
    "open braces": lambda n: "id: x\ncriteria: " + "{a: " * n,
    "lists in lists": lambda n: "id: x\ncriteria:\n" + "- " * n,
    "keys in keys": lambda n: "id: x\ncriteria:\n" + "? " * n,
    "tabs": lambda n: "id: x\n" + "\tx\n" * n,
    "equal keys": lambda n: "id: x\n" + "a: 1\n" * n,
    "other keys": lambda n: "id: x\n" + "".join(f"a{at}: 1\n" for at in range(n)),
    "equal ids": lambda n: VALID.replace("criteria:\n", "criteria:\n" + '  - id: "1"\n' * n, 1),
    "keys of notes": lambda n: "id: x\nnotes:\n" + "  - {vi: a, en: b, xx: c}\n" * n,
    "anchors": lambda n: "id: x\nnotes:\n" + "".join(f"  - &a{at} x\n" for at in range(n)),
    "aliases": lambda n: "id: x\nnotes:\n" + "  - *a\n" * n,
    "short values": lambda n: "id: x\ncriteria: [" + "a," * n + "]\n",
    "documents": lambda n: "--- a\n" * n,
    "unknown names": lambda n: (
        VALID.replace("assignee: van-phong", "assignee: x", 1) + "".join(f"k{at}: 1\n" for at in range(n))
    ),
}


def grown(few: Counter[CodeType], many: Counter[CodeType]) -> dict[str, tuple[int, int]]:
    """Give what is run much more than twice as often for twice as much."""
    return {code.co_name: (few[code], n) for code, n in many.items() if n > 2_000 and n > 2.5 * few[code]}


@pytest.mark.parametrize("kind", REPEATED)
def test_twice_as_much_is_twice_the_work(kind):
    """No line of ours is run more than twice as often, within a little, for twice as much."""
    few, many = (
        lines_of(lambda n=n: list(bounded(check(parse_tree(REPEATED[kind](n).encode(), "a.yaml"))[1])))
        for n in (400, 800)
    )
    assert not grown(few, many)


def test_a_list_of_a_variant_is_laid_over_in_step_with_its_length(tmp_path):
    def work(n: int) -> None:
        items = "".join(f'  - {{id: "{at}x"}}\n' for at in range(n))
        (tmp_path / "base.yaml").write_text(f"id: base\ncriteria:\n{items}", encoding="utf-8")
        (tmp_path / "own.yaml").write_text(f"id: own\nextends: base.yaml\ncriteria:\n{items}", encoding="utf-8")
        tree = read_tree(tmp_path / "own.yaml", str(tmp_path / "own.yaml"))
        extended(tree, base_of(tree, {}))

    few, many = (lines_of(lambda n=n: work(n)) for n in (200, 400))
    assert not grown(few, many)


@pytest.mark.parametrize(
    ("content", "over"),
    [
        ("#\n" * (MOST_MEGABYTES * 500_000 + 1), "megabytes"),
        ("id: [" + "a," * MOST_NODES + "]\n", "nodes"),
        ("\n" * (MOST_NODES + 1), "lines"),
        (f"id: {'x' * (MOST_LETTERS + 1)}\n", "letters"),
    ],
    ids=["megabytes", "nodes", "lines", "letters"],
)
def test_what_is_over_a_limit_of_a_yaml_file_is_refused_in_one_sentence(tmp_path, content, over):
    path = tmp_path / "a.yaml"
    path.write_text(content, encoding="utf-8")
    (problem,) = read_tree(path, "a.yaml").problems
    assert (problem.code, problem.arguments["over"][0]) == ("yaml-too-large", over)


def test_a_set_of_two_thousand_indicators_with_long_texts_is_within_the_limits(tmp_path):
    rules, _ = write_wide(tmp_path, 40, points=True)
    times = 2_000 / 40
    tree = read_tree(rules, "a.yaml")
    assert len(tree.content) * times < MOST_MEGABYTES * 1_000_000 / 2
    assert tree.root is not None
    assert _nodes(tree.root) * times < MOST_NODES / 2


def _nodes(node) -> int:
    inner = getattr(node, "items", None) or [one for _, one in getattr(node, "entries", {}).values()]
    return 1 + sum(map(_nodes, inner))


def test_a_file_says_so_many_problems_and_counts_the_others(run, tmp_path):
    keys = "".join(f"k{at}: 1\n" for at in range(205))
    (tmp_path / "a.yaml").write_text(VALID + keys, encoding="utf-8")
    done = run("validate", "a.yaml", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    lines = done.stdout.splitlines()
    shown = [line for line in lines if line.startswith("    ")]
    assert len(shown) == 2 * MOST_NAMED  # the lines of the first dozen, each with a mark below its place
    lines = [line for line in lines if line not in shown]
    assert len(lines) == MOST_SAID + 2
    assert lines[-2].startswith("a.yaml: notice: there are 5 more problems here")
    assert f"{MOST_SAID + 5} errors" in lines[-1]
    loading = run("criteria", "show", "a.yaml", "--lang", "en", cwd=tmp_path).stderr.splitlines()
    assert len(loading) == MOST_SAID + 1
    quiet = run("template", "a.yaml", "-q", "--lang", "en", cwd=tmp_path).stderr.splitlines()
    assert len(quiet) == MOST_SAID + 1


def test_errors_are_the_last_to_be_left_out_and_files_are_bounded_one_by_one():
    notices = [
        Problem("row-hidden", Place("a", sheet="s", cell=f"A{at + 1}"), {"indicator": "1.1"}) for at in range(300)
    ]
    errors = [Problem("bad-id", Place("a", at + 1000, 1), {"given": "x"}) for at in range(150)]
    other = [Problem("bad-id", Place("b", at + 1, 1), {"given": "x"}) for at in range(MOST_SAID)]
    found = list(bounded([*notices, *errors, *other]))
    said = [one.code for one in found if one.place.file == "a"]
    assert (said.count("bad-id"), said.count("row-hidden"), said[-1]) == (150, 50, "problems-left-out")
    assert next(one for one in found if one.code == "problems-left-out").arguments["n"] == 250
    assert [one.code for one in found if one.place.file == "b"] == ["bad-id"] * MOST_SAID


@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_the_page_of_a_unit_and_its_json_are_bounded_too(run, form_file, tmp_path, form):
    def unknown_rows(filled) -> None:
        for at in range(1010):
            filled.answers.cell(filled.answers.max_row + 1, 1).value = f"x{at}"

    form_file(unknown_rows)
    done = run("score", "form.xlsx", "-f", form, "--lang", "en", cwd=tmp_path)
    most, code = (MOST_LISTED, '"row-id-unknown"') if form == "json" else (MOST_SAID, "is no indicator")
    assert "more problems here" in " ".join(done.stdout.split())
    if form == "json":
        assert done.stdout.count(code) <= most


def test_a_number_of_more_digits_than_anyone_needs_is_refused(run, tmp_path):
    assert parse_number("9" * MOST_DIGITS) is not None
    assert parse_number("9" * (MOST_DIGITS + 1)) is None
    assert parse_number("0." + "9" * MOST_DIGITS) is None
    assert parse_percent("9" * 5_000 + "%") is None
    for given in ("9" * 5_000, "0." + "3" * 40, "9" * 5_000 + "%", "-" + "1" * 31):
        (tmp_path / "a.yaml").write_text(VALID.replace("at_least: 75%", f"at_least: {given}", 1), encoding="utf-8")
        assert ": error: the number “" in run("validate", "a.yaml", "--lang", "en", cwd=tmp_path).stdout


def test_a_chain_of_sets_ends_in_a_sentence(tmp_path):
    for at in range(1_000):
        (tmp_path / f"s{at}.yaml").write_text(f"id: s{at}\nextends: s{at + 1}.yaml\n", encoding="utf-8")
    with pytest.raises(XhhtError) as raised:
        load(tmp_path / "s0.yaml")
    (problem,) = raised.value.problems
    assert (problem.code, Path(problem.place.file).name) == ("extends-too-far", f"s{MOST_BASES}.yaml")


@pytest.mark.parametrize("count", [60, 61, 300])
def test_a_fact_and_the_levels_have_as_many_choices_as_a_form_can_hold(run, tmp_path, count):
    choices = {f"c{at}": text(f"c {at}") for at in range(count)}
    criterion = raw_criterion("1", raw_indicator("1.1", "yes_no", "full_if_met"))
    levels = {f"l{at}": [{"total": {"at_least": "50%"}}] for at in range(count)}
    for one in (
        raw_set(criterion, facts={"area": {"title": text("area"), "choices": choices}}),
        raw_set(criterion, levels=levels),
    ):
        (tmp_path / "a.yaml").write_text(json.dumps(one), encoding="utf-8")
        done = [run(*args, cwd=tmp_path) for args in (("validate", "a.yaml"), ("template", "a.yaml", "--force"))]
        assert [one.returncode for one in done] == ([0, 0] if count <= 60 else [2, 2])


def test_a_sentence_names_a_dozen_of_what_could_stand_there():
    words = Words("en")
    for expected in (tuple("abcdefghijklmnop"), expected_office()):
        said = words.message(Problem("office-unknown", arguments={"given": "x", "expected": expected}))
        remedy = words.remedy(Problem("office-unknown", arguments={"given": "x", "expected": expected}))
        assert f"and {16 - MOST_NAMED} more" in said + remedy


def expected_office() -> object:
    """Give what is said to be expected where a set of sixteen offices names another."""
    offices = {f"o{at}": text("office") for at in range(16)}
    indicator = raw_indicator("1.1", "yes_no", "full_if_met", assignee="x")
    criteria_set = CriteriaSet.model_validate(raw_set(raw_criterion("1", indicator), offices=offices))
    (flaw,) = inconsistencies(criteria_set)
    return flaw.arguments["expected"]


def test_folders_within_folders_end_in_a_notice(tmp_path):
    deep = tmp_path.joinpath(*["a"] * 35)
    deep.mkdir(parents=True)
    (deep / "x.xlsx").write_bytes((HERE / "samson.xlsx").read_bytes())
    found, problems = find_workbooks(tmp_path)
    assert not found
    assert [(one.code, one.arguments["reason"]) for one in problems] == [("file-passed-over", "passed-deep")]


def test_equal_names_of_files_cost_in_step_with_their_number():
    few, many = (sum(lines_of(lambda n=n: file_names(["Xã A"] * n)).values()) for n in (300, 600))
    assert many < 2.5 * few
    names = file_names(["a", "a-2", "A", "a", "a-2"])
    assert len({one.casefold() for one in names}) == 5


@pytest.mark.parametrize(
    ("content", "over"),
    [
        (",".join(["name"] + ["x"] * 100_000), "columns"),
        ("name\n" + "x" * 2_000_000, "letters"),
        ('name\n"' + "a\n" * 2_000_000, None),
        ("name,code\n" + "a,\n" * 300_000, "cells"),
    ],
    ids=["columns", "letters", "open quote", "cells"],
)
def test_a_table_of_units_without_end_is_refused_in_a_sentence(run, tmp_path, content, over):
    (tmp_path / "a.csv").write_text(content + "\n", encoding="utf-8")
    done = run("template", "thanh-hoa-2020", "--from", "a.csv", "-o", "out", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert over is None or ("limit of" in done.stderr and over in done.stderr)
    assert sys.getsizeof(done.stderr) < 2_000
