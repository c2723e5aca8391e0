"""Whether a text was typed in an old Vietnamese encoding (TCVN3, VNI) and shows as rubbish without its font."""

from __future__ import annotations

import re

#: Letters that only Unicode's Vietnamese has; a text with one of them is no legacy text.
_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300-\u0309\u0323]")
#: TCVN3 writes letters as signs that stand inside no word of any language: `B¸ Th­íc`, `®Þa bµn`, `c«ng nhËn`, `h¹ng`.
_TCVN3_SIGN = re.compile("[A-Za-zÀ-ÿ][¸µ¶]|[A-Za-z][¨©ª«¬»¼½¾·¹÷×][A-Za-zÀ-ÿ]|®[A-Za-zÀ-ÿ]|\u00ad[¬ÝíëîêøöõÞ]")
#: What Vietnamese in Unicode has not, and TCVN3 and VNI have in nearly every word: other letters of Latin-1, and marks
#: as letters behind a vowel (`Xaõ hoäi hoïc taäp`).
_MARKED = re.compile("[ÄÅÆÇËÎÏÑÖØÛÜÞäåæçëîïñöøûüþÿ]|[aeoAEO][àáâãèéêõùúÀÁÂÃÈÉÊÕÙÚ]")


def looks_legacy(text: str) -> bool:
    """Tell whether a text looks like TCVN3 or VNI.

    >>> looks_legacy("HuyÖn B¸ Th­íc"), looks_legacy("Huyeän Yeân Ñònh"), looks_legacy("Huyện Bá Thước")
    (True, True, False)
    """
    if text.isascii() or _UNICODE.search(text):
        return False
    if _TCVN3_SIGN.search(text):
        return True
    words = [word for word in text.split() if not word.isdigit()]
    marked = sum(1 for word in words if _MARKED.search(word))
    return marked >= 2 and marked * 2 >= len(words)
