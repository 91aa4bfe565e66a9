"""The fingerprint of a wording, from which copies are recognised without keeping their texts side by side."""

from __future__ import annotations

import re
import struct

from whoholds.spelling import fold

VALUES = 128  # the standard error of an estimated likeness of .8 is sqrt(.8 * .2 / 128) = .035
SHINGLE = 3  # words; shorter ones are shared by any two war reports, longer ones break at each edited word
FEWEST_WORDS = 20  # below, one changed word moves the estimate by more than its standard error
SEED = 20240229  # any fixed number: it must only never change
_WORD = re.compile(r"\w+")


def signature(text: str) -> bytes:
    """MinHash of the three-word shingles of the folded text: 128 values, uint32, little-endian: 512 bytes.

    Two texts share shingles in about the proportion of values that are equal at the same position. Case, accents,
    punctuation and line breaks do not count. Empty for fewer than 20 words. The same on every machine and in every
    process; another major version of rensa's algorithm would be another fingerprint.
    """
    words = _WORD.findall(fold(text))
    if len(words) < FEWEST_WORDS:
        return b""
    from rensa import RMinHash

    sketch = RMinHash(VALUES, SEED)
    sketch.update({" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)})
    return struct.pack(f"<{VALUES}I", *sketch.digest())
