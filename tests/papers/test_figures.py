"""Every figure of a paper is the one of `score --format json`, as it is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from filled import form_of
from make import HERE
from word_templates import texts_of
from xhht_score import to_json
from xhht_score.api.planned import firm
from xhht_score.api.single import assess
from xhht_score.numbers import show_percent
from xhht_score.papers.dossiers import papers_of, written_paper
from xhht_score.reports.firm import flip_text, level_of, refused_text
from xhht_score.submission import Appraisal
from xhht_score.words import Words

EXAMPLES = ("bathuoc.xlsx", "tt25/xa/xa-01.xlsx", "tt24/truong-trung-cap-mau.xlsx")
VI = Words("vi")


def said(number: str) -> str:
    """Give a number of JSON as papers show it."""
    return VI.exact(Fraction(number))


def percent(number: str) -> str:
    return show_percent(Fraction(number) / 100, "vi", fixed=True)


@pytest.mark.parametrize("file", EXAMPLES)
def test_the_unit_s_papers_have_every_figure_of_its_result(file):
    """Each indicator's row has its figures, its points and what is met, each criterion's row its tally."""
    one = assess(HERE / file)
    found = to_object(one)
    for paper in papers_of(one).papers:
        texts = texts_of(written_paper(one, paper.id, version="1"))
        whole = "\n".join(texts)
        for criterion in found["criteria"]:
            assert criterion["title"] in whole
            if found["total"] is not None:
                tally = (said(criterion["low"]), said(criterion["max"]), percent(criterion["percent_low"]))
                row = texts.index(criterion["title"]) if criterion["title"] in texts else None
                if row is not None:
                    assert tuple(texts[row + 1 : row + 4]) == tally
                else:
                    assert re.search(rf"{re.escape(criterion['title'])}: {tally[0]}/{tally[1]} điểm", whole) or (
                        paper.kind == "self_report"
                    )
            for indicator in criterion["indicators"] if paper.kind in ("self_report", "summary") else ():
                _has_its_row(texts, indicator, with_points=found["total"] is not None)
        if found["total"] is not None:
            total = f"{said(found['total']['low'])}/{said(found['total']['max'])} điểm"
            assert total in whole
            assert percent(found["total"]["percent_low"]) in whole


def to_object(one):
    import json

    return json.loads(to_json(one, language="vi"))


def figures_of(indicator):
    """Give each figure of an indicator as papers may show it; shares of units and checklists by what they come to."""
    if indicator["measure"] in ("share_of_units", "checklist"):
        value = indicator["value"]
        if value is not None and value["low"] == value["high"] and indicator["state"] == "answered":
            number = Fraction(value["low"])
            yield (VI.percent(number) if indicator["measure"] == "share_of_units" else f"{number}/",)
        return
    for value in indicator["values"]:
        if isinstance(value["value"], str) and re.fullmatch(r"\d+(\.\d+)?", value["value"]):
            number = Fraction(value["value"])
            yield VI.exact(number), VI.percent(number, against=[number])


def _has_its_row(texts, indicator, *, with_points):
    """Find the row of an indicator; its cells hold the figures of JSON."""
    start = next(
        at
        for at, text in enumerate(texts)
        if text == f"{indicator['id']}. {indicator['title']}"
        or (text == indicator["id"] and texts[at + 1] == indicator["title"])
    )
    row = texts[start : start + 8]
    for shown in figures_of(indicator):
        assert any(one in cell for cell in row for one in shown), (indicator["id"], shown)
    if with_points and indicator["low"] is not None and indicator["state"] == "answered":
        shown = VI.number(Fraction(indicator["low"]), against=[Fraction(indicator["max"])])
        assert any(cell == shown or cell == f"{shown}/{said(indicator['max'])}" for cell in row)
    met = {VI.say("met"), VI.say("not-met"), VI.say("partly"), VI.say("no-points")}
    assert any(cell in met or "Mức độ" in cell or cell == VI.say("not_applicable") for cell in row)


def test_the_council_s_papers_have_its_figures_and_reasons_beside_the_unit_s(tmp_path):
    form = form_of("xa-01")
    form.cell("5.1", "appraised_1").value = 3_100
    form.cell("5.1", "appraised_reason").value = "Trừ 27 người trùng tên"
    form.save(tmp_path / "a.xlsx")
    one = assess(tmp_path / "a.xlsx")
    own, council = one.both
    assert own.scorecard.indicators["5.1"].value != council.scorecard.indicators["5.1"].value
    for paper in papers_of(one).papers:
        whole = "\n".join(texts_of(written_paper(one, paper.id, version="1")))
        if paper.kind in ("appraisal_report", "appraised_summary", "appraisal_minutes"):
            assert "3.127 / 4.980 (62,79%)" in whole
            assert "3.100 / 4.980 (62,25%)" in whole
            assert "Trừ 27 người trùng tên" in whole
        else:
            assert "62,79%" not in whole


def test_the_council_s_report_says_how_firm_the_result_is():
    """The smallest changes of the level that is reached and of the next one, a dozen at most, and the refusals."""
    own = assess(HERE / "tt25/xa/xa-01.xlsx")
    agreed = {**own.submission.appraisals, "4.3": Appraisal(reason="Đã đối chiếu hồ sơ")}
    submission = own.submission.model_copy(update={"appraisals": agreed})
    council = replace(own, submission=submission, which="appraised")
    one = replace(own, submission=submission, beside=council)
    texts = texts_of(written_paper(one, "bao-cao-tham-dinh", version="1"))
    for found in firm(council):
        title = VI.text(level_of(council, found.level).title)
        changes = [f"- {flip_text(VI, council, flip)}." for flip in found.flips[:12]]
        key = "plan-firm-none" if not changes else "plan-firm-certain" if found.is_certain else "plan-firm-open"
        at = texts.index(VI.say(key, level=title))
        assert texts[at + 1 : at + 1 + len(changes)] == changes
        if found.is_certain:
            assert len(found.flips) > 12
            assert texts[at + 1 + 12] == f"- {VI.say('plan-firm-more', n=len(found.flips) - 12)}."
            assert refused_text(VI, council, found) in texts
