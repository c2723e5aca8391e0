"""A paper made of a template and what it says: filled in within limits, packed, with what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.papers.properties import PaperProperties, with_properties
from xhht_score.papers.template_files import PaperTemplate
from xhht_score.spreadsheet.limits import MEGABYTE, current_limits

#: The library that templates need beside their own format, and how it is installed.
EXTRA = "xhht-score[papers]"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def check_extra() -> None:
    """Raise `XhhtError` where the libraries of papers are not installed."""
    try:
        import_module("docxtpl")
    except ImportError:
        raise XhhtError([Problem("papers-extra-missing", arguments={"extra": EXTRA})]) from None


def rendered(template: PaperTemplate, content: Mapping[str, Any], told: PaperProperties) -> bytes:
    """Give a paper as the bytes of a .docx; raises `XhhtError` where the template makes too much, or no Word file."""
    left = current_limits().unpacked * MEGABYTE
    parts = dict(template.parts)
    for name, one in template.texts.items():
        pieces = []
        for piece in one.generate(content):
            left -= len(piece)
            if left < 0:
                over = ("unpacked", current_limits().unpacked)
                raise XhhtError([Problem("paper-too-large", Place(template.file), {"over": over})])
            pieces.append(piece)
        parts[name] = _sound("".join(pieces).encode(), template.file)
    return _packed(with_properties(parts, told))


def _sound(xml: bytes, file: str) -> bytes:
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError:
        raise XhhtError([Problem("template-torn", Place(file))]) from None
    return xml


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, part)
    return out.getvalue()
