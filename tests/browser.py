"""A served room and a browser that looks at it. Tests skip, and say why, where there is no Chromium."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js.gz"
# the first lines of a person told as a script: comes in by the link that is its first word, and is asked about the second
COMES_IN = """
import http.client, json, sys, urllib.parse
link, asked = sys.argv[1:]
home = urllib.parse.urlsplit(link)
line = http.client.HTTPConnection(home.hostname, home.port, timeout=60)
line.request("GET", home.path)
answer = line.getresponse()
answer.read()
cookie = answer.headers["set-cookie"].partition(";")[0]
"""
needs_a_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER: install chromium to test the map room's pages"
)
SOFTLY = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
PATIENCE_MS = 60_000  # a live map drawn by a busy processor


def command(*words, folder):
    """Run a command of ours to its end."""
    subprocess.run(
        [sys.executable, "-m", "whoholds", *words], cwd=folder, env=environment(), check=True, capture_output=True
    )


def environment():
    return {**{k: v for k, v in os.environ.items() if not k.startswith("WHOHOLDS_")}, "PYTHONUTF8": "1"}


@contextmanager
def served(folder, ledger, port=0):
    """A served ledger: its process and the one-use address."""
    words = [sys.executable, "-m", "whoholds", "serve", "--ledger", ledger, "--port", str(port), "--print-url"]
    process = subprocess.Popen(
        words, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=20)


class Watched:
    """A page of the room and all that it asked for and complained of."""

    def __init__(self, context, link):
        self.home = link.partition("/enter/")[0]
        self.wrong, self.outside = [], []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on(
            "console", lambda told: self.wrong.append(told.text) if told.type in {"error", "warning"} else None
        )
        self.page.on("pageerror", lambda told: self.wrong.append(str(told)))
        self.page.on("dialog", lambda told: (self.wrong.append(f"dialog {told.message}"), told.dismiss()))
        self.page.on("request", self._asked)
        self.page.goto(link)

    def _asked(self, request):
        if not request.url.startswith((f"{self.home}/", "blob:", "data:")):
            self.outside.append(request.url)

    def go(self, path):
        return self.page.goto(f"{self.home}{path}", wait_until="load")

    def until(self, expression, arg=None):
        """Wait for an expression to be true: asked again and again, since the policy of the page forbids eval in it."""
        for _ in range(PATIENCE_MS // 100):
            if self.page.evaluate(expression, arg):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never came true: {expression}")

    def values(self, path):
        """What a ``.json`` page gives, asked as the page itself would."""
        return json.loads(self.page.evaluate("async (path) => (await fetch(path)).text()", path))

    def faults(self):
        """Serious accessibility faults of the page as it stands, in words."""
        self.page.evaluate(gzip.decompress(AXE.read_bytes()).decode("utf-8"))
        found = self.page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]


@contextmanager
def browsing(link, *, width=1280, height=800, dark=False, arguments=SOFTLY, **more):
    """A page that has come in by the link."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(arguments))
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **more)
        yield Watched(context, link)
        browser.close()
