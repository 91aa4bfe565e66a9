"""The situation brief: each sentence leads to its claims, figures keep their range, and no report's words are markup."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from make import a_claim, a_finding, a_report, at
from whoholds import ask, desk
from whoholds.claim import Count, CountMode, CountOf, Decision, Ruling, Status, Unlinked, Unplaced, Voice
from whoholds.control import Edition
from whoholds.errors import BadSetting, EmptyLedger
from whoholds.export import BRIEFS
from whoholds.identity import content_id
from whoholds.keep import Entry, open_ledger
from whoholds.run import settle
from whoholds.serve.room import Reader
from whoholds.serve.sheet import picture
from whoholds.theatre import load_theatre

READER = Edition(id="reader", code="0", method="frames@test", settings="", theatre="", languages="")
START, END = date(2031, 3, 10), date(2031, 3, 20)
NASTY = (
    '<script>ran()</script> <img src=x onerror="ran()"> [x](javascript:ran()) ![y](http://evil.example/y) `code` **bold** '
    "| cell | $x$ {: onclick=ran()} www.evil.example https://evil.example a@evil.example \u202etxt.exe \ud800 &lt;b&gt; </style>"
)


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "a.db", write=True, theatre="arland") as made:
        yield made


def told(text, day, *, outlet="Harbour Post", **claim):
    """A report of that day with one claim."""
    report = a_report(text, outlet=outlet, published=day, ref=f"ref of {text[:20]}")
    return Entry(report=report, claims=(a_claim(report, **claim),))


def hurt(text, number, *, high=None, day=START, outlet="Harbour Post", of=CountOf.KILLED, said_by="", **more):
    """A report with one figure; ``high`` None: "or more"."""
    report = a_report(text, outlet=outlet, published=day)
    count = {key: more.pop(key) for key in ("mode", "combined", "whose") if key in more}
    figure = Count(of=of, low=number, high=high, text=text.split()[0], span=at(text, text.split()[0]), **count)
    return Entry(
        report=report,
        claims=(a_claim(report, verb="casualties", actor="", counts=(figure,), said_by=said_by, **more),),
    )


def nowhere(name, day, *, outlet="Harbour Post", speaker=None):
    """A report that names a place nobody knows."""
    text = f"The Coastal League took {name} on Tuesday, {speaker or 'somebody'} said."
    report = a_report(text, outlet=outlet, published=day)
    finding = a_finding(report, places=(name,), speaker=speaker)
    loose = Unlinked(
        id=content_id("unlinked", finding.id, name), finding=finding, report=report.id, known=report.received, part="place",
        text=name, reason=Unplaced.NOT_IN_GAZETTEER,
    )  # fmt: skip
    return Entry(report=report, findings=(finding,), unlinked=(loose,))


def kept(ledger, arland, *entries):
    ledger.add(entries, edition=READER)
    settle(theatre=arland, ledger=ledger, method="model")
    return ask.brief(ledger, arland, START, END)


def a_war(ledger, arland):
    """A town taken, denied a day later; people hurt; a name nobody knows."""
    return kept(
        ledger,
        arland,
        told("The Northern Army holds Velin.", date(2031, 3, 1), verb="control_held", actor="northern-army"),
        told("The League took Velin.", date(2031, 3, 12), said_by="coastal-league", status=Status.ATTRIBUTED),
        told("Velin fell to the League, a monitor said.", date(2031, 3, 13), outlet="Inland Daily"),
        told("The Army denied it lost Velin.", date(2031, 3, 14), outlet="Army Bulletin", said_by="northern-army", status=Status.DENIED),
        hurt("twelve people were killed in Velin", 12, high=12, day=date(2031, 3, 12)),
        hurt("fifteen people died in Velin", 15, high=15, day=datetime(2031, 3, 12, 18, tzinfo=UTC), outlet="Inland Daily"),
        nowhere("Nowhere-on-Sea", date(2031, 3, 15)),
    )  # fmt: skip


def written(kind, brief, drawn=""):
    stream = io.StringIO()
    BRIEFS[kind](brief, stream, drawn)
    return stream.getvalue()


def test_every_sentence_leads_to_words_in_reports(ledger, arland):
    brief = a_war(ledger, arland)
    lines = [line for part in (brief.changed, brief.disputed, brief.silent, brief.unplaced) for line in part.lines]
    assert brief.changed.total >= 1
    assert brief.unplaced.total == 1
    known = {one.id for one in ledger.claims()} | {one.id for one in ledger.unlinked()}
    for line in lines:
        assert line.behind, line.words
        assert set(line.behind) <= known
        assert set(line.behind) <= brief.notes.keys()
    for one in brief.figures:
        assert set(one.claims) <= brief.notes.keys()
    for ident, note in brief.notes.items():
        assert note.claim == ident
        assert note.quote in ledger.report(note.report).text


def test_a_change_says_what_was_before_who_says_so_and_who_denies_it(ledger, arland):
    brief = a_war(ledger, arland)
    (line,) = brief.changed.lines
    assert re.match(
        r"2031-03-1\d: Velin \(town in Velin\) goes from (last known as )?held by .+ to held by Coastal League \(probability", line.words
    )  # fmt: skip
    assert "coastal-league in Harbour Post, 2031-03-12" in line.words
    assert re.search(r"Against it: .*northern-army in Army Bulletin, 2031-03-14 \(denied\)", line.words)


def test_a_brief_is_made_by_what_was_known_then(ledger, arland):
    now = a_war(ledger, arland)
    then = ask.brief(ledger, arland, START, END, known=a_report(published=date(2031, 3, 11)).received)
    assert (then.changed.total, then.figures, then.unplaced.total) == (0, (), 0)
    assert then.known < now.known
    assert then.places == 1


def test_the_same_record_gives_the_same_bytes(ledger, arland, tmp_path):
    brief = a_war(ledger, arland)
    with open_ledger(tmp_path / "b.db", write=True, theatre="arland") as other:
        again = a_war(other, arland)
        for kind in BRIEFS:
            drawn = picture(Reader(ledger, arland), END, None)
            assert written(kind, brief, drawn) == written(kind, again, picture(Reader(other, arland), END, None))
    assert json.dumps(brief.as_json()) == json.dumps(again.as_json())


def test_figures_of_one_kind_place_and_time_are_a_range(ledger, arland):
    (figure,) = a_war(ledger, arland).figures
    assert (figure.low, figure.best, figure.best_high, figure.high, figure.more) == (12, 15, 15, 15, False)
    assert [(one.text, one.by.outlet) for one in figure.told] == [
        ("fifteen", "Inland Daily"),
        ("twelve", "Harbour Post"),
    ]


def test_the_best_figure_is_that_of_most_voices_and_a_voice_counts_once(ledger, arland):
    brief = kept(
        ledger, arland,
        hurt("ten died, the League said", 10, high=10, said_by="coastal-league"),
        hurt("ten died, the League said again", 10, high=10, said_by="coastal-league", outlet="Inland Daily"),
        hurt("thirty died, a doctor counted", 30, outlet="Arland Observatory"),
        hurt("thirty dead in all that evening", 30, outlet="Harbour Agency"),
    )  # fmt: skip
    (figure,) = brief.figures
    assert len(figure.told) == 3
    assert (figure.low, figure.best, figure.best_high, figure.high, figure.more) == (10, 30, None, 30, True)
    assert len(figure.claims) == 4


def test_unlike_figures_stand_apart(ledger, arland):
    brief = kept(
        ledger, arland,
        hurt("five people died", 5, high=5, whose="people"),
        hurt("six soldiers died", 6, high=6, whose="soldiers"),
        hurt("seven people were hurt", 7, high=7, of=CountOf.INJURED, whose="people"),
        hurt("ninety people died so far", 90, high=90, mode=CountMode.CUMULATIVE, whose="people"),
        hurt("eight people died later", 8, high=8, day=START + timedelta(days=3), whose="of people"),
        hurt("nine people died elsewhere", 9, high=9, whose="people", place="orsk"),
    )  # fmt: skip
    assert sorted(one.best for one in brief.figures) == [5, 6, 7, 8, 9, 90]
    assert {one.best for one in brief.figures if one.so_far} == {90}


def test_a_denied_figure_is_told_as_denied_and_plans_are_none(ledger, arland):
    brief = kept(
        ledger, arland,
        hurt("five people died", 5, high=5),
        hurt("nobody of the five died", 5, high=5, status=Status.DENIED, outlet="Army Bulletin"),
        hurt("forty will be freed", 40, high=40, of=CountOf.RETURNED, status=Status.PLANNED),
        hurt("fifty denied only", 50, high=50, status=Status.DENIED, place="orsk"),
        hurt("sixty were killed years ago", 60, high=60, day=date(2029, 1, 1)),
    )  # fmt: skip
    (figure,) = brief.figures
    assert [one.outlet for one in figure.denied] == ["Army Bulletin"]
    assert (figure.low, figure.high) == (5, 5)


def test_killed_and_injured_told_as_one_figure_are_never_deaths(ledger, arland):
    text = "dozens were killed or hurt"
    report = a_report(text, published=START)
    counts = tuple(
        Count(of=of, low=24, high=None, text="dozens", span=at(text, "dozens"), combined=True) for of in (CountOf.KILLED, CountOf.INJURED)
    )  # fmt: skip
    brief = kept(
        ledger, arland, Entry(report=report, claims=(a_claim(report, verb="casualties", actor="", counts=counts),))
    )
    assert [one.combined for one in brief.figures] == [True]
    assert "killed or injured" in written("md", brief)


def test_a_figure_of_several_places_stands_once(ledger, arland):
    text = "nine died in Velin and Orsk"
    report, figure = (
        a_report(text, published=START),
        Count(of=CountOf.KILLED, low=9, high=9, text="nine", span=at(text, "nine")),
    )
    claims = tuple(a_claim(report, verb="casualties", actor="", place=place, finding="f" * 32, counts=(figure,)) for place in ("velin", "orsk"))  # fmt: skip
    (one,) = kept(ledger, arland, Entry(report=report, claims=claims)).figures
    assert one.names == ("Orsk", "Velin")


def test_a_claim_of_the_desk_and_its_undoing_are_seen(ledger, arland):
    a_war(ledger, arland)
    claim = next(one for one in ledger.claims() if one.counts)
    for number, (ruling, changes, places) in enumerate(
        (
            (Ruling.CORRECT, (("place", "orsk"),), {"orsk", "velin"}),
            (Ruling.CORRECT, (("day", "2031-05-01"),), {"velin"}),
        )
    ):
        moment = a_report(published=date(2031, 4, 1 + number)).received
        ledger.decide(
            Decision(
                id=f"d{number}" * 8, by="A. Desk", at=moment, about=claim.id, ruling=ruling, reason="r", changes=changes
            )
        )
        found = ask.figures(ledger, arland, START, END)
        assert {place for one in found for place in one.places} == places


def test_who_speaks_is_no_place_that_nobody_knows(ledger, arland):
    brief = kept(
        ledger, arland,
        nowhere("Nowhere-on-Sea", date(2031, 3, 15)),
        nowhere("Nowhere-on-Sea", date(2031, 3, 16), outlet="Inland Daily"),
        nowhere("Arland Observatory", date(2031, 3, 15)),  # a source of the theatre
        nowhere("Coastal League fighters", date(2031, 3, 15)),  # a party
        nowhere("Hilltop Wire", date(2031, 3, 15), outlet="Hilltop Wire"),  # an outlet no theatre lists
        nowhere("Quay Watch", date(2031, 3, 15), speaker="Quay Watch"),  # who says it
    )  # fmt: skip
    assert [line.words.partition(",")[0] for line in brief.unplaced.lines] == ["“Nowhere-on-Sea”"]
    assert "named 2 times in 2 reports" in brief.unplaced.lines[0].words
    assert [(one.name, one.times) for one in desk.queue(ledger, arland) if one.kind == "name"] == [
        ("Nowhere-on-Sea", 2)
    ]


@pytest.mark.parametrize(("first", "last"), [(END, START), (START, START + timedelta(days=4000))])
def test_days_that_make_no_brief_are_refused(ledger, arland, first, last):
    a_war(ledger, arland)
    with pytest.raises(BadSetting):
        ask.brief(ledger, arland, first, last)


def test_an_empty_record_has_no_brief(ledger, arland):
    with pytest.raises(EmptyLedger):
        ask.brief(ledger, arland, START, END)


class Seen(HTMLParser):
    """Every tag of a page, and its words."""

    def __init__(self):
        super().__init__()
        self.tags, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def hostile(ledger, arland):
    voice = Voice(text=NASTY)
    report = a_report(
        f"twelve died. {NASTY}",
        outlet=NASTY,
        published=START,
        title=NASTY,
        url='https://news.example/"><script>',
        ref=NASTY,
    )
    figure = Count(of=CountOf.KILLED, low=12, high=12, text=NASTY, span=at(report.text, "twelve"))
    long = a_report("W" * 100_000, outlet="V" * 100_000, published=START, url="javascript:ran()")
    return kept(
        ledger, arland,
        Entry(report=report, claims=(a_claim(report, voices=(voice, voice)), a_claim(report, verb="casualties", actor="", counts=(figure,), voices=(voice,)))),
        Entry(report=long, claims=(a_claim(long, place="orsk", voices=(Voice(text="U" * 100_000),)),)),
        nowhere(NASTY, date(2031, 3, 15)),
    )  # fmt: skip


def nothing_runs(page):
    seen = Seen()
    seen.feed(page)
    allowed = {
        "html", "head", "meta", "title", "style", "body", "main", "section", "figure", "h1", "h2", "p", "ul", "ol", "li", "sup", "a",
        "div", "table", "thead", "tbody", "tr", "th", "td", "span", "code", "svg", "rect", "path", "g", "circle", "text",
    }  # fmt: skip
    assert {tag for tag, _ in seen.tags} <= allowed
    for tag, attrs in seen.tags:
        assert not [name for name in attrs if name.startswith("on")], (tag, attrs)
        address = attrs.get("href", "#")
        assert address.startswith(("#", "https://news.example/")), address
    words = " ".join(seen.words)
    assert "\u202e" not in page
    assert "<script>ran()" in words
    return seen


def test_no_words_of_a_report_are_markup_in_html(ledger, arland):
    brief = hostile(ledger, arland)
    page = written("html", brief, picture(Reader(ledger, arland), END, None))
    seen = nothing_runs(page)
    assert [tag for tag, _ in seen.tags].count("style") == 1
    assert len(page) < 1_000_000
    policy = next(attrs["content"] for tag, attrs in seen.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")


def test_no_words_of_a_report_are_markup_in_markdown(ledger, arland):
    text = written("md", hostile(ledger, arland))
    assert "\u202e" not in text
    for flavour in ("commonmark", "gfm-like"):
        parser = MarkdownIt(flavour, {"html": True, "linkify": False}).enable("table")
        tokens = [inner for one in parser.parse(text) for inner in (one, *(one.children or ()))]
        kinds = {one.type for one in tokens}
        assert not kinds & {
            "html_inline",
            "html_block",
            "image",
            "code_inline",
            "fence",
            "code_block",
            "strong_open",
            "s_open",
        }
        links = {one.attrs["href"] for one in tokens if one.type == "link_open"}
        assert links <= {"https://news.example/%22%3E%3Cscript%3E"}
    columns = {line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("| ")}
    assert columns <= {3, 8}
    assert not re.search(r"(?<!\\)[${}]|www\.|https?://evil", text)


def test_the_map_in_a_brief_needs_nothing_else(ledger, arland):
    hostile(ledger, arland)
    drawn = picture(Reader(ledger, arland), END, None)
    root = ET.fromstring(drawn)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    for one in root.iter():
        assert not {"href", "class", "style"} & one.attrib.keys()
        assert "var(" not in "".join(one.attrib.values())
    page = written("md", ask.brief(ledger, arland, START, END), drawn)
    assert "](data:image/svg+xml;base64," in page
