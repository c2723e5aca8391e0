"""Days and times where a number belongs, and numbers that are stored days."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

#: The day 0 of either way of counting days: from 1900 on, and from 1904 on.
_DAY_0 = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}
#: How an OpenDocument table tells a time or a span of time.
_SPAN = re.compile(r"P(?:([0-9]+)D)?T([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]+)?S")
_LAST_DAY = 2_958_465  # the year 9999


def day_of(number: Fraction, *, since_1904: bool) -> datetime.date | None:
    """Give the day that a spreadsheet program stores as this number, None where it is none."""
    if number.denominator != 1 or not 0 < number <= _LAST_DAY - 1_462 * since_1904:
        return None
    return _DAY_0[since_1904] + datetime.timedelta(int(number))


def moment_of(value: object) -> datetime.date | str | None:
    """Give the day that a cell holds, or the time or span of time as a clock shows it; None for anything else."""
    match value:
        case datetime.datetime():
            return value.date() if value.time() == datetime.time() else f"{value:%d/%m/%Y %H:%M}"
        case datetime.date():
            return value
        case datetime.time():
            return f"{value:%H:%M}"
        case datetime.timedelta():
            return _clock(round(value.total_seconds()))
        case str() if span := _SPAN.fullmatch(value):
            days, hours, minutes, seconds = (int(one or 0) for one in span.groups())
            return _clock(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
        case _:
            return None


def _clock(seconds: int) -> str:
    """Give seconds as hours, minutes and, where there are any, seconds."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")
