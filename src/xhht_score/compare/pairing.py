"""Forms of one time matched with those of another: by the code of their unit, else by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from xhht_score.criteria import UnitKind
from xhht_score.identity import Identity, may_be_one, may_be_other_land
from xhht_score.records import record

#: More digits than a code of an administrative unit has: filled up to them, codes of all kinds compare.
_WIDEST = 5


@record
class KnownForm:
    """Whose form a file is: `name` is "" where nobody gave one, `called` is the name as names are compared."""

    file: str
    unit: str
    name: str
    called: str
    kind: UnitKind
    identity: Identity
    parent: str | None
    year: int | None
    owners: frozenset[str]
    set_key: tuple[str, str]


@record
class Pairing:
    """Pairs of one unit's earlier and later form, and the forms that have no match.

    `twice` are the forms whose unit stands in one of the two more than once, unit by unit; `unlike` the pairs that have
    one code and different names, which are not matched: a code may have been given to another unit.
    """

    pairs: tuple[tuple[KnownForm, KnownForm], ...]
    only_old: tuple[KnownForm, ...]
    only_new: tuple[KnownForm, ...]
    twice: tuple[tuple[KnownForm, ...], ...]
    unlike: tuple[tuple[KnownForm, KnownForm], ...]


def pair_forms(old: Sequence[KnownForm], new: Sequence[KnownForm]) -> Pairing:
    """Match forms by code; then by name, where one of the two has no code and the name is that of no other form.

    Units of different kinds never match, nor do units of one name whose units above are known to be different ones. A
    unit that stands in one of the two more than once is not matched at all.
    """
    (before, old_twice), (after, new_twice) = _by_identity(old), _by_identity(new)
    double = {_key(same[0]) for same in (*old_twice, *new_twice)}
    same_key = [(one, after[key]) for key, one in before.items() if key in after and key not in double]
    pairs = [(one, other) for one, other in same_key if may_be_one(one.name, other.name, one.kind)]
    unlike = [pair for pair in same_key if pair not in pairs]
    met = {form.file for pair in pairs for form in pair}
    left = [[one for key, one in each.items() if key not in double and one.file not in met] for each in (before, after)]
    pairs += _by_name(*left)
    met = {form.file for pair in pairs for form in pair}
    only_old, only_new = (
        tuple(one for one in each if one.file not in met and _key(one) not in double) for each in (old, new)
    )
    return Pairing(tuple(pairs), only_old, only_new, (*old_twice, *new_twice), tuple(unlike))


_Key = tuple[UnitKind, Identity]


def _key(form: KnownForm) -> _Key:
    return form.kind, form.identity


def _by_identity(forms: Iterable[KnownForm]) -> tuple[dict[_Key, KnownForm], list[tuple[KnownForm, ...]]]:
    """Give the forms by what their units are known by, and those of units that stand there more than once."""
    groups: dict[_Key, list[KnownForm]] = defaultdict(list)
    for one in forms:
        groups[_key(one)].append(one)
    single = {key: same[0] for key, same in groups.items()}
    return single, [tuple(same) for same in groups.values() if len(same) > 1]


def _by_name(old: Sequence[KnownForm], new: Sequence[KnownForm]) -> list[tuple[KnownForm, KnownForm]]:
    named: list[dict[tuple[UnitKind, str], list[KnownForm]]] = [defaultdict(list), defaultdict(list)]
    for found, forms in zip(named, (old, new), strict=True):
        for one in forms:
            if one.called:
                found[one.kind, one.called].append(one)
    return [
        (same[0], others[0])
        for key, same in named[0].items()
        if len(same) == 1 and len(others := named[1].get(key, [])) == 1 and _may_be_one_form(same[0], others[0])
    ]


def _may_be_one_form(one: KnownForm, other: KnownForm) -> bool:
    parents = {form.parent.zfill(_WIDEST) for form in (one, other) if form.parent}
    return not (one.identity.coded and other.identity.coded) and len(parents) < 2


def other_land(one: KnownForm, other: KnownForm) -> bool:
    """Tell whether a unit may have had other land at the earlier time, because 1 July 2025 lies between."""
    return may_be_other_land(one.kind, one.year, other.year)
