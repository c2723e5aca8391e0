"""Forms of one origin, read one after another: the sound ones are models by which the next are read."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Hashable
from pathlib import Path

from xhht_score.api.single import WholeReading, load_for_use, package_of, read_whole, year_of_reading
from xhht_score.spreadsheet.models import SheetsFound, sheets_found
from xhht_score.workbook.returned.models import FormModel

#: Models of one kind of workbook, of all kinds, and forms that are tried as models of one kind.
_MOST_ALIKE, _MOST_MODELS, _MOST_TRIED = 4, 24, 12


class FormModels:
    """The models of the forms that one process reads one after another, by one set or by those that they name.

    A form that is sound is the model of the next ones of its origin; they come out as if each was read by itself.
    `read_by_model` counts them.
    """

    def __init__(self, criteria: str | None = None) -> None:
        """Begin without any; `criteria` is the set that all forms are read by (None: the one that each names)."""
        self.read_by_model = 0
        self._criteria = criteria
        self._of_kind: dict[Hashable, list[tuple[str, FormModel]]] = {}
        self._tried: Counter[Hashable] = Counter()

    def read(self, path: str | Path, today: datetime.date | None = None) -> WholeReading:
        """Read a form by a model where one is alike, else whole; raises `XhhtError`."""
        package = package_of(path)
        found = sheets_found(package)
        if found is None:
            return read_whole(package, self._criteria, path, today)
        kind = year_of_reading(today), found.kind
        for name, model in self._of_kind.get(kind, ()):
            is_current = load_for_use(name).criteria_set is model.criteria_set
            if is_current and (reading := model.read(str(path), found, package.clock)) is not None:
                self.read_by_model += 1
                self._of_kind[kind] = self._of_kind.pop(kind)
                return WholeReading(reading.form, reading, name)
        read = read_whole(package, self._criteria, path, today)
        self._learn(kind, found, read)
        return read

    def _learn(self, kind: Hashable, found: SheetsFound, read: WholeReading) -> None:
        """Keep a form as a model where it is sound; a kind of which many forms are none is tried no longer."""
        criteria_set = load_for_use(read.name).criteria_set
        if read.reading.rows_of is not criteria_set:  # it is of another set
            return
        if self._tried[kind] >= _MOST_TRIED or len(self._of_kind.get(kind, ())) >= _MOST_ALIKE:
            return
        self._tried[kind] += 1
        model = FormModel(read.reading.form, criteria_set, found)
        if model.is_sound:
            self._of_kind.setdefault(kind, []).append((read.name, model))
            while sum(map(len, self._of_kind.values())) > _MOST_MODELS:
                self._of_kind.pop(next(iter(self._of_kind)))  # of which no form was read for the longest time
