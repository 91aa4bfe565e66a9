"""Take the pictures of the map room again: the demo, on a desk and on a phone, by day and by night.

    python docs/screens.py

Needs the extra ``dev`` and Chromium. The pictures go to docs/screens/; look at them before they are committed.
"""

# ruff: noqa: INP001 - a script beside the pages it refreshes
from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

SCREENS = Path(__file__).resolve().parent / "screens"
SOFTLY = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
DESK, PHONE = (1280, 800), (390, 844)
SARAQIB = "ocha:C3916"
PICTURES = (
    ("map", DESK, "light", f"/?on=2024-11-29&place={SARAQIB}"),
    ("map-night", DESK, "dark", "/?on=2024-11-30"),
    ("place", DESK, "light", f"/place/{SARAQIB}?on=2024-11-29"),
    ("report", DESK, "light", "/report/d24"),
    ("changes", DESK, "light", "/changes?from=2024-11-29&to=2024-12-01"),
    ("disputes", DESK, "light", "/disputes?on=2024-12-01"),
    ("review", DESK, "light", "/review?on=2024-11-29"),
    ("map-areas", DESK, "light", "/?on=2024-12-05&areas=1&at=36.9,35.9,8.3"),
    ("brief", DESK, "light", "/brief?from=2024-11-27&to=2024-12-08"),
    ("sources", DESK, "light", "/sources"),
    ("map-phone", PHONE, "light", "/?on=2024-11-29"),
    ("place-phone", PHONE, "light", f"/place/{SARAQIB}?on=2024-11-29"),
)


def main() -> None:
    """Make every picture."""
    chromium = shutil.which("chromium") or sys.exit("no chromium to take pictures with")
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whoholds = [sys.executable, "-m", "whoholds"]
        subprocess.run([*whoholds, "demo", "--ledger", "demo.db"], cwd=folder, check=True, capture_output=True)  # noqa: S603
        serving = [*whoholds, "serve", "--ledger", "demo.db", "--port", "0", "--print-url"]
        with subprocess.Popen(serving, cwd=folder, stdout=subprocess.PIPE, text=True) as room:  # noqa: S603
            try:
                assert room.stdout is not None
                _take(chromium, room.stdout.readline().strip())
            finally:
                room.terminate()


def _take(chromium: str, link: str) -> None:
    home = link.partition("/enter/")[0]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=SOFTLY)
        state = browser.new_context()
        state.new_page().goto(link)
        kept = state.storage_state()
        for name, (width, height), scheme, path in PICTURES:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, storage_state=kept
            )
            page = context.new_page()
            page.goto(f"{home}{path}")
            for _ in range(600 if path.startswith("/?") else 0):
                if page.evaluate(
                    "Boolean(window.room) && window.room.map.loaded() && window.room.map.areTilesLoaded()"
                ):
                    break
                page.wait_for_timeout(100)
            page.wait_for_timeout(1000)
            page.screenshot(path=SCREENS / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
