"""A set that extends another: what it takes over, where its problems stand, and that every difference is named."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builders import submitted
from xhht_score import XhhtError
from xhht_score.compare.sets import UNCOMPARED, compared, differences
from xhht_score.compare.shifts import Shift, shifts
from xhht_score.criteria import CriteriaSet, Indicator, Level, Recognition
from xhht_score.engine import score
from xhht_score.errors import Problem
from xhht_score.loading.loader import Loaded, load
from xhht_score.recognition import judge
from xhht_score.words import LANGUAGES, Words, changes

BASE = (Path(__file__).parents[1] / "criteria_errors" / "bars-valid.yaml").read_text(encoding="utf-8")
HEAD = 'id: bien-the\nversion: "7"\nstatus: illustrative\nextends: gốc chung.yaml\n'
UNFILLED = re.compile(r"\{\w*\}|Fraction\(|\bNone\b|\bTrue\b|\bFalse\b|<class|Mark\(")

#: Words around an indicator of the variant: in criterion 1, in the base's own notation.
IN_FIRST = 'criteria:\n  - id: "1"\n    indicators:\n'


def folder_of(tmp_path: Path, variant: str, base: str = BASE) -> Path:
    """Write the base and its variant side by side and give the path of the variant."""
    (tmp_path / "gốc chung.yaml").write_text(base, encoding="utf-8")
    path = tmp_path / "biến thể.yaml"
    path.write_text(variant, encoding="utf-8")
    return path


def loaded(tmp_path: Path, changed: str = "", base: str = BASE) -> Loaded:
    return load(folder_of(tmp_path, HEAD + changed, base))


def named(found: Loaded) -> set[tuple[str, str, str | None]]:
    return {(one.subject, one.id, one.field) for one in found.differences}


def refused(path: Path) -> list[tuple[str, int | None, str]]:
    """Give the problems of a file that does not load: file name, line, code."""
    with pytest.raises(XhhtError) as error:
        load(path)
    return [(Path(one.place.file).name, one.place.line, one.code) for one in error.value.problems]


def line_of(text: str, word: str) -> int:
    """Give the line, counted from 1, of the first line that has a word in it."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if word in line)


# ---------------------------------------------------------------- what is taken over, and what never is


def test_a_variant_that_changes_nothing_is_the_same_set_under_its_own_name(tmp_path):
    found = loaded(tmp_path)
    assert found.differences == ()
    assert (found.criteria_set.id, found.criteria_set.version, found.criteria_set.extends) == (
        "bien-the", "7", "gốc chung.yaml",
    )  # fmt: skip
    assert found.base is not None
    assert (found.base.id, found.base.version, found.base.extends) == ("mini-bars", "1", None)
    assert found.criteria_set.criteria == found.base.criteria
    assert found.criteria_set.recognition == found.base.recognition
    assert found.problems == ()


@pytest.mark.parametrize("field", ["id", "version", "status"])
def test_id_version_and_status_are_never_taken_over(tmp_path, field):
    lines = [line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{field}:")]
    path = folder_of(tmp_path, "".join(lines))
    assert refused(path) == [("biến thể.yaml", 1, "field-lacking")]


def test_what_a_draft_lacks_is_not_lacking_in_the_variant_that_supplies_it(tmp_path):
    lacking = "status: draft\nlacking:\n  - {vi: phụ lục, en: the annex}"
    found = loaded(tmp_path, base=BASE.replace("status: illustrative", lacking))
    assert found.base is not None
    assert (found.base.status, len(found.base.lacking)) == ("draft", 1)
    assert (found.criteria_set.status, found.criteria_set.lacking) == ("illustrative", ())
    assert score(found.criteria_set, submitted(found.criteria_set, {"1.1": "yes"}))


def test_a_variant_may_be_a_draft_itself(tmp_path):
    path = folder_of(tmp_path, HEAD.replace("illustrative", "draft") + "lacking:\n  - {vi: phụ lục, en: the annex}\n")
    criteria_set = load(path).criteria_set
    with pytest.raises(XhhtError) as error:
        score(criteria_set, submitted(criteria_set, {}))
    assert [problem.code for problem in error.value.problems] == ["set-is-draft"]


def test_the_hash_covers_both_files(tmp_path):
    one = loaded(tmp_path).sha256
    assert loaded(tmp_path).sha256 == one
    assert loaded(tmp_path, base=BASE.replace("60%", "61%")).sha256 != one
    assert loaded(tmp_path, "title: {vi: Khác, en: Other}\n").sha256 != one


# ---------------------------------------------------------------- one change at a time


def indicator_changed(tmp_path: Path, changed: str, identifier: str = "1.2") -> tuple[Loaded, Any]:
    found = loaded(tmp_path, changed)
    return found, found.criteria_set.indicators[identifier]


def test_another_threshold(tmp_path):
    scoring = "        scoring: {kind: bars, at_least: {muc-do-1: 65%, muc-do-2: 85%}}\n"
    found, indicator = indicator_changed(tmp_path, IN_FIRST + '      - id: "1.2"\n' + scoring)
    assert named(found) == {("indicator", "1.2", "scoring")}
    assert found.base is not None
    assert indicator.measure == found.base.indicators["1.2"].measure
    assert [indicator.rules[0].scoring.bar(level, "").mark.text for level in found.criteria_set.level_ids] == [
        "65%", "85%",
    ]  # fmt: skip
    assert list(found.criteria_set.indicators) == ["1.1", "1.2", "2.1", "2.2"]


def test_an_indicator_more(tmp_path):
    more = '      - {id: "1.3", title: {vi: Có lớp, en: Has classes}, measure: yes_no, scoring: bars}\n'
    found = loaded(tmp_path, IN_FIRST + more)
    assert named(found) == {("indicator", "1.3", None)}
    (added,) = found.differences
    assert (added.old, added.new) == (None, found.criteria_set.indicators["1.3"])
    assert list(found.criteria_set.indicators) == ["1.1", "1.2", "1.3", "2.1", "2.2"]


def test_an_indicator_less(tmp_path):
    found = loaded(tmp_path, 'remove:\n  indicators: ["1.2", "2.2"]\n')
    assert named(found) == {("indicator", "1.2", None), ("indicator", "2.2", None)}
    assert all(one.new is None and one.old is not None for one in found.differences)
    assert list(found.criteria_set.indicators) == ["1.1", "2.1"]
    assert [criterion.id for criterion in found.criteria_set.criteria] == ["1", "2"]


def test_a_criterion_less(tmp_path):
    found = loaded(tmp_path, 'remove:\n  criteria: ["2"]\n')
    assert named(found) == {("criterion", "2", None), ("indicator", "2.1", None), ("indicator", "2.2", None)}
    assert list(found.criteria_set.indicators) == ["1.1", "1.2"]


def test_a_criterion_more(tmp_path):
    more = (
        'criteria:\n  - id: "3"\n    title: {vi: Ba, en: Three}\n    indicators:\n'
        '      - {id: "3.1", title: {vi: Có lớp, en: Has classes}, measure: yes_no, scoring: bars}\n'
    )
    found = loaded(tmp_path, more)
    assert named(found) == {("criterion", "3", None), ("indicator", "3.1", None)}


AREA = (
    "facts:\n  area:\n    title: {vi: Vùng, en: Area}\n    choices:\n      ordinary: {vi: Bình thường, en: Ordinary}\n"
)


def test_a_fact_with_another_choice(tmp_path):
    island = "      difficult: {vi: Khó khăn, en: Difficult}\n      island: {vi: Hải đảo, en: Island}\n"
    found = loaded(tmp_path, AREA + island)
    assert named(found) == {("set", "bien-the", "facts")}
    assert list(found.criteria_set.facts["area"].choices) == ["ordinary", "difficult", "island"]


def test_a_fact_more_keeps_the_others(tmp_path):
    more = "facts:\n  type:\n    title: {vi: Loại, en: Type}\n    choices:\n      xa: {vi: Xã, en: Commune}\n"
    found = loaded(tmp_path, more)
    assert list(found.criteria_set.facts) == ["area", "type"]
    assert named(found) == {("set", "bien-the", "facts")}


def test_a_source_more_stands_before_those_of_the_base(tmp_path):
    base = BASE.replace("facts:", "sources:\n  - document: 25/2023/TT-BGDĐT\nfacts:", 1)
    found = loaded(tmp_path, "sources:\n  - document: 12/QĐ-UBND\n    date: 2024-05-01\n", base)
    assert [source.document for source in found.criteria_set.sources] == ["12/QĐ-UBND", "25/2023/TT-BGDĐT"]


@pytest.mark.parametrize(
    "instead",
    [
        "        parts:\n          co: {title: {vi: Có, en: Is there}, measure: yes_no}\n        scoring: bars\n",
        "        measure: yes_no\n        scoring: bars\n",
    ],
)
def test_a_measure_and_parts_take_each_others_place(tmp_path, instead):
    for identifier, criterion in (("1.2", "1"), ("2.1", "2")):
        changed = f'criteria:\n  - id: "{criterion}"\n    indicators:\n      - id: "{identifier}"\n{instead}'
        found, indicator = indicator_changed(tmp_path, changed, identifier)
        assert named(found) == {("indicator", identifier, "measures"), ("indicator", identifier, "scoring")}
        assert (indicator.measure is None) == ("parts" in instead)


def test_a_level_is_changed_by_its_id_and_the_others_stay(tmp_path):
    changed = 'recognition:\n  levels:\n    - id: muc-do-1\n      requires:\n        - indicators: {met: ["1.1"]}\n'
    found = loaded(tmp_path, changed)
    assert named(found) == {("level", "muc-do-1", "requires")}
    assert found.criteria_set.level_ids == ("muc-do-1", "muc-do-2")
    assert found.criteria_set.recognition.valid_months == 36


# ---------------------------------------------------------------- every difference has its name

REFERENCE = "{document: 12/QĐ-UBND, article: 3, clause: 1}"
#: (what the variant says, what must be named)
SINGLE: Mapping[str, tuple[str, tuple[str, str, str]]] = {
    "title": ("title: {vi: Khác, en: Other}\n", ("set", "bien-the", "title")),
    "issuer": ("issuer: {vi: Tỉnh, en: Province}\n", ("set", "bien-the", "issuer")),
    "unit": ("unit: hamlet\n", ("set", "bien-the", "unit")),
    "effective": ("effective: {from: 2024-02-01}\n", ("set", "bien-the", "effective")),
    "assessment_years": ("assessment_years: {from: 2025}\n", ("set", "bien-the", "assessment_years")),
    "tier_ended": ("tier_ended: {date: 2025-07-01, note: {vi: hết, en: over}}\n", ("set", "bien-the", "tier_ended")),
    "rounding": ("rounding: {decimals: 2}\n", ("set", "bien-the", "rounding")),
    "evidence": ("evidence: {policy: required, without: not_met}\n", ("set", "bien-the", "evidence")),
    "offices": ("offices:\n  vp: {vi: Văn phòng, en: Office}\n", ("set", "bien-the", "offices")),
    "criterion title": ('criteria:\n  - {id: "1", title: {vi: Khác, en: Other}}\n', ("criterion", "1", "title")),
    **{
        f"indicator {field}": (f'{IN_FIRST}      - id: "1.1"\n        {field}: {value}\n', ("indicator", "1.1", field))
        for field, value in {
            "title": "{vi: Khác, en: Other}",
            "applies_when": "{area: difficult}",
            "not_applicable": "{for: all}",
            "open_from": "{year: 2025, note: {vi: chưa rõ, en: not clear}}",
            "evidence": "{policy: required, without: not_met}",
            "reference": REFERENCE,
            "references": f"{{muc-do-1: {REFERENCE}}}",
        }.items()
    },
    "bars of a level asked of some": (
        f'{IN_FIRST}      - id: "1.1"\n'
        "        scoring: {kind: bars, applies_when: {muc-do-2: {area: difficult}}}\n",
        ("indicator", "1.1", "scoring"),
    ),
    "measure": (
        f'{IN_FIRST}      - id: "1.2"\n'
        "        measure: {kind: ratio, percentage_only: yes, of: {vi: Tỷ lệ, en: Share}}\n",
        ("indicator", "1.2", "measures"),
    ),
    "level title": (
        "recognition:\n  levels:\n    - {id: muc-do-1, title: {vi: Khác, en: Other}}\n",
        ("level", "muc-do-1", "title"),
    ),
    "level requires": (
        'recognition:\n  levels:\n    - {id: muc-do-1, requires: [{indicators: {met: ["1.1"]}}]}\n',
        ("level", "muc-do-1", "requires"),
    ),
    "level reference": (
        f"recognition:\n  levels:\n    - {{id: muc-do-1, reference: {REFERENCE}}}\n",
        ("level", "muc-do-1", "reference"),
    ),
    **{
        f"recognition {field}": (
            f"recognition:\n  {field}: {value}\n",
            ("set", "bien-the", f"recognition.{field}"),
        )
        for field, value in {
            "title": "{vi: Khác, en: Other}",
            "no_level": "{vi: Chưa đạt, en: Not yet}",
            "valid_months": "24",
            "valid_reference": REFERENCE,
            "upgrade": "{from: muc-do-1, to: muc-do-2, after_months: 6}",
            "decided_by": "{title: {vi: Sở, en: Department}}",
            "deadlines": "[{step: {vi: Gửi, en: Sent}, by: 15/01}]",
        }.items()
    },
}
PARTS = """criteria:
  - id: "2"
    indicators:
      - id: "2.1"
        parts:
          dao-tao:
            title: {vi: Công dân được đào tạo, en: Citizens trained}
            measure:
              kind: ratio
              of: {vi: Công dân được đào tạo, en: Citizens trained}
              over: {vi: Công dân trong xã, en: All citizens}
          lop-hoc:
            title: {vi: Có lớp học, en: Has classes}
            measure: yes_no
"""


def test_every_field_is_compared_or_left_out_on_purpose():
    """A field that is new to a definition is compared, unless somebody says that it makes no difference."""
    for model in (CriteriaSet, Recognition, Level, Indicator):
        assert UNCOMPARED[model.__name__] < set(model.model_fields)
        assert set(compared(model)) == set(model.model_fields) - UNCOMPARED[model.__name__]


NO_DIFFERENCE = {
    "sources": "sources:\n  - document: 12/QĐ-UBND\n",
    "notes": "notes:\n  - {vi: Ghi chú, en: A note}\n",
    "remedy": f'{IN_FIRST}      - id: "1.1"\n        remedy: {{vi: Làm kế hoạch, en: Make a plan}}\n',
    "effort": f'{IN_FIRST}      - id: "1.1"\n        effort: 2\n',
    "note": f'{IN_FIRST}      - id: "1.1"\n        note: {{vi: Ghi chú, en: A note}}\n',
}


@pytest.mark.parametrize("changed", NO_DIFFERENCE.values(), ids=NO_DIFFERENCE)
def test_what_makes_no_difference_to_a_unit_is_not_named(tmp_path, changed):
    assert named(loaded(tmp_path, changed)) == set()


@pytest.mark.parametrize(("changed", "difference"), SINGLE.values(), ids=SINGLE)
def test_a_difference_is_named_and_nothing_else(tmp_path, changed, difference):
    assert named(loaded(tmp_path, changed)) == {difference}


def test_a_part_that_is_asked_of_other_units_is_a_difference(tmp_path):
    """In the base only difficult areas need classes; here everybody does."""
    found = loaded(tmp_path, PARTS)
    assert {(subject, identifier) for subject, identifier, _ in named(found)} == {("indicator", "2.1")}


def test_another_title_of_a_part_is_a_difference(tmp_path):
    found = loaded(
        tmp_path, PARTS.replace("Has classes}", "Has evening classes}\n            applies_when: {area: difficult}")
    )
    assert {(subject, identifier) for subject, identifier, _ in named(found)} == {("indicator", "2.1")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changed", [changed for changed, _ in SINGLE.values()], ids=SINGLE)
def test_a_difference_is_said_with_what_was_and_what_is(tmp_path, changed, language):
    found = loaded(tmp_path, changed)
    assert found.base is not None
    words = Words(language)
    for one in found.differences:
        said = changes.difference(words, found.base, found.criteria_set, one)
        assert not UNFILLED.search(said), said
        back = changes.difference(words, found.criteria_set, found.base, differences_back(found, one.id, one.field))
        assert said != back, said


def differences_back(found: Loaded, identifier: str, field: str | None) -> Any:
    """Give the same difference seen from the other side."""
    assert found.base is not None
    back = differences(found.criteria_set, found.base)
    return next(one for one in back if one.field == field and identifier in (one.id, found.criteria_set.id))


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_choice_of_a_fact_is_said(tmp_path, language):
    """`Area → Area` tells nobody what changed."""
    found = loaded(tmp_path, AREA + "      difficult: {vi: Khó, en: Hard}\n      island: {vi: Hải đảo, en: Island}\n")
    assert found.base is not None
    (one,) = found.differences
    assert {"vi": "Hải đảo", "en": "Island"}[language] in changes.difference(
        Words(language), found.base, found.criteria_set, one
    )


def test_what_was_added_and_removed_is_said_with_its_rule(tmp_path):
    more = '      - {id: "1.3", title: {vi: Có lớp, en: Has classes}, measure: yes_no, scoring: bars}\n'
    found = loaded(tmp_path, IN_FIRST + more + 'remove:\n  indicators: ["1.2"]\n')
    assert found.base is not None
    said = [changes.difference(Words("en"), found.base, found.criteria_set, one) for one in found.differences]
    assert len(said) == 2
    assert "Has classes" in said[0]
    assert "Learning families" in said[1]
    assert "60%" in said[1]


# ---------------------------------------------------------------- problems stand where they were written


def test_a_slip_of_the_variant_stands_in_the_variant(tmp_path):
    text = (
        HEAD
        + IN_FIRST
        + '      - id: "1.2"\n        scoring: {kind: bars, at_least: {muc-do-1: 160%, muc-do-2: 80%}}\n'
    )
    assert refused(folder_of(tmp_path, text)) == [
        ("biến thể.yaml", 9, "variant-drops-when"),
        ("biến thể.yaml", 9, "threshold-unreachable"),
    ]


@pytest.mark.parametrize(
    ("criterion", "line"),
    [('id: "1"\n    points: 31\n', 1), ('id: "1"\n    indicators:\n      - id: "1.1"\n        points: 999\n', 6)],
    ids=["the sum of the set", "the sum of a criterion"],
)
def test_a_sum_that_the_variant_breaks_is_named_in_the_variant(tmp_path, criterion, line):
    """The total stands in the base, which an official must not change."""
    text = HEAD.replace("gốc chung.yaml", "thanh-hoa-2020") + "criteria:\n  - " + criterion
    found = [one for one in refused(folder_of(tmp_path, text)) if one[2] == "points-do-not-add-up"]
    assert found
    assert {file for file, _, _ in found} == {"biến thể.yaml"}
    assert line in {at for _, at, _ in found}


def test_what_the_variant_makes_wrong_in_the_base_stands_in_the_base(tmp_path):
    """The variant takes a choice of the area away that rules of the base still name."""
    found = refused(folder_of(tmp_path, HEAD + AREA))
    assert {(file, code) for file, _, code in found} == {("gốc chung.yaml", "choice-unknown")}
    assert line_of(BASE, "- area: difficult") in {line for _, line, _ in found}


def test_what_is_wrong_in_the_base_is_said_once_in_its_own_file(tmp_path):
    base = BASE.replace("scoring: bars", "scoring: barz", 1)
    found = refused(folder_of(tmp_path, HEAD, base))
    assert found == [("gốc chung.yaml", line_of(base, "barz"), "kind-unknown")]


def test_yaml_that_cannot_be_read_in_the_base_is_said_in_its_own_file(tmp_path):
    found = refused(folder_of(tmp_path, HEAD, BASE.replace("version:", "\tversion:")))
    assert ("gốc chung.yaml", 2, "tab-indentation") in found
    assert {file for file, _, _ in found} == {"gốc chung.yaml"}


def test_problems_of_both_files_come_in_one_run(tmp_path):
    base = BASE.replace("muc-do-2: {dao-tao: 60%}", "muc-do-2: {dao-tao: 160%}")
    text = HEAD + IN_FIRST + '      - id: "1.2"\n        effort: 9\n'
    found = refused(folder_of(tmp_path, text, base))
    assert found == [
        ("biến thể.yaml", 9, "number-out-of-bounds"),
        ("gốc chung.yaml", line_of(base, "160%"), "threshold-unreachable"),
    ]


def test_the_cross_checks_run_over_the_whole(tmp_path):
    """A level of the base names an indicator that the variant takes out."""
    base = BASE.replace("requires: [all_met]", 'requires: [{indicators: {met: ["1.2"]}}]', 1)
    found = refused(folder_of(tmp_path, HEAD + 'remove:\n  indicators: ["1.2"]\n', base))
    assert found == [("gốc chung.yaml", line_of(base, "met:"), "indicator-unknown")]


def test_a_base_that_does_not_exist_is_the_only_thing_that_is_wrong(tmp_path):
    path = folder_of(tmp_path, HEAD.replace("gốc chung", "gốc riêng"))
    assert refused(path) == [("biến thể.yaml", 4, "unknown-set")]


def test_a_base_that_may_not_be_read_is_named(tmp_path):
    path = folder_of(tmp_path, HEAD)
    (tmp_path / "gốc chung.yaml").unlink()
    (tmp_path / "gốc chung.yaml").mkdir()
    assert refused(path) == [("gốc chung.yaml", None, "file-is-directory")]


def test_two_sets_that_extend_one_another_are_refused(tmp_path):
    path = folder_of(tmp_path, HEAD, BASE.replace("unit:", "extends: biến thể.yaml\nunit:"))
    found = refused(path)
    assert [code for _, _, code in found if code == "extends-circle"] == ["extends-circle"]
    assert {code for _, _, code in found} == {"extends-circle"}


def test_an_official_variant_cites_its_own_decision(tmp_path):
    official = HEAD.replace("illustrative", "official").replace("gốc chung.yaml", "tt25-2023-xa")
    assert [code for *_, code in refused(folder_of(tmp_path, official))] == ["variant-without-decision"]
    found = load(folder_of(tmp_path, official + "sources:\n  - document: 12/QĐ-UBND\n"))
    assert found.criteria_set.status == "official"
    assert found.criteria_set.sources[0].document == "12/QĐ-UBND"


# ---------------------------------------------------------------- longer chains


def test_a_variant_of_a_variant_takes_over_from_both(tmp_path):
    scoring = "        scoring: {kind: bars, at_least: {muc-do-1: 65%, muc-do-2: 85%}}\n"
    folder_of(tmp_path, HEAD + IN_FIRST + '      - id: "1.2"\n' + scoring)
    below = tmp_path / "huyện" / "xã.yaml"
    below.parent.mkdir()
    text = 'id: xa\nversion: "1"\nstatus: illustrative\nextends: ../biến thể.yaml\nremove:\n  indicators: ["2.2"]\n'
    below.write_text(text, encoding="utf-8")
    found = load(below, allow_outside=True)
    assert found.base is not None
    assert (found.base.id, named(found)) == ("bien-the", {("indicator", "2.2", None)})
    assert found.criteria_set.indicators["1.2"].rules[-1].scoring.bar("muc-do-1", "").mark.text == "65%"


def test_a_shipped_set_is_extended_by_its_id(tmp_path):
    found = load(folder_of(tmp_path, HEAD.replace("gốc chung.yaml", "tt25-2023-xa")))
    assert found.base is not None
    assert (found.base.id, found.differences[0].field) == ("tt25-2023-xa", "status")
    assert len(found.criteria_set.indicators) == 15


# ---------------------------------------------------------------- who gains or loses a level


ANSWERS = {
    "1.1": "yes",
    "1.2": "62/100",
    "2.1": {"dao-tao": "70/100"},
    "2.2": {"muc-do-1": "1", "muc-do-2": "9", "all": "10"},
}


def moved(old: CriteriaSet, new: CriteriaSet, given: Mapping[str, Any]) -> list[Shift]:
    found = []
    for each in (old, new):
        known = {name: answer for name, answer in given.items() if name in each.indicators}
        submission = submitted(each, known, {"area": "ordinary"})
        card = score(each, submission)
        found.append((card, judge(each, card, submission)))
    return list(shifts(*found))


def stricter(tmp_path: Path) -> tuple[CriteriaSet, CriteriaSet]:
    scoring = "        scoring: {kind: bars, at_least: {muc-do-1: 65%, muc-do-2: 85%}}\n"
    found = loaded(tmp_path, IN_FIRST + '      - id: "1.2"\n' + scoring)
    assert found.base is not None
    return found.base, found.criteria_set


def test_a_level_that_is_lost_is_named_with_the_indicator_it_was_lost_by(tmp_path):
    old, new = stricter(tmp_path)
    assert moved(old, new, ANSWERS) == [Shift("muc-do-1", "eligible", "not_eligible", ("1.2",), ("all_met",))]
    assert moved(new, old, ANSWERS) == [Shift("muc-do-1", "not_eligible", "eligible", ("1.2",), ("all_met",))]


@pytest.mark.parametrize("families", ["59/100", "70/100", "90/100"])
def test_nobody_moves_whom_the_change_does_not_touch(tmp_path, families):
    assert moved(*stricter(tmp_path), {**ANSWERS, "1.2": families}) == []


def test_a_level_that_becomes_open_is_named_with_what_was_added(tmp_path):
    more = '      - {id: "1.3", title: {vi: Có lớp, en: Has classes}, measure: yes_no, scoring: bars}\n'
    found = loaded(tmp_path, IN_FIRST + more)
    assert found.base is not None
    assert moved(found.base, found.criteria_set, ANSWERS) == [
        Shift("muc-do-1", "eligible", "possible", ("1.3",), ("all_met",))
    ]


def test_a_level_that_is_won_is_named_with_what_was_taken_out(tmp_path):
    found = loaded(tmp_path, 'remove:\n  indicators: ["1.2"]\n')
    assert found.base is not None
    given = {**ANSWERS, "1.2": "0/100"}
    assert moved(found.base, found.criteria_set, given) == [
        Shift("muc-do-1", "not_eligible", "eligible", ("1.2",), ("all_met",)),
        Shift("muc-do-2", "not_eligible", "eligible", ("1.2",), ("all_met",)),
    ]


def test_a_level_that_only_one_set_has_is_named(tmp_path):
    third = "recognition:\n  levels:\n    - {id: muc-do-3, title: {vi: Mức độ 3, en: Level 3}, requires: [all_met]}\n"
    bars = (
        '      - id: "1.2"\n        scoring: {kind: bars, at_least: {muc-do-1: 60%, muc-do-2: 80%, muc-do-3: 90%}}\n'
        '  - id: "2"\n    indicators:\n'
        '      - id: "2.1"\n        scoring:\n          kind: bars\n          at_least:\n'
        "            {muc-do-1: {dao-tao: 50%}, muc-do-2: {dao-tao: 60%}, muc-do-3: {dao-tao: 70%}}\n"
    )
    found = loaded(tmp_path, third + IN_FIRST + bars + 'remove:\n  indicators: ["2.2"]\n')
    assert found.base is not None
    (gained,) = [one for one in moved(found.base, found.criteria_set, ANSWERS) if one.level == "muc-do-3"]
    assert (gained.old, gained.new) == (None, "not_eligible")
    assert ("level", "muc-do-3", None) in named(found)


# ---------------------------------------------------------------- any two sets


def test_a_set_does_not_differ_from_itself():
    for name in ("tt25-2023-xa", "tt24-2023-huyen", "thanh-hoa-2020"):
        one = load(name).criteria_set
        assert differences(one, one) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("old", "new"),
    [("tt44-2014-xa", "tt25-2023-xa"), ("tt22-2020-don-vi", "tt24-2023-huyen"), ("tt25-2023-huyen", "tt25-2023-tinh")],
)
def test_any_two_sets_can_be_compared_in_words(old, new, language):
    one, other = load(old).criteria_set, load(new).criteria_set
    found = differences(one, other)
    assert found
    for each in found:
        said = changes.difference(Words(language), one, other, each)
        assert said.strip() == said != ""
        assert not UNFILLED.search(said), said


def test_a_problem_is_a_value_with_its_file(tmp_path):
    with pytest.raises(XhhtError) as error:
        load(folder_of(tmp_path, HEAD + AREA))
    assert all(isinstance(one, Problem) and Path(one.place.file).is_file() for one in error.value.problems)


# ---------------------------------------------------------------- what a set may extend


OUTSIDE = (
    "/etc/passwd", "../gốc chung.yaml", "dưới/../../gốc.yaml", "..\\gốc.yaml", "dưới\\..\\..\\gốc.yaml", "C:gốc.yaml",
    "C:\\gốc.yaml", "\\\\host\\share\\gốc.yaml", "//host/share/gốc.yaml", "\\gốc.yaml", "~/gốc.yaml",
    "nối/gốc chung.yaml", "nối.yaml",
)  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_set_extends_nothing_outside_its_folder(tmp_path, name):
    """The same paths are refused on every system, whether anything stands there or not."""
    (tmp_path / "ngoài").mkdir()
    folder_of(tmp_path / "ngoài", HEAD)
    inside = tmp_path / "trong"
    (inside / "dưới").mkdir(parents=True)
    (inside / "nối").symlink_to("../ngoài", target_is_directory=True)
    (inside / "nối.yaml").symlink_to("../ngoài/gốc chung.yaml")
    path = inside / "biến thể.yaml"
    path.write_text(HEAD.replace("gốc chung.yaml", json.dumps(name, ensure_ascii=False)), encoding="utf-8")
    with pytest.raises(XhhtError) as raised:
        load(path)
    assert [(one.code, one.place.line, one.arguments["given"]) for one in raised.value.problems] == [
        ("extends-outside", 4, name)
    ]


@pytest.mark.parametrize("name", ["nối/gốc chung.yaml", "nối.yaml", "../ngoài/gốc chung.yaml"])
def test_who_knows_the_files_may_allow_it(tmp_path, run, name):
    (tmp_path / "ngoài").mkdir()
    (tmp_path / "trong").mkdir()
    folder_of(tmp_path / "ngoài", HEAD)
    (tmp_path / "trong" / "nối").symlink_to("../ngoài", target_is_directory=True)
    (tmp_path / "trong" / "nối.yaml").symlink_to("../ngoài/gốc chung.yaml")
    (tmp_path / "trong" / "b.yaml").write_text(HEAD.replace("gốc chung.yaml", name), encoding="utf-8")
    shutil.copyfile(tmp_path / "trong" / "b.yaml", tmp_path / "trong" / "c.yaml")
    for line in (
        "validate trong/b.yaml", "criteria show trong/b.yaml", "criteria guide trong/b.yaml",
        "criteria diff trong/b.yaml trong/c.yaml", "template trong/b.yaml --force -o a.xlsx",
        "score a.xlsx -c trong/b.yaml", "report a.xlsx -c trong/b.yaml", "explain a.xlsx 1.1 -c trong/b.yaml",
        "split a.xlsx -c trong/b.yaml --force -o p", "merge a.xlsx -c trong/b.yaml --force -o m.xlsx",
        "repair a.xlsx -c trong/b.yaml --force -o r.xlsx", "status p -c trong/b.yaml",
    ):  # fmt: skip
        refused, allowed = run(*line.split()), run(*line.split(), "--allow-outside")
        assert refused.returncode == 2, line
        assert "--allow-outside" in refused.stdout + refused.stderr, line
        assert "--allow-outside" not in allowed.stdout + allowed.stderr, line


@pytest.mark.parametrize(
    ("text", "code"), [("chữ\n", "expected-mapping"), ("- a\n", "expected-mapping"), ("", "empty-file")]
)
def test_a_base_that_is_no_set_says_so(tmp_path, text, code):
    with pytest.raises(XhhtError) as raised:
        load(folder_of(tmp_path, HEAD, text))
    assert [(one.code, one.place.file) for one in raised.value.problems] == [(code, str(tmp_path / "gốc chung.yaml"))]
