"""A page of HTML has the figures of the document, runs nothing but its own script, and asks the network for nothing."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from command import in_process
from make import HERE, PILOT
from pages_read import PageRead
from xhht_score import assess, make_report
from xhht_score.numbers import Range
from xhht_score.reports.document import (
    Block,
    Cell,
    Column,
    Composed,
    Document,
    Drawing,
    Heading,
    Listing,
    Paragraph,
    Portion,
    Table,
)
from xhht_score.reports.page import page_pieces, write_page
from xhht_score.version import __version__
from xhht_score.words import LANGUAGES, Words

VI = Words("vi")
HOSTILE = "</td><script>alert(1)</script>\u202e\x1b&amp;\"'><img src=x onerror=alert(1)> javascript:alert(1)"


def asked_for(*arguments: object) -> PageRead:
    done = in_process((*arguments, "-f", "html"), HERE, {})
    assert done.returncode == 0, done.stderr
    return PageRead(done.stdout)


@pytest.fixture(scope="module")
def pages() -> dict[str, PageRead]:
    return {
        "report": asked_for("report", *PILOT),
        "report without points": asked_for("report", "--all", "--dir", "tt25/xa"),
        "score": asked_for("score", "yendinh.xlsx"),
        "score of several": asked_for("score", "bathuoc.xlsx", "tt25/xa/xa-01.xlsx", "--lang", "en"),
        "explain": asked_for("explain", "bathuoc.xlsx", "1.4"),
        "guide": asked_for("criteria", "guide", "tt25-2023-xa"),
        "show": asked_for("criteria", "show", "thanh-hoa-2020"),
        "list": asked_for("criteria", "list"),
    }


def test_every_page_has_one_title_and_no_level_of_headings_is_left_out(pages):
    for name, page in pages.items():
        levels = [level for level, _ in page.headings]
        assert (levels[0], levels.count(1)) == (1, 1), name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
        (language,) = page.all("html")
        assert language["lang"] in LANGUAGES
        assert len(page.all("main")) == 1


def test_identifiers_stand_once_and_whatever_is_named_is_there(pages):
    for name, page in pages.items():
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), name
        named = {one["href"].removeprefix("#") for one in page.all("a")}
        named |= {
            one for _, each in page.elements for key in ("aria-labelledby", "data-drawn") if (one := each.get(key))
        }
        assert named <= set(ids), name


def test_heads_of_tables_have_scopes_and_tables_and_drawings_have_names(pages):
    for page in pages.values():
        assert all(one["scope"] in ("col", "row") for one in page.all("th"))
        assert all(one["aria-labelledby"] for one in (*page.all("table"), *page.all("figure")))
        drawings = page.all("svg")
        assert all(one.get("role") == "img" or one.get("aria-hidden") == "true" for one in drawings)
        assert page.text.count('role="img"') == page.text.count("<title>") - 1


def test_nothing_but_the_pages_own_style_and_script_is_allowed(pages):
    for page in pages.values():
        (policy,) = (one["content"] for one in page.all("meta") if "http-equiv" in one)
        for tag in ("style", "script"):
            (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
            digest = b64encode(sha256(text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
        assert policy.startswith("default-src 'none';")
        names = {key for _, attributes in page.elements for key in attributes}
        assert not {one for one in names if one.startswith("on")} | names & {"src", "style", "srcset", "action"}
        assert not re.search(
            r"(?:https?:)?//|@import|url\((?!#)", re.sub("<script>.*</script>", "", page.text, flags=re.S)
        )


def test_the_tables_are_those_of_the_document(run, pages):
    """Markdown is written from the same document; its cells are those of the page."""
    for name, arguments in (("report", ("report", *PILOT)), ("score", ("score", "yendinh.xlsx"))):
        text = run(*arguments, "-f", "md", cwd=HERE).stdout
        lines = [line for line in text.splitlines() if line.startswith("| ")]
        cells = [[plain(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
        assert [row for table in pages[name].tables for row in table] == cells


def plain(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", cell.strip()).replace("&amp;", "&").replace("<!-- -->", "")


def test_figures_are_those_of_json(run, pages):
    found = json.loads(run("report", *PILOT, "-f", "json", cwd=HERE).stdout)
    by_file = {one["file"]: one for one in found["units"]}
    order = [by_file[one["file"]] for one in found["ranking"]]
    values = re.findall(r'<tr>.*?<td class="r strong" data-v="([\d.]+)"', pages["report"].text)
    assert [Fraction(one) for one in values[: len(order)]] == [
        round(Fraction(unit["total"]["percent_low"]), 2) if "/" in unit["total"]["percent_low"]
        else Fraction(unit["total"]["percent_low"]) for unit in order
    ]  # fmt: skip


def test_an_illustrative_set_is_said_to_be_one_and_the_verdict_stands_first(pages):
    page = pages["score"]
    assert page.paragraphs[0].startswith("Kết luận: ")
    assert any(one.startswith("Điểm minh họa") for one in page.paragraphs)
    assert any(one.startswith("Điểm minh họa") for one in pages["report"].paragraphs)


def test_a_page_says_what_it_was_made_from(pages):
    meta = pages["report"].meta
    assert (meta["xhht:kind"], meta["xhht:format"], meta["xhht:language"]) == ("report", "html", "vi")
    assert meta["xhht:program"] == __version__
    forms = [meta[f"xhht:form:{number}"] for number in range(1, 6)]
    assert all(re.fullmatch(r"[0-9a-f]{16} [0-9a-f]{16} thanh-hoa-2020", one) for one in forms)
    for one in forms:
        form, rules, *_ = one.split()
        assert pages["report"].text.count(form) == 2
        assert rules in pages["report"].text.rpartition("<footer>")[2]
    assert pages["score"].meta["xhht:asked:which"] == "self"


def test_units_of_the_ranking_lead_to_their_sections(pages):
    places = dict(re.findall(r'<th scope="row" class="strong"><a href="#(s\d+)">([^<]+)</a>', pages["report"].text))
    assert len(places) == 5
    for place, unit in places.items():
        assert f'<h2 id="{place}">{unit}</h2>' in pages["report"].text


def _hostile() -> Iterator[Block]:
    yield Heading(1, HOSTILE)
    yield Heading(2, HOSTILE)
    yield Paragraph(HOSTILE)
    yield Listing((Cell(HOSTILE),))
    cell = Cell(HOSTILE, portions=(Portion(HOSTILE, Range.of(1)),))
    columns = (Column(HOSTILE), Column(HOSTILE))
    for kind in ("bars", "heat", "cells"):
        yield Table(columns, ((cell, cell),), drawing=Drawing(kind, "criteria", (0,), (1,), parts=()))
    yield Table(columns, ((cell, cell),), drawing=Drawing("bars", "levels", (0,), (0, 1), parts=(HOSTILE, HOSTILE)))


def test_no_text_becomes_markup_or_steers_anything():
    page = PageRead(write_page(VI, Document(tuple(_hostile()))))
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    assert {one.get("href") for one in page.all("a")} == {"#main", "#s1"}
    assert "‹U+202E›‹U+001B›&amp;amp;" in page.text
    assert not set(page.text) & {"\u202e", "\x1b"}
    assert page.headings[0][1].startswith("</td><script>alert(1)</script>‹U+202E›")


SHARES = {
    "nothing": (Range.of(0), ()),
    "a third, certain": (Range.of(Fraction(1, 3)), ('<rect class="sure" width="33.33%"',)),
    "open": (Range(Fraction(1, 4), Fraction(1)), ('class="sure" width="25%"', 'class="maybe" x="25%" width="75%"')),
    "all open": (Range(Fraction(0), Fraction(1)), ('class="maybe" x="0%" width="100%"',)),
}


@pytest.mark.parametrize(("share", "drawn"), SHARES.values(), ids=SHARES)
def test_a_bar_is_as_long_as_its_share_and_open_where_figures_are_lacking(share, drawn):
    row = (Cell("A"), Cell("x", portions=(Portion("x", share),)))
    table = Table((Column(""), Column("")), (row,), drawing=Drawing("bars", "criteria", (0,), (1,)))
    text = write_page(VI, Document((table,)))
    bar = text[text.index("data-row") : text.index('class="axis"')]
    assert bar.count("<rect") == 1 + len(drawn)
    assert all(one in bar for one in drawn)


def test_marks_of_every_level_stand_in_the_drawing_of_criteria(pages):
    drawing = pages["score"].text.partition('<ol class="chart bars')[2].partition("</ol>")[0]
    rows = drawing.split("<li data-row=")[1:]
    assert [re.findall(r'<line class="asked" x1="([\d.]+)%"', row) for row in rows] == [["70"]] * 4 + [["75"]]
    assert "70% để “Đạt danh hiệu”" in drawing


def test_the_map_has_a_field_for_each_level_of_a_set_without_points(pages):
    drawing = pages["report without points"].text.partition('<ol class="chart map')[2].partition("</ol>")[0]
    rows = drawing.split("<li data-row=")[1:]
    assert len(rows) == 10
    assert all(len(re.findall(r'<g class="h\d"><rect', row)) == 10 for row in rows)


def test_a_document_is_written_block_by_block():
    """Nobody holds a long document: it is gone through twice, and no piece is much longer than a block."""
    gone = 0

    def blocks() -> Iterator[Block]:
        nonlocal gone
        gone += 1
        yield Heading(1, "A")
        for number in range(2_000):
            yield Paragraph(f"{number} " + "x" * 1_000)

    pieces = page_pieces(VI, Document(Composed(blocks)))
    longest = max(map(len, pieces))
    assert gone == 2
    assert longest < 20_000


def test_more_rows_than_fit_a_screen_are_drawn_folded_up():
    rows = tuple((Cell(f"{at}"), Cell("x", portions=(Portion("x", Range.of(1)),))) for at in range(61))
    drawing = Drawing("bars", "units", (0,), (1,))
    columns = (Column("A"), Column("B"))
    few, many = (write_page(VI, Document((Table(columns, some, drawing=drawing),))) for some in (rows[:60], rows))
    assert ("<details>" in few, "<details>" in many) == (False, True)


def test_python_gives_the_same_page(pages, monkeypatch):
    monkeypatch.chdir(HERE)
    units = [assess(name, which="self") for name in PILOT]
    assert make_report(units, "html", language="vi") == pages["report"].text


def test_a_page_goes_to_stdout_and_whole_into_a_file(run, tmp_path):
    done = run("score", HERE / "bathuoc.xlsx", "-o", tmp_path / "ba thước.html", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = (tmp_path / "ba thước.html").read_text(encoding="utf-8")
    shown = run("score", HERE / "bathuoc.xlsx", "-f", "html").stdout
    assert text == shown
    assert [path.name for path in Path(tmp_path).iterdir()] == ["ba thước.html"]
