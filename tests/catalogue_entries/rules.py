"""Examples of what is wrong with criteria files and cases: pairs of a broken file and what is expected of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from catalogue_entries.example import Example
from xhht_score.errors import MOST_SAID
from xhht_score.loading.variants import MOST_BASES

TESTS = Path(__file__).resolve().parents[1]
BROKEN, CASES = TESTS / "criteria_errors", TESTS / "cases_errors"


def first_place(source: Path, name: str) -> str:
    """Give the place that stands first in the .expected file of a pair, the file called `name`."""
    first = source.with_suffix(".expected").read_text(encoding="utf-8").split()[0]
    return f"{name}:{first}"


def _rules(code: str, pair: str) -> Example:
    source, name = BROKEN / f"{pair}.yaml", f"{code}.yaml"

    def make(folder: Path) -> str:
        shutil.copyfile(source, folder / name)
        return first_place(source, name)

    return Example(code, ("validate", name), make, source=source)


def _case(code: str) -> Example:
    source, name = CASES / f"{code}.cases.yaml", f"{code}.cases.yaml"

    def make(folder: Path) -> str:
        shutil.copyfile(BROKEN / "valid.yaml", folder / f"{code}.yaml")
        shutil.copyfile(source, folder / name)
        return first_place(source, name)

    return Example(code, ("validate", f"{code}.yaml"), make, source=source)


def _lone_cases(folder: Path) -> str:
    shutil.copyfile(CASES / "case-failed.cases.yaml", folder / "cases-without-set.cases.yaml")
    return "cases-without-set.cases.yaml"


def _chain(folder: Path) -> str:
    """Write ten sets, each of which extends the next."""
    for at in range(MOST_BASES + 2):
        (folder / f"bo-{at}.yaml").write_text(f"id: bo-{at}\nextends: bo-{at + 1}.yaml\n", encoding="utf-8")
    return f"bo-{MOST_BASES}.yaml:2:1"


def _unknown_keys(folder: Path) -> str:
    keys = "".join(f"khoa-{at}: 1\n" for at in range(MOST_SAID + 1))
    sound = (BROKEN / "valid.yaml").read_text(encoding="utf-8")
    (folder / "problems-left-out.yaml").write_text(sound + keys, encoding="utf-8", newline="\n")
    return "problems-left-out.yaml"


#: code: the pair of tests/criteria_errors/ whose only problems are of this code
PAIRS = {
    "not-utf8": "file-not-utf8",
    "empty-file": "file-only-comments",
    "yaml-syntax": "yaml-bracket-open",
    "nested-too-deep": "yaml-nested-too-deep",
    "yaml-too-large": "text-too-long",
    "tab-indentation": "yaml-tab",
    "colon-in-text": "yaml-colon-in-title",
    "comma-in-text": "yaml-comma-in-title",
    "repeated-key": "key-repeated",
    "anchor-or-alias": "yaml-anchor",
    "yaml-tag": "yaml-tag",
    "several-documents": "yaml-several-documents",
    "expected-mapping": "type-text-for-mapping",
    "expected-list": "type-text-for-list",
    "expected-text": "type-list-for-text",
    "empty-value": "text-of-spaces",
    "field-lacking": "points-lacking",
    "field-unknown": "key-misspelt-in-measure",
    "word-unknown": "word-unknown",
    "kind-unknown": "kind-unknown-measure",
    "one-of-fields": "deadline-two-ends",
    "bad-id": "id-bad",
    "bad-date": "date-bad",
    "bad-day": "day-in-words",
    "bad-number": "number-bad",
    "number-of-digits": "number-too-long",
    "decimal-comma": "number-decimal-comma",
    "percent-expected": "percent-as-fraction-in-condition",
    "percent-unexpected": "percent-unexpected",
    "whole-number-expected": "whole-number-expected",
    "number-out-of-bounds": "effort-out-of-bounds",
    "effort-by-step-unfit": "effort-by-step-unfit",
    "number-of-items": "status-of-one-step",
    "number-not-positive": "measure-maximum-zero",
    "three-decimals": "number-three-decimals",
    "id-repeated": "id-repeated",
    "points-do-not-add-up": "points-criterion",
    "points-finer-than-rounding": "points-finer-than-rounding",
    "indicator-unknown": "condition-indicator-absent",
    "criterion-unknown": "condition-criterion-absent",
    "office-unknown": "office-unknown",
    "fact-unknown": "fact-unknown",
    "choice-unknown": "choice-unknown",
    "fact-name-taken": "fact-name-taken",
    "step-unknown": "step-unknown",
    "steps-out-of-order": "steps-out-of-order",
    "threshold-lacking": "scoring-without-threshold",
    "threshold-unreachable": "threshold-above-hundred-percent",
    "maximum-unreachable": "maximum-unreachable",
    "points-unlike-indicator": "given-points-unlike",
    "period-reversed": "date-reversed",
    "reference-lacking": "official-without-clause-at-one-level",
    "part-unknown": "part-unknown",
    "whole-before-twice": "whole-before-twice",
    "periods-overlap": "deciders-on-one-day",
    "reading-unknown": "variant-reading-unknown",
    "paper-step-unknown": "paper-step-unknown",
    "reading-option-unknown": "variant-reading-option-unknown",
    "reading-fixed": "variant-reading-fixed",
    "parts-expected": "mark-for-no-part",
    "parts-unexpected": "mark-by-part-without-parts",
    "parts-need-bars": "parts-need-bars",
    "bar-lacking": "bar-lacking",
    "points-without-scoring": "points-without-scoring",
    "condition-without-points": "condition-without-points",
    "extends-circle": "extends-circle",
    "extends-outside": "extends-outside",
    "variant-without-decision": "variant-without-decision",
    "variant-id-taken": "variant-id-taken",
    "version-read-twice": "reads-own-version",
    "variant-drops-when": "variant-drops-when",
    "too-many-combinations": "facts-too-many",
    "condition-implied": "condition-implied",
}

EXAMPLES = (
    *(_rules(code, pair) for code, pair in PAIRS.items()),
    Example("extends-too-far", ("validate", "bo-0.yaml"), _chain, "Ten sets, each of which extends the next.",
            own_folder=True),
    Example("problems-left-out", ("validate", "problems-left-out.yaml"), _unknown_keys,
            "A sound set with 201 unknown keys.", ("field-unknown",), own_folder=True),
    Example("set-is-draft", ("template", "tt44-2014-xa"), lambda _: "", "`tt44-2014-xa` is a draft."),
    *(_case(code) for code in ("case-failed", "case-answer-unusable", "case-unknown")),
    Example(
        "cases-without-set", ("validate", "cases-without-set.cases.yaml"), _lone_cases,
        "Cases without a criteria set of the same name beside them.",
    ),
)  # fmt: skip
