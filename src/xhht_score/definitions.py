"""What every definition and answer is built from: the strict frozen model, bilingual text, and exact number fields."""

from __future__ import annotations

import datetime
import marshal
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WrapValidator

from xhht_score.errors import MOST_SAID, Flaw, Flaws, nearest
from xhht_score.numbers import LARGEST, MOST_DIGITS, parse_number, parse_percent
from xhht_score.records import record

_NUMBER_LIKE = re.compile(r"[+-]?[0-9.,]+\s*%?")
_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


class Definition(BaseModel):
    """A strict, frozen record read from a file: unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The JSON Schema of a field that a function checks; the library's own class for it would slow every start."""

    schema: dict[str, Any]

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        return dict(self.schema)  # the library writes a field's default into what it gets


def _line(raw: object) -> str:
    if not isinstance(raw, str):
        raise flaw("expected-text")
    parts = [part.strip() for part in re.split(r"[\t\r\n]", raw)] if "\n" in raw or "\t" in raw else [raw.strip()]
    if not (text := " ".join(filter(None, parts))):
        raise flaw("empty-value")
    return text


#: A text that is not empty, on one line.
Line = Annotated[str, BeforeValidator(_line), Shown({"type": "string", "minLength": 1})]


#: The number of an article or a clause, which may have a letter: `5`, `5a`.
Numbered = Annotated[str, BeforeValidator(_line), Shown({"type": ["string", "integer"]})]


class Text(Definition):
    """The same words in Vietnamese and in English; both are required."""

    vi: Line
    en: Line


def flaw(code: str, *path: str | int, **arguments: Any) -> Flaws:
    """Give an exception with one flaw, to be raised by a validator."""
    return Flaws([Flaw(code, path, arguments)])


def _id(raw: object) -> str:
    if not isinstance(raw, str):
        raise flaw("expected-text")
    if not _ID.fullmatch(raw):
        raise flaw("bad-id", given=raw)
    return raw


def _date(raw: object) -> datetime.date:
    if isinstance(raw, datetime.date):
        return raw
    if not isinstance(raw, str):
        raise flaw("expected-text")
    try:
        return datetime.date.fromisoformat(raw)
    except ValueError:
        raise flaw("bad-date", given=raw) from None


def _exact(raw: object) -> Fraction:
    if isinstance(raw, Fraction | int) and not isinstance(raw, bool):
        return Fraction(raw)
    if not isinstance(raw, str):
        raise flaw("bad-number", given="")
    value = parse_number(raw)
    if value is None:
        if len(raw) > MOST_DIGITS and _NUMBER_LIKE.fullmatch(raw):
            raise flaw("number-of-digits", given=raw, most=MOST_DIGITS)
        if parse_percent(raw) is not None:
            raise flaw("percent-unexpected", given=raw)
        if parse_number(raw.replace(",", ".", 1)) is not None or parse_percent(raw.replace(",", ".", 1)) is not None:
            raise flaw("decimal-comma", given=raw, better=raw.replace(",", "."))
        raise flaw("bad-number", given=raw)
    return value


def _bounded(raw: object) -> Fraction:
    value = _exact(raw)
    if not 0 <= value <= LARGEST:
        raise flaw("number-out-of-bounds", given=value, least=Fraction(0), most=LARGEST)
    return value


def _whole(raw: object) -> int:
    value = _bounded(raw)
    if value.denominator != 1:
        raise flaw("whole-number-expected", given=value)
    return int(value)


def _bound(raw: object) -> int:
    value = _whole(raw)
    if not value:
        raise flaw("number-not-positive", given=Fraction(value))
    return value


def _positive(raw: object) -> Fraction:
    value = _bounded(raw)
    if not value:
        raise flaw("number-not-positive", given=value)
    return value


def between(least: int, most: int) -> BeforeValidator:
    """Give the check of a whole number field with both bounds included."""

    def check(raw: object) -> int:
        value = _whole(raw)
        if not least <= value <= most:
            raise flaw("number-out-of-bounds", given=Fraction(value), least=Fraction(least), most=Fraction(most))
        return value

    return BeforeValidator(check)


def share(raw: object) -> Fraction:
    """Read a percentage from 0% to 100% as a share of one; raises `Flaws`."""
    if isinstance(raw, Fraction):
        return raw
    value = parse_percent(raw) if isinstance(raw, str) else None
    if value is None:
        given = raw if isinstance(raw, str) else ""
        if len(given) > MOST_DIGITS:
            _exact(given)
        if given.endswith("%") and "," in given:
            raise flaw("decimal-comma", given=given, better=given.replace(",", "."))
        raise flaw("percent-expected", given=given)
    if not 0 <= value <= 1:
        raise flaw("number-out-of-bounds", given=raw, least="0%", most="100%")
    return value


_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?\d+(\.\d+)?$"}]}
_PERCENT_SCHEMA = {"type": "string", "pattern": r"^\d+(\.\d+)?\s*%$"}

#: A lower-case identifier such as `muc-do-1` or `2.1`.
Id = Annotated[str, BeforeValidator(_id), Shown({"type": "string", "pattern": f"^{_ID.pattern}$"})]
#: A calendar date written `2020-12-31`.
Date = Annotated[datetime.date, BeforeValidator(_date), Shown({"type": "string", "format": "date"})]
#: An exact number from 0 to 999,999,999: points, bounds, amounts.
Amount = Annotated[Fraction, BeforeValidator(_bounded), Shown(_NUMBER_SCHEMA)]
#: An exact number above 0: the points of a criterion or an indicator.
Points = Annotated[Fraction, BeforeValidator(_positive), Shown(_NUMBER_SCHEMA)]
#: A whole number from 0 to 999,999,999.
Whole = Annotated[int, BeforeValidator(_whole), Shown({"type": "integer", "minimum": 0})]
#: A whole number from 1 to 999,999,999: bounds of what may be reported.
Bound = Annotated[int, BeforeValidator(_bound), Shown({"type": "integer", "minimum": 1})]
#: A share written as a percentage from `0%` to `100%`; held as a fraction of one.
Share = Annotated[Fraction, BeforeValidator(share), Shown(_PERCENT_SCHEMA)]


#: So many words a form can tell apart by formula, which may be nested 64 deep: choices of a fact, levels.
MOST_CHOICES = 60

#: One choice for each fact of a unit: `{"type": "district", "area": "difficult"}`.
Facts = Mapping[str, str]


def _one_or_many(raw: object) -> object:
    return (raw,) if isinstance(raw, str) else raw


#: One choice of a fact, or a list of them.
Choices = Annotated[
    tuple[Id, ...], BeforeValidator(_one_or_many, json_schema_input_type=Id | tuple[Id, ...]), Field(min_length=1)
]
#: Units of one kind: for each fact that is named the choices that it may have; an empty mapping is every unit.
Wanted = Mapping[str, tuple[str, ...]]


def _alternatives(raw: object) -> object:
    return ((raw,) if raw else ()) if isinstance(raw, dict) else raw


#: Certain units: of one kind, or of any of several kinds; none named is every unit.
Units = Annotated[
    tuple[dict[Id, Choices], ...],
    BeforeValidator(_alternatives, json_schema_input_type=dict[Id, Choices] | tuple[dict[Id, Choices], ...]),
]


def fits(wanted: Wanted, facts: Facts) -> bool:
    """Tell whether a unit with these facts is of one kind; no wish fits every unit."""
    return all(facts.get(name) in choices for name, choices in wanted.items())


def among(units: Sequence[Wanted], facts: Facts) -> bool:
    """Tell whether a unit with these facts is among those named; where none are, every unit is."""
    return not units or any(fits(wanted, facts) for wanted in units)


def _day_of_year(raw: object) -> tuple[int, int]:
    if isinstance(raw, tuple):
        return raw
    if not isinstance(raw, str):
        raise flaw("expected-text")
    try:
        day, month = (int(part) for part in raw.split("/"))
        datetime.date(2000, month, day)
    except ValueError:
        raise flaw("bad-day", given=raw) from None
    return day, month


#: A day of any year written day first, `28/02`.
DayOfYear = Annotated[
    tuple[int, int], BeforeValidator(_day_of_year), Shown({"type": "string", "pattern": r"^\d{1,2}/\d{1,2}$"})
]


@record
class Mark:
    """A value that a rule names, as it was written: a number, a percentage or a word of the measure's own scale.

    `value` is on the measure's scale (60% is 3/5, the third step of a status is 2), None while a word is not placed.
    """

    text: str
    value: Fraction | None
    percent: bool = False

    @property
    def placed(self) -> Fraction:
        """The value of a mark whose word has been placed; a mark that was never placed is our own mistake."""
        if self.value is None:
            raise AssertionError(f"the mark {self.text!r} was not placed on a scale")
        return self.value


@record
class Goal:
    """The place on a scale from which a measure counts as met by itself; `strict` leaves out the place itself."""

    value: Fraction
    strict: bool = False


def _mark(raw: object) -> Mark:
    if isinstance(raw, Mark):
        return raw
    if not isinstance(raw, str) or not raw:
        raise flaw("expected-text")
    if (value := parse_percent(raw)) is not None:
        return Mark(raw, value, percent=True)
    if (number := parse_number(raw)) is not None:
        return Mark(raw, number)
    if _NUMBER_LIKE.fullmatch(raw):
        _exact(raw)
    return Mark(raw, None)


#: A threshold: `80%`, `4`, or a word of the measure such as `muc-2`.
Threshold = Annotated[Mark, BeforeValidator(_mark), Shown({"type": ["string", "number", "boolean"]})]


def flag(raw: object) -> bool:
    """Read yes or no as it is written in a definition.

    Raises `Flaws` for anything but yes, no, true and false.
    """
    if isinstance(raw, bool):
        return raw
    words = {"yes": True, "true": True, "no": False, "false": False}
    if not isinstance(raw, str) or raw not in words:
        expected = ("yes", "no")
        raise flaw("word-unknown", given=str(raw), expected=expected, nearest=nearest(str(raw), expected))
    return words[raw]


Flag = Annotated[bool, BeforeValidator(flag), Shown({"enum": ["yes", "no", True, False]})]


def kind_from_word(raw: object) -> object:
    """Let a kind without further fields be written as one word: `measure: yes_no`."""
    return {"kind": raw} if isinstance(raw, str) else raw


#: So many definitions of a kind are kept, by what they were made of.
_MOST_ALIKE = 1024


def as_written(raw: object) -> object:
    """Give what is written, as it is."""
    return raw


def once_each(shape: Any, before: Callable[[object], object] = kind_from_word) -> WrapValidator:
    """Give what makes one of all definitions of a field that are written alike: most rules of a large set are.

    `shape` is what may be written, for the JSON Schema; `before` makes of it what is validated.
    """
    known: dict[bytes, Any] = {}

    def made(raw: Any, make: Callable[[object], Any]) -> Any:
        try:
            written = marshal.dumps(raw, 2)  # with no references, so that equal texts are the same
        except ValueError:  # it is a definition already
            return make(before(raw))
        if written not in known:
            if len(known) >= _MOST_ALIKE:
                known.clear()
            known[written] = make(before(raw))
        return known[written]

    return WrapValidator(made, json_schema_input_type=shape)


def flaws_of(error: ValidationError, model: type[Definition]) -> list[Flaw]:
    """Give what the validation library found in terms of our own codes; `model` is the type that was validated."""
    found: list[Flaw] = []
    for item in error.errors(include_url=False):
        path, kind, context = item["loc"], item["type"], item.get("ctx", {})
        given = item["input"] if isinstance(item["input"], str) else ""
        match kind:
            case "value_error" if isinstance(context.get("error"), Flaws):
                found += [Flaw(inner.code, path + inner.path, inner.arguments) for inner in context["error"].flaws]
            case "missing":
                found.append(Flaw("field-lacking", path[:-1], {"field": path[-1]}))
            case "union_tag_not_found":
                found.append(Flaw("field-lacking", path, {"field": "kind"}))
            case "extra_forbidden":
                known = _known_fields(model, path[:-1])
                name = str(path[-1])
                near = nearest(name, known) if len(found) < MOST_SAID else None
                found.append(Flaw("field-unknown", path, {"given": name, "known": known, "nearest": near}))
            case "literal_error" if item["input"] == "":
                found.append(Flaw("empty-value", path))
            case "literal_error" | "union_tag_invalid":
                # pydantic has these words in a sentence only; tests/criteria_errors/ notices when that reads otherwise
                words = tuple(re.findall(r"'([^']*)'", str(context.get("expected", context.get("expected_tags", "")))))
                given = given or str(context.get("tag", ""))
                code = "word-unknown" if kind == "literal_error" else "kind-unknown"
                near = nearest(given, words) if len(found) < MOST_SAID else None
                found.append(Flaw(code, path, {"given": given, "expected": words, "nearest": near}))
            case "string_type":
                found.append(Flaw("expected-text", path))
            case "model_type" | "dict_type" | "model_attributes_type" | "mapping_type":
                found.append(Flaw("empty-value" if item["input"] == "" else "expected-mapping", path))
            case "tuple_type" | "list_type":
                found.append(Flaw("empty-value" if item["input"] == "" else "expected-list", path))
            case "too_short" | "too_long" if item["input"]:
                if kind == "too_short" and context.get("actual_length") != len(item["input"]):
                    continue  # its items failed, and each of them is reported by itself
                least, most = context.get("min_length", 1), context.get("max_length")
                bounds = {"least": Fraction(least), "most": None if most is None else Fraction(most)}
                found.append(Flaw("number-of-items", path, {"given": Fraction(len(item["input"])), **bounds}))
            case "too_short":
                found.append(Flaw("empty-value", path))
            case _:
                found.append(Flaw("value-unusable", path, {"given": given}))
    return found


def _known_fields(model: type[Definition], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Give the field names that are allowed where `path` leads to, seen from `model`."""
    here = [model]
    for key in path:
        if isinstance(key, int):
            continue
        tagged = [one for one in here if _tag(one) == key]
        if tagged:
            here = tagged
            continue
        fields = [field for one in here for name, field in one.model_fields.items() if (field.alias or name) == key]
        here = [inner for field in fields for inner in _definitions_in(field.annotation)] or here
    return tuple(dict.fromkeys(field.alias or name for one in here for name, field in one.model_fields.items()))


def _tag(model: type[Definition]) -> str | None:
    field = model.model_fields.get("kind")
    words = get_args(field.annotation) if field else ()
    return words[0] if words and isinstance(words[0], str) else None


def _definitions_in(annotation: Any) -> list[type[Definition]]:
    if isinstance(annotation, type) and issubclass(annotation, Definition):
        return [annotation]
    return [inner for part in get_args(annotation) for inner in _definitions_in(part)]
