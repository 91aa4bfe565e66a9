"""Wordings of time: the table ``[times]`` compiled, and where its forms stand in a text. What they mean: ``days``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from whoholds.dateline import one_of
from whoholds.days import RULES, Parts
from whoholds.errors import BadLanguage
from whoholds.language import Language

TOKEN = re.compile(r"\w+")
FIGURES = frozenset({"day", "year"})  # tables that are written in figures
SINCE_WORDS = 8  # "since the conflict began in March": at most so many words between "since" and its date


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One wording.

    narrative  True: only in a history; False: only in news.
    needs      tables it cannot do without; ``clue``: words of which the text must hold one, empty = no matter.
    """

    rule: str
    pattern: re.Pattern[str]
    narrative: bool | None
    needs: frozenset[str]
    clue: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The table, compiled.

    openers  per table, the first words of its entries: a form is tried only where every table it needs has one there.
    """

    forms: tuple[Form, ...]
    openers: Mapping[str, frozenset[str]]
    keys: Mapping[str, Mapping[str, str]]
    relative: Mapping[str, tuple[int, int]]
    recent: Mapping[str, int]
    head: re.Pattern[str]
    since: re.Pattern[str]
    between: re.Pattern[str]
    tie: re.Pattern[str]
    onwards: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A form that stands in a text, from ``start`` to ``end`` (code points, half-open)."""

    start: int
    end: int
    rule: str
    text: str
    parts: Parts


def matches_in(text: str, grammar: Grammar, *, narrative: bool) -> list[Match]:
    """The wordings in a text, none overlapping: the longest first, then the leftmost; in order of place."""
    here = set(TOKEN.findall(text.casefold()))
    here |= {word[:-1] for word in here if word.endswith("s")}  # "Fridays attack", "todays"
    there = {name for name, words in grammar.openers.items() if not here.isdisjoint(words)}
    if any(char.isdecimal() for char in text):
        there |= FIGURES
        here.add("#")
    found: list[Match] = []
    for form in grammar.forms:
        fits = form.narrative is None or form.narrative is narrative
        if fits and form.needs <= there and not (form.clue and here.isdisjoint(form.clue)):
            found += [
                Match(start=m.start(), end=m.end(), rule=form.rule, text=m[0], parts=_parts(m, grammar))
                for m in form.pattern.finditer(text)
            ]
    return _longest(found)


def _longest(matches: Sequence[Match]) -> list[Match]:
    """Longest first, then leftmost, then the table's order; in order of place."""
    kept: list[Match] = []
    for one in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)


def _parts(match: re.Match[str], grammar: Grammar) -> Parts:
    """The groups that matched, each brought to its table's key."""
    words: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for name, raw in match.groupdict().items():
        if raw is None:
            continue
        said = " ".join(raw.casefold().split())
        table = grammar.keys.get(name.rstrip("23"))
        key = table.get(said.rstrip("."), said) if table else said
        if name == "relative":
            numbers["low"], numbers["high"] = grammar.relative[said]
            words["relative_part"] = next((w for w in ("morning", "afternoon", "evening", "night") if w in said), "")
        elif name == "recent":
            numbers["back"] = grammar.recent[said]
        elif key.isdecimal():
            numbers[name] = int(key)
            words[name] = key
        else:
            words[name] = key
    return Parts(words=words, numbers=numbers)


@lru_cache(maxsize=8)
def grammar_of(language: Language) -> Grammar:
    """The table of a language, compiled once. BadLanguage: a form names a rule or a table that is not there."""
    table: Mapping[str, Any] = language.table("times")
    months = {word: str(n) for n, words in enumerate(table["months"], 1) for word in words}
    wdays = {word: str(n) for n, words in enumerate(table["weekdays"]) for word in words}
    weekdays = {words[0]: str(n) for n, words in enumerate(table["weekdays"])}
    keys: dict[str, Mapping[str, str]] = {"month": months, "Month": months, "wday": wdays, "weekday": weekdays}
    keys |= {
        name: {word: key for key, words in entry.items() for word in words} for name, entry in table["words"].items()
    }
    patterns = {name: one_of(list(words)) for name, words in keys.items()}
    patterns["Month"] = "(?-i:" + one_of([word.capitalize() for word in months]) + ")"
    patterns |= {"day": r"0?[1-9]|[12]\d|3[01]", "year": r"1\d{3}|20\d{2}"}
    patterns |= {name: one_of(list(table[name])) for name in ("relative", "recent")}
    patterns["now"] = one_of(table["now"]["words"])
    short = dict(table["short"])
    forms = []
    for rule in table["rule"]:
        if rule["means"] not in RULES:
            raise BadLanguage(
                f"languages/{language.id}.toml",
                "times.rule",
                f"no rule {rule['means']!r}; there are: {', '.join(RULES)}",
            )
        forms += [
            Form(
                rule=rule["means"],
                pattern=_pattern(form, patterns, short, language.id),
                narrative=rule.get("narrative"),
                needs=_needs(form, patterns),
                clue=frozenset(rule.get("clue", ())),
            )
            for form in rule["forms"]
        ]
    join = {name: one_of(words) for name, words in table["join"].items()}
    head = one_of(table["head"]["words"])
    return Grammar(
        forms=tuple(forms),
        openers={
            name: frozenset(TOKEN.findall(word.casefold())[0] for word in words)
            for name, words in (
                *keys.items(),
                ("relative", table["relative"]),
                ("recent", table["recent"]),
                ("now", table["now"]["words"]),
            )
        },
        keys=keys | {"Month": months},
        relative={word: (low, high) for word, (low, high) in table["relative"].items()},
        recent=table["recent"],
        head=re.compile(rf"[\s\"“”'‘(,\-–—]*(?:(?:{head})\b[\s,]*)*", re.IGNORECASE),
        since=re.compile(rf"\b(?:{join['since']})(?:\s+[\w'’\-]+){{0,{SINCE_WORDS}}}\s*$", re.IGNORECASE),
        between=re.compile(rf"\b(?:{join['between']})\s+(?:the\s+)?$|\b(?:{join['between']})\b", re.IGNORECASE),
        tie=re.compile(rf"\s*(?:{join['and']})\s*", re.IGNORECASE),
        onwards=re.compile(rf"\s+(?:{join['onwards']})\b(?=\s*[,.;:)]|$|\s+(?:the|they|it)\b)", re.IGNORECASE),
    )


def _pattern(form: str, patterns: Mapping[str, str], short: Mapping[str, str], language: str) -> re.Pattern[str]:
    """One form as a pattern: <name> is a captured table (a digit behind it tells two apart), a space any white space."""

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        if name in short:
            return f"(?:{short[name]})"
        table = name.rstrip("23")
        if table not in patterns:
            raise BadLanguage(f"languages/{language}.toml", "times.rule", f"no table {table!r} for {form!r}")
        return f"(?P<{name.replace('Month', 'month')}>{patterns[table]})"

    body = re.sub(r"(?<!\?P)<(\w+)>", filled, form)
    return re.compile(rf"(?<![\w/.\-])(?:{body.replace(' ', chr(92) + 's+')})(?!\w)", re.IGNORECASE)


INNERMOST = re.compile(r"\((?P<look>\?<?[!=])?(?:\?:|\?-i:)?(?P<inside>[^()]*)\)(?P<loose>[?*])?")


def _needs(form: str, patterns: Mapping[str, str]) -> frozenset[str]:
    """The tables a form cannot do without: those named outside every optional or alternative group."""

    def kept(group: re.Match[str]) -> str:
        return "" if group["look"] or group["loose"] or "|" in group["inside"] else group["inside"]

    bare = re.sub(r"<\w+>[?*]", "", re.sub(r"\?P<\w+>", "", form))
    while (shorter := INNERMOST.sub(kept, bare)) != bare:
        bare = shorter
    return frozenset(name for raw in re.findall(r"<(\w+)>", bare) if (name := raw.rstrip("23")) in patterns)
