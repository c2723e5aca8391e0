"""Templates: those that come with the program and those of an office, each checked once before it is used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xhht_score.errors import Place, Problem, XhhtError, in_order, nearest, some_of
from xhht_score.files import content_of, unreadable
from xhht_score.papers.kinds import SUFFIX, TEMPLATE_NAMES
from xhht_score.papers.marks import (
    MOST_MARKS,
    MarkedParagraph,
    MarkFault,
    faults_of_marks,
    faults_of_tree,
    marks_alone,
    marks_of,
)
from xhht_score.papers.word_files import WordFile, paragraphs
from xhht_score.records import record
from xhht_score.spreadsheet.limits import MEGABYTE, current_limits

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_SHIPPED = Path(__file__).parent / "templates"


@record
class PaperTemplate:
    """A template that is sound: the parts of its file as they are, and those with fields ready to be filled in."""

    file: str
    sha256: str
    parts: Mapping[str, bytes]
    texts: Mapping[str, Template]


class Templates:
    """The templates of a run: those of an office's folder, and the program's own for kinds that it has not."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the folder of an office; raises `XhhtError` where it holds no template at all."""
        self._own: dict[str, Path] = {}
        self.problems: tuple[Problem, ...] = ()
        if folder is not None:
            self._own = _of_folder(folder)
            foreign = (path for path in self._own.values() if path.name not in TEMPLATE_NAMES)
            self.problems = tuple(_foreign(path) for path in sorted(foreign))
            if not any(name in TEMPLATE_NAMES for name in self._own):
                raise XhhtError(
                    [Problem("templates-lacking", Place(str(folder)), {"expected": some_of(TEMPLATE_NAMES)})]
                )

    def get(self, name: str) -> PaperTemplate:
        """Give the template of this name; raises `XhhtError` with everything that is wrong with it."""
        file = f"{name}{SUFFIX}"
        path = self._own.get(file)
        if path is None:
            return _shipped(file)
        return checked(_content(path), str(path))


def shipped_templates() -> Iterator[tuple[str, bytes]]:
    """Give the program's own templates by the names of their files."""
    for name in TEMPLATE_NAMES:
        yield name, (_SHIPPED / name).read_bytes()


@cache
def _shipped(file: str) -> PaperTemplate:
    return checked((_SHIPPED / file).read_bytes(), file)


def _of_folder(folder: Path) -> dict[str, Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        code = "directory-missing" if isinstance(error, FileNotFoundError | NotADirectoryError) else None
        raise XhhtError([Problem(code, Place(str(folder))) if code else unreadable(folder, error)]) from None
    return {one.name: one for one in found if one.suffix.lower() in (SUFFIX, ".docm") and not one.name.startswith("~$")}


def _foreign(path: Path) -> Problem:
    arguments = {"given": path.name, "nearest": nearest(path.name, TEMPLATE_NAMES)}
    return Problem("template-name-unknown", Place(str(path)), arguments)


def _content(path: Path) -> bytes:
    most = current_limits().megabytes * MEGABYTE
    try:
        content = content_of(path, most + 1)
    except OSError as error:
        raise XhhtError([unreadable(path, error)]) from None
    if len(content) > most:
        raise XhhtError([Problem("word-file-too-large", Place(str(path)), {"over": ("megabytes", most // MEGABYTE)})])
    return content


@lru_cache(maxsize=64)
def checked(content: bytes, file: str) -> PaperTemplate:
    """Give a template that is sound; raises `XhhtError` with everything that is wrong with it."""
    word = WordFile(content, file)
    environment, texts, faults = sandbox(), {}, list[MarkFault]()
    for name in word.texts:
        found = list(paragraphs(word.root(name)))
        if sum(len(marks_of(one.text)) for one in found) > MOST_MARKS:
            raise XhhtError([Problem("template-too-many-marks", Place(file), {"most": MOST_MARKS})])
        wrong = list(faults_of_marks(found))
        if not wrong:
            texts[name], wrong = _compiled(environment, word.parts[name].decode("utf-8-sig"), found)
        faults += wrong
    if faults:
        raise XhhtError(in_order(_problem(one, file) for one in faults))
    ready = {name: one for name, one in texts.items() if one is not None}
    return PaperTemplate(file, hashlib.sha256(content).hexdigest(), word.parts, ready)


def _compiled(
    environment: Environment, xml: str, found: list[MarkedParagraph]
) -> tuple[Template | None, list[MarkFault]]:
    """Give a part ready to be filled in, or what is wrong with it; None where no field stands in it.

    The marks are looked at alone, which tells their paragraphs, and then once more as they are filled in.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError

    texts = {one.number: one.text for one in found}
    if not any(map(marks_of, texts.values())):
        return None, []
    number = 0
    try:
        if faults := list(faults_of_tree(environment.parse(marks_alone(found)), texts)):
            return None, faults
        tree = environment.parse(DocxTemplate.patch_xml(_NO_FILE, xml))
    except TemplateSyntaxError as error:
        number = error.lineno if error.lineno in texts else 0
        return None, [MarkFault("template-syntax", number, texts.get(number, ""), error.message or "")]
    if faults := list(faults_of_tree(tree, {})):
        return None, faults
    return environment.from_string(tree), []


#: What `patch_xml` of the library is called on: it needs nothing of the file.
_NO_FILE: Any = None


@cache
def sandbox() -> Environment:
    """Give the surroundings in which templates are filled in: no function, no filter, no test, all text escaped."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    found = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    for names in (found.globals, found.filters, found.tests):
        names.clear()
    return found


def _problem(fault: MarkFault, file: str) -> Problem:
    arguments = {"given": fault.given, "paragraph": fault.paragraph, "text": fault.text, "nearest": fault.nearest}
    if fault.expected:
        arguments["expected"] = some_of(fault.expected)
    if fault.within:
        arguments["within"] = fault.within
    return Problem(fault.code, Place(file), arguments)
