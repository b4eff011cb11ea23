"""Number words of a text as digits: text2num reads them, and what it leaves to its caller is here.

'forty-eight million' -> '48 million', 'two and a half' -> '2.5', 'half an hour' -> '0.5 hour', 'two dozen' ->
'24', 'half past three' -> '3:30', 'hundreds of men' -> 'numerous of men'.
"""

from __future__ import annotations

import re
from functools import lru_cache

_FEW = {
    "zero": "0",
    "nil": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "first": "1st",
    "third": "3rd",
    "thirds": "3rds",
}
"""What text2num leaves as it is where it stands alone; "second" is left, which may be a moment."""
_BIG = re.compile(r"\b(million|billion|trillion)\b", re.I)
"""Kept, so that "two to three million" does not lose what the two are."""
_KEPT = {"million": "mln", "billion": "bln", "trillion": "trn"}
_BACK = {short: name for name, short in _KEPT.items()}
_STEPS: tuple[tuple[str, str], ...] = (
    (r"\bnoon\b", "12:00 pm"),
    (r"\bmidnight\b", "0:00"),
    (r"(?<=[^\W\d_])-(?=[^\W\d_])", " "),
    (r"\b(?:ten|dozen|hundred|thousand|million|billion|trillion)s\b", "numerous"),
)
_LATER: tuple[tuple[str, str], ...] = (
    (rf"\b(?:{'|'.join(_FEW)})\b", "few"),
    (r"\b(1[1-9]|20) (\d\d)\b(?! ?[%°])", r"\1\2"),  # "nineteen ninety-five"
    (r"\b(\d+) and a half\b", r"\1.5"),
    (r"\b(?:an?|1) ([^\W\d_]+) and a half\b", r"1.5 \1"),
    (r"\bhalf past (\d{1,2})\b(?!:)", r"\1:30"),
    (r"\b(\d+) o['’]clock\b", r"\1:00"),
    (r"\bhalf an? (?=[^\W\d_])", "0.5 "),
    (r"\ban? (?=(?:dozen|minute|hour|day|week|month|year|decade|century)\b)", "1 "),
)


@lru_cache(maxsize=2_000)
def folded(text: str) -> str:
    """A text with its number words as digits; hyphens inside words become spaces."""
    from text_to_num import alpha2digit

    for pattern, put in _STEPS:
        text = re.sub(pattern, put, text, flags=re.I)
    text = str(alpha2digit(_BIG.sub(lambda big: _KEPT[big[0].lower()], text), "en"))
    for pattern, put in _LATER:
        text = re.sub(pattern, (lambda few: _FEW[few[0].lower()]) if put == "few" else put, text, flags=re.I)
    text = re.sub(r"\b(\d+) dozen\b", lambda many: str(12 * int(many[1])), text, flags=re.I)
    return re.sub(r"\b(?:mln|bln|trn)\b", lambda short: _BACK[short[0]], text)
