"""Pages in a real browser: three widths, light and dark, with and without script; axe-core finds nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

import effort
import javascript
from command import in_process
from make import HERE, PILOT

pytestmark = pytest.mark.readers

PAGES = {
    "report": ("report", *PILOT),
    "report without points": ("report", "--all", "--dir", "tt25/xa", "--lang", "en"),
    "score": ("score", "yendinh.xlsx", "--lang", "en"),
    "scores": ("score", "nongcong.xlsx", "tt24/truong-trung-cap-mau.xlsx", "tt25/huyen-mau.xlsx"),
    "guide": ("criteria", "guide", "tt25-2023-xa"),
    "list": ("criteria", "list"),
}


@pytest.fixture(scope="module")
def files(node_packages, tmp_path_factory):
    folder, made = tmp_path_factory.mktemp("pages"), {}
    for name in effort.either(("report",), tuple(PAGES)):
        made[name] = folder / f"{name}.html"
        done = in_process((*PAGES[name], "-o", made[name], "--quiet"), HERE, {})
        assert (done.returncode, done.stderr) == (0, "")
    return made


@pytest.fixture(scope="module")
def looks(files) -> dict[str, list[dict[str, Any]]]:
    if said := javascript.browser_lacking():
        pytest.skip(said)
    return {name: json.loads(javascript.ran("browse.cjs", [path]))[0] for name, path in files.items()}


def test_a_page_opens_without_a_message_and_asks_for_nothing(looks):
    for name, each in looks.items():
        assert len(each) == 7, name
        assert [(one["said"], one["asked"]) for one in each] == [([], [])] * 7, name


def test_nothing_is_cut_off_or_stands_over_something_else(looks):
    for name, (_, *each) in looks.items():
        assert {(one["width"], one["colorScheme"]): one["misplaced"] for one in each if one["misplaced"]} == {}, name


def test_axe_finds_nothing(looks):
    for name, (_, *each) in looks.items():
        assert {(one["width"], one["colorScheme"]): one["axe"] for one in each if one["axe"]} == {}, name


def test_every_row_can_be_read_without_script(looks):
    assert looks["report"][0]["rows"] > 0
    for without, *each in looks.values():
        assert {one["rows"] for one in each} == {without["rows"]}


def test_rows_are_sorted_with_the_keyboard_and_filtered(looks):
    (steps,) = (one["used"] for one in looks["report"] if "used" in one)
    units = [one.removesuffix(", năm 2020") for one in steps["start"]]
    shown = {
        step: [one.removesuffix(", năm 2020") for one in said] for step, said in steps.items() if isinstance(said, list)
    }
    alphabetical = ["Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh", "Huyện Bá Thước", "Huyện Nông Cống", "Huyện Yên Định",
                    "Thành phố Sầm Sơn"]  # fmt: skip
    by_share = ["Huyện Yên Định", "Huyện Bá Thước", "Huyện Nông Cống", "Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh",
                "Thành phố Sầm Sơn"]  # fmt: skip
    for name, order in (("names", alphabetical), ("figures", by_share)):
        assert shown[f"{name} up"] == order
        assert shown[f"{name} down"] == order[::-1]
        assert shown[f"{name} back"] == units
        turns = [steps[f"{name} {turn}, aria-sort"] for turn in ("up", "down", "back")]
        assert turns == ["ascending", "descending", None]
    assert shown["filtered"] == shown["bars filtered"] == ["Huyện Yên Định"]
    assert steps["counted"] == "1 trên 5 dòng"


def test_html_validate_finds_nothing(files):
    found = json.loads(javascript.ran("html-validate.cjs", list(files.values())))
    assert dict(zip(files, found, strict=True)) == {name: [] for name in files}
