"""Names as src/names sees them: Hangul as sounds (names/hangul.h), Latin names as they are spelt (names/latin.h)."""

import re
import unicodedata

FIRST = "gGndDrmbBsS-jJcktph"
VOWEL = ("a e ya ye v e yv ye o wa we we yo u wv we wi yu _ i i").split()
LAST = "-KKKNNNTLKMLLLPLMPPTTQTTKTPT"
SPELT = {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}


def heard(text):
    """The sounds of Hangul; None if there are other letters."""
    out = []
    for c in unicodedata.normalize("NFC", text):
        at = ord(c) - 0xAC00
        if 0 <= at < 11172:
            out += [FIRST[at // 588].replace("-", ""), VOWEL[at // 28 % 21], LAST[at % 28].replace("-", "")]
        elif c.isalnum():
            return None
    return "".join(out)


def spelt(name):
    """Small letters and single blanks, one at either end."""
    small = "".join(SPELT.get(c, c) for c in name.lower())
    bare = "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))
    bare = re.sub(r"['’.]", "", bare).replace("&", " and ")
    return f" {re.sub(r'[^a-z0-9]+', ' ', bare).strip()} "
