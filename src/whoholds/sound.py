"""How alike two names sound, whatever script and whoever's spelling they are written in.

    heard   a normal key as one line of sounds: consonants one letter each, vowels a, i, u
    alike   1 for the same sounds; less by what it takes to turn one line into the other

A change costs by what spellers confuse: nothing between vowels of one quality, little between letters that one map or
another writes for the same sound (q and k, kh and h, j and g, ch and sh), a whole consonant between strangers. Arabic does
not write short vowels, so that beside an Arabic name they cost next to nothing; beside another they tell names apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from whoholds.spelling import ARABIC, STUCK_ARTICLE, adjectives_last

REMEMBERED = 50_000  # names whose sounds are kept: some 15 MB

_DIGRAPHS = (
    (re.compile(r"d?zh(?![^\s]h)|dsch|dj|дж"), "j"),
    (re.compile(r"tch|tsch|sch|sh|ch|cz|sz"), "S"),
    (re.compile(r"kh"), "X"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh|(?<![^\s])rh"), "G"),
    (re.compile(r"th"), "T"),
    (re.compile(r"dh"), "D"),
)
# -a, -ah, -e, -eh, -é, ة: one ending, whose t is heard before a further word ("Khirbat Sorna").
_ENDING = re.compile(r"(?<=[^\s]{2})(?:[ae]h?(?![^\s])|ه(?![^\s])|[ae]t(?= ))")
_ONE_SOUND = str.maketrans(
    {
        "p": "b", "w": "u", "y": "i", "e": "i", "o": "u",
        "ا": "A", "و": "U", "ي": "I", "ع": "'", "ب": "b", "پ": "b", "ت": "t", "ث": "T", "ج": "j", "چ": "S", "ح": "h",
        "خ": "X", "د": "d", "ذ": "D", "ر": "r", "ڕ": "r", "ز": "z", "ژ": "Z", "س": "s", "ش": "S", "ص": "s", "ض": "d",
        "ط": "t", "ظ": "z", "غ": "G", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "گ": "g", "ل": "l", "ڵ": "l", "م": "m",
        "ن": "n", "ه": "h",
        "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ж": "Z", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n",
        "п": "b", "р": "r", "с": "s", "т": "t", "ф": "f", "х": "X", "ц": "ts", "ч": "S", "ш": "S", "щ": "S", "ђ": "j",
        "ћ": "S", "љ": "l", "њ": "n", "џ": "j", "ј": "i", "ь": None, "ъ": None,
        **dict(zip("аеёиіїйоуўыэюяє", ("a", "i", "iu", "i", "i", "i", "i", "u", "u", "u", "i", "i", "iu", "ia", "i"), strict=True)),
    }
)  # fmt: skip
_TWICE = re.compile(r"([^\s])\1+")
_GLIDES = (  # what Arabic writes, whatever the vowel before it
    (re.compile(r"[ai]i(?=[^u]|$)"), "I"),
    (re.compile(r"[au]u(?=[^i]|$)"), "U"),
)
_CARRIED = re.compile(r"(?<![^\s])[aiu]|[aiu](?![^\s])")  # at the ends of a word every script writes its vowels
_ALEF = re.compile(r"(?<![^\s])ا")  # and Arabic one letter for all of them at its start

# What letting a sound out, or putting one in, costs.
_VOWELS = frozenset("aiuAIU'^")
_LEFT_OUT = {" ": 0.15, "'": 0.1, "a": 0.3, "i": 0.3, "u": 0.3, "A": 0.5, "I": 0.5, "U": 0.5, "^": 0.4, "h": 0.6}
_NUMBER = 2.0  # "Sorna 4" is not "Sorna 5"
_LEFT_OUT |= dict.fromkeys("0123456789", _NUMBER)
_LEFT_OUT_BESIDE_SHORT = _LEFT_OUT | dict.fromkeys("aiu", 0.02)
_WEIGHTS = {" ": 0.15, **dict.fromkeys(_VOWELS, 0.3)}
_STRANGE = 1.0  # between two consonants that nobody confuses
_NEVER = 9.0
_CONFUSED = {
    "hX": 0.35, "qk": 0.3, "qg": 0.4, "jg": 0.2, "Gg": 0.2, "Gj": 0.5, "Gr": 0.6, "GX": 0.6, "Dd": 0.3, "Dz": 0.3,
    "Tt": 0.2, "Ts": 0.4, "sS": 0.6, "kg": 0.5, "bf": 0.7, "bv": 0.5, "fv": 0.2, "td": 0.5, "zs": 0.5, "Xk": 0.5,
    "zj": 0.6, "dz": 0.7, "mn": 0.6, "lr": 0.8, "ck": 0.2, "cj": 0.3, "cS": 0.4, "cs": 0.3, "cq": 0.4, "Zj": 0.2,
    "ZS": 0.5, "Zz": 0.4, "xX": 0.2, "xS": 0.3, "xk": 0.5, "gh": 0.3, "SX": 0.5, "jS": 0.6, "ji": 0.4, "jI": 0.4,
    "vu": 0.3, "vU": 0.3, "jX": 0.6, "hk": 0.8,
}  # fmt: skip
_ALPHABET = "abcdfghijklmnqrstuvxzADGISTUXZ'^ 0123456789"


def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if (cost := _CONFUSED.get(one + other, _CONFUSED.get(other + one))) is not None:
        return cost
    if one in _VOWELS and other in _VOWELS:
        if one.lower() == other.lower():
            return 0.0
        if "^" in {one, other}:
            return 0.1
        return 0.25 if "'" in {one, other} or (one.islower() and other.islower()) else 0.45
    if one in _VOWELS or other in _VOWELS or " " in {one, other}:
        return _NEVER
    return _NUMBER if one.isdigit() or other.isdigit() else _STRANGE


_CHANGES = {one: {other: _change(one, other) for other in _ALPHABET} for one in _ALPHABET}
_NO_CHANGES: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Heard:
    """The sounds of a name.

    sounds  one letter a sound, words apart. Capitals: long vowels as Arabic writes them, and sounds of two letters.
    marks   of adjectives that maps translate: "N" for the Northern.
    script  "arabic", "latin" or "other"; Arabic does not write short vowels.
    weight  what all its sounds would cost.
    """

    sounds: str
    marks: str
    script: str
    weight: float


@lru_cache(maxsize=REMEMBERED)
def heard(key: str) -> Heard:
    """What a normal key sounds like."""
    text, _, marks = adjectives_last(key).partition(" +")
    text = STUCK_ARTICLE.sub("", text)
    for digraph, one in _DIGRAPHS:
        text = digraph.sub(one, text)
    sounds = _ALEF.sub("^", _ENDING.sub("a", text)).translate(_ONE_SOUND)
    script = "arabic" if ARABIC.search(key) else "latin" if key.isascii() else "other"
    if script != "arabic":  # where short vowels are not written, two letters are two sounds
        for glide, one in _GLIDES:
            sounds = glide.sub(one, sounds)
        sounds = _TWICE.sub(r"\1", sounds)
    sounds = _CARRIED.sub(lambda vowel: vowel[0].upper(), sounds)
    return Heard(sounds, marks, script, sum(_WEIGHTS.get(one, 1.0) for one in sounds))


def alike(one: Heard, other: Heard) -> float:
    """How alike two names sound, 0 to 1; 1 for the same sounds, short vowels aside where one does not write them."""
    a, b = one.sounds, other.sounds
    turned = _turned(one.marks, other.marks)
    if a == b:
        return 1.0 - turned
    left_out = _LEFT_OUT if (one.script == "arabic") == (other.script == "arabic") else _LEFT_OUT_BESIDE_SHORT
    return max(0.0, 1.0 - _cost(a, b, left_out) / max(one.weight, other.weight, 1.0) - turned)


def _cost(a: str, b: str, left_out: Mapping[str, float]) -> float:
    """What turning one line of sounds into the other costs at least: a weighted edit distance."""
    out = [left_out.get(y, 1.0) for y in b]
    before = [0.0]
    for cost in out:
        before.append(before[-1] + cost)
    for x in a:
        off, changes = left_out.get(x, 1.0), _CHANGES.get(x, _NO_CHANGES)
        at = before[0] + off
        now = [at]
        corner = before[0]
        for y, above, more in zip(b, before[1:], out, strict=True):
            best = corner if x == y else corner + changes.get(y, _STRANGE)
            corner = above
            if above + off < best:  # noqa: PLR1730 - min() takes twice as long
                best = above + off
            at += more
            if best < at:  # noqa: PLR1730
                at = best
            now.append(at)
        before = now
    return before[-1]


def _turned(mine: str, theirs: str) -> float:
    """What it costs that one is the Eastern and the other is not, or is the Western."""
    return 0.0 if mine == theirs else 0.3 if mine and theirs else 0.1
