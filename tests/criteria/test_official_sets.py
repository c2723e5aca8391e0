"""The shipped official sets: their size, the clause of every indicator, both languages, and what they decide."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from builders import submitted
from xhht_score import XhhtError
from xhht_score.criteria import Clause, CriteriaSet, Indicator, Reference
from xhht_score.definitions import Text
from xhht_score.engine import score
from xhht_score.loading.loader import load
from xhht_score.loading.shipped import shipped_sets
from xhht_score.recognition import judge
from xhht_score.results import IndicatorResult, LevelResult, Verdict
from xhht_score.submission import Dates, Decision

#: Criteria and indicators of each official set, and what kind of unit it is for.
OFFICIAL = {
    "tt25-2023-xa": (5, 15, "commune"),
    "tt25-2023-huyen": (4, 13, "district"),
    "tt25-2023-tinh": (4, 16, "province"),
    "tt24-2023-huyen": (3, 15, "organisation"),
    "tt24-2023-tinh": (3, 16, "organisation"),
    "tt22-2020-don-vi": (3, 10, "organisation"),
}
DRAFTS = {"tt44-2014-xa": (15, 0), "qd324-2023-cong-dan": (1, 10)}
WITHOUT_POINTS = [name for name in OFFICIAL if name != "tt22-2020-don-vi"]

#: The articles that were seen of each document, by their numbers; Article 1 of Circular 25 is known at second hand.
ARTICLES = {
    "22/2020/TT-BGDĐT": range(3, 8),
    "24/2023/TT-BGDĐT": range(2, 22),
    "25/2023/TT-BGDĐT": (1, *range(3, 25)),
    "44/2014/TT-BGDĐT": range(2, 8),
}
#: Where the indicators of each level stand.
ARTICLE_OF = {
    "tt25-2023-xa": {"muc-do-1": "6", "muc-do-2": "7"},
    "tt25-2023-huyen": {"muc-do-1": "11", "muc-do-2": "12"},
    "tt25-2023-tinh": {"muc-do-1": "16", "muc-do-2": "17"},
    "tt24-2023-huyen": {"muc-do-1": "6", "muc-do-2": "7"},
    "tt24-2023-tinh": {"muc-do-1": "12", "muc-do-2": "13"},
    "tt22-2020-don-vi": {"trung-binh": "5", "kha": "5", "tot": "5"},
}
POINTS = "abcdđeghiklm"


def shipped(name: str) -> CriteriaSet:
    return load(name).criteria_set


def cited(criteria_set: CriteriaSet) -> Iterator[tuple[Indicator, str, Reference]]:
    """Give the reference of every indicator at every level."""
    for indicator in criteria_set.indicators.values():
        for level in criteria_set.level_ids:
            reference = indicator.cited(level)
            assert reference is not None, (indicator.id, level)
            yield indicator, level, reference


# ---------------------------------------------------------------- how they are made


@pytest.mark.parametrize("name", OFFICIAL)
def test_an_official_set_has_its_criteria_and_indicators(name):
    criteria_set = shipped(name)
    assert (len(criteria_set.criteria), len(criteria_set.indicators), criteria_set.unit) == OFFICIAL[name]
    assert (criteria_set.id, criteria_set.status, criteria_set.lacking) == (name, "official", ())
    assert load(name).problems == ()


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_has_its_criteria_and_indicators_and_says_what_it_lacks(name):
    criteria_set = shipped(name)
    assert (len(criteria_set.criteria), len(criteria_set.indicators)) == DRAFTS[name]
    assert criteria_set.status == "draft"
    assert criteria_set.lacking
    with pytest.raises(XhhtError) as error:
        score(criteria_set, submitted(criteria_set, {}))
    (problem,) = error.value.problems
    assert (problem.code, problem.arguments["lacking"]) == ("set-is-draft", criteria_set.lacking)


def test_no_shipped_set_is_without_its_test():
    assert set(shipped_sets()) == {*OFFICIAL, *DRAFTS, "thanh-hoa-2020"}


@pytest.mark.parametrize("name", WITHOUT_POINTS)
def test_a_circular_of_2023_has_no_points_and_asks_for_everything_at_each_level(name):
    criteria_set = shipped(name)
    assert criteria_set.total_points is None
    assert all(indicator.points is None for indicator in criteria_set.indicators.values())
    assert criteria_set.level_ids == ("muc-do-1", "muc-do-2")
    assert [[one.kind for one in level.requires] for level in criteria_set.recognition.levels] == [["all_met"]] * 2
    assert criteria_set.recognition.valid_months == 36
    upgrade = criteria_set.recognition.upgrade
    assert upgrade is not None
    assert (upgrade.origin, upgrade.target, upgrade.after_months) == ("muc-do-1", "muc-do-2", 12)


def test_the_circular_of_2020_has_100_points_and_three_bands():
    criteria_set = shipped("tt22-2020-don-vi")
    assert [criterion.points for criterion in criteria_set.criteria] == [30, 30, 40]
    assert criteria_set.total_points == 100
    bands = {level.id: level.requires[0].at_least.text for level in criteria_set.recognition.levels}
    assert bands == {"trung-binh": "50", "kha": "70", "tot": "85"}


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("tt25-2023-xa", 2024, None), ("tt25-2023-huyen", 2024, None), ("tt25-2023-tinh", 2024, None),
        ("tt24-2023-huyen", 2024, None), ("tt24-2023-tinh", 2024, None), ("tt22-2020-don-vi", 2020, 2023),
        ("tt44-2014-xa", 2015, 2023), ("qd324-2023-cong-dan", 2023, 2030),
    ],
)  # fmt: skip
def test_a_set_judges_the_years_that_it_was_in_force_over(name, first, last):
    years, effective = shipped(name).assessment_years, shipped(name).effective
    assert (years.first, years.last) == (first, last)
    assert effective.start.year in (first, first - 1)
    assert (effective.end is None) == (last is None or name == "qd324-2023-cong-dan")


def test_the_sets_of_districts_say_that_the_tier_has_ended():
    ended = {name: shipped(name).tier_ended for name in OFFICIAL}
    assert {name: one.date for name, one in ended.items() if one is not None} == {
        "tt25-2023-huyen": datetime.date(2025, 7, 1), "tt24-2023-huyen": datetime.date(2025, 7, 1),
    }  # fmt: skip


# ---------------------------------------------------------------- clauses


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_indicator_has_document_article_clause_and_point_at_every_level(name):
    for indicator, level, reference in cited(shipped(name)):
        assert reference.cites_a_clause, (indicator.id, level)
        assert reference.certainty is None, (indicator.id, level)
        point = reference.point or (reference.refers_to and reference.refers_to.point)
        assert point in tuple(POINTS), (indicator.id, level)


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_indicator_stands_in_the_article_of_its_level(name):
    for indicator, level, reference in cited(shipped(name)):
        assert reference.article == ARTICLE_OF[name][level], (indicator.id, level)
        criterion, number = indicator.id.split(".")
        own = [reference, *([reference.refers_to] if reference.refers_to and not reference.point else [])]
        assert {one.clause for one in own} == {criterion}, (indicator.id, level)
        assert own[-1].point == POINTS[int(number) - 1], (indicator.id, level)


@pytest.mark.parametrize("name", [name for name in OFFICIAL if name != "tt24-2023-tinh"])
def test_what_the_second_level_refers_to_stands_in_the_first(name):
    for indicator, level, reference in cited(shipped(name)):
        if reference.refers_to is not None and not reference.point:
            assert reference.refers_to.article == ARTICLE_OF[name]["muc-do-1"], (indicator.id, level)
            first = indicator.cited("muc-do-1")
            assert (reference.refers_to.clause, reference.refers_to.point) == (first.clause, first.point)


def test_what_a_unit_of_a_province_needs_stands_with_what_a_unit_of_a_district_needs():
    """Articles 12 and 13 refer to 6 for the conditions; for the results each refers to the article of its level."""
    for indicator, level, reference in cited(shipped("tt24-2023-tinh")):
        criterion = indicator.id[0]
        expected = {("2", "muc-do-2"): "7", ("3", "muc-do-1"): None, ("3", "muc-do-2"): None}
        found = reference.refers_to and reference.refers_to.article
        assert found == expected.get((criterion, level), "6"), (indicator.id, level)


@pytest.mark.parametrize("name", [*OFFICIAL, *DRAFTS])
def test_every_article_that_is_cited_exists_in_its_document(name):
    for document, article in articles(shipped(name)):
        if document in ARTICLES:
            assert int(article) in ARTICLES[document], (document, article)


@pytest.mark.parametrize("name", [*OFFICIAL, *DRAFTS])
def test_every_document_that_is_cited_is_among_the_sources(name):
    criteria_set = shipped(name)
    sources = {source.document for source in criteria_set.sources}
    assert {document for document, _ in articles(criteria_set)} <= sources
    for source in criteria_set.sources:
        unread = source.note is not None and ("chưa đọc" in source.note.vi or "gián tiếp" in source.note.vi)
        assert source.date is not None or unread, source.document


def articles(value: Any, document: str | None = None) -> Iterator[tuple[str, str]]:
    """Give every article that is cited anywhere, with its document; one that is referred to is in the same document."""
    if isinstance(value, Clause):
        document = value.document or document
        if value.article is not None:
            assert document is not None
            yield document, value.article
    for inner in parts_of(value):
        yield from articles(inner, document)


def parts_of(value: Any) -> Iterator[Any]:
    """Give what a definition, a list or a mapping holds."""
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list | tuple):
        yield from value
    elif hasattr(type(value), "model_fields"):
        yield from (getattr(value, name) for name in type(value).model_fields)


@pytest.mark.parametrize("name", OFFICIAL)
def test_levels_decider_validity_and_deadlines_say_where_they_stand(name):
    recognition = shipped(name).recognition
    assert all(level.reference is not None for level in recognition.levels)
    for one in recognition.decided_by:  # whoever no text names has a mark and a note instead
        assert one.reference is not None or (one.certainty and one.note), one.title
    assert recognition.decided_by
    assert recognition.deadlines
    assert all(deadline.reference is not None for deadline in recognition.deadlines)
    if recognition.valid_months is not None:
        assert recognition.valid_reference is not None
        assert recognition.upgrade.reference is not None


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize("name", [*OFFICIAL, *DRAFTS])
def test_every_text_is_there_in_both_languages_and_is_not_a_copy(name):
    found = list(texts(shipped(name)))
    assert len(found) > 20
    assert [text for text in found if text.vi == text.en and text.vi != "%"] == []


def texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    else:
        for inner in parts_of(value):
            yield from texts(inner)


@pytest.mark.parametrize("name", OFFICIAL)
def test_no_two_indicators_of_a_set_have_the_same_title(name):
    titles = [indicator.title for indicator in shipped(name).indicators.values()]
    assert len({title.vi for title in titles}) == len({title.en for title in titles}) == len(titles)


# ---------------------------------------------------------------- what they decide


COMMUNE = {
    **dict.fromkeys(("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.2", "3.3", "4.1"), "yes"),
    "3.1": ["phong", "tu-sach", "cong-nghe"],
    "4.2": "muc-do-3", "4.3": "muc-do-3", "4.4": "muc-do-2", "5.1": "8000/10000",
    "5.2": {"dao-tao": "6000/10000", "dai-hoc": "1500/10000"},
}  # fmt: skip
ORDINARY, DIFFICULT = {"area": "ordinary"}, {"area": "difficult"}


def verdict(
    name: str,
    given: Mapping[str, Any],
    facts: Mapping[str, str] | None = None,
    year: int = 2024,
    dates: Dates | None = None,
    evidence: Mapping[str, bool | None] | None = None,
) -> Verdict:
    criteria_set = shipped(name)
    submission = submitted(criteria_set, given, facts, evidence).model_copy(
        update={"year": year, "dates": dates or Dates()}
    )
    return judge(criteria_set, score(criteria_set, submission), submission)


def states(found: Verdict) -> list[str]:
    return [level.state for level in found.levels]


def result(
    name: str, given: Mapping[str, Any], identifier: str, facts: Mapping[str, str], year: int = 2024
) -> IndicatorResult:
    criteria_set = shipped(name)
    card = score(criteria_set, submitted(criteria_set, given, facts).model_copy(update={"year": year}))
    return next(one for criterion in card.criteria for one in criterion.indicators if one.id == identifier)


def short(level: LevelResult) -> list[str | None]:
    return [finding.subject for finding in level.conditions[0].findings if finding.state == "short"]


def test_a_commune_with_everything_reaches_both_levels():
    found = verdict("tt25-2023-xa", COMMUNE, ORDINARY)
    assert (states(found), found.certain) == (["eligible", "eligible"], "muc-do-2")
    assert [(level.attainment.met.low, level.attainment.applicable.low) for level in found.levels] == [(15, 15)] * 2


@pytest.mark.parametrize(
    ("citizens", "expected"),
    [
        ("5999/10000", ["not_eligible", "not_eligible"]),
        ("6000/10000", ["eligible", "not_eligible"]),
        ("7999/10000", ["eligible", "not_eligible"]),
        ("8000/10000", ["eligible", "eligible"]),
        ("?/10000", ["possible", "possible"]),
    ],
)
def test_sixty_and_eighty_percent_of_the_citizens_of_a_commune(citizens, expected):
    assert states(verdict("tt25-2023-xa", {**COMMUNE, "5.1": citizens}, ORDINARY)) == expected


@pytest.mark.parametrize(
    ("trained", "graduates", "area", "level"),
    [
        ("4999/10000", "1200/10000", ORDINARY, None),
        ("5000/10000", "1200/10000", ORDINARY, "muc-do-1"),
        ("5000/10000", "1199/10000", ORDINARY, None),
        ("6000/10000", "1500/10000", ORDINARY, "muc-do-2"),
        ("6000/10000", "1499/10000", ORDINARY, "muc-do-1"),
        ("4000/10000", "1000/10000", ORDINARY, None),
        ("4000/10000", "1000/10000", DIFFICULT, "muc-do-1"),
        ("3999/10000", "1000/10000", DIFFICULT, None),
        ("5000/10000", "1200/10000", DIFFICULT, "muc-do-2"),
    ],
)
def test_trained_citizens_and_graduates_are_both_needed_and_fewer_in_a_difficult_area(trained, graduates, area, level):
    given = {**COMMUNE, "5.2": {"dao-tao": trained, "dai-hoc": graduates}}
    assert verdict("tt25-2023-xa", given, area).certain == level


@pytest.mark.parametrize("identifier", list(COMMUNE))
def test_one_unmet_indicator_of_fifteen_denies_both_levels(identifier):
    nothing = {"3.1": ["phong"], "4.2": "chua-dat", "4.3": "chua-dat", "4.4": "chua-dat", "5.1": "0/10000"}
    none = {**nothing, "5.2": {"dao-tao": "0/10000", "dai-hoc": "1500/10000"}}
    found = verdict("tt25-2023-xa", {**COMMUNE, identifier: none.get(identifier, "no")}, ORDINARY)
    assert (states(found), found.certain, found.possible) == (["not_eligible", "not_eligible"], None, None)
    for level in found.levels:
        assert short(level) == [identifier]
        assert level.conditions[0].short_by == 1
        assert (level.attainment.met.low, level.attainment.met.high, level.attainment.applicable.low) == (14, 14, 15)


def test_universal_education_is_asked_at_the_second_and_the_third_level():
    lower = {**COMMUNE, "4.2": "muc-do-2", "4.3": "muc-do-2", "4.4": "muc-do-1"}
    assert states(verdict("tt25-2023-xa", lower, ORDINARY)) == ["eligible", "not_eligible"]
    assert short(verdict("tt25-2023-xa", lower, ORDINARY).levels[1]) == ["4.2", "4.3", "4.4"]
    assert short(verdict("tt25-2023-xa", {**lower, "4.3": "muc-do-1"}, ORDINARY).levels[0]) == ["4.3"]


def test_a_commune_does_not_need_its_evidence_to_be_met():
    found = verdict("tt25-2023-xa", COMMUNE, ORDINARY, evidence=dict.fromkeys(COMMUNE, False))
    assert found.certain == "muc-do-2"


@pytest.mark.parametrize(
    ("requested", "expected"),
    [
        ("2026-02-19", ["eligible", "not_eligible"]),
        ("2026-02-20", ["eligible", "eligible"]),
        (None, ["eligible", "possible"]),
    ],
)
def test_a_commune_at_level_1_waits_twelve_months_before_it_asks_for_level_2(requested, expected):
    held = Decision(level="muc-do-1", date=datetime.date(2025, 2, 20))
    asked = None if requested is None else datetime.date.fromisoformat(requested)
    assert states(verdict("tt25-2023-xa", COMMUNE, ORDINARY, dates=Dates(decision=held, requested=asked))) == expected


@pytest.mark.parametrize(
    ("name", "last_days"),
    [
        ("tt25-2023-xa", ["2025-02-27", "2025-02-27", "2025-03-30"]),  # the first one twice, to two offices
        ("tt24-2023-huyen", ["2025-01-14", "2025-01-14", "2025-02-14", "2025-03-14"]),
        ("tt25-2023-tinh", ["2025-07-30", None]),
    ],
)
def test_before_a_day_ends_on_the_day_before_it(name, last_days):
    found = [deadline.last_day(2024) for deadline in shipped(name).recognition.deadlines]
    assert [None if one is None else one.isoformat() for one in found] == last_days


# A province


PROVINCE = {
    **dict.fromkeys(("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3"), "yes"),
    "3.4": "4",
    "3.5": {"hoc-lieu": "yes", "chuong-trinh": "4", "hoc-lieu-mo": "yes"},
    "4.1": {"muc-do-1": "0", "muc-do-2": "9", "all": "10"},
    "4.2": "5.2 -> 5.1",
    "4.3": "1000 -> 1000.5",
}


def test_a_province_is_judged_by_its_districts_in_2024():
    assert verdict("tt25-2023-tinh", PROVINCE).certain == "muc-do-2"
    fewer = {**PROVINCE, "4.1": {"muc-do-1": "9", "muc-do-2": "0", "all": "10"}}
    assert states(verdict("tt25-2023-tinh", fewer)) == ["eligible", "not_eligible"]
    none = {**PROVINCE, "4.1": {"muc-do-1": "8", "muc-do-2": "0", "all": "10"}}
    assert states(verdict("tt25-2023-tinh", none)) == ["not_eligible", "not_eligible"]


@pytest.mark.parametrize("districts", [PROVINCE["4.1"], {"muc-do-1": "0", "muc-do-2": "0", "all": "10"}, "?"])
@pytest.mark.parametrize("year", [2025, 2026])
def test_from_2025_the_share_of_districts_is_open_and_the_levels_are_possible(districts, year):
    given = {**PROVINCE, "4.1": districts}
    found = verdict("tt25-2023-tinh", given, year=year)
    assert (states(found), found.certain, found.possible) == (["possible", "possible"], None, "muc-do-2")
    for level in found.levels:
        assert (level.attainment.met.low, level.attainment.met.high, level.attainment.applicable.low) == (15, 16, 16)
    assert [at.met_high for at in result("tt25-2023-tinh", given, "4.1", {}, year).levels] == [True, True]


@pytest.mark.parametrize(
    ("change", "identifier"),
    [
        ({"3.4": "3"}, "3.4"),
        ({"3.5": {"hoc-lieu": "yes", "chuong-trinh": "4", "hoc-lieu-mo": "no"}}, "3.5"),
        ({"3.5": {"hoc-lieu": "yes", "chuong-trinh": "3", "hoc-lieu-mo": "yes"}}, "3.5"),
        ({"3.5": {"hoc-lieu": "no", "chuong-trinh": "4", "hoc-lieu-mo": "yes"}}, "3.5"),
        ({"3.1": {"not_applicable": "Tỉnh không có trường đại học trực thuộc"}}, "3.1"),
        ({"4.2": "5.1 -> 5.1"}, "4.2"),  # as poor as the year before is not poorer, and not less poor
        ({"4.3": "1000 -> 1000"}, "4.3"),
    ],
)
def test_what_a_province_has_to_have_and_to_better(change, identifier):
    assert short(verdict("tt25-2023-tinh", {**PROVINCE, **change}).levels[0]) == [identifier]


# A unit of a district


LANGUAGE = {"chung-chi": "70/100", "trinh-do": "70/100"}
ENTERPRISE = {"type": "kinh-te", "ownership": "ngoai-cong-lap"}
UNIT = {
    **dict.fromkeys(("1.1", "1.4", "1.5"), "yes"),
    "1.2": {"che-do": "yes"}, "3.1": {"thanh-vien": "95/100"}, "3.2": {"chia-se": "yes"}, "3.3": "yes",
    **dict.fromkeys(("2.1", "2.2", "2.3", "2.5"), "95/100"),
}  # fmt: skip


def test_an_enterprise_is_asked_eleven_of_fifteen_indicators_at_level_1_and_ten_at_level_2():
    found = verdict("tt24-2023-huyen", UNIT, ENTERPRISE)
    assert [level.attainment.applicable.low for level in found.levels] == [11, 10]
    left_out = [
        [finding.subject for finding in level.conditions[0].findings if finding.state == "left_out"]
        for level in found.levels
    ]
    assert left_out == [["1.3", "2.4", "3.4", "3.5"], ["1.3", "2.4", "3.3", "3.4", "3.5"]]


@pytest.mark.parametrize(
    ("collective", "expected"),
    [("yes", ["eligible", "eligible"]), ("no", ["not_eligible", "eligible"]), ("?", ["possible", "eligible"])],
)
def test_an_enterprise_can_reach_level_2_without_being_asked_for_a_progressive_collective_there(collective, expected):
    assert states(verdict("tt24-2023-huyen", {**UNIT, "3.3": collective}, ENTERPRISE)) == expected


@pytest.mark.parametrize("office", [{}, {"ownership": "cong-lap"}, {"ownership": "ngoai-cong-lap"}])
def test_an_office_of_party_state_or_front_is_asked_for_budget_and_title_whatever_else_it_says(office):
    office = {"type": "co-quan", **office}
    given = {**UNIT, "1.3": "yes", "2.4": LANGUAGE}
    assert states(verdict("tt24-2023-huyen", given, office)) == ["eligible", "eligible"]
    assert states(verdict("tt24-2023-huyen", {**given, "1.3": "no"}, office)) == ["not_eligible", "not_eligible"]
    assert states(verdict("tt24-2023-huyen", {**given, "3.3": "no"}, office)) == ["not_eligible", "not_eligible"]


@pytest.mark.parametrize(
    ("certificates", "proficient", "expected"),
    [
        ("50/100", "70/100", ["eligible", "eligible"]),
        ("45/100", "72/100", ["not_eligible", "eligible"]),
        ("100/100", "69/100", ["eligible", "not_eligible"]),
    ],
)
def test_level_1_looks_at_certificates_and_level_2_at_proficiency(certificates, proficient, expected):
    given = {**UNIT, "1.3": "yes", "2.4": {"chung-chi": certificates, "trinh-do": proficient}}
    assert states(verdict("tt24-2023-huyen", given, {"type": "co-quan"})) == expected


@pytest.mark.parametrize("kind", ["ban-quan-ly", "gdnn-gdtx"])
def test_a_management_board_and_a_combined_centre_owe_what_the_text_asks_of_both_kinds(kind):
    public = {"type": kind, "ownership": "cong-lap"}
    indicators = shipped("tt24-2023-tinh").indicators
    asked = {identifier for identifier, indicator in indicators.items() if indicator.asked_parts(public)}
    assert ("1.3" in asked, "2.4" in asked) == (True, True)
    assert {"3.4", "3.6"} & asked == (set() if kind == "ban-quan-ly" else {"3.4", "3.6"})


def test_learners_are_asked_of_vocational_institutions_and_not_of_primary_schools():
    marks = {**UNIT, "1.3": "yes", "2.4": LANGUAGE, "3.1": {"thanh-vien": "95/100", "nguoi-hoc": "1/100"}}
    primary = {"type": "pho-thong", "ownership": "cong-lap"}
    assert verdict("tt24-2023-huyen", {**marks, "3.4": "tot"}, primary).certain == "muc-do-2"
    college = {"type": "gdnn", "ownership": "cong-lap"}
    assert short(verdict("tt24-2023-huyen", {**marks, "3.5": "yes"}, college).levels[0]) == ["3.1"]


@pytest.mark.parametrize(
    ("ownership", "helps", "expected"),
    [("cong-lap", "no", ["1.2", "3.2"]), ("cong-lap", "yes", []), ("ngoai-cong-lap", "no", [])],
)
def test_a_public_preschool_has_to_help_private_ones(ownership, helps, expected):
    school = {"type": "mam-non", "ownership": ownership}
    given = {**UNIT, "1.3": "yes", "2.4": LANGUAGE}
    given |= {"1.2": {"che-do": "yes", "ho-tro": helps}, "3.2": {"chia-se": "yes", "tap-huan": helps}}
    assert short(verdict("tt24-2023-huyen", given, school).levels[0]) == expected


@pytest.mark.parametrize("evidence", [False, None])
def test_a_unit_without_evidence_for_an_indicator_does_not_meet_it(evidence):
    found = verdict("tt24-2023-huyen", UNIT, ENTERPRISE, evidence={"1.1": evidence})
    assert states(found) == (["not_eligible", "not_eligible"] if evidence is False else ["possible", "possible"])


@pytest.mark.parametrize(
    ("points", "level"),
    [
        ({}, "tot"),
        ({"3.1": "10"}, "tot"),  # exactly 85
        ({"3.1": "9.99"}, "kha"),
        ({"3.1": "0", "3.2": "5"}, "kha"),  # exactly 70
        ({"3.1": "0", "3.2": "4.99"}, "trung-binh"),
        ({"2.1": "0", "2.3": "0", "3.1": "0", "3.2": "5"}, "trung-binh"),  # exactly 50
        ({"2.1": "0", "2.3": "0", "3.1": "0", "3.2": "4.99"}, None),
    ],
)
def test_the_circular_of_2020_adds_up_its_points(points, level):
    criteria_set = shipped("tt22-2020-don-vi")
    most = {name: str(indicator.points) for name, indicator in criteria_set.indicators.items()}
    assert verdict("tt22-2020-don-vi", {**most, **points}, year=2022).certain == level
