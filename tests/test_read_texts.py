"""Plain text, Markdown and web pages: what is the text, what is its title, and when is it no text at all."""

import os
from datetime import UTC, date, datetime

import pytest

from whoholds.read import read
from whoholds.text import Report, Skipped

BODY = "KORSK, 14 March 2031 - Northern Army units entered the village of Korsk, the district council said.\n\nMore follows."


def one(tmp_path, name, content, **given):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (out,) = read([file], **given)
    return out


def test_the_whole_file_is_the_text_and_a_short_first_line_its_title(tmp_path):
    report = one(tmp_path, "a.txt", f"Korsk entered\r\n{BODY}\r\n")
    assert report.text == f"Korsk entered\n{BODY}\n"
    assert (report.title, report.day) == ("Korsk entered", date(2031, 3, 14))
    assert report.raw.count(b"\r") == 2


@pytest.mark.parametrize(
    ("head", "title", "outlet"),
    [
        ("# Korsk entered", "Korsk entered", ""),
        ("Mara Lind - Harbour News Agency", "", "Harbour News Agency"),
        ("Korsk entered - what we know", "Korsk entered - what we know", ""),
        ("14 March 2031", "", ""),
        ("Units entered Korsk, the council said.", "", ""),
        ("ж" * 141, "", ""),
    ],
)
def test_what_a_first_line_is(tmp_path, head, title, outlet):
    report = one(tmp_path, "a.md", f"{head}\n{BODY}")
    assert (report.title, report.outlet) == (title, outlet)
    assert report.text.startswith(head)


@pytest.mark.parametrize(
    "head",
    [
        '---\ntitle: "Korsk entered"\ndate: 2031-03-15\noutlet: Harbour Post\nlang: en\nmood: calm\n---\n',
        "Title: Korsk entered\nDate: 2031-03-15\nSource: Harbour Post\n\n",
    ],
)
def test_a_front_matter_is_read_and_left_out(tmp_path, head):
    report = one(tmp_path, "a.md", head + "Units entered Korsk.\n")
    assert (report.title, report.day, report.outlet) == ("Korsk entered", date(2031, 3, 15), "Harbour Post")
    assert report.text == "Units entered Korsk.\n"


@pytest.mark.parametrize("head", ["---\ntitle: no end\n", "Korsk: units entered\n\n", "---\n---\n", "---\n"])
def test_what_only_looks_like_a_front_matter_is_text(tmp_path, head):
    assert one(tmp_path, "a.md", head + BODY).text == head + BODY


def test_a_date_in_the_files_name_is_the_last_resort(tmp_path):
    report = one(tmp_path, "2031-03-16_korsk.txt", "Units entered Korsk.")
    assert report.published == datetime(2031, 3, 16, tzinfo=UTC)
    assert report.notes == ("no date was given; 2031-03-16, from the file's name, is used",)
    assert one(tmp_path, "2031-03-16_korsk.txt", BODY).day == date(2031, 3, 14)
    assert "no date" in one(tmp_path, "korsk.txt", "Units entered Korsk.").reason


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Korsk entered | Harbour Post</title>
<meta property="article:published_time" content="2031-03-14T17:40:00Z"><meta property="og:site_name" content="Harbour Post">
<link rel="canonical" href="https://post.example/7"></head><body><nav>Home Sport</nav><script>var secret = 1;</script>
<article><h1>Korsk entered</h1><p>{first}</p><p>{second}</p></article><footer>All rights reserved</footer></body></html>"""
FIRST = "Northern Army units entered the village of Korsk on Friday morning, the district council said in a statement."
SECOND = (
    "The Coastal League did not comment. Roads to the village were closed, and shops in the town of Velin stayed shut."
)


def test_a_page_gives_its_article_and_what_it_says_about_itself(tmp_path):
    report = one(tmp_path, "a.html", PAGE.format(first=FIRST, second=SECOND))
    assert FIRST in report.text
    assert SECOND in report.text
    assert "secret" not in report.text
    assert "rights reserved" not in report.text
    assert (report.day, report.outlet, report.language) == (date(2031, 3, 14), "Harbour Post", "en")
    assert report.published == datetime(2031, 3, 14, 17, 40, tzinfo=UTC)
    assert report.url == "https://post.example/7"
    assert "Korsk entered" in report.title
    assert b"secret" in report.raw
    assert report.extractor.startswith("trafilatura@")


def test_a_page_published_late_in_its_own_zone_keeps_its_own_day(tmp_path):
    page = PAGE.replace("2031-03-14T17:40:00Z", "2031-03-14T23:30:00-05:00").format(first=FIRST, second=SECOND)
    report = one(tmp_path, "a.html", page)
    assert report.published == datetime(2031, 3, 15, 4, 30, tzinfo=UTC)
    assert report.day == date(2031, 3, 14)


def test_a_page_without_an_article_gives_its_visible_text(tmp_path, monkeypatch):
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: None)
    report = one(
        tmp_path,
        "a.html",
        PAGE.format(first="It&rsquo;s quiet&nbsp;in <b>Kor</b>sk.", second="<br>Still."),
        defaults={"published": "2031-03-14"},
    )
    assert report.text == "Korsk entered\nIt’s quiet in Kor sk.\nStill."
    assert "all its visible text is kept" in report.notes[0]
    assert report.extractor.startswith("visible@")


def test_a_failing_extractor_is_not_the_end(tmp_path, monkeypatch):
    def broken(*_, **__):
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", broken)
    assert (
        FIRST
        in one(tmp_path, "a.html", PAGE.format(first=FIRST, second=SECOND), defaults={"published": "2031-03-14"}).text
    )


def test_a_page_in_a_declared_encoding(tmp_path):
    page = PAGE.replace("<title>", '<meta charset="windows-1251"><title>').format(
        first="Подразделения вошли в село Корск.", second=SECOND
    )
    assert "вошли в село Корск" in one(tmp_path, "a.html", page.encode("cp1251")).text


def test_pages_made_to_break_parsers_are_refused_quickly(tmp_path):
    assert "nested more than" in one(tmp_path, "a.html", "<div>" * 400_000).reason
    assert "too large" in one(tmp_path, "b.html", b"<p>" + b"x" * 5_000_001).reason
    assert "60,000 tags" in one(tmp_path, "c.html", "<p>" * 100_000).reason
    names = [f"a{n}" for n in range(200_000)]
    for sep in (" ", "/", "='<'"):
        assert "1,000 attributes" in one(tmp_path, "d.html", f"<p {sep.join(names)}>").reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"%PDF-1.7 ...", "a PDF"),
        ("a.txt", b"PK\x03\x04....", "a zip archive"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.txt", bytes(range(256)) * 40, "no text"),
        ("a.md", " \n\t\n", "empty"),
        ("a.docx", "x", "not read (.docx)"),
        ("a", "x", "no suffix"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(tmp_path, name, content, reason):
    refused = one(tmp_path, name, content)
    assert isinstance(refused, Skipped)
    assert reason in refused.reason


def test_unprintable_characters_show_as_escapes_in_an_excerpt(tmp_path):
    refused = one(tmp_path, "a.csv", b"\x1b[31mred\xe2\x80\xae,b\n1,2\n")
    assert refused.excerpt.startswith("\\x1b[31mred\\u202e,b")


def test_folders_are_walked_in_order_without_hidden_files(tmp_path):
    for name in ("b/2.txt", "a/1.txt", ".git/x.txt", "b/.hidden.txt", "3.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{name} {BODY}", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [out.text.split()[0] for out in read([tmp_path])] == ["3.txt", "a/1.txt", "b/2.txt"]


def test_what_cannot_be_opened_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    reasons = [out.reason for out in read([tmp_path, tmp_path / "gone.txt", "nul\0.txt", "-"])]
    assert reasons[:2] == ["not a regular file", "there is no such file"]
    assert "embedded null" in reasons[2]
    assert reasons[3] == "nothing is connected to it"


def test_a_report_is_the_same_however_often_it_is_read(tmp_path):
    file = tmp_path / "a.html"
    file.write_text(PAGE.format(first=FIRST, second=SECOND), encoding="utf-8")
    first, second = read([file, file])
    assert isinstance(first, Report)
    assert first == second
