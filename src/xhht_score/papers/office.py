"""`office.yaml`: who writes the papers, where, with which number, and who signs; nothing of it is ever guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import ValidationError

from xhht_score.definitions import Date, Definition, Flag, Id, Line, flaws_of
from xhht_score.errors import Flaw, XhhtError, in_order, nearest, some_of
from xhht_score.files import unreadable
from xhht_score.loading.tree import plain, read_tree


class Signer(Definition):
    """Who signs: for whom (`TM. ỦY BAN NHÂN DÂN`), as what (`CHỦ TỊCH`), and the name."""

    authority: Line | None = None
    position: Line | None = None
    name: Line | None = None


class Letterhead(Definition):
    """What stands around the text of a paper; what is left out is a dotted line, or what the rule says."""

    superior: Line | None = None
    issuer: Line | None = None
    party: Flag | None = None
    number: Line | None = None
    symbol: Line | None = None
    place: Line | None = None
    date: Date | None = None
    recipient: Line | None = None
    signer: Signer = Signer()
    copies: tuple[Line, ...] = ()

    def beside(self, other: Letterhead) -> Letterhead:
        """Give the same, with what another one says put in where this one says nothing."""
        said = {name: getattr(self, name) for name in self.model_fields_set}
        return other.model_copy(update=said)


class Office(Definition):
    """Whose papers are written: those of the unit, of the council, and of whoever decides.

    `papers` says otherwise of single papers, by their ids in the criteria set.
    """

    unit: Letterhead = Letterhead()
    council: Letterhead = Letterhead()
    decider: Letterhead = Letterhead()
    papers: dict[Id, Letterhead] = {}

    def letterhead(self, writer: str, paper: str) -> Letterhead:
        """Give what holds for one paper of a writer."""
        of_writer: Letterhead = getattr(self, writer)
        return self.papers.get(paper, Letterhead()).beside(of_writer)


def load_office(path: Path, papers: Collection[str] = ()) -> Office:
    """Load an office from YAML; raises `XhhtError` with every problem, each with its line and column.

    `papers` are the ids that it may name; none: any.
    """
    try:
        tree = read_tree(path, str(path))
    except OSError as error:
        raise XhhtError([unreadable(path, error)]) from None
    raw = plain(tree.root) if tree.root is not None else {}
    flaws: list[Flaw] = []
    office = Office()
    try:
        office = Office.model_validate(raw)
    except ValidationError as error:
        flaws = flaws_of(error, Office)
    named = raw.get("papers") if isinstance(raw, Mapping) else None
    for one in named if isinstance(named, Mapping) and papers else ():
        if one not in papers:
            arguments = {"given": one, "expected": some_of(papers), "nearest": nearest(one, papers)}
            flaws.append(Flaw("office-paper-unknown", ("papers", one), arguments))
    if problems := in_order([*tree.problems, *map(tree.problem, flaws)]):
        raise XhhtError(problems)
    return office
