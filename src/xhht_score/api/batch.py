"""Many files in one run: their entries for a report, made in one process or several."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from xhht_score.api.folders import parts_passed_over, softened
from xhht_score.api.models import FormModels
from xhht_score.api.planned import looking_ahead
from xhht_score.api.single import Reader, assess, load_once
from xhht_score.assessment import Assessment, Which
from xhht_score.errors import Place, Problem, XhhtError, has_errors, in_order
from xhht_score.loading.loader import Loaded, Readings
from xhht_score.merging import parts_beside
from xhht_score.numbers import Language
from xhht_score.processes import number_for, safe_start, starter
from xhht_score.records import record
from xhht_score.reports.overview import Report, UnitEntry, duplicates, make_entry, namesakes
from xhht_score.reports.spool import Spool
from xhht_score.words import Words

#: A process is given so many files at a time, or fewer where they are larger than so many bytes together; toward the
#: end so few that of what is left each process has so many times still to be given, so that all end together.
_CHUNK, _CHUNK_BYTES, _TIMES = 25, 4_000_000, 2
#: What most entries have in common, and is held once for all of them.
_ALIKE = ("set_key", "owners", "eligible", "severities")


@record
class _Task:
    """What a worker has to know to make entries."""

    criteria: str | None
    language: Language
    form: str
    which: Which
    readings: Readings
    plans: bool


def report_on(
    paths: Sequence[Path],
    words: Words,
    form: str,
    *,
    criteria: str | None = None,
    jobs: int | None = None,
    lenient: bool = False,
    on_done: Callable[[int], None] = lambda _: None,
    which: Which = "self",
    readings: Readings = (),
    plans: bool = False,
) -> Report:
    """Assess every file and give the report of them.

    `lenient` passes over spreadsheets that are no filled form, with a notice, instead of calling them errors; `jobs`
    is the number of processes (None: one for few files, else one per processor); `on_done` is told of each file;
    `which` says whose result counts; `readings` are turned in every set; `plans` are looked for where they take longer,
    too.
    """
    task = _Task(criteria, words.language, form, which, readings, plans)
    spool = Spool()
    entries: list[UnitEntry] = []
    problems: list[Problem] = []
    failed: list[str] = []
    same: dict[Any, Any] = {}
    for path, outcome in zip(paths, outcomes(paths, _Worker(task), jobs), strict=True):
        on_done(1)
        if isinstance(outcome, UnitEntry):
            alike = {name: same.setdefault(one := getattr(outcome, name), one) for name in _ALIKE}
            facts = same.setdefault(("facts", *outcome.facts.items()), outcome.facts)
            entries.append(outcome.waiting(spool, facts=facts, **alike))
        else:
            found = [softened(problem) if lenient else problem for problem in outcome]
            problems += found
            if has_errors(found):
                failed.append(str(path))
    report = put_together(entries, lambda one: load_once(criteria or one.set_key[0], readings), problems, failed)
    return replace(report, which=which, plans=plans)


def put_together(
    entries: Sequence[UnitEntry],
    set_of: Callable[[UnitEntry], Loaded | Assessment],
    problems: Sequence[Problem] = (),
    failed: Sequence[str] = (),
) -> Report:
    """Give the report of entries: parts beside their merged form are passed over, and what stands twice is named.

    `set_of` gives what knows the set of an entry, with what it changes in another one.
    """
    beside = parts_beside(((one.identity, one.set_key[0], one.year), one.file, one.owners) for one in entries)
    parts = {file for files in beside.values() for file in files}
    entries = [entry for entry in entries if entry.file not in parts]
    twice, unranked = duplicates(entries)
    said = in_order([*problems, *parts_passed_over(beside), *namesakes(entries), *twice])
    used = {entry.set_key: set_of(entry) for entry in entries}
    sets = {key: known.criteria_set for key, known in used.items()}
    variants = {key: (known.base, known.differences) for key, known in used.items() if known.base is not None}
    return Report(tuple(entries), sets, said, unranked, tuple(failed), variants)


UnitOutcome = UnitEntry | tuple[Problem, ...]
_Made = TypeVar("_Made")


def outcomes(
    paths: Sequence[Path], work: Callable[[Path], _Made], jobs: int | None
) -> Iterator[_Made | tuple[Problem, ...]]:
    """Give what `work` makes of each file, in the order of the files, made in one process or several.

    `work` is sent to the others, so it holds plain values only. Where the system ends one of them, the rest is read
    again, file by file in one other process; of a file with which that ends as well a problem is given.
    """
    count = number_for(len(paths), jobs)
    if count == 1:
        yield from map(work, paths)
        return
    rest, by_itself = deque(_chunks(paths, count)), False
    while rest:
        try:
            for made in _in_processes(tuple(rest), work, count):
                rest.popleft()
                yield from made
        except BrokenProcessPool:
            if by_itself:
                (path,) = rest.popleft()
                yield (Problem("reading-ended", Place(str(path))),)
            rest, by_itself, count = deque((path,) for chunk in rest for path in chunk), True, 1


def _in_processes(
    chunks: Iterable[tuple[Path, ...]], work: Callable[[Path], _Made], count: int
) -> Iterator[list[_Made]]:
    """Give what is made of each chunk in so many processes; raises `BrokenProcessPool` where one of them is ended."""
    from multiprocessing import active_children

    others = {*active_children()}
    with ExitStack() as stack:
        try:
            with safe_start():
                mine = dict(os.environ), gc.get_threshold()
                pool = stack.enter_context(
                    ProcessPoolExecutor(count, mp_context=starter(__name__), initializer=_surround, initargs=mine)
                )
                waiting = deque(pool.submit(_each, work, chunk) for chunk in chunks)
            while waiting:  # none is called off: of such the pool complains when its processes are ended
                yield waiting.popleft().result()
        except BaseException:  # nobody waits for the rest any more
            for worker in {*active_children()} - others:
                worker.kill()
            raise


def _surround(variables: dict[str, str], searches: tuple[int, int, int]) -> None:
    """Have the variables of the process that asks, which may be others than when the first one was started.

    Garbage is searched for as often as there. Where that process is gone, so is this one.
    """
    Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(*searches)
    os.environ.clear()
    os.environ.update(variables)


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _chunks(paths: Sequence[Path], count: int) -> Iterator[tuple[Path, ...]]:
    """Give the files in the portions in which so many processes are given them."""
    chunk: list[Path] = []
    size = 0
    for at, path in enumerate(paths):
        with suppress(OSError):  # it is gone, which is told where it is read
            size += path.stat().st_size
        chunk.append(path)
        left = len(paths) - at - 1 + len(chunk)
        if len(chunk) >= min(_CHUNK, max(left // (_TIMES * count), 1)) or size >= _CHUNK_BYTES:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def _each(work: Callable[[Path], _Made], paths: Iterable[Path]) -> list[_Made]:
    return [work(path) for path in paths]


@cache
def _words(language: Language) -> Words:
    """Give the words of a language, the same ones for every file that this process reads."""
    return Words(language)


@cache
def _models(criteria: str | None) -> FormModels:
    """Give the models of the forms that this process reads by a set, or by those that they name."""
    return FormModels(criteria)


@record
class _Worker:
    """Makes entries; pickled into other processes, so it holds plain values only."""

    task: _Task

    def __call__(self, path: Path) -> UnitOutcome:
        task, models = self.task, _models(self.task.criteria)
        return entry_of(
            path, _words(task.language), task.form,
            criteria=task.criteria, which=task.which, readings=task.readings, plans=task.plans, reader=models.read,
        )  # fmt: skip


def entry_of(
    path: Path,
    words: Words,
    form: str,
    *,
    criteria: str | None = None,
    which: Which = "self",
    readings: Readings = (),
    plans: bool = False,
    reader: Reader | None = None,
) -> UnitOutcome:
    """Give the part of one file in a report, or its problems where it gives none; the rest is as for `report_on`.

    `reader` is as for `assess`.
    """
    try:
        assessment = assess(path, criteria, which=which, readings=readings, reader=reader)
    except XhhtError as error:
        return tuple(one if one.place.file else one.within(str(path)) for one in error.problems)
    return make_entry(words, looking_ahead(assessment, "plans" if plans else "many"), form)
