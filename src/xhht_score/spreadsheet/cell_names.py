"""How cells and columns are named: `F12`, `AB`; rows and columns are counted from 0."""

from __future__ import annotations

from functools import cache


@cache
def column_letters(position: int) -> str:
    """Give the letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Give the position of a column, counted from 0.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position - 1


def cell_name(row: int, column: int) -> str:
    """Give the name of a cell whose row and column are counted from 0.

    >>> cell_name(11, 5)
    'F12'
    """
    return f"{column_letters(column)}{row + 1}"
