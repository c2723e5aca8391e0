"""The drawings of a page: bars and maps as inline SVG, whose texts are those of the table and wrap as any text does.

A drawing has no width of its own: every place in it is a percentage, so that it fits a telephone, a screen and paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

from xhht_score.foreign import shown_text
from xhht_score.numbers import Range, below, exact_text, round_half_away
from xhht_score.reports.document import AskedShare, Cell, Drawing, Portion, Table
from xhht_score.words import Words

#: From which share on a cell of a map has which colour; the last one is the whole.
_BANDS = tuple(Fraction(one, 100) for one in (0, 50, 70, 80, 90, 100))
#: A drawing of more rows is folded up until somebody opens it.
_MOST_OPEN = 60
#: The widths that a map may need, as the style sheet has them, in letters of its texts.
_WIDTHS = (20, 34, 48, 64, 86, 116)
_LETTERS_BETWEEN = 2
#: So much of the width of a cell of a map its fields take, that cells stand apart.
_FILLED = Fraction(97, 100)
_TICKS = (0, 25, 50, 75, 100)

#: What is defined once on a page: how the part of a bar is filled that is still open.
DEFINED = (
    '<svg class="defs" aria-hidden="true" focusable="false"><defs><pattern id="maybe" width="6" height="6" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern></defs>'
    "</svg>\n"
)


def html_text(text: str) -> str:
    """Give a text as HTML takes it as text alone, with letters that steer or hide by name."""
    return escape(shown_text(text))


def is_figure(table: Table) -> bool:
    """Tell whether a table is drawn beside itself, and not in its own cells or not at all."""
    return table.drawing is not None and table.drawing.kind != "cells" and any(_portions(table))


def figure_pieces(words: Words, table: Table, number: int) -> Iterator[str]:
    """Give the figure of a table; its rows stand in a list named `drawn-NUMBER`."""
    drawing = table.drawing
    assert drawing is not None
    yield f'<figure aria-labelledby="figure-{number}">\n'
    title = html_text(words.say(f"draw-{drawing.title}"))
    folded = len(table.rows) > _MOST_OPEN
    caption = f'<figcaption id="figure-{number}">{title}</figcaption>\n'
    yield f"<details><summary>{title}</summary>\n" if folded else ""
    yield caption
    yield from _map(words, table, drawing, number) if drawing.kind == "heat" else _bars(words, table, drawing, number)
    yield "</details>\n" if folded else ""
    yield "</figure>\n"


def _portions(table: Table) -> Iterator[Portion]:
    columns = table.drawing.columns if table.drawing else ()
    return (one for row in table.rows for column in columns for one in row[column].portions)


def _name(row: Sequence[Cell], drawing: Drawing) -> str:
    return ". ".join(html_text(row[at].text) for at in drawing.names if row[at].text)


# ---------------------------------------------------------------- bars


def _bars(words: Words, table: Table, drawing: Drawing, number: int) -> Iterator[str]:
    yield f'<p class="legend">{"".join(_bar_legend(words, table, drawing))}</p>\n'
    ranged = "" if all(one.share.known for one in _portions(table)) else " ranged"
    yield f'<ol class="chart bars{ranged}" id="drawn-{number}">\n'
    for at, row in enumerate(table.rows):
        cells = [(part, row[column]) for part, column in zip(drawing.parts or ("",), drawing.columns, strict=True)]
        asked = drawing.asked[at] if drawing.asked else ()
        bars = "".join(_bar(words, part, cell, asked) for part, cell in cells)
        yield f'<li data-row="{at}"><span class="n">{_name(row, drawing)}</span><div>{bars}</div></li>\n'
    beside = '<span class="p"></span>' if drawing.parts else ""
    of = " of" if drawing.parts else ""
    yield (
        f'<li class="axis" aria-hidden="true"><span class="n"></span><div><div class="b{of}">{beside}'
        f'<svg aria-hidden="true" height="16" focusable="false">{_ticks(words)}</svg><span class="v"></span></div>'
        "</div></li>\n</ol>\n"
    )


def _bar_legend(words: Words, table: Table, drawing: Drawing) -> Iterator[str]:
    """Give what the parts of the bars mean, as far as there are such parts."""
    yield _key('<rect class="sure" width="100%" height="100%"/>', words.say("draw-sure"))
    if any(not one.share.known for one in _portions(table)):
        yield _key('<rect class="maybe" width="100%" height="100%"/>', words.say("draw-open"))
    marks = dict.fromkeys(one for asked in drawing.asked for one in asked)
    said = "; ".join(asked_text(words, one) for one in marks)
    if marks:
        line = '<line class="asked" x1="50%" x2="50%" y1="0" y2="100%"/>'
        yield _key(line, words.say("draw-mark", asked=said))


def _key(drawn: str, said: str) -> str:
    return f'<span><svg aria-hidden="true" focusable="false">{drawn}</svg>{html_text(said)}</span>'


def asked_text(words: Words, one: AskedShare) -> str:
    """Give a share that is asked for, and by which levels."""
    return words.say("draw-asked", share=words.percent(one.share, against=[one.share]), levels=", ".join(one.levels))


def _bar(words: Words, part: str, cell: Cell, asked: Sequence[AskedShare]) -> str:
    """Give one bar: what is certain, what is still open, and what is asked for."""
    said = html_text(cell.text)
    title = "; ".join((said, *(html_text(asked_text(words, one)) for one in asked)))
    share = cell.portions[0].share if cell.portions else None
    lines = "".join(
        f'<line class="asked" x1="{_at(one.share)}" x2="{_at(one.share)}" y1="0" y2="18"/>' for one in asked
    )
    named = f'<span class="p">{html_text(part)}</span>' if part else ""
    return (
        f'<div class="b{" of" if part else ""}">{named}<svg role="img" height="18"><title>{title}</title>'
        f'{bar_shapes(share, 3, 12)}{lines}</svg><span class="v" aria-hidden="true">{said}</span></div>'
    )


def bar_shapes(share: Range | None, top: int, height: int) -> str:
    """Give the shapes of a bar of which the whole is as wide as its drawing."""
    across = f'y="{top}" height="{height}"'
    shapes = f'<rect class="back" width="100%" {across}/>'
    if share is None:
        return shapes
    if share.low > 0:
        shapes += f'<rect class="sure" width="{_at(share.low)}" {across}/>'
    if not share.known:
        shapes += f'<rect class="maybe" x="{_at(share.low)}" width="{_at(share.high - share.low)}" {across}/>'
    return shapes


def cell_drawing(cell: Cell) -> str:
    """Give the small bar under a number in a table; nothing where there is nothing to draw."""
    if not cell.portions:
        return ""
    shapes = bar_shapes(cell.portions[0].share, 0, 6)
    return f'<svg aria-hidden="true" focusable="false" height="6">{shapes}</svg>'


def _ticks(words: Words) -> str:
    anchors = {0: "start", 100: "end"}
    return "".join(
        f'<text x="{one}%" y="12" text-anchor="{anchors.get(one, "middle")}">{words.percent(Fraction(one, 100))}</text>'
        for one in _TICKS
    )


def _at(share: Fraction) -> str:
    """Give a share as a place in a drawing."""
    return f"{exact_text(round_half_away(share * 100, 2))}%"


# ---------------------------------------------------------------- maps


def _map(words: Words, table: Table, drawing: Drawing, number: int) -> Iterator[str]:
    yield f'<p class="legend">{"".join(_map_legend(words, table, drawing))}</p>\n'
    widest = max(len(one.text) for one in _portions(table)) + _LETTERS_BETWEEN
    letters = widest * len(drawing.columns) * max(len(drawing.parts), 1)
    width = 1 + sum(letters > one for one in _WIDTHS)
    yield f'<div class="scroll" role="group" tabindex="0" aria-labelledby="figure-{number}">\n'
    yield f'<ol class="chart map m{width}" id="drawn-{number}">\n'
    heads = [table.columns[column].header for column in drawing.columns]
    texts = "".join(
        f'<text x="{_at((at + _FILLED / 2) / len(heads))}" y="12">{html_text(head)}</text>'
        for at, head in enumerate(heads)
    )
    drawn = f'<svg aria-hidden="true" height="16" focusable="false">{texts}</svg>'
    yield f'<li class="heads" aria-hidden="true"><span></span>{drawn}</li>\n'
    for at, row in enumerate(table.rows):
        cells = [row[column] for column in drawing.columns]
        title = html_text("; ".join(f"{head}: {one.text}" for head, one in zip(heads, cells, strict=True)))
        drawn = "".join(_field(cell, place, len(cells)) for place, cell in enumerate(cells))
        yield (
            f'<li data-row="{at}"><span class="n">{_name(row, drawing)}</span>'
            f'<svg role="img" height="26"><title>{title}</title>{drawn}</svg></li>\n'
        )
    yield "</ol>\n</div>\n"


def _map_legend(words: Words, table: Table, drawing: Drawing) -> Iterator[str]:
    used = {_band(one.share.low) for one in _portions(table)}
    for band in sorted(used):
        key = "draw-below" if band == 0 else "draw-all" if band == len(_BANDS) - 1 else "draw-from"
        said = words.say(key, share=words.percent(_BANDS[max(band, 1)]))
        yield _key(f'<g class="h{band}"><rect width="100%" height="100%"/></g>', said)
    if drawing.parts:
        yield f"<span>{html_text(words.say('draw-parts', levels=' · '.join(drawing.parts)))}</span>"


def _band(share: Fraction) -> int:
    return max(at for at, least in enumerate(_BANDS) if not below(share, least))


def _field(cell: Cell, place: int, count: int) -> str:
    """Give the field of one cell, side by side for each of its portions."""
    portions: Sequence[Portion | None] = cell.portions or (None,)
    wide = Fraction(1, count * len(portions)) * _FILLED
    fields = []
    for at, one in enumerate(portions):
        left = Fraction(place, count) + at * wide
        text = cell.text if len(portions) == 1 or one is None else one.text
        band = "not" if one is None else f"h{_band(one.share.low)}"
        fields.append(
            f'<g class="{band}"><rect x="{_at(left)}" width="{_at(wide)}" height="26"/>'
            f'<text x="{_at(left + wide / 2)}" y="17">{html_text(text)}</text></g>'
        )
    return "".join(fields)
