"""Which papers are written of whom, who writes them, and what they say of themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from filled import form_of
from make import HERE
from word_templates import texts_of
from xhht_score.api.single import assess, load_once
from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.fingerprints import fingerprints
from xhht_score.loading.shipped import shipped_sets
from xhht_score.papers.dossiers import joint_paper, papers_of, undecided, usual_stage, written_paper
from xhht_score.papers.office import Letterhead, Office, load_office
from xhht_score.papers.reading import read_paper
from xhht_score.papers.template_files import Templates

MET = {("5.1", "appraised_1"): 3_100, ("5.1", "appraised_reason"): "Trừ người trùng tên"}
SHORT = {("5.1", "appraised_1"): 100, ("5.1", "appraised_reason"): "Danh sách không có chữ ký"}


@pytest.fixture
def appraised(tmp_path):
    """Give a unit's assessment with what the council wrote into cells of its form."""

    def make(unit, cells, **fields):
        form = form_of(unit, **fields)
        for (identifier, field), value in cells.items():
            form.cell(identifier, field).value = value
        path = tmp_path / f"{unit}.xlsx"
        form.save(path)
        return assess(path)

    return make


def ids(assessment, stage=None):
    return [one.id for one in papers_of(assessment, stage).papers]


def said(assessment, paper, office=None):
    return "\n".join(texts_of(written_paper(assessment, paper, office, version="1")))


def test_the_stage_is_the_council_s_where_the_form_holds_an_appraisal(appraised):
    own = assess(HERE / "tt25/xa/xa-01.xlsx")
    assert (usual_stage(own), ids(own)) == ("unit", ["to-trinh", "bao-cao", "tong-hop", "bien-ban"])
    one = appraised("xa-01", MET)
    assert usual_stage(one) == "council"
    assert ids(one)[-2:] == ["to-trinh-cong-nhan", "quyet-dinh"]
    assert ids(one, "unit") == ["to-trinh", "bao-cao", "tong-hop", "bien-ban"]


def test_without_an_appraisal_there_is_no_paper_of_the_council(appraised):
    own = assess(HERE / "tt25/xa/xa-01.xlsx")
    with pytest.raises(XhhtError) as error:
        papers_of(own, "council")
    assert [one.code for one in error.value.problems] == ["papers-not-appraised"]
    assert undecided(own) == "no-decision-unappraised"


def test_a_unit_that_is_not_eligible_gets_a_reply_with_the_reasons(appraised):
    one = appraised("xa-01", SHORT)
    assert "quyet-dinh" not in ids(one)
    assert ids(one)[-1] == "tra-loi"
    assert [problem.code for problem in papers_of(one).problems] == ["decision-not-drafted"]
    whole = said(one, "tra-loi")
    assert "Chỉ tiêu 5.1" in whole
    assert "thiếu" in whole


def test_an_open_verdict_gets_neither_decision_nor_reply(appraised):
    one = appraised("xa-01", {("1.1", "appraised_evidence"): "Có", ("5.1", "value_1"): None})
    assert undecided(one) == "no-decision-open"
    assert not {"quyet-dinh", "tra-loi", "to-trinh-cong-nhan"} & set(ids(one))
    assert "Kết quả chưa chắc chắn" in said(one, "bao-cao-tham-dinh")


def test_a_form_with_errors_says_what_is_left_out_and_gets_no_decision(appraised):
    one = appraised("xa-01", MET)
    wrong = Problem("marks-too-many", Place(one.file, sheet="Tự đánh giá", cell="F12"), {"most": Fraction(30)})
    broken = replace(one, problems=(*one.problems, wrong))
    assert undecided(broken) == "no-decision-errors"
    assert "quyet-dinh" not in ids(broken)
    assert "Tự đánh giá, ô F12" in said(broken, "bao-cao-tham-dinh")


def test_one_decision_for_several_names_only_those_that_are_eligible(appraised):
    several = [appraised("xa-01", MET), appraised("xa-02", {("1.1", "appraised_evidence"): "Có"})]
    short = appraised("xa-04", SHORT)
    paper, units = joint_paper([*several, short])
    assert (paper.id, paper.certainty) == ("quyet-dinh-chung", "practice")
    assert units == tuple(several)
    whole = "\n".join(texts_of(written_paper(units, paper.id, version="1")))
    assert "Xã Mẫu Một" in whole
    assert "Xã Mẫu Hai" in whole
    assert "Xã Mẫu Bốn" not in whole
    assert joint_paper([several[0], short]) == (None, ())


def test_whoever_decides_after_july_2025_is_a_dotted_line(appraised):
    before = appraised("xa-01", MET)
    assert "TRƯỞNG PHÒNG GIÁO DỤC VÀ ĐÀO TẠO" in said(before, "quyet-dinh")
    after = appraised("xa-02-2025", {("1.1", "appraised_evidence"): "Có"})
    whole = said(after, "quyet-dinh")
    assert "GIÁM ĐỐC" not in whole
    assert "Chưa chắc chắn ai quyết định" in whole
    assert "Kính gửi: ……………" in said(assess(HERE / "tt25/xa-2025/xa-02-2025.xlsx"), "to-trinh")


def test_an_illustrative_set_says_so_and_the_party_has_no_national_title():
    district, party = (assess(HERE / f"{name}.xlsx") for name in ("bathuoc", "dangbokhoi"))
    for paper in papers_of(district).papers:
        assert "minh họa" in said(district, paper.id)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said(district, "to-trinh")
    whole = said(party, "to-trinh")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in whole
    assert "CỘNG HÒA" not in whole


def test_what_the_office_says_stands_where_dots_stood():
    one = assess(HERE / "tt25/xa/xa-01.xlsx")
    bare = said(one, "to-trinh")
    assert "Số: ……/TTr-UBND" in bare
    assert "……………, ngày …… tháng …… năm ……" in bare
    office = Office(
        unit=Letterhead(place="Mẫu Một", date=date(2025, 2, 3), number="12", signer={"name": "Nguyễn Văn A"}),
        papers={"to-trinh": Letterhead(number="15")},
    )
    whole = said(one, "to-trinh", office)
    assert "Số: 15/TTr-UBND" in whole
    assert "Mẫu Một, ngày 03 tháng 02 năm 2025" in whole
    assert "Nguyễn Văn A" in whole
    assert "Số: 12/BC-UBND" in said(one, "bao-cao", office)


def test_an_office_with_mistakes_names_each_with_its_line(tmp_path):
    path = tmp_path / "office.yaml"
    path.write_text("unit:\n  plac: A\n  date: 3/2/2025\npapers:\n  to-trin: {}\n", encoding="utf-8")
    with pytest.raises(XhhtError) as error:
        load_office(path, ["to-trinh"])
    found = [(one.code, one.place.line, one.arguments.get("nearest")) for one in error.value.problems]
    assert found == [("field-unknown", 2, "place"), ("bad-date", 3, None), ("office-paper-unknown", 5, "to-trinh")]
    with pytest.raises(XhhtError):
        load_office(tmp_path / "khong-co.yaml")


def test_a_paper_knows_what_it_was_made_from():
    one = assess(HERE / "tt25/xa/xa-01.xlsx")
    made = written_paper(one, "to-trinh", version="9.9")
    told, prints = read_paper(made, "a.docx").made, fingerprints(one, "9.9")
    assert (told["paper"], told["stage"], told["set_id"]) == ("to-trinh", "unit", "tt25-2023-xa")
    assert (told["form"], told["criteria_set"], told["program"]) == prints
    assert told["template"] == Templates().get("to-trinh-de-nghi").sha256
    assert any(prints.form in text and told["template"][:16] in text for text in texts_of(made))
    assert made == written_paper(one, "to-trinh", version="9.9")


def test_a_paper_of_others_says_nothing_of_us():
    from word_templates import template_of

    assert read_paper(template_of("a"), "a.docx").made == {}


@pytest.mark.parametrize("name", sorted(set(shipped_sets()) - {"qd324-2023-cong-dan"}))
def test_papers_of_a_shipped_set_stand_in_its_texts_and_point_to_steps(name):
    criteria_set = load_once(name).criteria_set
    recognition = criteria_set.recognition
    steps = {one.id for one in recognition.deadlines}
    assert recognition.papers
    for paper in recognition.papers:
        assert paper.step is None or paper.step in steps
        if criteria_set.status == "illustrative":
            assert paper.certainty == "practice"
        else:
            assert paper.reference is not None
        assert "{" not in re.sub(r"\{(title|unit)\}", "", paper.title.vi + paper.title.en)
    assert {one.stage for one in recognition.papers} == {"unit", "council"}
