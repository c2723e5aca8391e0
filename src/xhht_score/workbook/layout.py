"""The one agreement between the writer and the reader of a form: markers, field names, and where things start.

A sheet is known by the marker in its cell A1, a column by the field name in the hidden first row, a row by the id in
its first column. Names of sheets, labels and the order of rows and columns carry no meaning.
"""

from __future__ import annotations

from functools import cache

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.program import names
from xhht_score.words import LANGUAGES, Words

FORM = "1"
INFO_MARKER = f"xhht:info:{FORM}"
ANSWERS_MARKER = f"xhht:answers:{FORM}"
RESULTS_MARKER = f"xhht:results:{FORM}"
APPRAISAL_MARKER = f"xhht:appraisal:{FORM}"
CONFLICTS_MARKER = f"xhht:conflicts:{FORM}"
LEFTOVERS_MARKER = f"xhht:leftovers:{FORM}"
MARKER_PREFIX = "xhht:"
#: The hidden sheet with the words of all drop-downs.
LISTS_SHEET = "xhht_lists"

#: Keys of the rows of the info sheet: the key stands in column A, the value in column C (the third).
UNIT_NAME, UNIT_CODE, UNIT_PARENT = "unit.name", "unit.code", "unit.parent"
FILLED_BY, DECISION_NUMBER = "filled_by", "decision.number"
#: What a program takes from the sheet stands there under the program's own names.
YEAR, FACT_PREFIX = names.YEAR, names.FACT_PREFIX
DECISION_DATE, DECISION_LEVEL, REQUEST_DATE = names.DECIDED, names.HELD_LEVEL, names.REQUESTED
SET_ID, SET_VERSION, SET_SHA256 = "set.id", "set.version", "set.sha256"
#: Which rows a part of a form was made for (ids with commas between), which office's they are and by when it delivers
#: them. Forms of the first generation name the offices of the set instead of rows.
PART_ROWS, PART_OFFICE, PART_DEADLINE, PART_ASSIGNEE = "part.rows", "part.office", "part.deadline", "part.assignee"
#: How many conflicts and how many leftovers stand on sheets of their own.
CONFLICTS, LEFTOVERS = "conflicts", "leftovers"
INFO_VALUE_COLUMN = 2
#: Counts choices on the conflicts sheet that are not in their cells yet; it is 0 in a form without that sheet.
CHOICES = "choices"
#: How the keys begin of rows of the info sheet that the program writes for itself.
OWN_ROWS = ("set.", "form.", "part.", CONFLICTS, LEFTOVERS, CHOICES)
#: Rows of the info sheet that the program writes for itself: which formulas and labels the form was handed out with,
#: and by which generation of the program.
FORM_LANGUAGE, FORM_FORMULAS, FORM_LABELS = "form.language", "form.formulas", "form.labels"
FORM_GENERATION = "form.generation"
#: Which answers the results that stand in the form belong to, and which results these are.
FORM_RESULTS = "form.results"
#: The line about the unit that stands on every page.
FORM_ABOUT = "form.about"
#: The generation of forms that is handed out now, and that of the forms which do not say theirs.
GENERATION, FIRST_GENERATION = "0.2", "0.1.0"
#: Columns of the info sheet: the label, the value, and the place of a chosen value among its choices (0: none).
LABEL, VALUE, POSITION = "label", names.VALUE, names.NUMBER

#: What can be answered differently about the unit itself, beside its facts; its code and year tell units apart.
CONTESTED = (UNIT_NAME, UNIT_PARENT, DECISION_NUMBER, DECISION_DATE, DECISION_LEVEL, REQUEST_DATE)

#: Fields of the answers sheet; the inputs of the measure stand in `value_1`, `value_2` and so on.
ID, TITLE, MAXIMUM, RULE, ASKED = "id", "title", "maximum", "rule", "asked"
NOT_APPLICABLE, REASON = "not_applicable", "reason"
EVIDENCE, DOCUMENTS, ASSIGNEE, NOTE = "evidence", "documents", "assignee", "note"

#: How the names begin of what the sheet of the council shows of the unit's own row.
REPORTED = "reported_"
#: What the council decides: a figure of its own, whether it accepts, and why.
APPRAISED_OMISSION, APPRAISED_EVIDENCE, APPRAISED_REASON = (
    "appraised_not_applicable", "appraised_evidence", "appraised_reason",
)  # fmt: skip
#: What the unit answers where the council changes something; it stands on the council's sheet, beside the reason.
UNIT_ANSWER = "appraised_answer"
#: What the form computes and shows for each indicator.
STATE, POINTS_LOW, POINTS_HIGH, COMPUTED = "state", "points_low", "points_high", "computed"
#: How an indicator stands in a form, as its state says.
STATES = (
    "answered", "missing", "undecided", "not_applicable", "lacking", "not_asked", "unusable", "doubtful", "too_fine",
)  # fmt: skip
#: What the form computes for itself, in hidden columns, beside the steps of the program.
CRITERION, DONE = "criterion", "done"
#: What can be answered differently of an indicator, beside its figures.
ASIDE = (NOT_APPLICABLE, EVIDENCE, DOCUMENTS, NOTE, ASSIGNEE)
#: Fields of the conflicts sheet, from left to right, one row per candidate. `FIELD` names the field of the answers
#: sheet, or the key of the info sheet where the id is blank; `FIGURES` stands against "not applicable".
CANDIDATE, WHO, FILE, CELL, CHOICE, FIELD = "candidate", "who", "file", "cell", "choice", "field"
#: `PENDING` counts, for each conflict, the choice that is not in its cell yet.
PENDING = "pending"
CONFLICT_FIELDS = (ID, TITLE, CANDIDATE, WHO, FILE, CELL, CHOICE, FIELD, PENDING)
FIGURES = "figures"
#: Marks of a candidate that is chosen, and of one that is decided against.
CHOSEN, DROPPED = "x", "-"
#: Fields of the leftovers sheet, from left to right, one row for each cell that was left over. `INTO` names the cell of
#: this form, `FIELD` its field as on the conflicts sheet (`NOWHERE`: it has none), `CODE` the problem, `CARRIED` what
#: the program put into the cell; the reason stands there in every language, `WHY` is what people see of it.
SHOWN, INTO, WHY, CODE, CARRIED = "shown", "into", "why", "code", "carried"
NOWHERE = "nowhere"
#: Fields of the leftovers sheet that people see, those of the reason in each language, and all that are hidden.
LEFTOVER_FIELDS = (ID, TITLE, INTO, SHOWN, WHY, WHO, FILE, CELL)
LEFTOVER_REASONS = tuple(f"{WHY}_{language}" for language in LANGUAGES)
LEFTOVER_HIDDEN = (FIELD, CODE, CARRIED, *LEFTOVER_REASONS)

#: What stands above the ids, in each language; a row with it is no indicator.
ID_HEADINGS = ("TT", "No.")
#: The key by which the row with the headings is known where labels are compared.
HEADING_KEY = "heading"
HEADER_ROW = 4
FIRST_ROW = 5


@cache
def signature_texts() -> frozenset[str]:
    """Give every text of the blocks in which people sign, in every language."""
    keys = ("date", "unit-left", "unit-right", "council-left", "council-right", "by-hand", "and-seal")
    return frozenset(Words(language).say(f"form-sign-{key}") for language in LANGUAGES for key in keys)


@cache
def value_field(position: int) -> str:
    """Give the field of the input at `position`, counted from 0."""
    return f"value_{position + 1}"


def value_fields_of(indicator: Indicator) -> dict[str, str]:
    """Give the field of each question of an indicator by its name."""
    return {one.name: value_field(at) for at, one in enumerate(indicator.questions)}


def value_fields(criteria_set: CriteriaSet) -> tuple[str, ...]:
    """Give the value fields that a form for this set needs: as many as its widest indicator has questions."""
    return tuple(value_field(position) for position in range(criteria_set.most_questions))


@cache
def appraised_field(position: int) -> str:
    """Give the field of the council's own figure for the input at `position`, counted from 0."""
    return f"appraised_{position + 1}"


def answer_fields(criteria_set: CriteriaSet) -> tuple[str, ...]:
    """Give the columns that people see on the answers sheet, from left to right, but for what the form computes."""
    before = (ID, TITLE, *(() if criteria_set.total_points is None else (MAXIMUM,)), ASKED)
    omission = (NOT_APPLICABLE, REASON) if criteria_set.may_omit else ()
    return (*before, *value_fields(criteria_set), *omission, EVIDENCE, DOCUMENTS, NOTE, ASSIGNEE, RULE)


def appraisal_fields(criteria_set: CriteriaSet) -> tuple[str, ...]:
    """Give the columns that the council fills in, and the one for what the unit answers."""
    values = tuple(appraised_field(position) for position in range(criteria_set.most_questions))
    omission = (APPRAISED_OMISSION,) if criteria_set.may_omit else ()
    return (*values, *omission, APPRAISED_EVIDENCE, APPRAISED_REASON, UNIT_ANSWER)


def needed_fields(criteria_set: CriteriaSet) -> tuple[str, ...]:
    """Give the columns that the reader has to find; the others may be missing."""
    omission = (NOT_APPLICABLE, REASON) if criteria_set.may_omit else ()
    return (*value_fields(criteria_set), *omission, EVIDENCE)


def is_filled_in(field: str) -> bool:
    """Tell whether a column of the answers sheet is one that people fill in and the reader takes."""
    own = (NOT_APPLICABLE, REASON, EVIDENCE, DOCUMENTS, NOTE, ASSIGNEE)
    return is_appraised(field) or field.startswith("value_") or field in own


def is_appraised(field: str) -> bool:
    """Tell whether a column is one of the council's sheet that people fill in."""
    return field.startswith("appraised_")
