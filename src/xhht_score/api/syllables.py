"""Whether a word can be Vietnamese by its spelling, which tells the letters of one encoding from those of another."""

from __future__ import annotations

import re
import unicodedata

from xhht_score.letters import composed

_TONES = "\u0300\u0301\u0303\u0309\u0323"
#: After a stop only these two tones are written.
_TONES_OF_STOPS = "\u0301\u0323"
_STOPS = ("c", "ch", "k", "p", "t")
#: What a syllable begins with; the last row stands in names of the highlands only.
_ONSETS = frozenset(
    ("", *"bcdđghklmnprstvx", "ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr",
     "bl", "br", "đr", "dr", "gr", "hr", "kl", "kr", "mr", "pl")
)  # fmt: skip
#: These are written otherwise before e, ê and i: k, gh, ngh; but gi is.
_BEFORE_BACK = ("c", "ng")
#: What follows, without its tone.
_RHYMES_IN_ORDER = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang
    oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oi om on ong oong oc ooc op ot ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya
    uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
    ym yn ynh yt ych
"""
_RHYMES = frozenset(_RHYMES_IN_ORDER.split())
#: No syllable has more letters, even with each of its marks apart.
_LONGEST = 20
#: A word, as far as letters beyond ASCII and signs in their place go; dashes and quotation marks part words.
_WORD = re.compile(r"[A-Za-z\u0080-\u009f\u00a1-\u1fff\ufffd]+")


def words_beyond_ascii(text: str) -> frozenset[str]:
    """Give the words of a text that have other letters than ASCII's, or signs in the place of such letters."""
    return frozenset(word for word in _WORD.findall(composed(text)) if not word.isascii())


def is_syllable(word: str) -> bool:
    """Tell whether a word is spelt as a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("Thước", "nghiệp", "QUÝ", "Đắk", "Thưòc", "HuyÖn", "huyeän", "xă")]
    [True, True, True, True, False, False, False, False]
    """
    if len(word) > _LONGEST:
        return False
    apart = unicodedata.normalize("NFD", composed(word).casefold())
    tones = [one for one in apart if one in _TONES]
    bare = unicodedata.normalize("NFC", "".join(one for one in apart if one not in _TONES))
    if len(tones) > 1:
        return False
    coda = next((one for one in _STOPS[::-1] if bare.endswith(one)), "")
    if coda and tones and tones[0] not in _TONES_OF_STOPS:
        return False
    if coda == "k":
        bare = f"{bare[:-1]}c"
    onsets = (bare[:at] for at in range(min(4, len(bare))))
    return any(
        one in _ONSETS and (rhyme := bare[len(one) :]) in _RHYMES and not (one in _BEFORE_BACK and rhyme[0] in "eêi")
        for one in onsets
    )
