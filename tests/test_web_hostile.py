"""Reports that want to run, to hide, to turn lines round or to break the page: shown on every page, and nothing happens."""

from __future__ import annotations

import json

import pytest

from browser import browsing, command, needs_a_browser, served

pytestmark = [needs_a_browser, pytest.mark.slow, pytest.mark.timeout(600)]
PLAIN = "The Coastal League captured the town of Velin on Tuesday, a monitor in Korsk said."
NASTY = {
    "script": "<script>window.ran = 1</script>",
    "handler": "<img src=x onerror=\"window.ran = 1\"><svg onload='window.ran = 1'>",
    "attribute": '" onmouseover="window.ran = 1" autofocus onfocus="window.ran = 1" x="',
    "template": "{{ 7 * 7 }}{% include 'base.html' %}${window.ran = 1}",
    "comment": "--></main></body><!-- ]]> </style></title><base href='//evil.example'>",
    "link": '<a href="javascript:window.ran = 1">x</a> [x](javascript:window.ran=1)',
    "turned": "\u202egnp.exe \u2066 \u2069\u200f \u061c end",
    "control": "a\x00b\x07c\x1b[2J\x9b31m\x7f\u2028\u2029",
    "half": "half \ud800 a pair \udc00 end",
    "marks": "Z" + "\u0301\u0308\u0330" * 400,
    "word": "W" * 1_000_000,
    "hidden": "pay\u200b\u2060\ufeffload \U000e0041\U000e0042",
    "css": "</style><style>body{display:none}</style>",
    "entity": "&lt;script&gt;window.ran=1&lt;/script&gt; &#x202e;",
}
PAGES = (
    "/?on=2031-03-12", "/?on=2031-03-12&areas=1", "/drawing", "/place/velin?on=2031-03-12", "/changes", "/disputes", "/brief?from=2031-03-08&to=2031-03-22", "/sources", "/search?q=captured",
    "/unplaced", "/review", "/rulings", "/search?q=%3Cscript%3Ewindow.ran%3D1%3C/script%3E",
)  # fmt: skip


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {
            "id": f"n-{name}",
            "text": f"{PLAIN} {nasty} Residents said League fighters seized the hamlet of {nasty[:60]} on Friday.",
            "title": nasty,
            "outlet": nasty[:500],
            "url": "javascript:window.ran=1" if name == "script" else f'https://news.example/{name}?"><script>',
            "published": f"2031-03-{12 + number % 10}T09:00:00Z",
        }
        for number, (name, nasty) in enumerate(NASTY.items())
    ]
    (folder / "nasty.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    command("add", "nasty.jsonl", "--theatre", "arland", "--ledger", "a.db", folder=folder)
    with (
        served(folder, "a.db") as (_, link),
        browsing(link, arguments=["--no-sandbox", "--disable-3d-apis"]) as watched,
    ):
        yield watched


def looked_at(seen, path):
    seen.wrong.clear()
    seen.outside.clear()
    answer = seen.go(path)
    assert answer.status in {200, 404}
    page = seen.page
    if "/?" in path:
        seen.until("!document.getElementById('on-slider').hidden")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('main').length") == 1 or path == "/drawing"
    assert (
        page.evaluate(
            "document.querySelectorAll('base, main script, main style, [onerror], [onload], [onfocus]').length"
        )
        == 0
    )
    links = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map((one) => new URL(one.href.baseVal ?? one.href, location).protocol)"
    )
    assert set(links) <= {"http:", "https:"}
    text = page.evaluate("document.body.innerText")
    assert not [one for one in text if one in "\u202e\u2066\u2069\u200f\u061c\x00\x1b\x9b\u200b\u2060\ufeff"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert seen.outside == []
    assert [one for one in seen.wrong if "status of 404" not in one] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_corpus_does_nothing_on_any_page(seen, path):
    looked_at(seen, path)


@pytest.mark.parametrize("name", NASTY)
def test_a_hostile_report_is_shown_and_does_nothing(seen, name):
    looked_at(seen, f"/report/n-{name}")
    assert "captured the town of Velin" in seen.page.locator(".text").inner_text()
    claims = seen.page.locator(".finding a.act")
    if claims.count():
        looked_at(seen, claims.first.get_attribute("href"))
