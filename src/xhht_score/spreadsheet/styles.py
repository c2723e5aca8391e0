"""The number formats of the cell styles of an .xlsx, read once, and written anew for whoever else asks for them."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from xhht_score.records import record
from xhht_score.spreadsheet.archive import MAIN, Attributes, Clock, Refused, walk
from xhht_score.spreadsheet.limits import Limits
from xhht_score.spreadsheet.number_formats import Format, built_in, format_of

_KEPT = 100_000
_MOST_STYLES = 65_536  # Excel allows 65,490
_PART = f'<styleSheet xmlns="{MAIN}"><numFmts>{{}}</numFmts><cellXfs>{{}}</cellXfs></styleSheet>'


@record
class Styles:
    """The format of each cell style by its number, and the part that says the same and nothing else."""

    formats: tuple[Format, ...]
    part: bytes = b""


def styles_of(xml: bytes, clock: Clock) -> Styles:
    """Read a part with styles: that of an unstyled cell only where there is none, no style at all if it is damaged."""
    if not xml:
        return Styles((format_of("General"),))
    try:
        return _kept(xml) if len(xml) < _KEPT else _read(xml, clock)
    except Refused:
        return Styles(())


@lru_cache(maxsize=64)
def _kept(xml: bytes) -> Styles:
    """Give what `_read` gives; the forms of one batch have the same styles."""
    return _read(xml, Clock(Limits()))


def _read(xml: bytes, clock: Clock) -> Styles:
    codes: dict[int, str] = {}
    numbers: list[int] = []
    path: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        path.append(name)
        if path[1:] == ["numFmts", "numFmt"]:
            codes.setdefault(int(attributes.get("numFmtId", "0")), attributes.get("formatCode", ""))
        elif path[1:] == ["cellXfs", "xf"]:
            numbers.append(int(attributes.get("numFmtId", "0")))
            if len(numbers) > _MOST_STYLES:
                raise Refused("workbook-damaged")

    walk(xml, clock, start, lambda _: path.pop())
    used = {number: codes[number] for number in {*numbers} if number in codes}
    formats = {number: format_of(used.get(number) or built_in(number)) for number in {*numbers}}
    written = (f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>' for number, code in used.items())
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    part = _PART.format("".join(written), styles).encode("utf-8", "replace")
    return Styles(tuple(formats[number] for number in numbers), part)
