"""Papers held against what should stand on them: every figure and verdict is named, filled dotted lines are free."""

from __future__ import annotations

import random

import pytest

from xhht_score.letters import plain
from xhht_score.proof.deviations import Deviation, compare_papers
from xhht_score.proof.lines import PaperSpot, PaperText, TextLine

VERDICTS = ("đạt", "không đạt", "chưa đủ điều kiện", "có thể", "✓", "✗")
PARAGRAPHS = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: ……/TTr-UBND", "Tổng điểm 78,45/100, đạt 78,45%. Đủ điều kiện."]
ROWS = [["1.1", "Tuyên truyền", "7/9", "5,00", "✓"], ["1.2", "Kế hoạch năm 2020", "có", "4,00", "✓"]]


def paper(paragraphs: list[str], rows: list[list[str]]) -> PaperText:
    lines = [TextLine(PaperSpot(at), (plain(one),)) for at, one in enumerate(paragraphs, 1)]
    lines += [TextLine(PaperSpot(at, table=1), tuple(map(plain, row))) for at, row in enumerate(rows, 1)]
    return PaperText("docx", tuple(lines))


def compared(paragraphs: list[str] = PARAGRAPHS, rows: list[list[str]] = ROWS) -> tuple[Deviation, ...]:
    return compare_papers(paper(PARAGRAPHS, ROWS), paper(paragraphs, rows), VERDICTS)


def said(found: tuple[Deviation, ...]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.expected, one.found) for one in found]


def changed(at: int, old: str, new: str) -> list[str]:
    assert old in PARAGRAPHS[at]
    return [one.replace(old, new) if n == at else one for n, one in enumerate(PARAGRAPHS)]


def test_the_same_paper_has_nothing_to_say():
    assert compared() == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("78,45/100", "78,54/100", ("figure", "78,45", "78,54")),
        ("78,45%", "78,45", ("figure", "78,45%", "78,45")),
        ("78,45/", "-78,45/", ("figure", "78,45", "-78,45")),
        ("100", "1OO", ("figure", "100", "1")),
        ("Đủ", "Chưa đủ", ("verdict", "", "Chưa")),
        (", đạt", ", không đạt", ("verdict", "", "không")),
        ("Tổng điểm", "Tổng số điểm", ("wording", "", "số")),
        ("điểm 78,45", "điểm", ("figure", "78,45", "")),
    ],
)
def test_one_change_is_named_with_what_should_stand_there(old: str, new: str, expected: tuple[str, str, str]):
    assert expected in said(compared(changed(2, old, new)))


def test_every_run_of_digits_that_is_altered_is_named_alone():
    rows = [*ROWS, *([f"2.{n}", f"Chỉ tiêu số {n}", f"{n * 7}/90", f"{n},50", "✗"] for n in range(1, 40))]
    for n in range(3, len(rows)):
        altered = [[*row] for row in rows]
        altered[n][3] = "9" + altered[n][3]
        found = compare_papers(paper(PARAGRAPHS, rows), paper(PARAGRAPHS, altered), VERDICTS)
        assert said(found) == [("figure", rows[n][3], altered[n][3])]
        assert found[0].spot == PaperSpot(n + 1, table=1, column=4)


@pytest.mark.parametrize("filled", ["Số: 12/TTr-UBND", "Số: 12 bis (bổ sung năm 2021)/TTr-UBND", "Số: /TTr-UBND"])
def test_what_stands_where_a_dotted_line_was_is_free(filled: str):
    assert compared([PARAGRAPHS[0], filled, PARAGRAPHS[2]]) == ()


def test_what_stands_beside_a_dotted_line_is_not_free():
    assert said(compared([PARAGRAPHS[0], "Số: 12/TTr-UBND2", PARAGRAPHS[2]])) == [("figure", "", "2")]


def test_a_dotted_line_by_itself_takes_in_paragraphs():
    expected = paper(["Đề nghị:", "………………", "Năm 2020"], [])
    found = paper(["Đề nghị:", "1. Công nhận 5 xã.", "2. Khen thưởng 3 xã.", "Năm 2020"], [])
    assert compare_papers(expected, found) == ()
    assert compare_papers(expected, paper(["Đề nghị:", "Năm 2020"], [])) == ()
    assert said(compare_papers(expected, paper(["Đề nghị:", "một", "Năm 2021"], []))) == [("figure", "2020", "2021")]


def test_lines_that_are_lacking_or_added_are_named_whole():
    assert ("lacking", "1.2 | Kế hoạch năm 2020 | có | 4,00 | ✓", "") in said(compared(rows=ROWS[:1]))
    assert ("added", "", "Thưởng 5 điểm") in said(compared([*PARAGRAPHS, "Thưởng 5 điểm"]))
    assert said(compared([*PARAGRAPHS, "Trân trọng"])) == [("wording", "", "Trân trọng")]


def test_rows_that_were_sorted_are_said_and_no_difference():
    found = compared(rows=ROWS[::-1])
    assert {one.kind for one in found} == {"moved"}


def test_paragraphs_that_change_places_are_a_difference():
    expected = paper(["Bá Thước:", "đạt", "Yên Định:", "không đạt"], [])
    found = compare_papers(expected, paper(["Bá Thước:", "không đạt", "Yên Định:", "đạt"], []), VERDICTS)
    assert any(one.counts for one in found)


def test_figures_that_change_places_between_rows_are_a_difference():
    rows = [[*ROWS[0][:3], ROWS[1][3], ROWS[0][4]], [*ROWS[1][:3], ROWS[0][3], ROWS[1][4]]]
    assert said(compared(rows=rows)) == [("figure", "5,00", "4,00"), ("figure", "4,00", "5,00")]


def test_random_alterations_never_pass():
    dice = random.Random(16)
    texts = [f"Dòng {n}: {dice.randrange(999)} trên {dice.randrange(999)}, đạt {n},5%" for n in range(60)]
    for _ in range(60):
        n = dice.randrange(len(texts))
        digits = [at for at, letter in enumerate(texts[n]) if letter.isdigit()]
        at = dice.choice(digits)
        other = dice.choice([one for one in "0123456789" if one != texts[n][at]])
        altered = [*texts]
        altered[n] = texts[n][:at] + other + texts[n][at + 1 :]
        found = compare_papers(paper(texts, []), paper(altered, []), VERDICTS)
        assert [one.kind for one in found] == ["figure"], (texts[n], altered[n])
