"""Killed in the middle of rulings and of reading: whatever was acknowledged is kept, and the chain holds."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from browser import COMES_IN, command, environment, served
from whoholds.keep import open_ledger

pytestmark = pytest.mark.timeout(240)
ROW = {
    "text": "The Coastal League captured the town of Velin on Tuesday, a monitor in Korsk said.",
    "published": "2031-03-12T09:00:00Z",
    "outlet": "Harbour Post",
}
MORE = [
    {
        **ROW,
        "text": f"The Northern Army captured the town of Orsk on Thursday, witness {n} said.",
        "published": "2031-03-14",
    }
    for n in range(40)
]
# a person with quick hands: comes in by the link, rules again and again, prints what was acknowledged
RULES = (
    COMES_IN
    + """headers = {"cookie": cookie, "origin": f"http://{home.netloc}", "content-type": "application/json"}
for number in range(1000):
    told = {"ruling": "accept", "about": asked, "reason": f"looked {number} times", "by": "A. Desk"}
    line.request("POST", "/rulings.json", json.dumps(told), headers)
    answer = line.getresponse()
    body = json.loads(answer.read())
    if answer.status == 201:
        print(body["id"], flush=True)
    elif answer.status != 503:
        raise SystemExit(f"{answer.status} {body}")
"""
)


def test_nothing_acknowledged_is_lost_when_the_room_and_a_reader_are_killed(tmp_path):
    (tmp_path / "one.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    (tmp_path / "more.jsonl").write_text("".join(json.dumps(one) + "\n" for one in MORE), encoding="utf-8")
    command("add", "one.jsonl", "--theatre", "arland", "--ledger", "a.db", folder=tmp_path)
    with open_ledger(tmp_path / "a.db") as ledger:
        about = next(ledger.reports()).id
    with served(tmp_path, "a.db") as (room, link):
        hands = subprocess.Popen(
            [sys.executable, "-c", RULES, link, about], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        acknowledged = [hands.stdout.readline().strip() for _ in range(3)]
        adding = subprocess.Popen(
            [sys.executable, "-m", "whoholds", "add", "more.jsonl", "--ledger", "a.db"],
            cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(4)
        room.kill()
        adding.kill()
        adding.wait()
        rest, _ = hands.communicate(timeout=60)
    acknowledged += rest.split()
    with open_ledger(tmp_path / "a.db", write=True) as ledger:
        kept = [one.id for one in ledger.decisions()]
        assert set(acknowledged) <= set(kept)
        assert len(acknowledged) >= 3
        audit = ledger.verify_audit()
        assert (audit.broken, audit.decisions) == (None, len(kept))
        assert list(ledger.stats(check=True).wrong) == []
