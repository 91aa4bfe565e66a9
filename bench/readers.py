"""Fifty readers of the demo's map room at once, while reports are being added: errors, and how long they wait.

    python bench/readers.py [readers] [seconds]

Server, readers and the adding command share the machine's processors: the figures are an upper bound.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

PATHS = (
    "/map.json?on=2024-11-29",
    "/map.json?on=2024-12-01",
    "/place/ocha:C3916?on=2024-11-29",
    "/report/d24",
    "/disputes",
    "/changes",
    "/",
)
PAUSE_S = 0.5  # a reader looks at what has come before asking for more
WHOHOLDS = [sys.executable, "-m", "whoholds"]


def main(readers=50, seconds=60):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*WHOHOLDS, "demo", "--ledger", "d.db"], cwd=folder, check=True, capture_output=True)
        with subprocess.Popen(
            [*WHOHOLDS, "serve", "--ledger", "d.db", "--port", "0", "--print-url"],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        ) as room:
            home = urlsplit(room.stdout.readline().strip())
            line = http.client.HTTPConnection(home.hostname, home.port)
            line.request("GET", home.path)
            answer = line.getresponse()
            answer.read()
            cookie = answer.headers["set-cookie"].partition(";")[0]
            until, waits, wrong, lock = time.monotonic() + seconds, [], [], threading.Lock()

            def read(number):
                mine = http.client.HTTPConnection(home.hostname, home.port, timeout=30)
                at = number
                while time.monotonic() < until:
                    path, start = PATHS[at % len(PATHS)], time.perf_counter()
                    mine.request("GET", path, headers={"cookie": cookie})
                    told = mine.getresponse()
                    told.read()
                    with lock:
                        waits.append(1000 * (time.perf_counter() - start))
                        if told.status != 200:
                            wrong.append((path, told.status))
                    at += 1
                    time.sleep(PAUSE_S)

            threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
            for one in threads:
                one.start()
            added = 0
            while time.monotonic() < until:
                row = {
                    "text": f"Syrian government forces left Ma'arat al-Numan on Friday, witness {added} said.",
                    "published": "2024-12-01",
                    "outlet": "Levant Monitor",
                }
                (Path(folder) / "new.jsonl").write_text(json.dumps(row))
                subprocess.run(
                    [*WHOHOLDS, "add", "new.jsonl", "--ledger", "d.db"], cwd=folder, check=True, capture_output=True
                )
                added += 1
            for one in threads:
                one.join()
            waits.sort()
            p99 = waits[int(len(waits) * 0.99)]
            print(
                f"{readers} readers, {seconds} s, {added} reports added meanwhile: {len(waits)} answers, {len(wrong)} errors"
            )
            print(f"median {statistics.median(waits):.0f} ms, p99 {p99:.0f} ms, most {waits[-1]:.0f} ms")
            room.terminate()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
