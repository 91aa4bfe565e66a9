"""The words of a language as the finder uses them: frames, inflected forms, noun classes, the trigger scan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from whoholds.claim import Form
from whoholds.errors import BadLanguage
from whoholds.language import Language
from whoholds.verb import VERBS

SHAPES = frozenset({"verb", "noun", "state", "adjective", "distance", "stopped"})
BRIEF = 400  # code points: no collected report of a conflict that is longer fails to name armed people or fighting
_WORDS = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way of saying one claim; see the head of the frames in the language file for its parts.

    traits  how its shape reads it: the frame's own and those that the language file gives to its claim type.
    """

    id: str
    type: str
    shape: str
    words: tuple[str, ...]
    object: frozenset[str] = frozenset()
    particle: tuple[str, ...] = ()
    under: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    actor: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    guards: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    status: str = ""
    form: Form | None = None
    traits: frozenset[str] = frozenset()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A language's frames, compiled.

    forms    inflected form → the lemmas it may belong to, for every trigger, object noun and particle verb.
    by_word  lemma → the frames it can start.
    nouns    class → lemmas ("fighters", "civil", "air" ...); ``places``: the same for kinds of places.
    scan     forms, folded, one of which a sentence must contain to be parsed; ``armed``: words for armed people.
    weak     verbs that say nothing by themselves, and something beside armed people.
    leans    what in the opening of a sentence leads back to the one before it.
    warlike  a word without which a report of some length is about something else.
    """

    language: Language
    frames: tuple[Frame, ...]
    forms: Mapping[str, frozenset[str]] = field(repr=False)
    by_word: Mapping[str, tuple[Frame, ...]] = field(repr=False)
    nouns: Mapping[str, frozenset[str]] = field(repr=False)
    places: Mapping[str, frozenset[str]] = field(repr=False)
    terms: Mapping[str, frozenset[str]] = field(repr=False)  # closed lists that shapes and guards ask for by name
    names: Mapping[str, frozenset[str]] = field(repr=False)  # those that show what a run of capitals is
    plurals: tuple[str, ...] = field(repr=False)
    described: re.Pattern[str] = field(repr=False)  # what makes a name part of a description: "-based"
    fate: re.Pattern[str] = field(repr=False)  # what is said, behind a name, of towns alone
    claims: Mapping[str, frozenset[str]] = field(repr=False)  # those that tell a claim from a match
    scan: frozenset[str] = field(repr=False)
    armed: frozenset[str] = field(repr=False)
    weak: frozenset[str] = field(repr=False)
    warlike: re.Pattern[str] = field(repr=False)
    leans: re.Pattern[str] = field(repr=False)

    def peaceful(self, text: str) -> bool:
        """True when a text is long enough to have named armed people, arms or fighting, and names none."""
        return len(text) > BRIEF and self.warlike.search(text) is None

    def triggers(self, text: str) -> bool:
        """True when a sentence may carry a claim: a trigger word, or armed people and a weak verb ("troops are in")."""
        words = set(_WORDS.findall(text.casefold()))
        words |= {part for word in words if "-" in word for part in word.split("-")}  # "League-held"
        return not self.scan.isdisjoint(words) or not (self.armed.isdisjoint(words) or self.weak.isdisjoint(words))

    def knows(self, form: str) -> bool:
        """True for a word of the language file: whatever a capital makes of it, it is hardly a name."""
        return form in self.forms or form in self.scan

    def lemmas(self, form: str) -> frozenset[str]:
        """The lemmas a form may belong to; itself when the file does not know it."""
        return self.forms.get(form) or frozenset((form,))


@lru_cache(maxsize=8)
def lexicon_of(language: Language) -> Lexicon:
    """The compiled frames of a language. BadLanguage: a frame without words, of no known shape or claim type."""
    file = f"languages/{language.id}.toml"
    irregular: Mapping[str, list[str]] = language.table("inflect")
    traits: Mapping[str, list[str]] = language.table("traits")
    classes: Mapping[str, list[str]] = language.table("classes")
    frames = tuple(_frame(_spelt_out(raw, classes, file), traits, file) for raw in language.table("frame"))
    forms: dict[str, set[str]] = {}
    heads: set[str] = set()
    by_word: dict[str, list[Frame]] = {}
    for frame in frames:
        for word in frame.words:
            head = word.split()[0]
            heads.add(head)
            by_word.setdefault(head, []).append(frame)
            _learn(forms, head, irregular)
        for word in sorted(frame.object | frame.verbs):
            _learn(forms, word.split()[0], irregular)
    nouns = {key: frozenset(one.casefold() for one in value) for key, value in language.table("nouns").items()}
    places = {key: frozenset(one.casefold() for one in value) for key, value in language.table("places").items()}
    for word in sorted(set().union(*(nouns[k] for k in ("fighters", "parties", "civil", "air")), places["kinds"])):
        _learn(forms, word, irregular)
    called: Mapping[str, Any] = language.table("names")
    weak = {"be", "have", "keep", "make", "come", "go", "get", "give", "use", "say", "set", "put", "see"}
    return Lexicon(
        language=language,
        frames=frames,
        forms={key: frozenset(value) for key, value in forms.items()},
        by_word={key: tuple(value) for key, value in by_word.items()},
        nouns=nouns,
        places=places,
        terms={key: frozenset(value) for key, value in language.table("terms").items()},
        names={key: frozenset(value) for key, value in called.items() if isinstance(value, list)},
        plurals=tuple(called["plurals"]),
        described=re.compile(rf"-(?:{'|'.join(called['described'])})\b"),
        fate=re.compile(called["fate"], re.VERBOSE),
        claims={key: frozenset(value) for key, value in language.table("claims").items()},
        warlike=_beginnings(language.table("terms")["warlike"]),
        weak=frozenset(language.table("scan")["weak"]),
        leans=re.compile(rf"\b(?:{'|'.join(map(re.escape, language.table('scan')['leans']))})\b", re.IGNORECASE),
        armed=frozenset(w for one in nouns["fighters"] for w in (one, f"{one}s")),
        scan=frozenset(form for form, lemmas in forms.items() if lemmas & heads - weak)
        | frozenset(language.table("terms")["also"]),
    )


def _beginnings(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


def inflected(word: str) -> frozenset[str]:
    """The regular forms of an English verb or noun, with some that do not exist: harmless in a lookup."""
    forms = {word, f"{word}s", f"{word}'s"}
    if word.endswith("y") and len(word) > 2 and word[-2] not in _VOWELS:
        forms |= {f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"}
    elif word.endswith("e"):
        forms |= {f"{word}d", f"{word[:-1]}ing"}
    else:
        forms |= {f"{word}ed", f"{word}ing"}
    if word.endswith(("s", "sh", "ch", "x", "z", "o")):
        forms.add(f"{word}es")
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        forms |= {f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"}
    return frozenset(forms)


def _learn(forms: dict[str, set[str]], word: str, irregular: Mapping[str, Iterable[str]]) -> None:
    for form in inflected(word) | frozenset(irregular.get(word, ())):
        forms.setdefault(form, set()).add(word)


def _spelt_out(raw: Mapping[str, Any], classes: Mapping[str, list[str]], file: str) -> dict[str, Any]:
    """A frame with the words of every "@class" in its lists. BadLanguage: no such class."""
    made = dict(raw)
    for key, value in raw.items():
        if isinstance(value, list) and any(one.startswith("@") for one in value):
            unknown = [one for one in value if one.startswith("@") and one[1:] not in classes]
            if unknown:
                raise BadLanguage(file, f"frame {raw.get('id', '?')}", f"{key}: no class {', '.join(unknown)}")
            made[key] = [word for one in value for word in (classes[one[1:]] if one.startswith("@") else (one,))]
    return made


def _frame(raw: Mapping[str, Any], traits: Mapping[str, Iterable[str]], file: str) -> Frame:
    name = f"frame {raw.get('id', '?')}"
    for key in ("id", "type", "shape", "words"):
        if not raw.get(key):
            raise BadLanguage(file, name, f"{key} is missing")
    if raw["type"] not in VERBS:
        raise BadLanguage(file, name, f"no claim type {raw['type']!r}; there are: {', '.join(VERBS)}")
    if raw["shape"] not in SHAPES:
        raise BadLanguage(file, name, f"no shape {raw['shape']!r}; there are: {', '.join(sorted(SHAPES))}")
    particle = raw.get("particle") or raw.get("particle_or_prep") or ()
    return Frame(
        id=raw["id"],
        type=raw["type"],
        shape=raw["shape"],
        words=tuple(raw["words"]),
        object=frozenset(raw.get("object", ())),
        particle=tuple(particle),
        under=frozenset(raw.get("under", ())),
        verbs=frozenset(raw.get("verbs", ())),
        actor=tuple(raw.get("actor", ())),
        place=tuple(raw.get("place", ())),
        target=tuple(raw.get("target", ())),
        guards=frozenset(raw.get("guards", ())),
        notes=tuple(raw.get("notes", ())),
        status=raw.get("status", ""),
        form=Form(raw["form"]) if raw.get("form") else None,
        traits=frozenset(raw.get("traits", ())) | frozenset(traits.get(raw["type"], ())),
        yes=tuple(raw.get("yes", ())),
        no=tuple(raw.get("no", ())),
    )
