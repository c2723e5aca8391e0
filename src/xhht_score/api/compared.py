"""Forms of one time compared with those of another: read, matched unit by unit, and what changed for each."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from xhht_score.api.batch import outcomes
from xhht_score.api.folders import find_workbooks, parts_passed_over, softened
from xhht_score.api.single import assess, load_once
from xhht_score.assessment import Assessment, Whose
from xhht_score.compare.pairing import KnownForm, Pairing, other_land, pair_forms
from xhht_score.compare.splitting import compare_units, rule_differences, scored
from xhht_score.errors import MOST_NAMED, Place, Problem, Several, XhhtError, has_errors, in_order
from xhht_score.identity import identity_of, may_be_one, name_key
from xhht_score.letters import alphabetical
from xhht_score.merging import parts_beside
from xhht_score.records import record
from xhht_score.reports.comparison import (
    ChangeEntry,
    ChangeReport,
    ComparedForm,
    ComparedPair,
    SetPair,
    make_change_entry,
)
from xhht_score.reports.spool import Spool, Spooled
from xhht_score.submission import Submission
from xhht_score.words import Words

OnRead = Callable[[int], None]


@record
class BothTimes:
    """The files of both times, the later place, whether they lie in two folders, and what was passed over there."""

    old: Sequence[Path]
    new: Sequence[Path]
    place: str
    folders: bool
    passed: Sequence[Problem] = ()


@record
class _Read:
    """One form as it waits to be matched: whose it is, and what it says, as bytes."""

    known: KnownForm
    body: bytes | Spooled

    def take(self) -> tuple[Submission, tuple[Problem, ...], Whose]:
        """Give what it says, what there is to say of it, and whose result it is."""
        kept = self.body if isinstance(self.body, bytes) else self.body.read()
        found: tuple[Submission, tuple[Problem, ...], Whose] = pickle.loads(kept)
        return found


@record
class _FormReader:
    """Reads forms; pickled into other processes, so it holds plain values only."""

    criteria: str | None
    which: Whose

    def __call__(self, path: Path) -> _Read | tuple[Problem, ...]:
        try:
            return _kept(assess(path, self.criteria, which=self.which))
        except XhhtError as error:
            return tuple(one if one.place.file else one.within(str(path)) for one in error.problems)


def _kept(found: Assessment) -> _Read:
    unit, criteria_set = found.submission.unit, found.criteria_set
    known = KnownForm(
        found.file,
        unit.name,
        unit.own_name,
        name_key(unit.own_name, criteria_set.unit),
        criteria_set.unit,
        identity_of(unit, criteria_set.unit, found.file),
        unit.parent,
        found.submission.year,
        found.owners,
        (criteria_set.id, criteria_set.version),
    )
    return _Read(known, pickle.dumps((found.submission, found.listed, found.which)))


def gather_both(old: Path, new: Path) -> BothTimes:
    """Give the files that two paths mean, both of them forms or both folders; raises `XhhtError` for anything else."""
    for path in (old, new):
        if not path.exists():
            raise XhhtError([Problem("file-missing", Place(str(path)))])
    if old.is_dir() != new.is_dir():
        folder, form = (old, new) if old.is_dir() else (new, old)
        raise XhhtError([Problem("compare-folder-and-form", Place(str(folder)), {"form": str(form)})])
    if not old.is_dir():
        return BothTimes([old], [new], str(new), False)
    (before, said), (after, more) = find_workbooks(old), find_workbooks(new)
    empty = [Problem("nothing-found", Place(str(at))) for at, found in ((old, before), (new, after)) if not found]
    if empty:
        raise XhhtError([*empty, *said, *more])
    return BothTimes(before, after, str(new), True, in_order([*said, *more]))


def compare_forms(
    gathered: BothTimes,
    words: Words,
    form: str,
    *,
    criteria: str | None = None,
    old_criteria: str | None = None,
    which: Whose = "self",
    jobs: int | None = None,
    on_done: OnRead = lambda _: None,
) -> ChangeReport:
    """Read all forms, match them, and give what changed for each unit, in the format `form`.

    Each form is read by the set that it names, or by `criteria`; the earlier ones by `old_criteria` where it is given.
    Two forms are compared even where they seem to be of two units, which is said. Raises `XhhtError` where the two are
    of different kinds of units, or none of the files can be compared.
    """
    by = (old_criteria or criteria, criteria)
    spool, problems, failed = Spool(), list(gathered.passed), list[str]()
    sides = []
    for paths, name in zip((gathered.old, gathered.new), by, strict=True):
        read, said, lost = _read_all(paths, _FormReader(name, which), spool, jobs, gathered.folders, on_done)
        sides.append(read)
        problems += said
        failed += lost
    if not all(sides) and has_errors(problems):
        raise XhhtError(in_order(problems))
    pairing = _pairing(sides, gathered.folders)
    if not (pairing.pairs or pairing.twice or pairing.unlike):
        raise XhhtError(in_order([*problems, _none_common(pairing, gathered)]))
    sets = _Sets(by)
    pairs = sorted(pairing.pairs, key=lambda pair: (alphabetical(pair[1].unit), pair[1].file))
    entries = tuple(_entry(words, form, sets, sides[0][one.file], sides[1][other.file], spool) for one, other in pairs)
    for side, alone in zip(sides, (pairing.only_old, pairing.only_new), strict=True):
        for known in alone:
            problems += side[known.file].take()[1]
    return ChangeReport(
        gathered.folders,
        entries,
        tuple(sets.pairs.values()),
        pairing.only_old,
        pairing.only_new,
        in_order([*problems, *_about(pairing, gathered.place, gathered.folders)]),
        tuple(failed),
    )


def _read_all(
    paths: Sequence[Path], reader: _FormReader, spool: Spool, jobs: int | None, folders: bool, on_done: OnRead
) -> tuple[dict[str, _Read], list[Problem], list[str]]:
    """Give the forms of one time by their files, what there is to say, and the files that could not be read."""
    found: dict[str, _Read] = {}
    problems: list[Problem] = []
    failed: list[str] = []
    for path, outcome in zip(paths, outcomes(paths, reader, jobs), strict=True):
        on_done(1)
        if isinstance(outcome, _Read):
            assert isinstance(outcome.body, bytes)
            found[outcome.known.file] = replace(outcome, body=spool.keep(outcome.body))
            continue
        said = [softened(problem) if folders else problem for problem in outcome]
        problems += said
        failed += [str(path)] if has_errors(said) else []
    beside = parts_beside(
        ((one.known.identity, one.known.set_key[0], one.known.year), file, one.known.owners)
        for file, one in found.items()
    )
    parts = {file for files in beside.values() for file in files}
    whole = {file: one for file, one in found.items() if file not in parts}
    return whole, [*problems, *parts_passed_over(beside)], failed


def _pairing(sides: Sequence[dict[str, _Read]], folders: bool) -> Pairing:
    """Match the forms of two folders; two forms that were named are matched whatever they say of their unit."""
    old, new = ([one.known for one in side.values()] for side in sides)
    if folders:
        return pair_forms(old, new)
    if old[0].kind != new[0].kind:
        kinds = {"new": f"kind-{new[0].kind}", "old": f"kind-{old[0].kind}"}
        raise XhhtError([Problem("compare-kinds", Place(new[0].file), {"file": old[0].file, **kinds})])
    return Pairing(((old[0], new[0]),), (), (), (), ())


def _none_common(pairing: Pairing, gathered: BothTimes) -> Problem:
    counts = {"old": Fraction(len(pairing.only_old)), "new": Fraction(len(pairing.only_new))}
    return Problem("compare-none-common", Place(gathered.place), counts)


def _about(pairing: Pairing, place: str, folders: bool) -> Iterator[Problem]:
    """Say what has to be known about how forms were matched."""
    for same in pairing.twice:
        others = Several(tuple(one.file for one in same[1 : MOST_NAMED + 1]), len(same) - 1)
        yield Problem("compare-twice", Place(same[0].file), {"unit": same[0].unit, "files": others})
    for one, other in pairing.unlike:
        yield Problem("compare-other-name", Place(other.file), _names(one, other))
    for one, other in pairing.pairs:
        named = may_be_one(one.name, other.name, one.kind)
        coded = one.identity.coded and other.identity.coded and one.identity != other.identity
        if not folders and (coded or not named):
            yield Problem("compare-other-unit", Place(other.file), _names(one, other))
    units = {
        "compare-years": [other.unit for one, other in pairing.pairs if (one.year or 0) > (other.year or 9999)],
        "compare-other-land": [other.unit for one, other in pairing.pairs if other_land(one, other)],
    }
    for code, found in units.items():
        if found:
            yield Problem(code, Place(place), {"units": Several(tuple(found[:MOST_NAMED]), len(found))})


def _names(one: KnownForm, other: KnownForm) -> dict[str, str]:
    return {"file": one.file, "old": _said_of(one), "new": _said_of(other)}


def _said_of(form: KnownForm) -> str:
    return f"{form.unit} ({form.identity.known_by})" if form.identity.coded else form.unit


class _Sets:
    """The sets of the forms, and what differs between two of them, each found once."""

    def __init__(self, by: tuple[str | None, str | None]) -> None:
        """Take the sets by which the earlier and the later forms are read, None for those that they name."""
        self._by = by
        self.pairs: dict[tuple[tuple[str, str], tuple[str, str]], SetPair] = {}

    def pair(self, old: KnownForm, new: KnownForm) -> SetPair:
        """Give the sets of two forms with everything that differs between them."""
        key = old.set_key, new.set_key
        if key not in self.pairs:
            one, other = (
                load_once(name or form.set_key[0]).criteria_set for name, form in zip(self._by, (old, new), strict=True)
            )
            self.pairs[key] = SetPair(one, other, rule_differences(one, other))
        return self.pairs[key]


def _entry(words: Words, form: str, sets: _Sets, one: _Read, other: _Read, spool: Spool) -> ChangeEntry:
    pair = sets.pair(one.known, other.known)
    (before, said, whose), (after, more, whose_now) = one.take(), other.take()
    found = compare_units(scored(pair.old, before), scored(pair.new, after), pair.rules)
    sides = ComparedForm(one.known.file, whose), ComparedForm(other.known.file, whose_now)
    land = other_land(one.known, other.known)
    entry = make_change_entry(words, ComparedPair(found, *sides, land, in_order([*said, *more])), form)
    return replace(entry, part=spool.keep(entry.content))
