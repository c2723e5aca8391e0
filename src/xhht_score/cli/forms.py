"""`xhht repair`."""

from __future__ import annotations

from pathlib import Path

from xhht_score.api.repair import is_lost, repair
from xhht_score.cli.desk import Desk
from xhht_score.numbers import Language
from xhht_score.words import Words
from xhht_score.writing import check_suffix


def run_repair(
    desk: Desk, old: Path, output: Path, *, criteria: str | None, language: Language | None, force: bool
) -> int:
    """Write a clean form with what the old one holds, and list what is not carried over."""
    check_suffix(output)
    desk.reads(old, sets=[criteria])
    desk.check(output, force=force)
    found = repair(old, criteria)
    desk.write_form(output, found.file(Words(language) if language else None))
    desk.deliver_text(
        desk.words.say("repair-summary", carried=found.carried, lost=sum(map(is_lost, found.problems))) + "\n"
    )
    desk.talk(desk.words.say("written", file=output))
    if found.leftovers:
        desk.talk(desk.words.say("leftovers-where", n=len(found.leftovers)))
    desk.tell(found.problems)
    return desk.closing()
