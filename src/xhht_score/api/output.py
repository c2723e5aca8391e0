"""Results for other programs and for paper: JSON, rows for a table of data, and the report over many units."""

from __future__ import annotations

from collections.abc import Iterable

from xhht_score.api.batch import put_together
from xhht_score.api.many import Assessed
from xhht_score.api.planned import looking_ahead
from xhht_score.api.sentences import language_meant
from xhht_score.assessment import Assessment
from xhht_score.errors import MOST_LISTED, Problem, XhhtError, nearest
from xhht_score.reports import interface, json_texts, overview
from xhht_score.reports.dresses import document_pieces
from xhht_score.reports.rows import TABLES, Row, problem_rows
from xhht_score.words import Words
from xhht_score.words.bounded import bounded

#: One unit or several.
AnyAssessed = Assessment | Assessed | Iterable[Assessment]
FORMATS = ("md", "table", "html", "csv", "json")


def to_json(units: AnyAssessed, *, language: str | None = None) -> str:
    """Give the JSON that `xhht score --format json` writes: the shape is that of docs/json.md.

    One assessment gives one object; several, or any with problems of files that gave none, an envelope with `units`
    and `problems`. Only texts depend on `language` (`vi` or `en`; None: what XHHT_LANG says); numbers are exact text,
    percentages in percent. Raises `XhhtError` for another language.
    """
    words = Words(language_meant(language))
    found, problems = _taken(units)
    said = [interface.problem_object(words, one) for one in bounded(problems, MOST_LISTED)]
    return "".join(json_texts.write_json([interface.unit_object(words, looking_ahead(one)) for one in found], said))


def to_rows(units: AnyAssessed, of: str = "units", *, language: str | None = None) -> list[Row]:
    """Give one dictionary a row for a table of data: of "units", "criteria", "indicators", "levels", "conditions" or
    "problems".

    Keys are English and the same in every row of a set; only titles, references, messages and remedies depend on
    `language` (`vi` or `en`; None: what XHHT_LANG says). Points, values and percentages are `fractions.Fraction`,
    exact, percentages in percent from 0 to 100; `low` and `high` span whatever the blanks may become, and are None
    where the set has no points. The problems of files that gave no result are among the rows of "problems". Raises
    `XhhtError` for another table or language.
    """
    words = Words(language_meant(language))
    found, problems = _taken(units)
    _check(of, TABLES, "word-unknown")
    rows = [row for one in found for row in TABLES[of](words, one)]
    return [*rows, *problem_rows(words, problems)] if of == "problems" else rows


def make_report(units: AnyAssessed, form: str = "md", *, language: str | None = None) -> str:
    """Give the report that `xhht report --format FORM` writes: "md", "table" (plain text), "html", "csv" or "json".

    Set by set and year by year a ranking by certain attainment, the attainment by criterion, what was passed over, and
    a section for each unit. Parts beside their merged form are left out, and units that stand twice have no rank; both
    are said, but not in "csv", which has rows only. Its `language` is `vi` or `en` (None: what XHHT_LANG says). Raises
    `XhhtError` for another format or language.
    """
    words = Words(language_meant(language))
    _check(form, FORMATS, "output-format-unknown")
    found, problems = _taken(units)
    sets = {(one.criteria_set.id, one.criteria_set.version): one for one in found}
    entries = [overview.make_entry(words, looking_ahead(one, "many"), form) for one in found]
    report = put_together(entries, lambda entry: sets[entry.set_key], problems)
    return "".join(_pieces(words, report, form))


def _pieces(words: Words, report: overview.Report, form: str) -> Iterable[str]:
    if form == "json":
        return overview.report_json(words, report)
    if form == "csv":
        from xhht_score.reports.delimited import csv_pieces

        return csv_pieces(*overview.report_records(words, report), words.language)
    return document_pieces(words, overview.compose_report(words, report), form)


def _taken(units: AnyAssessed) -> tuple[list[Assessment], tuple[Problem, ...]]:
    """Give the assessments that are meant, and the problems of files that gave none."""
    if isinstance(units, Assessment):
        return [units], ()
    return list(units), units.problems if isinstance(units, Assessed) else ()


def _check(given: str, known: Iterable[str], code: str) -> None:
    words = tuple(known)
    if given not in words:
        arguments = {"given": given, "expected": words, "nearest": nearest(given, words)}
        raise XhhtError([Problem(code, arguments=arguments)])
