"""Words that were chosen from the drop-downs of an earlier form, put in the words that the set has for them now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xhht_score.workbook import layout
from xhht_score.workbook.kept import Asked, Asks
from xhht_score.workbook.reading.cells import Form, FormCell, folded

#: Words as they were, in small letters, and what they are now.
_Now = Mapping[str, str]
_YES_NO, _JUDGED = ("yes", "no"), ("form-accepted", "form-refused")


def reworded(form: Form, then: Asks, now: Asks) -> Form:
    """Give a form, its columns as they were handed out, with every word that has another title now under that title."""
    about = dict(_about(then, now))
    answered = dict(_answered(then, now))
    if not any((*about.values(), *answered.values())):
        return form

    def put(cell: FormCell, field: str) -> FormCell:
        words = answered.get((cell.id, field)) or answered.get(("", field)) or {}
        return _put(cell, words if cell.id else about.get(field, {}))

    return replace(
        form,
        info={key: _put(cell, about.get(key, {})) for key, cell in form.info.items()},
        answers=tuple(tuple(put(cell, cell.field) for cell in row) for row in form.answers),
        contested=tuple(
            {name: put(cell, cell.field) if name == layout.CANDIDATE else cell for name, cell in row.items()}
            for row in form.contested
        ),
    )


def _put(cell: FormCell, words: _Now) -> FormCell:
    known = isinstance(cell.value, str) and folded(cell.value) in words
    return cell._replace(value=words[folded(cell.value)]) if known else cell


def _about(then: Asks, now: Asks) -> Iterator[tuple[str, _Now]]:
    """Give the words of each row of the info sheet that are others now."""
    yield layout.DECISION_LEVEL, _changed(then.levels, now.levels)
    for name, choices in then.facts.items():
        yield layout.FACT_PREFIX + name, _changed(choices, now.facts.get(name, {}))


def _answered(then: Asks, now: Asks) -> Iterator[tuple[tuple[str, str], _Now]]:
    """Give the words of each indicator and field that are others now; "" is every indicator."""
    yes_no, judged = (
        _changed(*({key: one.words[key] for key in keys} for one in (then, now))) for keys in (_YES_NO, _JUDGED)
    )
    yield ("", layout.EVIDENCE), yes_no
    yield ("", layout.APPRAISED_EVIDENCE), judged
    yield ("", layout.APPRAISED_OMISSION), judged
    for indicator, questions in then.questions.items():
        named = {one.name: one for one in now.questions.get(indicator, ())}
        for at, one in enumerate(questions):
            words = yes_no if one.input == "yes_no" else _choices(one, named.get(one.name))
            for field in (layout.value_field(at), layout.appraised_field(at)):
                yield (indicator, field), words


def _choices(one: Asked, now: Asked | None) -> _Now:
    return _changed(dict(one.choices), dict(now.choices)) if now is not None else {}


def _changed(then: Mapping[str, str], now: Mapping[str, str]) -> _Now:
    """Give what each title of a choice has to be now, but for those that stayed.

    The title of a choice that is gone may be that of another one now; then the id stands for it, which nobody takes.
    """
    taken = {folded(title) for title in now.values()}
    return {
        folded(title): now.get(key, key)
        for key, title in then.items()
        if now.get(key) != title and (key in now or folded(title) in taken)
    }
