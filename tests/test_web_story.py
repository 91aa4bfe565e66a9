"""The story of the map room, as a person lives it: scrub, click, read, follow the words, look back, correct, take back."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest

from browser import browsing, command, needs_a_browser, served

pytestmark = [needs_a_browser, pytest.mark.slow, pytest.mark.timeout(600)]
SARAQIB = "ocha:C3916"
PAGES = (
    f"/place/{SARAQIB}?on=2024-11-29", "/report/d24", "/changes", "/disputes?on=2024-11-28", "/brief?from=2024-11-27&to=2024-12-08", "/sources", "/search?q=Saraqib",
    "/unplaced", "/review", "/rulings",
)  # fmt: skip


@pytest.fixture
def demo(room):
    room.wrong.clear()
    room.outside.clear()
    return room


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    command("demo", "--ledger", "demo.db", folder=folder)
    with served(folder, "demo.db") as (_, link), browsing(link) as seen:
        yield seen


def test_the_story_in_one_sitting(demo):
    page = demo.page
    demo.go("/")
    demo.until("window.room !== undefined")
    # scrub to 29 November
    page.locator("#on-slider").evaluate(
        "(one, day) => { one.value = Math.round(Date.parse(day) / 864e5); one.dispatchEvent(new Event('input')); }",
        "2024-11-29",
    )
    demo.until("document.getElementById('on-text').textContent === '2024-11-29'")
    # click Saraqib
    at = next(row for row in demo.values("/places.json")["places"] if row[0] == SARAQIB)
    page.evaluate("([lon, lat]) => window.room.map.jumpTo({ center: [lon, lat], zoom: 11 })", at[2:4])
    demo.until("window.room.map.loaded() && window.room.map.areTilesLoaded()")
    box = page.locator("#live").bounding_box()
    spot = page.evaluate("(at) => { const found = window.room.map.project(at); return [found.x, found.y]; }", at[2:4])
    page.wait_for_timeout(500)
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    panel = page.locator("#place")
    panel.get_by_role("heading", name="Saraqib").wait_for()
    now = panel.locator(".answer strong").inner_text()
    assert "Military Operations Command" in now
    # the address gives the same screen
    assert "on=2024-11-29" in page.url
    assert f"place={SARAQIB.replace(':', '%3A')}" in page.url
    # look back: as known before
    page.locator("#known").fill("2024-11-28")
    page.locator("#known").dispatch_event("change")
    demo.until("document.getElementById('known-text').textContent.includes('2024-11-28')")
    demo.until("(now) => document.querySelector('#place .answer strong')?.textContent !== now", arg=now)
    assert "Syrian government" in panel.locator(".answer strong").inner_text()
    page.locator("#known").fill("")
    page.locator("#known").dispatch_event("change")
    demo.until("(now) => document.querySelector('#place .answer strong')?.textContent === now", arg=now)
    # read the quote, follow it to the report
    quote = panel.locator(".quote a").first
    words = quote.inner_text()
    quote.click()
    page.wait_for_url("**/report/**")
    page.locator("mark.lit").first.wait_for()
    assert words in " ".join(page.locator(".text").inner_text().split())
    assert page.locator("mark.lit").first.inner_text() in words
    assert demo.wrong == []
    assert demo.outside == []


def test_a_correction_in_the_queue_moves_the_map_and_an_undo_moves_it_back(demo):
    page, on = demo.page, "2024-11-29"
    demo.go(f"/review?on={on}")
    decisive = page.locator(".item.claim", has=page.locator(".tag.strong")).filter(has_text="Saraqib").first
    before = demo.values(f"/map.json?on={on}")["cells"]
    decisive.get_by_text("Correct", exact=True).first.click()
    form = decisive.locator("form", has=page.locator("input[value=correct]"))
    form.get_by_label("Status").select_option("planned")
    form.get_by_label("Reason").fill("The words speak of a plan")
    form.get_by_label("Your name").fill("A. Desk")
    form.get_by_role("button", name="Correct").click()
    page.locator(".flash").wait_for()
    corrected = demo.values(f"/map.json?on={on}")["cells"]
    cell = {one[0]: one for one in corrected}[SARAQIB]
    assert cell != {one[0]: one for one in before}[SARAQIB]
    assert page.locator(".flash input.signed").input_value() == "A. Desk"
    page.locator(".flash").get_by_role("button", name="Undo").click()
    page.locator(".flash").wait_for()
    assert demo.values(f"/map.json?on={on}")["cells"] == before
    told = demo.values("/rulings.json")
    assert [one["counts"] for one in told["rows"]][-2:] == [False, True]
    assert told["audit"]["broken"] is None
    assert demo.wrong == []


@pytest.mark.parametrize("path", ["/", "/?areas=1", *PAGES])
def test_no_page_has_a_serious_accessibility_fault(demo, path):
    demo.go(path)
    if path[:2] in {"/", "/?"}:
        demo.until("window.room !== undefined")
    assert demo.faults() == []


@pytest.mark.parametrize("path", ["/", "/?areas=1", *PAGES])
def test_no_page_is_wider_than_a_phone(demo, path):
    demo.page.set_viewport_size({"width": 390, "height": 844})
    demo.go(path)
    wide = demo.page.evaluate("document.documentElement.scrollWidth")
    demo.page.set_viewport_size({"width": 1280, "height": 800})
    assert wide <= 390


def test_areas_are_off_until_asked_for_by_keyboard_and_stay_in_the_link(demo):
    page = demo.page
    demo.go("/?on=2024-12-03")
    demo.until("window.room !== undefined")
    asked = "window.room.map.queryRenderedFeatures({ layers: ['areas', 'areas-hatched'] })"
    assert page.evaluate(f"{asked}.length") == 0
    assert not page.locator("#areas-note").is_visible()
    page.locator("#areas").focus()
    page.keyboard.press("Space")
    demo.until(f"{asked}.length > 0")
    assert page.locator("#areas-note strong").inner_text() == "interpolated"
    assert "areas=1" in page.url
    seen = page.evaluate(f"Object.fromEntries({asked}.map((one) => [one.properties.place, one.properties.look]))")
    drawn = {one["place"]: one["look"] for one in demo.values("/drawing.json?on=2024-12-03&areas=1")["areas"]}
    assert seen.items() <= drawn.items()
    assert set(seen.values()) >= {"solid", "hatched"}
    page.reload()
    demo.until(f"window.room !== undefined && {asked}.length > 0")
    page.locator("#areas").focus()
    page.keyboard.press("Space")
    demo.until(f"{asked}.length === 0")
    assert "areas" not in page.url
    assert demo.wrong == []


def test_the_map_can_be_driven_by_keyboard_alone(demo):
    page = demo.page
    demo.go("/?on=2024-11-29")
    demo.until("window.room !== undefined")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#on-slider").focus()
    page.keyboard.press("ArrowLeft")
    demo.until("document.getElementById('on-text').textContent === '2024-11-28'")
    page.locator(".as-table a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/**")
    assert demo.wrong == []


def test_the_link_to_this_very_view_fixes_both_clocks_the_place_and_the_ground(demo):
    page = demo.page
    demo.go(f"/?on=2024-11-29&place={SARAQIB}&at=36.9,35.9,8.3")
    demo.until("window.room !== undefined")
    page.locator("#place h2").wait_for()
    demo.until("document.getElementById('this-view').href.includes('place=')")
    link = page.locator("#this-view").get_attribute("href")
    said = page.locator("#place .answer").inner_text()
    assert f"known={quote_plus(demo.values('/index.json')['fixed'])}" in link
    assert "at=36.900" in link
    demo.go(link)
    page.locator("#place h2").wait_for()
    assert page.locator("#place .answer").inner_text() == said
    assert page.locator("#on-text").inner_text() == "2024-11-29"
    assert demo.wrong == []


def test_a_place_asked_about_is_not_hidden_by_its_panel_on_a_phone(demo):
    page = demo.page
    page.set_viewport_size({"width": 390, "height": 844})
    try:
        demo.go(f"/?on=2024-11-29&place={SARAQIB}")
        demo.until("window.room !== undefined")
        page.locator("#place h2").wait_for()
        at = next(row for row in demo.values("/places.json")["places"] if row[0] == SARAQIB)
        seen = """(at) => {
          const spot = window.room.map.project(at).y + document.getElementById('live').getBoundingClientRect().top;
          const [top, bottom] = ['.legend', '#place'].map((one) => document.querySelector(one).getBoundingClientRect());
          return top.bottom < spot && spot < bottom.top;
        }"""
        demo.until(seen, arg=at[2:4])
    finally:
        page.set_viewport_size({"width": 1280, "height": 800})


def test_a_quote_beside_a_report_leads_to_its_words_and_they_lead_back(demo):
    page = demo.page
    demo.go("/report/d24")
    page.locator("#f-1 .quote a").click()
    page.locator("mark.lit").first.wait_for()
    words = page.locator("#f-1 .quote").inner_text()
    assert page.locator("mark.lit").first.inner_text() in words
    page.locator("mark[data-findings~='0'] a[href]").first.click()
    page.locator("#f-0.lit, #f-0:target").wait_for()
