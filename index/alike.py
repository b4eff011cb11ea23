"""Whether two articles are much the same text, as one agency's story in two outlets is.

Compared are runs of words ("shingles": Broder 1997, https://doi.org/10.1109/SEQUEN.1997.666900), and by the
shorter text: an outlet may have cut the story, or put it into a longer one.
"""

from __future__ import annotations

import re
from functools import lru_cache

RUN = 5
"""Words of a run."""
LEAST = 0.5
"""Share of the shorter text's runs in the other one from which the two are twins."""
LEAST_WORDS = 12
"""Words under which a text is too short to be anybody's twin."""

_WORD = re.compile(r"\w+")


def alike(one: str, other: str) -> float:
    """Share, 0 to 1, of the shorter text's runs of five words that stand in the other; 0 for short texts."""
    runs = sorted((_runs(one), _runs(other)), key=len)
    return len(runs[0] & runs[1]) / len(runs[0]) if runs[0] else 0.0


@lru_cache(maxsize=16)  # a new article is compared with several
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = [match.group().casefold() for match in _WORD.finditer(text)]
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
