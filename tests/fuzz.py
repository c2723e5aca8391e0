"""Harms forms at random and checks that nothing breaks and no score is wrong in silence.

python tests/fuzz.py [COUNT] [--seed N] [--only I]

Each file is one harm to one valid form: to the bytes of the file, to the bytes or the XML of one of its parts, to the
values of its cells, or one of those in `hostile.py`. It is read in a process with bounded memory. Asserted: a sentence
or a score within 10 seconds of the processor and 300 MB; and where the score, a level or an indicator differs from the
unharmed form's, there is a problem that says so, or an input now holds another value that a unit may fill in.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import corpus
import hostile
from containers import ods, parts_of, xls, xlsb, zipped
from make import CRITERIA
from xhht_score import XhhtError, assess
from xhht_score.api.single import load_once
from xhht_score.measures import Input
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import clean, folded, open_form, stored_number, understood
from xhht_score.workbook.reading.cleaning import is_blank, yes_or_no

MOST_SECONDS, MOST_MEGABYTES = 10, 300
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: What people and programs leave in cells.
JUNK = [
    "", " ", "0", "-1", "1", "12,5", "1.234", "1e5", "99999999999", "Có", "không", "x", "?", "nhiều", "#REF!", "50%",
    "½", "31/02/2020", "2020-05-01", "=1+1", "9" * 400, "ệ" * 300, "HuyÖn", "1.5", "{0}", "1.1", "2020", "tt25-2023-xa",
]  # fmt: skip
NUMBERS = ["0", "1", "-3", "0.5", "12", "44", "1E+300", "-0", "1e-320", "NaN", "INF", "0.1000000000000001", "999", ""]
ATTRIBUTE_VALUES = [
    "", "0", "1", "-1", "s", "n", "b", "e", "str", "inlineStr", "d", "9999999999", "A1", "F12", "XFD1048576",
    "A1:XFD1048576", "hidden", "rId1", "rId99", "/etc/passwd", "true", "xl/worksheets/sheet1.xml",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Harmed:
    """A file, and what was done to it."""

    kind: str
    content: bytes


@cache
def bases() -> tuple[bytes, ...]:
    """Give the form as our template writes it, and with its texts in a part of their own as Excel writes it."""
    case = next(one for one in corpus.CASES if one.name == "texts in a part of their own")
    return corpus.sound(), case.make()


@cache
def others() -> tuple[bytes, ...]:
    sheets = corpus.sheets()
    return xls(sheets), zipped(xlsb(sheets)), zipped(ods(sheets))


def scrambled(rng: random.Random, content: bytes, most: int = 8) -> bytes:
    """Change, insert, delete or repeat a few bytes."""
    found = bytearray(content)
    for _ in range(rng.randint(1, most)):
        at = rng.randrange(len(found) or 1)
        match rng.randrange(6):
            case 0 | 1:
                found[at : at + 1] = rng.randbytes(1)
            case 2:
                found[at:at] = rng.randbytes(rng.randint(1, 4))
            case 3:
                del found[at : at + rng.randint(1, 30)]
            case 4:
                found[at:at] = found[at : at + rng.randint(1, 200)]
            case _:
                found[at : at + 4] = rng.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x01\0\0\0"])
    return bytes(found)


def bytes_of_zip(rng: random.Random) -> bytes:
    content = rng.choice(bases())
    return content[: rng.randrange(len(content))] if rng.random() < 0.05 else scrambled(rng, content)


def bytes_of_another_container(rng: random.Random) -> bytes:
    return scrambled(rng, rng.choice(others()), 20)


def _part(rng: random.Random, parts: dict[str, bytes]) -> str:
    """Choose a part, those that hold the answers more often."""
    return rng.choice([*parts, *corpus.sheet_parts() * 4])


def bytes_of_a_part(rng: random.Random) -> bytes:
    parts = parts_of(rng.choice(bases()))
    name = _part(rng, parts)
    parts[name] = scrambled(rng, parts[name], 4)
    return zipped(parts)


def parts_themselves(rng: random.Random) -> bytes:
    """Delete, repeat, rename or exchange parts."""
    parts = parts_of(rng.choice(bases()))
    one, other = rng.choice([*parts]), rng.choice([*parts])
    match rng.randrange(4):
        case 0:
            del parts[one]
        case 1:
            parts[one], parts[other] = parts[other], parts[one]
        case 2:
            parts[one.replace("sheet", "Sheet").upper() if rng.random() < 0.5 else one + "x"] = parts.pop(one)
        case _:
            parts[one] = parts[other]
    return zipped(parts)


def xml_of_a_part(rng: random.Random) -> bytes:
    """Delete, repeat or move elements, exchange or change attributes, references and texts."""
    parts = parts_of(rng.choice(bases()))
    name = _part(rng, {name: part for name, part in parts.items() if part.startswith(b"<")})
    ElementTree.register_namespace("", _MAIN)
    root = ElementTree.fromstring(parts[name])
    for _ in range(rng.randint(1, 3)):
        harm_xml(rng, root)
    parts[name] = ElementTree.tostring(root)
    return zipped(parts)


def harm_xml(rng: random.Random, root: ElementTree.Element) -> None:
    """Do one thing to one element."""
    elements = list(root.iter())
    parents = [element for element in elements if len(element)]
    if not parents:
        return
    parent, one, other = rng.choice(parents), rng.choice(elements), rng.choice(elements)
    child = rng.randrange(len(parent))
    match rng.randrange(8):
        case 0:
            del parent[child]
        case 1:
            parent.insert(rng.randrange(len(parent) + 1), parent[child])
        case 2:
            moved = parent[child]
            del parent[child]
            rng.choice(parents).append(moved)
        case 3 if one.attrib:
            one.set(rng.choice([*one.attrib]), rng.choice(ATTRIBUTE_VALUES))
        case 4 if one.attrib and other.attrib:
            mine, its = rng.choice([*one.attrib]), rng.choice([*other.attrib])
            one.attrib[mine], other.attrib[its] = other.attrib[its], one.attrib[mine]
        case 5 if one.attrib:
            del one.attrib[rng.choice([*one.attrib])]
        case 6:
            same = [also for also in elements if also.tag == one.tag and "r" in also.attrib] or [one]
            one.set("r", rng.choice(same).get("r", "A1"))
        case _:
            texts = [element for element in elements if element.text] or [one]
            rng.choice(texts).text = rng.choice(JUNK)


def values_of_cells(rng: random.Random) -> bytes:
    """Fill in cells otherwise: any value in any of them."""
    parts = parts_of(bases()[0])
    part = rng.choice((*corpus.sheet_parts(), corpus.sheet_parts()[1]))
    ElementTree.register_namespace("", _MAIN)
    root = ElementTree.fromstring(parts[part])
    cells = list(root.iter(f"{{{_MAIN}}}c"))
    for cell in rng.sample(cells, rng.randint(1, 4)):
        for inside in list(cell):
            cell.remove(inside)
        cell.attrib.pop("t", None)
        if rng.random() < 0.5:
            ElementTree.SubElement(cell, f"{{{_MAIN}}}v").text = rng.choice(NUMBERS)
        else:
            cell.set("t", rng.choice(["inlineStr", "inlineStr", "inlineStr", "str", "b", "e"]))
            holder = ElementTree.SubElement(cell, f"{{{_MAIN}}}{'is' if cell.get('t') == 'inlineStr' else 'v'}")
            text = rng.choice(JUNK)
            if cell.get("t") == "inlineStr":
                ElementTree.SubElement(holder, f"{{{_MAIN}}}t").text = text
            else:
                holder.text = text
    parts[part] = ElementTree.tostring(root)
    return zipped(parts)


KINDS: tuple[tuple[Callable[[random.Random], bytes], int], ...] = (
    (bytes_of_zip, 3), (bytes_of_another_container, 2), (bytes_of_a_part, 4), (parts_themselves, 1), (xml_of_a_part, 6),
    (values_of_cells, 6), (hostile.in_two_ways, 3), (hostile.repeated, 2),
)  # fmt: skip


def harmed(seed: int, at: int) -> Harmed:
    """Give the file at a place in the series of a seed; the same one each time."""
    rng = random.Random(f"{seed}-{at}")
    make = rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0]
    return Harmed(make.__name__.replace("_", " "), make(rng))


# What a file gives


@dataclass(frozen=True, slots=True)
class Given:
    """What reading a file gave: a word for it, the results that count, the codes of its problems, its input cells."""

    word: str
    results: Any = None
    codes: tuple[str, ...] = ()
    inputs: dict[tuple[str, str], Any] = field(default_factory=dict)
    seconds: float = 0.0
    megabytes: int = 0


def look_at(path: Path) -> Given:
    """Read, score and judge a file, and say every problem in both languages."""
    try:
        found = assess(path)
    except XhhtError as error:
        _say(error.problems)
        return Given("refused", codes=tuple(problem.code for problem in error.problems))
    _say(found.problems)
    results = (
        found.criteria_set.id,
        found.scorecard.total,
        tuple((level.id, level.state) for level in found.verdict.levels),
        {one.id: (one.state, one.points, one.maximum, one.levels)
         for criterion in found.scorecard.criteria for one in criterion.indicators},
    )  # fmt: skip
    return Given("scored", results, tuple(problem.code for problem in found.problems), dict(_inputs(path)))


def _say(problems: Any) -> None:
    for words in map(Words, LANGUAGES):
        for problem in problems:
            words.line(problem)


def _inputs(path: Path) -> Iterator[tuple[tuple[str, str], Any]]:
    """Give the values that calamine reads in the cells that a unit fills in, percentages marked as such."""
    form = open_form(path)
    for key, cell in form.info.items():
        yield ("", key), clean(cell.value)
    for row in form.answers:
        for cell in row[1:]:
            number = stored_number(cell.value)
            percent = number is not None and form.package.is_percentage(cell.sheet, cell.cell, number)
            yield (row[0].id, cell.field), (cell.value, percent) if percent else cell.value


def _worker(pipe: Any) -> None:
    """Look at files until there are none, in bounded memory."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MEGABYTES * 10**6, hard))
    while (path := pipe.recv()) is not None:
        start = hostile.used()
        try:
            given = look_at(path)
        except BaseException:
            given = Given("traceback", " / ".join(traceback.format_exc().splitlines()[-5:]))
        peak = max(_own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        seconds = hostile.used() - start
        pipe.send(Given(given.word, given.results, given.codes, given.inputs, seconds, peak // 1024))


def _own_peak() -> int:
    """Give the most memory that this process has held, in kilobytes.

    `getrusage` counts what the process that started this one held, too, which a long run of tests makes large.
    """
    import resource

    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    found = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return found[0] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Reader:
    """A process that looks at files; begun anew where it dies or does not answer."""

    def __init__(self) -> None:
        self._process: Any = None

    def look_at(self, path: Path) -> Given:
        if self._process is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_worker, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        self._pipe.send(path)
        try:
            if self._pipe.poll(MOST_SECONDS * 3):
                given: Given = self._pipe.recv()
                return given
            word = "hangs"
        except (EOFError, ConnectionError):
            word = "dies"
        self._process.kill()
        self._process.join()
        self._process = None
        return Given(word)

    def close(self) -> None:
        if self._process is not None:
            self._pipe.send(None)
            self._process.join(20)


# What must hold


def fault(given: Given, sound: Given) -> str | None:
    """Give what is wrong with how a harmed form was taken, None where nothing is."""
    if given.word in ("traceback", "hangs", "dies"):
        return f"{given.word} {given.results or ''}"
    if given.seconds > MOST_SECONDS:
        return f"takes {given.seconds:.1f} s"
    if given.megabytes > MOST_MEGABYTES:
        return f"takes {given.megabytes} MB"
    if given.word == "refused":
        return None if given.codes else "is refused without a word"
    if given.results == sound.results or given.codes:
        return None
    both = sound.inputs.keys() | given.inputs.keys()
    changed = {where for where in both if is_input(*where) and sound.inputs.get(where) != given.inputs.get(where)}
    illegal = {where: given.inputs.get(where) for where in changed if not may_hold(where, given.inputs.get(where))}
    if illegal:
        return f"takes {illegal} without a word"
    return None if changed else "gives another score, and nothing that was filled in has changed"


def is_input(identifier: str, name: str) -> bool:
    """Tell whether the form has a cell to fill in here, and not only one that nobody reads."""
    indicators = load_once(CRITERIA).criteria_set.indicators
    if identifier in indicators and name.startswith("value_"):
        return 0 < int(name.removeprefix("value_")) <= len(indicators[identifier].questions)
    return not identifier or identifier in indicators


def may_hold(where: tuple[str, str], value: Any) -> bool:
    """Tell whether a unit may fill this value into this cell."""
    identifier, name = where
    criteria_set = load_once(CRITERIA).criteria_set
    if not identifier:
        if name.startswith(layout.FACT_PREFIX):
            choices = criteria_set.facts[name.removeprefix(layout.FACT_PREFIX)].choices.items()
            return any(folded(value) in (one, folded(said.vi), folded(said.en)) for one, said in choices)
        return name not in (layout.SET_ID, layout.SET_VERSION)
    if name in (layout.DOCUMENTS, layout.NOTE):
        return True
    if name == layout.EVIDENCE:
        return yes_or_no(value) is not None
    if name == layout.NOT_APPLICABLE:
        return yes_or_no(value) is False
    if not name.startswith("value_"):
        return False
    question = criteria_set.indicators[identifier].questions[int(name.removeprefix("value_")) - 1]
    return may_answer(question.input, value)


def may_answer(one: Input, value: Any) -> bool:
    """Tell whether a value answers a question."""
    percent = isinstance(value, tuple)
    value = value[0] if isinstance(value, tuple) else value
    if is_blank(value):
        return False
    match one.kind:
        case "yes_no":
            return yes_or_no(value) is not None
        case "choice":
            return any(folded(clean(value)) in (known, folded(said.vi), folded(said.en)) for known, said in one.choices)
    text = understood(value)
    try:
        number = float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        return False
    if one.kind == "percent" and not percent:
        number /= 100
    elif percent and one.kind == "decimal" and one.in_percent:
        number *= 100
    whole = number == int(number) if abs(number) < 1e18 else True
    return one.least <= number <= one.most and (whole or one.kind != "whole")


@dataclass
class Tally:
    """What came of a run."""

    files: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")
    faults: list[str] = field(default_factory=list)

    def add(self, at: int, one: Harmed, given: Given, sound: Given) -> None:
        """Take what one file gave."""
        name = f"{at} ({one.kind})"
        same = "as ever" if given.results == sound.results else "otherwise"
        said = "with problems" if given.codes else "without a word"
        outcome = f"scored {same}, {said}" if given.word == "scored" else given.word
        self.files += 1
        self.kinds[one.kind] += 1
        self.outcomes[outcome] += 1
        self.slowest = max(self.slowest, (given.seconds, name))
        self.largest = max(self.largest, (given.megabytes, name))
        if wrong := fault(given, sound):
            self.faults.append(f"{name}: {wrong}")

    def __str__(self) -> str:
        lines = [f"{self.files} files", "kinds:"]
        lines += [f"  {count:6} {kind}" for kind, count in self.kinds.most_common()]
        lines += ["outcomes:", *(f"  {count:6} {outcome}" for outcome, count in self.outcomes.most_common())]
        lines += [f"slowest: {self.slowest[0]:.2f} s, file {self.slowest[1]}"]
        lines += [f"largest: {self.largest[0]} MB, file {self.largest[1]}"]
        return "\n".join([*lines, f"faults: {len(self.faults)}", *self.faults])


def run(files: Iterator[int], seed: int, folder: Path) -> Tally:
    """Harm and read the files at these places; files with faults are kept in the folder."""
    tally, reader = Tally(), Reader()
    path = folder / "sound.xlsx"
    path.write_bytes(corpus.sound())
    sound = reader.look_at(path)
    assert (sound.word, sound.codes) == ("scored", ()), sound
    for at in files:
        one = harmed(seed, at)
        path = folder / f"harmed-{seed}-{at}.xlsx"
        path.write_bytes(one.content)
        before = len(tally.faults)
        tally.add(at, one, reader.look_at(path), sound)
        if len(tally.faults) == before:
            path.unlink()
    reader.close()
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    places = iter(range(asked.count)) if asked.only is None else iter([asked.only])
    kept = Path(tempfile.mkdtemp(prefix="xhht-fuzz-"))
    result = run(places, asked.seed, kept)
    print(result)
    print(f"files with faults are in {kept}" if result.faults else "", end="")
    sys.exit(bool(result.faults))
