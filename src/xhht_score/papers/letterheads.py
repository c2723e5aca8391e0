"""What stands around the text of a paper by Nghị định 30/2020/NĐ-CP: who writes, to whom, on what grounds."""

from __future__ import annotations

from xhht_score.criteria import Decider
from xhht_score.papers.cases import (
    Content,
    PaperCase,
    certain_decider,
    step_of,
    titled,
    with_names,
)
from xhht_score.papers.kinds import DOTS, KINDS
from xhht_score.papers.office import Letterhead
from xhht_score.procedure import Procedure
from xhht_score.words import Words


def subject_of(words: Words, case: PaperCase) -> str:
    """Give the subject of a paper: its name without the kind of document that stands above it."""
    title, document = titled(words, case.paper, case.counting), KINDS[case.paper.kind].document
    return title.removeprefix(document).strip()


def head(words: Words, case: PaperCase, letterhead: Letterhead, found: Procedure) -> Content:
    """Give what stands above the title: who writes, number and symbol, place and day; dotted where it is not known."""
    one, kind = case.counting, KINDS[case.paper.kind]
    issuer = letterhead.issuer or _issuer(words, case, found)
    party = letterhead.party
    if party is None:
        facts = {name: choice for name, choice in one.submission.facts.items() if choice}
        wanted = one.criteria_set.recognition.party
        party = kind.writer == "unit" and any(
            all(facts.get(name) in choices for name, choices in each.items()) for each in wanted
        )
    symbol = letterhead.symbol
    if symbol is None:
        short = "UBND" if issuer.casefold().startswith("ủy ban nhân dân") else "……"
        symbol = f"{kind.symbol}-{short}" if kind.symbol else short
    superior = letterhead.superior
    if superior is None:
        superior = DOTS if one.criteria_set.unit == "organisation" and kind.writer == "unit" else ""
    day = letterhead.date
    return {
        "superior": superior.upper(),
        "issuer": issuer.upper(),
        "issuer_in_text": issuer,
        "number": letterhead.number or "……",
        "symbol": symbol,
        "place_and_date": words.say(
            "paper-place-date",
            place=letterhead.place or DOTS,
            day="……" if day is None else f"{day.day:02d}",
            month="……" if day is None else f"{day.month:02d}" if day.month < 3 else str(day.month),
            year="……" if day is None else str(day.year),
        ),
        "party": party,
    }


def _issuer(words: Words, case: PaperCase, found: Procedure) -> str:
    """Give who writes a paper: what the set says, the unit itself, or the office of whoever surely decides."""
    if case.paper.issued_by is not None and case.paper.certainty != "not_seen":
        return with_names(words, words.text(case.paper.issued_by), case.counting)
    writer = KINDS[case.paper.kind].writer
    if writer == "unit":
        return case.own.submission.unit.name
    decider = certain_decider(found)
    if writer == "decider" and decider is not None and decider.office is not None:
        return words.text(decider.office)
    return DOTS


def position_of(words: Words, case: PaperCase, decider: Decider | None) -> str:
    """Give as what somebody signs who surely decides; nothing is known of others."""
    decides = case.paper.kind in ("decision", "joint_decision")
    return words.text(decider.title).upper() if decides and decider is not None else DOTS


def recipient_of(words: Words, case: PaperCase, found: Procedure) -> str | None:
    """Give to whom a paper is addressed where that is certain."""
    match case.paper.kind:
        case "request":
            step = step_of(case.paper, found)
            return words.text(step.recipient) if step and step.recipient and step.certainty is None else None
        case "proposal":
            decider = certain_decider(found)
            return None if decider is None else words.text(decider.title)
        case "reply":
            unit = case.own.submission.unit.name
            sender = next((one for one in case.own.criteria_set.recognition.papers if one.kind == "request"), None)
            by = sender.issued_by if sender is not None else None
            return unit if by is None else with_names(words, words.text(by), case.counting)
        case _:
            return None


def copies_of(words: Words, case: PaperCase, letterhead: Letterhead) -> list[Content]:
    """Give who gets copies, the last of them the archive."""
    first = "paper-as-article" if case.paper.kind in ("decision", "joint_decision") else "paper-as-above"
    named = letterhead.copies or (words.say(first), DOTS)
    return [{"text": f"- {one};"} for one in named] + [{"text": f"- {words.say('paper-archive')}, ……"}]


def grounds_of(words: Words, case: PaperCase) -> list[Content]:
    """Give the grounds of a paper, each ending as the decree has it: the document that asks for it, then what is
    proposed."""
    criteria_set = case.counting.criteria_set
    cited = case.paper.reference.document if case.paper.reference else None
    said: list[str] = []
    if cited is not None:
        source = next((one for one in criteria_set.sources if one.document == cited), None)
        day = source.date if source else None
        key = "circular" if "/TT-" in cited else "decision" if "/QĐ-" in cited else "other"
        date = (
            words.say("paper-ground-date", day=f"{day.day:02d}", month=f"{day.month:02d}", year=str(day.year))
            if day
            else ""
        )
        issuer = words.say("paper-of", who=criteria_set.issuer) if criteria_set.issuer else ""
        said.append(words.say(f"paper-ground-{key}", document=cited, date=date, issuer=issuer))
    else:
        said.append(words.say("paper-ground-set", title=criteria_set.title, version=criteria_set.version))
    if KINDS[case.paper.kind].writer == "decider":
        known = case.counting.criteria_set.recognition.papers
        who = next((one.issued_by for one in known if one.kind == "appraisal_report"), None)
        by = DOTS if who is None else with_names(words, words.text(who), case.counting)
        said.append(words.say("paper-ground-proposal", who=by))
    return [{"text": f"{one}{';' if at < len(said) else '.'}"} for at, one in enumerate(said, 1)]
