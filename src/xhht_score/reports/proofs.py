"""A paper held against its form as a page and as a JSON object: each figure and verdict that should be another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xhht_score.errors import Problem
from xhht_score.proof.deviations import Deviation
from xhht_score.proof.lines import PaperFormat, PaperSpot
from xhht_score.records import record
from xhht_score.reports.answer_shapes import DeviationObject, ProofObject
from xhht_score.reports.document import Block, Cell, Column, Document, Heading, Listing, Paragraph, Table
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.words import Words

#: So many letters of a line are shown beside what differs in it.
_LONGEST_LINE = 120


@record
class Proof:
    """One paper held against the forms it was made from: what differs, what it says of itself, what else there is.

    `made` has, by name, what the paper says of how it was made.
    """

    file: str
    format: PaperFormat
    made: Mapping[str, str]
    forms: tuple[str, ...]
    deviations: tuple[Deviation, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether every figure and every verdict is what the forms give."""
        return not any(one.counts for one in self.deviations)


def compose_proofs(words: Words, proofs: Sequence[Proof]) -> Document:
    """Give a section for each paper: whether it agrees, what does not and should stand there, and what was reworded."""
    return Document(tuple(block for one in proofs for block in _section(words, one)))


def _section(words: Words, proof: Proof) -> Iterator[Block]:
    yield Heading(1, words.say("proof-title", file=proof.file))
    made = proof.made
    how = " ".join(filter(None, ("xhht", made.get("program"), made.get("command"), made.get("paper"))))
    yield Paragraph(words.say("proof-made", how=how, forms=proof.forms), "muted")
    wrong = [one for one in proof.deviations if one.counts]
    if wrong:
        yield Paragraph(words.say("proof-differs", n=len(wrong)), "bad")
        columns = (
            Column(words.say("col-where"), share=1),
            Column(words.say("proof-should"), share=1),
            Column(words.say("proof-stands"), share=1),
            Column(words.say("proof-line"), share=2),
        )
        yield Table(columns, tuple(_row(words, proof, one) for one in wrong))
    else:
        yield Paragraph(words.say("proof-matches"), "good")
    reworded = [one for one in proof.deviations if not one.counts]
    if reworded:
        yield Paragraph(words.say("proof-words", n=len(reworded)), "open")
        yield Listing(tuple(Cell(_reworded(words, proof, one), "muted") for one in reworded))


def _row(words: Words, proof: Proof, one: Deviation) -> tuple[Cell, ...]:
    nothing = words.say("proof-nothing")
    line = "" if one.line in (one.expected, one.found) else one.line
    return (
        Cell(spot_text(words, one.spot, proof.format)),
        Cell(one.expected or nothing, "strong"),
        Cell(one.found or nothing, "bad"),
        Cell(line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…", "muted"),
    )


def _reworded(words: Words, proof: Proof, one: Deviation) -> str:
    where = spot_text(words, one.spot, proof.format)
    key = "proof-moved" if one.kind == "moved" else "proof-word"
    return words.say(key, where=where, expected=one.expected, found=one.found)


def spot_text(words: Words, spot: PaperSpot, form: PaperFormat) -> str:
    """Give where something stands on a paper, in words."""
    if spot.sheet is not None:
        cell = "" if not spot.row else f"!{cell_name(spot.row - 1, (spot.column or 1) - 1)}"
        return f"{spot.sheet}{cell}"
    if spot.table is None:
        return words.say("spot-line" if form == "md" else "spot-paragraph", row=spot.row)
    key = "spot-row" if spot.column is None else "spot-cell"
    return words.say(key, table=spot.table, row=spot.row, column=spot.column or 0)


def proof_object(words: Words, proof: Proof) -> ProofObject:
    """Give a paper held against its forms as a JSON object."""
    return {
        "file": proof.file,
        "format": proof.format,
        "made": dict(proof.made),
        "forms": list(proof.forms),
        "agrees": proof.agrees,
        "deviations": [_deviation(words, proof, one) for one in proof.deviations],
    }


def _deviation(words: Words, proof: Proof, one: Deviation) -> DeviationObject:
    return {
        "kind": one.kind,
        "counts": one.counts,
        "where": spot_text(words, one.spot, proof.format),
        "expected": one.expected,
        "found": one.found,
        "line": one.line,
    }
