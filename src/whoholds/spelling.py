"""One form of a name for comparison: fold, the normal key, and the consonant skeleton shared by three scripts.

    fold      what is the same to a reader: case, accents, width, letter forms          "Ṣorna" → "sorna"
    key       what is the same to a speller: article, hyphen, apostrophe, doubled letters  "As-Sornah" → "sorna"
    skeleton  what is the same to an ear: consonants, one alphabet for all scripts         "صورنا" → "srn"

Every function takes a name or a whole column of names joined by line breaks: line breaks are kept, so that a
gazetteer of 70,000 names is keyed in one pass. All are idempotent on their own results where that is promised.
"""

from __future__ import annotations

import re
import unicodedata

# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────

# One alef, ya, kaf, waw and ha: what Arabic, Persian and Kurdish keyboards write differently and readers do not.
_FORMS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ۆ": "و",
        "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ـ": None, "ء": None,
        # Urdu, Pashto and Kurdish letters that Arabic lacks, by the Arabic letter of the same name elsewhere
        "ے": "ي", "ێ": "ي", "ۍ": "ي", "ڈ": "د", "ډ": "د", "ٹ": "ت", "ټ": "ت", "ڑ": "ر", "ړ": "ر", "ں": "ن", "ڼ": "ن", "ګ": "گ", "ښ": "ش",
        "ı": "i", "ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ə": "a", "æ": "ae", "œ": "oe", "ð": "d",
        **dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True)),
    }
)  # fmt: skip
APOSTROPHES = "'’‘`´ʼʻʽʾʿˈ′ʹˊˋ＇ʺ″"
_NO_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES + "ьъ"))
HYPHENS = '-‐‑‒–—−_/.,;:()[]{}"“”«»„،؛!?؟*+&'
_HYPHEN_IS_SPACE = str.maketrans(dict.fromkeys(HYPHENS, " "))

# Article before a word: always for al and el, else only where it has taken the next letter on (sun letters).
_ARTICLE = re.compile(
    r"(?<![^\s])(?:[ae]l|ul|il|(?:[aeu])(?:(?P<sun>[tdrszn])(?= ?(?P=sun))|sh(?= ?(?:sh|ch))|ch(?= ?ch)|th(?= ?th)|dh(?= ?d)|s(?= ?sh)|t(?= ?th)|j(?= ?j)|d(?= ?dj))|[аэе](?:л|(?P<sunny>[дзнрстш])(?= ?(?P=sunny))))[ ]+(?=[^\s])"
)
# In capitals these are no articles: "US soldiers" are not "soldiers".
_LETTERS = frozenset({"US", "UN"})
_LETTERED = re.compile(r"(?<![^\s])U(?=[SN][ -]\S)")
_SET = "\x01"  # keeps the two letters of one apart while articles come off
_ARTICLES = frozenset(
    [a + b for a in "aeu" for b in ("l", "t", "d", "r", "s", "z", "n", "j", "sh", "ch", "th", "dh")]
    + ["il", *(a + b for a in "аэе" for b in "лдзнрстш")]
)
_ARABIC_ARTICLE = re.compile(r"(?<![^\s])ال(?=[^\s]{2})")

# The commonest first words of place names, in the spellings of English, French and German maps.
_WORDS = {
    "sheikh": "shaykh sheik shaikh cheikh cheik sheykh shekh sheih shaikhu shikh",
    "tell": "tal tall tel til till tul tulul",
    "kafr": "kafar kfar kefr kefar kufr kufur kfr",
    "deir": "dayr dair der deyr dir",
    "ain": "ayn ein ayin eyn en",
    "khan": "xan hann",
    "khirbet": "khirbat khurbat kherbet kharbat kherbat khirba khirbit khurbet",
    "beit": "bayt bait bet beyt biet",
    "jisr": "jisir djisr jser",
    "umm": "um oum om",
    "abu": "abou abo",
    "maarat": "maarrat maarret maaret marrat maarra ma'arrat",
    "jabal": "jebel djebel djebal gebel jebal",
    "wadi": "ouadi uadi oued",
    "bir": "beer bier biir",
    "ras": "raas",
    "nahr": "naher",
    "burj": "borj bourj burdj",
    "saint": "st sankt",
    "mount": "mt",
    "fort": "ft",
}
_WORD_OF = {form: head for head, forms in _WORDS.items() for form in forms.split()}

# Adjectives of place names, translated as often as they are spelled out: one capital each, wherever they stand.
_ADJECTIVES = {
    "E": "east eastern sharqi sharqia sharqie sharqiya sharqiye sharki sharkia sharkiya charqi charqiye sharq شرقي شرقيه",
    "W": "west western rharbi rharbiye gharbi gharbia gharbie gharbiya gharbiye garbi garbiya gharb غربي غربيه",
    "N": "north northern shamali shamaliya shimali shimalia shimaliya shmali shamaliye chmali شمالي شماليه",
    "S": "south southern janubi janubia janubiya janoubi djanoubi qibli qiblia qibliya qiblie qibliye جنوبي جنوبيه قبلي قبليه",
    "L": "great greater big large kabir kabira kabire kebir kebira kebire kbir kbire kubra akbar كبير كبيره كبري",
    "T": "little small lesser saghir saghira saghire sghir sghira sghire sagir sagira sughra sugra صغير صغيره صغري",
    "U": "upper fauqani fauqaniye fawqani fawqania fawqaniya foqani foqania foqaniya fokani fokaniya fuqani fuqaniya foqa fuqa fawqa fawqaniye "
    "ulya olya elia فوقاني فوقانيه فوقا عليا",
    "D": "lower tahtani tahtania tahtaniya tahtaniye tihtani tahta sufla suflaniya تحتاني تحتانيه تحتا سفلي",
    "J": "new jadid jadida jadide jdid jdida jdide jedid jedida jdeida jdeide jdeid judayda judaida judaydat جديد جديده",
    "Q": "old qadim qadima qadime kadim kadima atiq atiqa قديم قديمه عتيقه",
    "M": "middle central wasta wusta wastani wastaniya wustani wustaniya وسطي وسطاني وسطانيه",
}
_ADJECTIVE_OF = {form: mark for mark, forms in _ADJECTIVES.items() for form in forms.split()}

# Spelling habits that do not change what is said: long vowels, final h, doubled letters.
_HABITS = (
    (re.compile(r"ee+"), "i"),
    (re.compile(r"oo+|ou"), "u"),
    (re.compile(r"(?<=[aeo])h(?![^\s])"), ""),
    (re.compile(r"([a-z])\1+"), r"\1"),
)

# Consonants of three scripts in one alphabet. x = sh, ch; f = v; j = g; k = q; b = p; h = kh. Vowels, glides and
# the Arabic ayn are left out.
_DIGRAPHS = (
    (re.compile(r"tch|tsch|sch|sh|ch|cz|sz"), "x"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh|(?<![^\s])rh"), "ġ"),  # French maps write rh; inside a word it may be r and h
    (re.compile(r"dzh|dj|zh|дж"), "j"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"(?<=[^\s]{2}[ae])t(?= [^\s])"), ""),  # the t of a construct: "Maarrat an-Numan" is written with ة
)
_CONSONANTS = str.maketrans(
    {
        **dict.fromkeys("aeiouyw", None),
        "p": "b", "v": "f", "g": "j", "q": "k", "c": "k", "ġ": "g",
        "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "چ": "x", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r",
        "ز": "z", "ژ": "j", "س": "s", "ش": "x", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": None, "غ": "g",
        "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "گ": "j", "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ه": "h", "و": None,
        "ي": None, "ا": None, "ڕ": "r",
        "б": "b", "в": "f", "г": "j", "ґ": "j", "д": "d", "ж": "j", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n",
        "п": "b", "р": "r", "с": "s", "т": "t", "ф": "f", "х": "h", "ц": "ts", "ч": "x", "ш": "x", "щ": "x", "ј": None,
        "ђ": "j", "ћ": "x", "љ": "l", "њ": "n", "џ": "j",
        **dict.fromkeys("аеёиіїйоуўыэюяєьъ", None),
    }
)  # fmt: skip
_ALPHABET = "bdfghjklmnrstxz "  # what skeletons are made of; a space joins or parts words
_FINAL_HA = re.compile(r"(?<=[\u0620-\u06ff]{2})ه(?![^\s])")
# "Tal Elahmar": the article, written in one word with what follows.
STUCK_ARTICLE = re.compile(r"(?<= )[ae]l(?=[^\saeiouyw][^\s]{2})")
_DOUBLED = re.compile(r"([a-z])\1+")
_SPACES = re.compile(r"[^\S\n]+")
_EDGES = re.compile(r"^ | $", re.MULTILINE)
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")


def adjectives_last(line: str) -> str:
    """The key of one name with the adjectives that maps translate behind the rest: "new velin" → "velin +J"."""
    words = line.split(" ")
    if _ADJECTIVE_OF.keys().isdisjoint(words):
        return line
    marks = [_ADJECTIVE_OF[word] for word in words if word in _ADJECTIVE_OF]
    if len(marks) == len(words):
        return line
    return " ".join(word for word in words if word not in _ADJECTIVE_OF) + " +" + "".join(sorted(marks))


# ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────


def fold(text: str) -> str:
    """The text without case, marks, width and letter forms. Spaces and punctuation stay.

    Folding twice is folding once, for any text.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Each character's folded form, worked out when first met: decomposed, caseless, markless, one letter form."""

    def __missing__(self, code: int) -> str:
        before, after = "", chr(code)
        while before != after:
            before = after
            plain = unicodedata.normalize("NFKD", before.casefold())
            bare = "".join(one for one in plain if not unicodedata.combining(one))
            after = bare.translate(_FORMS)
        self[code] = after
        return after


class _Keyed(dict[int, str]):
    """The same with apostrophes and soft signs off and hyphens as spaces: what a key needs, in one pass."""

    def __missing__(self, code: int) -> str:
        self[code] = _FOLDED[code].translate(_NO_APOSTROPHE).translate(_HYPHEN_IS_SPACE)
        return self[code]


_FOLDED = _Folded()
_KEYED = _Keyed()


def key(text: str) -> str:
    """The normal key: two spellings of one name, in one script, that differ by habit only share it."""
    return _ARABIC_ARTICLE.sub("", latin_key(text))


def latin_key(text: str) -> str:
    """The normal key of Latin letters: article, apostrophe, hyphen, doubled letters, long vowels, first words.

    Letters of other scripts pass through, folded.
    """
    text = _EDGES.sub("", _SPACES.sub(" ", _LETTERED.sub(f"U{_SET}", text).translate(_KEYED)))
    return _settled(_ARTICLE.sub("", text).replace(_SET, ""))


def words_key(words: list[str]) -> list[str]:
    """The normal key of each word by itself, as it stands in the key of a longer name; an article stays."""
    return _ARABIC_ARTICLE.sub("", _settled("\n".join(words).translate(_KEYED))).split("\n")


def may_be_article(word: str) -> bool:
    """True for what is an article before some words: "al", "ash"."""
    return len(word) <= 3 and word not in _LETTERS and fold(word) in _ARTICLES


def is_article(word: str, following: str) -> bool:
    """True when the word is only the article of the following one: "al", or "ash" before "Sham"."""
    return len(word) <= 3 and word not in _LETTERS and _ARTICLE.match(f"{fold(word)} {fold(following)}") is not None


def _settled(text: str) -> str:
    for habit, instead in _HABITS:
        text = habit.sub(instead, text)
    words = text.replace("\n", " \n ").split(" ")
    return " ".join(map(_WORD_OF.get, words, words)).replace(" \n ", "\n")


def arabic_key(text: str) -> str:
    """The normal key of Arabic letters: marks, letter forms, and the article of each word off."""
    return _ARABIC_ARTICLE.sub("", fold(text))


def skeleton(text: str) -> str:
    """The consonants of the name in one alphabet for Latin, Arabic and Cyrillic, words apart; may be empty."""
    return skeleton_of_key(key(text))


def skeleton_of_key(text: str) -> str:
    """The skeleton of names that are normal keys already.

    Adjectives that maps translate ("New", "al-Jadida") become one capital behind the rest of the name.
    """
    text = "\n".join([adjectives_last(line) if " " in line else line for line in text.split("\n")])
    for digraph, one in _DIGRAPHS:
        text = digraph.sub(one, text)
    text = _FINAL_HA.sub("", STUCK_ARTICLE.sub("", text)).translate(_CONSONANTS)
    text = _EDGES.sub("", _SPACES.sub(" ", text))
    return _DOUBLED.sub(r"\1", text)


def one_off(bones: str) -> frozenset[str]:
    """The skeleton and those with one consonant more, less, other, or changed with its neighbour."""
    cuts = [(bones[:at], bones[at:]) for at in range(len(bones) + 1)]
    less = {a + b[1:] for a, b in cuts if b}
    more = {a + one + b for a, b in cuts for one in _ALPHABET}
    other = {a + one + b[1:] for a, b in cuts if b for one in _ALPHABET}
    turned = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return frozenset({bones} | less | more | other | turned)
