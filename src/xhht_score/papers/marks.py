"""The marks of a template, `{{ … }}` and `{% … %}`, paragraph by paragraph: whatever is not a known field, a loop over
a list or a condition is refused before anything is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from xhht_score.errors import nearest
from xhht_score.papers.fields import FIELDS, LOOP, PaperField

if TYPE_CHECKING:
    from jinja2 import nodes

#: So many marks has no paper that people write.
MOST_MARKS = 2_000
#: Loops stand in one another so deep: criteria, indicators, and what belongs to one.
_DEEPEST_LOOP = 4
_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\{%|\{#")
_PATH = r"[A-Za-z_][A-Za-z0-9_]*(?:\s*\.\s*[A-Za-z_][A-Za-z0-9_]*)*"
_OUTPUT = re.compile(rf"\{{\{{\s*{_PATH}\s*\}}\}}")
_STATEMENT = re.compile(
    rf"\{{%(?:p|tr|tc|r)?\s+(?:for\s+[A-Za-z_][A-Za-z0-9_]*\s+in\s+{_PATH}|endfor|else|endif"
    rf"|(?:if|elif)\s+[A-Za-z0-9_.\s=!()'\"“”‘’]+)\s*%\}}"
)
_PREFIX = re.compile(r"^(\{[{%])(?:p|tr|tc|r)(?=\s)")
#: Word makes quotes of people round.
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_WORDS = re.compile(r"\{[{%#][-+]?|[-+]?[}%#]\}")


class MarkFault(NamedTuple):
    """What is wrong with a mark: the code, the paragraph (counted from 1) with its text, and what was written."""

    code: str
    paragraph: int
    text: str
    given: str
    nearest: str | None = None
    expected: tuple[str, ...] = ()
    within: str = ""


class MarkedParagraph(NamedTuple):
    """One paragraph of a part: its number, and its text with all its marks."""

    number: int
    text: str


def marks_of(text: str) -> list[str]:
    """Give the marks of a paragraph in order; one that does not close is only its beginning."""
    return _MARK.findall(text)


def written(mark: str) -> str:
    """Give what a mark says, without its braces."""
    return " ".join(_WORDS.sub("", mark).split()) or mark


def faults_of_marks(paragraphs: Iterable[MarkedParagraph]) -> Iterator[MarkFault]:
    """Name every mark that does not close in its paragraph, or says more than a field, a loop or a condition."""
    for one in paragraphs:
        for mark in marks_of(one.text):
            if len(mark) == 2:
                yield MarkFault("template-mark-open", one.number, one.text, mark)
            elif mark.startswith("{#") or not (_OUTPUT.fullmatch(mark) or _STATEMENT.fullmatch(mark)):
                yield MarkFault("template-not-allowed", one.number, one.text, written(mark))


class _Scope(NamedTuple):
    """The names that stand at a place, and the loops around it: the name of the innermost one's record."""

    names: Mapping[str, PaperField]
    loops: tuple[str, ...] = ()


def marks_alone(paragraphs: Iterable[MarkedParagraph]) -> str:
    """Give the marks of a part without what stands around them, those of each paragraph on the line of its number."""
    lines = ("".join(_PREFIX.sub(r"\1 ", mark) for mark in marks_of(one.text)) for one in paragraphs)
    return "\n".join(line.translate(_STRAIGHT) for line in lines)


def faults_of_tree(tree: nodes.Template, texts: Mapping[int, str]) -> Iterator[MarkFault]:
    """Name every field that is not there, and everything else in the tree of a part that no template needs.

    `texts` has the text of each paragraph by its number, where that is the line of the tree.
    """
    return _Walk(texts).body(tree.body, _Scope(FIELDS.inner))


class _Walk:
    """A walk through the tree of a template, with the names that are known at each place."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts

    def body(self, found: list[Any], scope: _Scope) -> Iterator[MarkFault]:
        """Look at statements and at what they hold."""
        from jinja2 import nodes

        for node in found:
            match node:
                case nodes.TemplateData():
                    pass
                case nodes.Output():
                    yield from self.body(node.nodes, scope)
                case nodes.If():
                    yield from self._condition(node.test, scope)
                    for inner in (node.body, node.elif_, node.else_):
                        yield from self.body(inner, scope)
                case nodes.For():
                    yield from self._loop(node, scope)
                case nodes.Name() | nodes.Getattr():
                    yield from self._shown(node, scope)
                case _:
                    yield self._fault("template-not-allowed", node, type(node).__name__.lower())

    def _loop(self, node: Any, scope: _Scope) -> Iterator[MarkFault]:
        """Look at a loop: an inner one goes over a list of the outer one's record, so that nothing multiplies."""
        from jinja2 import nodes

        plain = isinstance(node.target, nodes.Name) and node.test is None and not node.recursive
        if not plain or len(scope.loops) >= _DEEPEST_LOOP:
            yield self._fault("template-not-allowed", node, "for")
            return
        found, faults = self._field(node.iter, scope)
        yield from faults
        if faults or found is None:
            return
        path = _path(node.iter)
        if found.kind != "list":
            yield self._fault("template-not-a-list", node, ".".join(path))
            return
        if scope.loops and path[0] != scope.loops[-1]:
            outside = self._fault("template-loop-outside", node, ".".join(path))
            yield outside._replace(within=scope.loops[-1])
            return
        inner = {**scope.names, node.target.name: PaperField("record", found.inner), "loop": LOOP}
        yield from self.body(node.body, _Scope(inner, (*scope.loops, node.target.name)))
        yield from self.body(node.else_, scope)

    def _condition(self, node: Any, scope: _Scope) -> Iterator[MarkFault]:
        from jinja2 import nodes

        match node:
            case nodes.And() | nodes.Or():
                yield from self._condition(node.left, scope)
                yield from self._condition(node.right, scope)
            case nodes.Not():
                yield from self._condition(node.node, scope)
            case nodes.Compare() if all(one.op in ("eq", "ne") for one in node.ops):
                yield from self._condition(node.expr, scope)
                for one in node.ops:
                    yield from self._condition(one.expr, scope)
            case nodes.Const():
                pass
            case nodes.Name() | nodes.Getattr():
                yield from self._field(node, scope)[1]
            case _:
                yield self._fault("template-not-allowed", node, type(node).__name__.lower())

    def _shown(self, node: Any, scope: _Scope) -> Iterator[MarkFault]:
        """Look at what is written out: only a text can be."""
        found, faults = self._field(node, scope)
        yield from faults
        if found is not None and found.kind != "text":
            yield self._fault("template-no-text", node, ".".join(_path(node)))

    def _field(self, node: Any, scope: _Scope) -> tuple[PaperField | None, list[MarkFault]]:
        """Give the field that a path names, or what is wrong with it."""
        path = _path(node)
        if not path:
            return None, [self._fault("template-not-allowed", node, type(node).__name__.lower())]
        known, found = scope.names, None
        for at, name in enumerate(path):
            found = known.get(name)
            if found is None:
                near = nearest(name, known)
                before = ".".join(path[:at])
                near = f"{before}.{near}" if near and before else near
                given = ".".join(path)
                fault = self._fault("template-field-unknown", node, given, near)
                return None, [fault._replace(expected=tuple(known))]
            known = found.inner if found.kind == "record" else {}
        return found, []

    def _fault(self, code: str, node: Any, given: str, near: str | None = None) -> MarkFault:
        return MarkFault(code, node.lineno, self._texts.get(node.lineno, ""), given, near)


def _path(node: Any) -> list[str]:
    """Give a field as it is written, `a.b.c`; nothing for what is no path, or names what Python keeps."""
    from jinja2 import nodes

    path: list[str] = []
    while isinstance(node, nodes.Getattr):
        path.insert(0, node.attr)
        node = node.node
    if not isinstance(node, nodes.Name) or node.ctx != "load":
        return []
    path.insert(0, node.name)
    return [] if any(name.startswith("_") for name in path) else path
