"""Harms one line of the program at a time, in a copy, and tells whether the tests notice.

    python tests/seeded.py [--sample N --seed S | NUMBER...] [--list]

A harm is caught where README's test command fails on it. The files of tests that a harm names are run first: they are
part of that command, so it fails where they fail; where they pass, everything is run. It ends with 1 where a harm goes
unnoticed, and with 2 where one cannot be done, because its line is no longer there.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[1]
PACKAGE = Path("src", "xhht_score")
#: What is no part of the program and its tests, so that it need not be copied.
_NOT_COPIED = (
    ".git",
    ".nox",
    ".venv",
    "venv",
    "dist",
    "build",
    "*.egg-info",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "node_modules",
)
_SECONDS = 1200


class Harm(NamedTuple):
    """One line of a module made wrong: `old` stands once in it; `tests` are those that should notice."""

    module: str
    old: str
    new: str
    tests: tuple[str, ...]


HARMS = (
    # numbers and definitions
    Harm("numbers.py", "* scale * 2 + value.denominator) // (2", "* scale * 2) // (2", ("tests/test_numbers.py",)),
    Harm("numbers.py", "return None if value is None else value / 100", "return value", ("tests/test_numbers.py",)),
    Harm("numbers.py", '{"vi": (",", "."), "en"', '{"vi": (".", ","), "en"', ("tests/test_numbers.py",)),
    Harm(
        "numbers.py",
        'return Fraction(f"{value:.15g}")',
        "return Fraction(value)",
        ("tests/test_numbers.py", "src/xhht_score/numbers.py"),
    ),
    Harm(
        "definitions.py",
        "return all(facts.get(name) in choices",
        "return any(facts.get(name) in choices",
        ("tests/test_scoring.py", "tests/test_laws.py"),
    ),
    Harm(
        "definitions.py",
        '    if not 0 <= value <= 1:\n        raise flaw("number-out-of-bounds", given=raw',
        '    if not 0 <= value <= 2:\n        raise flaw("number-out-of-bounds", given=raw',
        ("tests/loading/test_criteria_errors.py",),
    ),
    Harm(
        "problems/cells.py",
        '"warning", indicator=TEXT, without=PHRASE,',
        '"notice", indicator=TEXT, without=PHRASE,',
        ("tests/test_current.py", "tests/test_scoring.py", "tests/cli/test_command.py"),
    ),
    # what is reported, and how it counts
    Harm(
        "measures.py",
        'all_of((Known("of"), Known("over"), Exceeds(of, over)))',
        'all_of((Known("of"), Known("over"), Exceeds(over, of)))',
        ("tests/test_measures.py",),
    ),
    Harm(
        "measures.py",
        "Bounded(of, least=_ONE))",
        "Const(most))",
        ("tests/test_measures.py", "tests/test_witness.py"),
    ),
    Harm(
        "measures.py",
        '("this_year", "last_year") if self.direction == "rises"',
        '("this_year", "last_year") if self.direction == "falls"',
        ("tests/test_measures.py",),
    ),
    Harm("measures.py", "either(closed, counted, left)", "left", ("tests/test_measures.py",)),
    Harm(
        "terms.py",
        'case "at_least":\n            return not below(value, mark)',
        'case "at_least":\n            return below(mark, value)',
        ("tests/test_scoring.py",),
    ),
    Harm("terms.py", "is_stronger == strongest", "is_stronger != strongest", ("tests/test_terms.py",)),
    Harm("terms.py", "way if factor > 0 else _TURNED[way]", "way", ("tests/test_terms.py",)),
    Harm(
        "scoring.py",
        "Bounded(value, _ZERO, weight / self.each)",
        "Bounded(value, _ZERO)",
        ("tests/test_scoring.py",),
    ),
    Harm(
        "scoring.py",
        'Bar("at_least" if self.upward else "at_most", mark)',
        'Bar("above" if self.upward else "at_most", mark)',
        ("tests/test_scoring.py",),
    ),
    Harm(
        "scoring.py",
        "found = either(Bar(self.direction, mark).stands(value), Const(points), found)",
        "found = either(Bar(self.direction, mark).stands(value), Const(points), Const(_ZERO))",
        ("tests/test_scoring.py",),
    ),
    Harm(
        "criteria/consistency.py",
        "elif found != criteria_set.total_points:",
        "elif found > criteria_set.total_points:",
        ("tests/loading/test_criteria_errors.py",),
    ),
    Harm(
        "criteria/consistency.py",
        "            if seen[what, identifier] > 1:",
        "            if seen[what, identifier] > 2:",
        ("tests/loading/test_criteria_errors.py",),
    ),
    # the score and the verdict
    Harm(
        "engine.py",
        "earned = Range(_ZERO, earned.high if answer.evidence is None else _ZERO)",
        "earned = Range(_ZERO, earned.high)",
        ("tests/test_refused_evidence.py",),
    ),
    Harm(
        "engine.py",
        'policy.policy == "required" and policy.without != "warn" and answer.evidence is not True',
        'policy.policy == "required" and policy.without != "warn" and answer.evidence is False',
        ("tests/test_laws.py", "tests/test_bars.py"),
    ),
    Harm(
        "numbers.py",
        "return cls(min(one.low for one in known), max(one.high for one in known)) if known else None",
        "return cls(min(one.low for one in known), max(one.low for one in known)) if known else None",
        ("tests/test_laws.py", "tests/criteria/test_pilot.py"),
    ),
    Harm(
        "engine.py",
        "worst, best = (place.low, place.high) if bar.upward else (place.high, place.low)",
        "worst, best = (place.low, place.high)",
        ("tests/test_bars.py",),
    ),
    Harm(
        "standing.py",
        'else "met" if states == {"met", "left_out"} else "open"',
        'else "met" if "met" in states else "open"',
        ("tests/test_laws.py", "tests/test_bars.py"),
    ),
    Harm(
        "identity.py",
        "return code.zfill(_WIDTHS[kind]) if kind in _WIDTHS",
        "return code.zfill(2) if kind in _WIDTHS",
        ("tests/test_identity.py",),
    ),
    Harm(
        "standing.py",
        "surely = below(mark, found.low) if strict else not below(found.low, mark)",
        "surely = below(mark, found.low)",
        ("tests/test_recognition.py",),
    ),
    Harm(
        "recognition.py",
        'if "short" in states or ran == {"left_out"}:',
        'if "short" in states:',
        ("tests/test_recognition.py",),
    ),
    Harm(
        "recognition.py",
        "holds = held is not None and held.level in (None, upgrade.origin)",
        "holds = held is not None",
        ("tests/test_recognition.py", "tests/criteria/test_levels.py"),
    ),
    Harm(
        "submission.py",
        '"refused": appraisal.refused,',
        '"refused": None,',
        ("tests/workbook/reading/test_appraisal.py",),
    ),
    Harm(
        "submission.py",
        'return "cell-negative"',
        "return None",
        ("tests/test_measures.py", "tests/workbook/reading/test_reading.py"),
    ),
    Harm(
        "rollup.py",
        "    elif until is not None and until < last_day:",
        "    elif until is not None and until <= last_day:",
        ("tests/test_rollup.py",),
    ),
    Harm(
        "rollup.py",
        "year is not None and one.submission.year == year - 1",
        "year is not None and one.submission.year <= year",
        ("tests/test_rollup.py", "tests/api/test_last_year.py"),
    ),
    Harm(
        "rollup.py",
        "if given is None or given != clear:",
        "if given is not None and given != clear:",
        ("tests/test_rollup.py", "tests/api/test_lower_units.py"),
    ),
    Harm(
        "compare/splitting.py",
        "between = old if not rules and _judged_alike(old, new) else _between(old, new, related)",
        "between = old",
        ("tests/compare/test_splitting.py", "tests/api/test_compared_forms.py"),
    ),
    Harm(
        "compare/splitting.py",
        "one.name: later.values.get(one.name) if one.name in asked else answer.values.get(one.name)",
        "one.name: answer.values.get(one.name)",
        ("tests/compare/test_splitting.py", "tests/api/test_compared_forms.py"),
    ),
    Harm(
        "compare/units.py",
        'if "open" in (old, new):',
        "if False:",
        ("tests/compare/test_splitting.py", "tests/api/test_compared_forms.py"),
    ),
    Harm(
        "compare/shifts.py",
        "if was != now and (now > was) == better:",
        "if was != now:",
        ("tests/api/test_compared_sets.py",),
    ),
    Harm(
        "compare/carrying.py",
        "chosen = old.input.choices[int(value)][0]",
        "chosen = new.input.choices[int(value)][0]",
        ("tests/api/test_scored_by_variant.py", "tests/api/test_compared_sets.py"),
    ),
    Harm(
        "merging.py",
        "heard = counted if one.own == owns(joint.owners, criteria_set, one.key) else others",
        "heard = counted",
        ("tests/test_merging.py",),
    ),
    Harm("merging.py", "    if len(conflict.left) == 1:", "    if conflict.left:", ("tests/test_merging.py",)),
    # files of rules
    Harm(
        "loading/tree.py",
        "elif key.text in entries:",
        "elif key in entries:",
        ("tests/loading/test_criteria_errors.py",),
    ),
    Harm(
        "loading/loaded.py",
        "hashlib.sha256(content + said.encode()).hexdigest()",
        "hashlib.sha256(b'').hexdigest()",
        ("tests/test_current.py", "tests/loading/test_variants.py", "tests/api/test_public_api.py"),
    ),
    Harm(
        "reports/plain.py",
        "if len(line) + long > width:",
        "if len(line) + long >= width:",
        ("tests/reports/test_plain.py",),
    ),
    Harm(
        "cli/root.py",
        "if name not in self._names:",
        "if not name:",
        ("tests/cli/test_root.py",),
    ),
    Harm(
        "loading/compiled.py",
        "    if about != json.dumps(_about(content, body)).encode():",
        "    if not about:",
        ("tests/loading/test_compiled.py",),
    ),
    Harm(
        "loading/cases.py",
        "        elif found[identifier] != expected:\n            yield _differs(case, (what, identifier)",
        "        elif found[identifier] is None:\n            yield _differs(case, (what, identifier)",
        ("tests/loading/test_cases.py",),
    ),
    # workbooks read
    Harm(
        "spreadsheet/archive.py",
        "        if self._left < 0:",
        "        if self._left < -10**12:",
        ("tests/spreadsheet/test_limits.py",),
    ),
    Harm(
        "spreadsheet/archive.py",
        'if b"<!DOCTYPE" in part or b"<!ENTITY" in part:',
        'if b"<!ENTITY " in part:',
        ("tests/workbook/test_corpus.py", "tests/spreadsheet/test_limits.py"),
    ),
    Harm(
        "spreadsheet/extent.py",
        "        if self._bottom > limits.rows:",
        "        if self._bottom > limits.rows * 1000:",
        ("tests/spreadsheet/test_limits.py", "tests/workbook/test_corpus.py"),
    ),
    Harm(
        "api/encodings.py",
        "if shares[name] == 1 and all(share <= _UNLIKELY for share in others):",
        "if shares[name] == 1:",
        ("tests/api/test_unit_lists.py",),
    ),
    Harm(
        "api/handing_out.py",
        "            and not unit.code\n",
        "",
        ("tests/api/test_handing_out.py",),
    ),
    Harm(
        "workbook/reading/cells.py",
        'return " ".join(composed(value).split())',
        'return " ".join(value.split())',
        ("tests/workbook/reading/test_reading.py",),
    ),
    Harm(
        "spreadsheet/worksheet.py",
        "        if frame.sheets == 1:",
        "        if frame.sheets:",
        ("tests/spreadsheet/test_hostile.py",),
    ),
    Harm(
        "spreadsheet/nesting.py",
        "name not in _BESIDE",
        "name in _BESIDE",
        ("tests/spreadsheet/test_hostile.py", "tests/spreadsheet/test_kept_texts.py"),
    ),
    Harm(
        "spreadsheet/shared_texts.py",
        'if self._nesting and self._nesting.within == "t":',
        'if self._nesting and self._nesting.within in ("t", ""):',
        ("tests/spreadsheet/test_kept_texts.py", "tests/spreadsheet/test_hostile.py"),
    ),
    Harm(
        "foreign.py",
        "return text if text.isprintable() else",
        "return text if text else",
        ("tests/test_foreign.py",),
    ),
    Harm(
        "letters.py",
        "        if marks > MOST_MARKS:",
        "        if marks > MOST_MARKS * 1000:",
        ("tests/test_letters.py", "tests/spreadsheet/test_hostile.py"),
    ),
    Harm(
        "workbook/reading/checks.py",
        "        if identifier not in seen:",
        "        if identifier in seen:",
        ("tests/workbook/reading/test_reading.py",),
    ),
    Harm(
        "workbook/reading/conflicts.py",
        "return chosen[0] if len(chosen) == 1 else None",
        "return chosen[0] if chosen else None",
        ("tests/test_merging.py", "tests/api/test_parts.py"),
    ),
    Harm(
        "recent.py",
        "            self.put(key, found)",
        "            pass",
        ("tests/test_recent.py",),
    ),
    Harm(
        "spreadsheet/models.py",
        "if found.frames != self._frames:",
        "if not found.frames:",
        ("tests/workbook/returned/test_models.py",),
    ),
    Harm(
        "spreadsheet/archive.py",
        "return entry.compress_type, entry.CRC, entry.file_size,",
        "return entry.compress_type, 0, entry.file_size,",
        ("tests/spreadsheet/test_archive.py",),
    ),
    Harm(
        "spreadsheet/models.py",
        "value = met.seen.get(theirs[at])",
        "value = next((one.seen[theirs[at]] for one in places.values() if theirs[at] in one.seen), None)",
        ("tests/workbook/returned/test_models.py",),
    ),
    Harm(
        "spreadsheet/models.py",
        "begin, stands, after = piece.partition(formula)",
        'begin, stands, after = piece[: piece.find(b"<f")], "f", piece[piece.find(b"</f>") + 4 :]',
        ("tests/workbook/returned/test_models.py",),
    ),
    Harm(
        "spreadsheet/models.py",
        "if not stands or not ends or is_result is None or",
        "if is_result is None or",
        ("tests/workbook/returned/test_models.py",),
    ),
    Harm(
        "workbook/returned/models.py",
        "said_of_sheets(one, criteria_set, criteria_set) for one in (form, full)",
        "said_of_sheets(one, criteria_set, criteria_set) for one in (form, form)",
        ("tests/workbook/returned/test_models.py",),
    ),
    Harm(
        "workbook/returned/models.py",
        "if spot is None or spot.page != ANSWERS or spot.column not in self._always_there:",
        "if spot is None:",
        ("tests/workbook/returned/test_models.py",),
    ),
    Harm(
        "workbook/returned/models.py",
        "key = (identifier, about, *changed.get(identifier, ()))",
        "key = (identifier, *changed.get(identifier, ()))",
        ("tests/workbook/returned/test_models.py",),
    ),
    Harm(
        "workbook/returned/stored.py",
        "_CLOSE = Fraction(1, 10**9)",
        "_CLOSE = Fraction(1)",
        ("tests/workbook/returned/test_fingerprint.py",),
    ),
    Harm(
        "workbook/reading/appraising.py",
        "    if appraisal.changes(answer) and not appraisal.reason:",
        "    if not appraisal.reason and False:",
        ("tests/workbook/reading/test_appraisal.py",),
    ),
    Harm(
        "spreadsheet/limits.py",
        '"rows": Setting("XHHT_MAX_ROWS", 100, 1_048_576)',
        '"rows": Setting("XHHT_MAX_ROW", 100, 1_048_576)',
        ("tests/spreadsheet/test_limits.py",),
    ),
    Harm(
        "records.py",
        "if type(other) is not type(self):",
        "if not hasattr(other, '_compared_fields'):",
        ("tests/test_records.py",),
    ),
    # forms written
    Harm(
        "program/whole.py",
        'return against(one.top, sign, fixed(ceil(nearest) if sign in (">=", "<") else floor(nearest)))',
        "return against(one.top, sign, fixed(floor(nearest)))",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "program/whole.py",
        "top = add(multiply(fixed(2), one.top), one.bottom)",
        "top = multiply(fixed(2), one.top)",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "program/lowered.py",
        "return replace(self, sure=self.sure | set(self.known[name]))",
        "return self",
        (
            "tests/workbook/formulas/test_agreement.py",
            "tests/program/test_lowered.py",
        ),
    ),
    Harm(
        "program/lowered.py",
        "return where(known, others)",
        "return every((known, others))",
        ("tests/program/test_lowered.py",),
    ),
    Harm(
        "program/indicators.py",
        "one = pick(Is(proof, 0), fixed(0), one) if end else pick(Is(proof, 1), one, fixed(0))",
        "one = pick(Is(proof, 1), one, fixed(0))",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "program/indicators.py",
        "return pick(self._is(OMITTED), fixed(0), one) if self._may_lack else one",
        "return one",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "program/recognition.py",
        'over = where(asked, against(until, "<", requested), by_year)',
        'over = where(asked, against(until, "<=", requested), by_year)',
        ("tests/program/test_program.py",),
    ),
    Harm(
        "program/recognition.py",
        'none_ran = every(against(one, "=", fixed(0)) for one in ran)',
        "none_ran = NO",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "engine.py",
        "at = (id(answer), id(criteria_set), indicator.id, year, *facts.items())",
        "at = (id(answer), id(criteria_set), indicator.id, year)",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "engine.py",
        "criteria_set.alike[indicator.id], year, *facts.items(), *said, *answer.values.items())",
        "criteria_set.alike[indicator.id], *facts.items(), *said, *answer.values.items())",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "engine.py",
        "criteria_set.alike[indicator.id], year, *facts.items(), *said, *answer.values.items())",
        "criteria_set.alike[indicator.id], year, *said, *answer.values.items())",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "program/likeness.py",
        "return one.name, one.kind, one.in_percent, one.least, one.most, one.step, choices",
        "return one.name, one.kind, one.in_percent, one.least, one.most, one.step",
        ("tests/program/test_likeness.py",),
    ),
    Harm(
        "program/python.py",
        "like = (*known, *map(id, made))",
        "like = tuple(known)",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "program/python.py",
        "return there if unless == Sure(False) else",
        "return there if unless != Sure(False) else",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "program/given.py",
        'counts = True if answer.refused == "replaced" else answer.evidence',
        "counts = answer.evidence",
        ("tests/program/test_program.py",),
    ),
    Harm(
        "workbook/formulas/written.py",
        "if one.most > MOST or one.least < -MOST:",
        "if one.least < -MOST:",
        ("tests/workbook/formulas/test_agreement.py",),
    ),
    Harm(
        "workbook/formulas/written.py",
        '"subtract": ("{}-{}", ADDED, ADDED, MULTIPLIED),',
        '"subtract": ("{}-{}", ADDED, ADDED, ADDED),',
        ("tests/workbook/formulas/test_parentheses.py",),
    ),
    Harm(
        "workbook/formulas/shown.py",
        "halves = f\"2*({rest})>{'=' if one.top.least >= 0 else ''}{bottom}\"",
        'halves = f"2*({rest})>{bottom}"',
        ("tests/workbook/formulas/test_shown_in_forms.py",),
    ),
    Harm(
        "workbook/formulas/conditions.py",
        "counted: str = SHORT_N",
        'counted: str = "met_n"',
        ("tests/workbook/formulas/test_agreement.py",),
    ),
    Harm(
        "workbook/symbols.py",
        'title.replace("\'", "\'\'")',
        "title",
        ("src/xhht_score/workbook/symbols.py", "tests/workbook/formulas/test_parentheses.py"),
    ),
    Harm(
        "workbook/writing/cells.py",
        'bounds=Bounds(one.kind == "whole"',
        'bounds=Bounds(one.kind != "whole"',
        ("tests/workbook/returned/test_fingerprint.py", "tests/workbook/reading/test_reading.py"),
    ),
    Harm(
        "workbook/formulas/values.py",
        'return "lacking" if self._may_lack else "not_applicable"',
        'return "not_applicable" if self._may_lack else "lacking"',
        ("tests/workbook/formulas/test_values.py",),
    ),
    Harm(
        "workbook/formulas/values.py",
        "found.append(lack.wanted - seen)",
        "found.append(seen - lack.wanted)",
        ("tests/workbook/formulas/test_values.py",),
    ),
    Harm(
        "workbook/writing/rows.py",
        'FormulaXml(f"{head}{OF_TEXT}{rest}"',
        'FormulaXml(f"{head}{rest}"',
        ("tests/workbook/formulas/test_values.py",),
    ),
    Harm(
        "workbook/writing/stamps.py",
        "self._alike.get(filled.alike)",
        "next(iter(self._alike.values()), None)",
        ("tests/workbook/writing/test_stamps.py",),
    ),
    Harm(
        "workbook/writing/stamps.py",
        "fixed=row in self._fixed",
        "fixed=False",
        ("tests/workbook/writing/test_stamps.py",),
    ),
    Harm(
        "workbook/formulas/conditions.py",
        "-MIN({first}:{last})",
        "-MAX({first}:{last})",
        ("tests/workbook/formulas/test_agreement.py",),
    ),
    Harm(
        "workbook/writing/stamps.py",
        "        self._is_first = False\n",
        "",
        ("tests/workbook/writing/test_stamps.py",),
    ),
    Harm(
        "workbook/writing/stamps.py",
        "last is None or last.content != said",
        "last is None",
        ("tests/workbook/writing/test_stamps.py",),
    ),
    Harm(
        "workbook/writing/packing.py",
        "return moved ^ self._sum",
        "return self._sum",
        ("tests/workbook/writing/test_stamps.py",),
    ),
    Harm(
        "criteria/model.py",
        "(by.policy, by.without, *one.likeness)",
        "one.likeness",
        ("tests/program/test_likeness.py",),
    ),
    Harm(
        "criteria/indicators.py",
        "asked = (self.rules, *self.parts.values(), self.not_applicable, self.open_from)",
        "asked = (self.rules, *self.parts.values(), self.not_applicable)",
        ("tests/program/test_likeness.py",),
    ),
    Harm(
        "workbook/returned/stored.py",
        "answers != answers_digest(cells)",
        "answers == answers_digest(cells)",
        ("tests/workbook/formulas/test_values.py",),
    ),
    Harm(
        "workbook/reading/cells.py",
        "decided, own = council.pop(row[0].id, {}),",
        "decided, own = {},",
        ("tests/workbook/reading/test_appraisal.py",),
    ),
    Harm(
        "workbook/reading/copies.py",
        "if not is_blank(cell.value):\n                    found.setdefault",
        "if is_blank(cell.value):\n                    found.setdefault",
        ("tests/test_catalogue.py",),
    ),
    Harm(
        "workbook/reading/offices.py",
        "return office_named(criteria_set, clean(cell.value))\n\n\ndef part_of",
        "return None\n\n\ndef part_of",
        ("tests/api/test_assignments.py",),
    ),
    Harm(
        "api/assignments.py",
        "if known != day:",
        "if known == day:",
        ("tests/api/test_assignments.py",),
    ),
    Harm(
        "workbook/writing/lines.py",
        "if taken and taken + 250 + wide > room:",
        "if taken and taken + 250 + wide > 2 * room:",
        ("tests/workbook/writing/test_paper.py",),
    ),
    # words and pages
    Harm(
        "cli/usage.py",
        '"usage-takes-no-value" if options[given].is_flag',
        '"usage-takes-no-value" if not options[given].is_flag',
        ("tests/cli/test_usage.py",),
    ),
    Harm(
        "cli/completion.py",
        "if asked else _shipped_levels()",
        "if not asked else _shipped_levels()",
        ("tests/cli/test_completion.py",),
    ),
    Harm(
        "problems/cells.py",
        '"error", indicator=TEXT, given=TYPED, most=NUMBER',
        '"error", indicator=TEXT, given=DATE, most=NUMBER',
        ("tests/test_catalogue.py", "tests/reports/test_shown_numbers.py"),
    ),
    Harm(
        "problems/commands.py",
        'vi=("không có thư mục này"',
        'vi=("no such directory"',
        ("tests/cli/test_command.py", "tests/words/test_words.py"),
    ),
    Harm(
        "words/arguments.py",
        "if len(said) <= _LONGEST_GIVEN",
        "if len(said) <= _LONGEST_GIVEN * 1000",
        ("tests/words/test_words.py", "tests/cli/test_command.py"),
    ),
    Harm("reports/delimited.py", "[=+", "[+", ("tests/reports/test_reports.py", "tests/test_foreign.py")),
    Harm(
        "reports/delimited.py",
        'text = text.replace(".", decimal_mark)',
        "text = text",
        ("tests/reports/test_reports.py",),
    ),
    Harm(
        "reports/markdown.py",
        "<>|~#$]",
        "<>~#$]",
        ("tests/reports/test_reports.py",),
    ),
    Harm(
        "reports/overview.py",
        "if one.file in report.unranked or one.order is None:",
        "if one.order is None:",
        ("tests/reports/test_reports.py", "tests/cli/test_command.py"),
    ),
    # the cheapest way, and how firm a level is
    Harm(
        "plan/cover.py",
        "_reach(groups[group], wanted) for group",
        "True for group",
        ("tests/plan/test_planning.py",),
    ),
    Harm(
        "plan/sums.py",
        "self._front(one, floor, limit - start)",
        "self._front(one, 0, limit - start)",
        ("tests/plan/test_cover.py",),
    ),
    Harm(
        "plan/paths.py",
        "return found if further is None else _then(found, further)",
        "return found",
        ("tests/plan/test_planning.py",),
    ),
    Harm(
        "plan/checking.py",
        "if this == last and not is_full:",
        "if this == last:",
        ("tests/plan/test_checking.py",),
    ),
    Harm(
        "plan/firmness.py",
        "at = _least(end, flips)",
        "at = end",
        ("tests/plan/test_firmness.py",),
    ),
    Harm(
        "plan/moves.py",
        "proofs = (False, True) if self._track.evidence else (False,)",
        "proofs = (True,) if self._track.evidence else (False,)",
        ("tests/plan/test_planning.py",),
    ),
    # what is held against a form again
    Harm(
        "papers/reading.py",
        "ours = {name.removeprefix(_PREFIX): said",
        "ours = {name: said",
        ("tests/papers/test_reading.py",),
    ),
    Harm(
        "proof/deviations.py",
        "if any(_DIGITS.search(one)",
        "if all(_DIGITS.search(one)",
        ("tests/proof/test_deviations.py",),
    ),
    Harm(
        "proof/deviations.py",
        "if sum(map(bool, one.line.cells)) > 1 and one.key[0] and",
        "if",
        ("tests/proof/test_deviations.py",),
    ),
    Harm(
        "papers/reading_word.py",
        'case "vanish" | "webHidden":',
        'case "webHidden":',
        ("tests/papers/test_reading.py",),
    ),
    Harm(
        "papers/reading_sheets.py",
        "return stored if shown == stored else",
        "return stored if stored else",
        ("tests/papers/test_reading.py",),
    ),
    Harm(
        "api/proving.py",
        'if one.kind == "lacking" and one.expected in notes',
        'if one.kind == "lacking"',
        ("tests/cli/test_verify_papers.py", "tests/cli/test_verify.py"),
    ),
    Harm(
        "api/proving.py",
        'if template.sha256 != made.get("template") and',
        "if False and",
        ("tests/cli/test_verify_papers.py",),
    ),
    Harm("fingerprints.py", " if key not in _NOT_REPORTED}", "}", ("tests/test_fingerprints.py",)),
    Harm("reports/spool.py", "self._end += len(piece)", "self._end += 1", ("tests/reports/test_many_units.py",)),
    Harm(
        "words/arguments.py",
        "(value[:MOST_NAMED], len(value)) if",
        "(value, len(value)) if",
        ("tests/reports/test_many_units.py",),
    ),
    Harm(
        "criteria/model.py",
        "return self.level_ids if has_bars else self.level_ids[:1]",
        "return self.level_ids[:1]",
        ("tests/test_growth.py", "tests/workbook/formulas/test_agreement.py"),
    ),
    # Python
    Harm("api/single.py", "tuple(map(_stamp, files))", "()", ("tests/api/test_notebook.py",)),
    Harm("errors.py", "    _spoken.by = say", "    pass", ("tests/api/test_notebook.py",)),
    Harm(
        "reports/rows.py",
        "(found.low * scale, found.high * scale)",
        "(found.low, found.high)",
        ("tests/api/test_notebook.py",),
    ),
    Harm(
        "api/written.py",
        "    check_outputs([path], files, force=force)",
        "    check_outputs([path], [], force=force)",
        ("tests/api/test_notebook.py",),
    ),
    Harm(
        "api/many.py",
        "map(softened, said) if in_folder else said",
        "said",
        ("tests/api/test_notebook.py",),
    ),
    # the command
    Harm("files.py", '.rstrip(" ").lower() in _DEVICES', ".lower() in _DEVICES", ("tests/cli/test_outputs.py",)),
    Harm("processes.py", '"PYTHONSAFEPATH": "1"}', '"PYTHONSAFEPATH": ""}', ("tests/test_processes.py",)),
    Harm(
        "writing.py",
        '        raise XhhtError([Problem("output-is-input", place)])',
        "        pass",
        ("tests/cli/test_outputs.py",),
    ),
    Harm(
        "writing.py",
        "        temporary.replace(path)",
        "        path.write_bytes(temporary.read_bytes())",
        ("tests/cli/test_outputs.py",),
    ),
    Harm(
        "cli/main.py",
        "DONE, WRONG, OUR_BUG, INTERRUPTED = 0, 2, 3, 130",
        "DONE, WRONG, OUR_BUG, INTERRUPTED = 0, 1, 3, 130",
        ("tests/cli/test_command.py",),
    ),
    Harm("cli/scoring.py", "return 1 if short else 0", "return 0", ("tests/cli/test_command.py",)),
    Harm(
        "api/batch.py",
        'yield (Problem("reading-ended", Place(str(path))),)',
        "del path",
        ("tests/api/test_batch.py",),
    ),
    Harm(
        "api/folders.py",
        'folders[:] = sorted((name for name in folders if not name.startswith(".")), key=alphabetical)',
        "folders[:] = sorted(folders, key=alphabetical)",
        ("tests/cli/test_command.py", "tests/reports/test_reports.py"),
    ),
    Harm(
        "loading/shipped.py",
        "(key and key[1] in _TELLING) or len(common) > 1",
        "len(common) > 1",
        ("tests/api/test_folders.py",),
    ),
    Harm(
        "numbers.py",
        "for found in (near, near + step):",
        "for found in (near,):",
        ("tests/test_numbers.py", "tests/reports/test_shown_numbers.py"),
    ),
    Harm(
        "api/single.py",
        'if one.code != "answer-blank" or not _is_filled',
        'if one.code != "answer-blank" or _is_filled',
        ("tests/api/test_lower_units.py", "tests/cli/test_command.py"),
    ),
    # what the text leaves open, and when it holds
    Harm(
        "procedure.py",
        "if day is None or day in one.period:",
        "if True:",
        ("tests/test_procedure.py",),
    ),
    Harm(
        "procedure.py",
        "not datetime.date(last.year, 1, 1) <= asked <= last",
        "not datetime.date(last.year, 1, 1) <= asked < last",
        ("tests/test_procedure.py",),
    ),
    Harm("procedure.py", "this is None or day in this", "this is None", ("tests/test_procedure.py",)),
    Harm(
        "assessment.py",
        'return (self, self.beside) if self.which == "self" else',
        'return (self, self.beside) if self.which != "self" else',
        ("tests/workbook/reading/test_appraisal.py",),
    ),
    Harm(
        "submission.py",
        "return decided if self.requested is None or self.requested <= decided else None",
        "return decided",
        ("tests/test_procedure.py", "tests/test_recognition.py"),
    ),
    Harm(
        "criteria/levels.py",
        "days = (self.last_day(role, calendar_year - after) for after in sorted(years))",
        "days = (self.last_day(role, calendar_year) for after in sorted(years))",
        ("tests/test_procedure.py",),
    ),
    Harm(
        "rollup.py",
        'if recognition.lower_decisions == "dossier" else None',
        "",
        ("tests/test_rollup.py", "tests/api/test_readings.py"),
    ),
    Harm(
        "criteria/indicators.py",
        "name for name, part in self.parts.items() if part.asked_at(level) and among(",
        "name for name, part in self.parts.items() if among(",
        ("tests/test_laws.py", "tests/criteria/test_readings_of_sets.py"),
    ),
    Harm(
        "engine.py",
        'levels, earned = tuple(AtLevel("short") if one.asked else _LEFT_OUT for one in levels), _NOTHING',
        "earned = _NOTHING",
        ("tests/test_laws.py", "tests/criteria/test_readings_of_sets.py"),
    ),
    Harm(
        "loading/readings.py",
        "root = _taken(laid_over(root, changes), name, option)",
        "root = _taken(root, name, option)",
        ("tests/criteria/test_readings_of_sets.py",),
    ),
    Harm(
        "api/single.py",
        "if (found.certain, found.possible) != (verdict.certain, verdict.possible):",
        "if found.certain != verdict.certain and found.possible != verdict.possible:",
        ("tests/api/test_readings.py",),
    ),
)


def copied(folder: Path) -> Path:
    """Give a copy of the checkout in a folder, without what tests do not need."""
    return Path(shutil.copytree(TOP, folder / "checkout", ignore=shutil.ignore_patterns(*_NOT_COPIED)))


def harmed(harm: Harm, top: Path) -> str:
    """Give the text of the harmed module of a checkout; raises ValueError where its line does not stand there once."""
    text = (top / PACKAGE / harm.module).read_text(encoding="utf-8")
    if (found := text.count(harm.old)) != 1:
        raise ValueError(f"{harm.module} has {found} times: {harm.old}")
    return text.replace(harm.old, harm.new)


def readme_tests() -> list[str]:
    """Give what README's second command says after `pytest`."""
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    command = re.findall(r"```sh\n(.*?)```", readme, re.S)[1]
    return str(command.rpartition("-m pytest")[2]).split()


def notices(harm: Harm, checkout: Path) -> str:
    """Give the first test that fails in a harmed checkout, "" where every test passes."""
    module = checkout / PACKAGE / harm.module
    sound = module.read_text(encoding="utf-8")
    module.write_text(harmed(harm, checkout), encoding="utf-8")
    try:
        hinted = [*(["-n0"] if len(harm.tests) == 1 else []), *harm.tests]
        return (_failing(checkout, hinted) if harm.tests else "") or _failing(checkout, readme_tests())
    finally:
        module.write_text(sound, encoding="utf-8")


def _failing(checkout: Path, arguments: Sequence[str]) -> str:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "--as-found",
        "--no-header",
        "-p",
        "no:cacheprovider",
        *arguments,
    ]
    done = subprocess.run(
        command, cwd=checkout, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=_SECONDS
    )
    if done.returncode == 0:
        return ""
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.M)
    if done.returncode not in (1, 2) or found is None:
        raise RuntimeError(f"the tests could not be run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return found[1]


def checked_copy(checkout: Path) -> None:
    """Make sure that the tests of a copy test the copy."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    code = "import xhht_score; print(xhht_score.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=checkout, capture_output=True, text=True, check=True
    )
    if not Path(done.stdout.strip()).is_relative_to(checkout):
        raise RuntimeError(f"tests of {checkout} would import {done.stdout.strip()}")


def main(arguments: Sequence[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, help="harms by their numbers; all of them where none is named")
    parser.add_argument("--sample", type=int, help="so many of them only")
    parser.add_argument("--seed", type=int, default=0, help="which ones a sample takes")
    parser.add_argument("--list", action="store_true", help="name the harms and do nothing")
    given = parser.parse_args(arguments)
    chosen = given.numbers or list(range(1, len(HARMS) + 1))
    if given.sample is not None:
        chosen = sorted(random.Random(given.seed).sample(chosen, min(given.sample, len(chosen))))
    if given.list:
        for number in chosen:
            harm = HARMS[number - 1]
            print(f"{number}. {harm.module}: {harm.old.strip()} -> {harm.new.strip()}")
        return 0
    missed, impossible, began = [], [], time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        checkout = copied(Path(scratch).resolve())
        checked_copy(checkout)
        for number in chosen:
            start, harm = time.perf_counter(), HARMS[number - 1]
            try:
                caught = notices(harm, checkout)
            except ValueError as error:
                impossible.append(number)
                print(f"{number}. cannot be done: {error}", flush=True)
                continue
            if not caught:
                missed.append(number)
            said = caught or "MISSED"
            print(f"{number}. {harm.module}: {said} ({time.perf_counter() - start:.0f} s)", flush=True)
    count, seconds = len(chosen) - len(missed) - len(impossible), time.perf_counter() - began
    print(f"{len(chosen)} harms: {count} caught, {len(missed)} missed ({seconds:.0f} s)")
    return 2 if impossible else 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
