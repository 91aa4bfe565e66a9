"""The quick bench that every change runs: reading quality on the coded reports, speed as a ratio, against pinned floors.

    python bench/quick.py [--update]

Under three minutes on two cores. Floors stand in bench/floors.json beside a hash of the exam (the coded claims), so
that neither can slip unseen; ``--update`` pins today's figures, less the margin. Says plainly when the shared data is
absent, and then measures nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
MARGIN = 0.01  # a figure may fall by so much before the bench fails: about two claims in the smaller set
FIGURES = ("control", "control_actor", "place", "claims", "casualties")


def exam(gold: Path) -> str:
    """One hash of the coded claims."""
    total = hashlib.sha256()
    for file in sorted(gold.glob("*/gold/*.json")):
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--update", action="store_true", help="pin today's figures")
    args = cli.parse_args()
    gold = HERE.parents[1] / "shared" / "gold"
    if not gold.exists():
        print("quick bench: the shared gold folder is absent; nothing was measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        subprocess.run([sys.executable, str(HERE / "quality.py"), "--json", str(out)], check=True)
        figures = json.loads(out.read_text(encoding="utf-8"))
    subprocess.run([sys.executable, str(HERE / "speed.py"), "--reports", "80", "--rounds", "1"], check=True)
    found = {
        f"{part}/{name}": round(result["overall"][name]["f1"], 4)
        for part, result in figures.items()
        if part.endswith("/all")
        for name in FIGURES
    }
    found |= {f"{part}/evidence_valid": result["overall"]["evidence_valid"] for part, result in figures.items()}
    if args.update:
        pinned = {
            key: round(value - MARGIN, 4) if "valid" not in key else value for key, value in sorted(found.items())
        }
        FLOORS.write_text(json.dumps({"exam": exam(gold), "floors": pinned}, indent=1) + "\n", encoding="utf-8")
        return
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if pinned["exam"] != exam(gold):
        sys.exit("quick bench: the coded claims are not those the floors were pinned on; look, then --update")
    low = {key: (found.get(key), floor) for key, floor in pinned["floors"].items() if (found.get(key) or 0.0) < floor}
    for key, (value, floor) in low.items():
        print(f"below its floor: {key} {value} < {floor}")
    if low:
        sys.exit(1)
    print(f"quick bench: all {len(pinned['floors'])} figures at or above their floors")


if __name__ == "__main__":
    main()
