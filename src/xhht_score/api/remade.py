"""A form that is made of others, before it is written: repaired, split, joined, or filled in beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xhht_score.errors import Problem
from xhht_score.loading.loader import Loaded
from xhht_score.merging import Conflict, FormPart, Leftover, shares
from xhht_score.numbers import Language
from xhht_score.records import record
from xhht_score.submission import Submission
from xhht_score.words import Words, fields
from xhht_score.workbook.returned.saved import MERGE
from xhht_score.workbook.writing.forms import Shape, shape_of
from xhht_score.workbook.writing.plan import UnitContent
from xhht_score.workbook.writing.stamps import files_of
from xhht_score.workbook.writing.template import write_form

if TYPE_CHECKING:
    from xhht_score.workbook.writing.book import FormBook


@record
class Remade:
    """What a form is to hold that is made of `files`, and everything that there is to say of how it was made.

    `of` says which rows it is made for (None: all); of one office's part only its rows are open.
    `carried` counts the cells that were taken over, `problems` has those that were not and what reading the files
    found; `conflicts` and `leftovers` stand on sheets of their own. `left_out` are files that could not be read.
    `language` is that of the file it was made of, `last_year` the year whose figures it takes over; `is_merged` says
    that it was joined, which it says of itself.
    """

    loaded: Loaded
    submission: Submission
    filled_by: str = ""
    of: FormPart | None = None
    conflicts: tuple[Conflict, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    files: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    language: Language = "vi"
    last_year: int | None = None
    carried: int = 0
    is_merged: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def shares(self) -> dict[str, tuple[str, ...]]:
        """The indicators of each office, as the form assigns them."""
        return shares(self.loaded.criteria_set, self.submission)

    def part(self, words: Words, of: FormPart) -> Remade:
        """Give the part of one office: all that is filled in already, open where it is theirs to fill in."""
        office = fields.office(words, self.loaded.criteria_set, of.office)
        return replace(self, filled_by=of.person or office, of=of)

    def book(self, words: Words | None = None) -> FormBook:
        """Give the form itself as a workbook, in the language of the old one unless told otherwise."""
        words = words or Words(self.language)
        shape, filled = self.planned(words)
        return write_form(words, shape.plan.filled(filled))

    def file(self, words: Words | None = None) -> bytes:
        """Give the form itself as a file, in the language of the old one unless told otherwise."""
        shape, filled = self.planned(words or Words(self.language))
        return files_of(shape).file(filled)

    def planned(self, words: Words) -> tuple[Shape, UnitContent]:
        """Give the form before anything stands in it, and what stands in it."""
        submission = self.submission
        if self.last_year is not None:  # the note of each row with a figure of last year says where it is from
            note = {"note": words.say("form-last-year-note", year=str(self.last_year))}
            answers = {
                name: one.model_copy(update=note) if one.sources else one for name, one in submission.answers.items()
            }
            submission = submission.model_copy(update={"answers": answers})
        shape = shape_of(
            words,
            self.loaded.criteria_set,
            self.loaded.sha256,
            part=self.of,
            conflicts=self.conflicts,
            leftovers=self.leftovers,
            submission=submission,
            saved_by=MERGE if self.is_merged else "",
        )
        return shape, shape.filled(submission, self.filled_by)
