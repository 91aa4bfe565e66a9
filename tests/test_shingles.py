"""The fingerprint of a wording: near copies share it, other stories do not, and every process makes the same."""

import hashlib
import struct
import subprocess
import sys

from whoholds.read.shingles import VALUES, signature

STORY = (
    "Northern Army units entered the village of Korsk on Friday morning, the district council said in a statement. "
    "Residents had left for Velin two days earlier, when the bridge over the Sorna was closed to traffic. The Coastal "
    "League did not comment. An ambulance driver said the road to the harbour was still open in the afternoon."
)


def alike(one, other):
    ours, theirs = (struct.unpack(f"<{VALUES}I", signature(text)) for text in (one, other))
    return sum(a == b for a, b in zip(ours, theirs, strict=True)) / VALUES


def test_case_accents_and_punctuation_do_not_count():
    assert alike(STORY, STORY.upper().replace(",", "\n").replace("Kor", "Kór")) == 1.0


def test_one_changed_word_leaves_it_nearly_the_same():
    assert 0.8 < alike(STORY, STORY.replace("ambulance", "delivery")) < 1.0


def test_another_story_is_another_fingerprint():
    other = (
        "The harbour council of Velin has approved the budget for next year after a long debate about the ferry, " * 2
    )
    assert alike(STORY, other) < 0.05


def test_a_text_too_short_has_none():
    assert signature(" ".join(STORY.split()[:19])) == b""
    assert len(signature(" ".join(STORY.split()[:20]))) == 4 * VALUES


def test_every_process_makes_the_same():
    code = f"import hashlib; from whoholds.read.shingles import signature; print(hashlib.sha256(signature({STORY!r})).hexdigest())"
    ran = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert ran == {hashlib.sha256(signature(STORY)).hexdigest()}
