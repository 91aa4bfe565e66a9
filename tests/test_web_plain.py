"""The map room where little is there: no script, no WebGL; and where it was away for a while."""

from __future__ import annotations

import json

import pytest

from browser import browsing, command, needs_a_browser, served

pytestmark = [needs_a_browser, pytest.mark.slow, pytest.mark.timeout(600)]
FIRST = {
    "text": "The Coastal League captured the town of Velin on Tuesday, a monitor in Korsk said.",
    "published": "2031-03-12T09:00:00Z",
    "outlet": "Harbour Post",
}
SECOND = {
    "text": "The Northern Army captured the town of Orsk on Thursday, a monitor in Korsk said.",
    "published": "2031-03-14T09:00:00Z",
    "outlet": "Harbour Post",
}

THIRD = {
    "text": "The Northern Army captured the village of Kessin on Thursday, a monitor in Korsk said.",
    "published": "2031-03-14T12:00:00Z",
    "outlet": "Harbour Post",
}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path
    for name, row in (("first", FIRST), ("second", SECOND), ("third", THIRD)):
        (folder / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    command("add", "first.jsonl", "--theatre", "arland", "--ledger", "a.db", folder=folder)
    return folder


def test_without_a_script_the_map_is_drawn_and_the_clocks_are_a_form(folder):
    with served(folder, "a.db") as (_, link), browsing(link, java_script_enabled=False) as seen:
        page = seen.page
        assert page.locator(".drawing a.mark").count() == 1
        page.locator("#on").fill("2031-03-01")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**on=2031-03-01**")
        assert page.locator(".drawing a.mark").count() == 0
        seen.go("/?on=2031-03-12")
        page.locator(".as-table a").first.click()
        assert "Coastal League" in page.locator(".answer").inner_text()


def test_without_webgl_the_drawing_follows_the_clocks(folder):
    with served(folder, "a.db") as (_, link), browsing(link, arguments=["--no-sandbox", "--disable-3d-apis"]) as seen:
        page = seen.page
        seen.go("/?on=2031-03-12")
        page.locator("#on-slider").focus()
        seen.until("!document.getElementById('on-slider').hidden")
        page.locator("#on-slider").evaluate("(one) => { one.value = one.min; one.dispatchEvent(new Event('input')); }")
        seen.until(
            "document.querySelectorAll('.drawing a.mark').length >= 0 && document.getElementById('still').dataset.drawn === ''"
        )
        page.locator("#on").fill("2031-03-12")
        page.locator("#on").dispatch_event("change")
        page.locator(".drawing a.mark").first.wait_for(state="attached")
        page.locator(".drawing a.mark").first.dispatch_event("click")
        page.locator("#place h2").wait_for()
        assert page.locator("#place h2").inner_text() == "Velin"
        assert seen.wrong == []


def test_without_webgl_areas_are_drawn_by_the_room(folder):
    with served(folder, "a.db") as (_, link), browsing(link, arguments=["--no-sandbox", "--disable-3d-apis"]) as seen:
        page = seen.page
        seen.go("/?on=2031-03-12")
        seen.until("!document.getElementById('on-slider').hidden")
        areas = ".drawing > path.cell, .drawing > path[fill^='url(#h']"
        assert page.locator(areas).count() == 0
        page.locator("#areas").focus()
        page.keyboard.press("Space")
        page.locator(areas).first.wait_for(state="attached")
        assert page.locator(areas).count() == 1
        assert seen.wrong == []


def test_an_open_page_sees_what_is_added_and_outlives_the_server(folder):
    with served(folder, "a.db") as (first, link):
        port = int(link.split("/")[2].rpartition(":")[2])
        with browsing(link, arguments=["--no-sandbox", "--disable-3d-apis"]) as seen:
            page = seen.page
            session = page.context.cookies()[0]
            assert (session["httpOnly"], session["sameSite"]) == (True, "Lax")
            seen.go("/?on=2031-03-14")
            seen.until("!document.getElementById('on-slider').hidden")
            command("add", "second.jsonl", "--ledger", "a.db", folder=folder)
            seen.until("document.querySelectorAll('.drawing a.mark').length === 2")
            assert seen.wrong == []
            first.kill()
            first.wait()
            page.wait_for_timeout(1500)
            with served(folder, "a.db", port) as (_, _):
                command("add", "third.jsonl", "--ledger", "a.db", folder=folder)
                seen.until("document.querySelectorAll('.drawing a.mark').length === 3")
                assert seen.values("/map.json?on=2031-03-14")["states"] == {"held": 3}
