"""Follows which elements of a part are read, so that nothing can be taken for a cell or a text that is none."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xhht_score.spreadsheet.archive import Refused, local

#: A spreadsheet's own elements that lie beside cells and their texts.
_BESIDE = frozenset(("extLst", "rPh", "rPr", "phoneticPr"))
#: What may not stand before an element in the same one: of two only one would be shown.
_INSTEAD = {"f": {"f"}, "v": {"v", "is"}, "is": {"v", "is"}, "t": {"t", "r"}}


class Nesting:
    """Where reading is: the elements around, of which each may hold only some.

    `holds` says what each element may hold. Anything else is passed over with all that is in it; but what is called
    like one of these and stands where it does not belong, or is foreign, is refused, and so is anything in a text.
    """

    def __init__(self, outermost: str, holds: Mapping[str, Collection[str]], sheet: str | None = None) -> None:
        """Begin inside an element, of a sheet where it is one's."""
        self._path, self._holds, self._sheet = [outermost], holds, sheet
        self._before: list[set[str]] = [set()]
        self._known = {*holds, *(one for ones in holds.values() for one in ones)}
        self._passed, self._is_foreign = 0, False

    @property
    def within(self) -> str:
        """The element that is read just now, "" in one that is passed over or where the outermost has ended."""
        return self._path[-1] if self._path and not self._passed else ""

    def enters(self, name: str) -> bool:
        """Tell whether an element that begins is read; raises `Refused` for one that could be taken for another."""
        if not self._passed and name in self._holds.get(self._path[-1], ()):
            if self._before[-1] & _INSTEAD.get(name, set()):
                raise self._unclear(name)
            self._before[-1].add(name)
            self._path.append(name)
            self._before.append(set())
            return True
        if not self._passed:
            self._is_foreign = name not in _BESIDE
        self._passed += 1
        if self._is_foreign and (local(name) in self._known or self._path[-1] not in self._holds):
            raise self._unclear(name)
        return False

    def _unclear(self, name: str) -> Refused:
        return Refused("cells-unclear", self._sheet, given=local(name))

    def leaves(self) -> str:
        """Give the element that ends, "" for one that was passed over."""
        if self._passed:
            self._passed -= 1
            return ""
        self._before.pop()
        return self._path.pop()
