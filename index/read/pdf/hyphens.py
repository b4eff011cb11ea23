"""Words broken at a line's end, mended: "signa-" and "tures" are one word, "well-" and "known" two."""

from __future__ import annotations

import logging
import re
from collections import Counter
from functools import cache
from pathlib import Path

log = logging.getLogger(__name__)

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_BROKEN = re.compile(r"(\w[\w’']*)-$")
_UNSPACED = re.compile(r"^[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]{2}$")
"""Two letters of a script that is written without spaces."""
_FIRST = re.compile(r"^\w[\w’']*")


class Mender:
    """Joins lines; what a hyphen at a line's end means is told by the document's own words.

    Where those say nothing, by the English words of the embedding model's vocabulary and their stems:
    a known whole is one word, two known halves are two, and what is unknown is one.

    :param text: the whole document, its lines apart.
    """

    def __init__(self, text: str) -> None:
        inner = re.sub(r"\S*-\s*\n\s*\S*", " ", text)
        self._seen = Counter(word.casefold() for word in _WORD.findall(inner))

    def join(self, before: str, after: str) -> str:
        """Two lines as one: with a space, or a broken word mended."""
        broken, first = _BROKEN.search(before), _FIRST.match(after)
        if not broken or not first or before.endswith("--"):
            return f"{before}{after}" if _UNSPACED.search(before[-1:] + after[:1]) else f"{before} {after}"
        left, right = broken.group(1), first.group()
        return f"{before}{after}" if self._keeps(left, right) else f"{before[:-1]}{after}"

    def _keeps(self, left: str, right: str) -> bool:
        """Whether the hyphen belongs to the word."""
        if not right[0].islower() and right[0].isalpha() and not left.isupper():
            return True
        if left[-1].isdigit() or right[0].isdigit() or (len(left) > 1 and left.isupper() and right.islower()):
            return True
        whole, parted = self._seen[f"{left}{right}".casefold()], self._seen[f"{left}-{right}".casefold()]
        if whole or parted:
            return parted > whole
        if len(left) < 3:  # of one letter no typesetter breaks; of two, no compound is likely
            return len(left) == 1
        left, right = left.casefold(), right.casefold()
        if _known(left + right):
            return False
        return left in _vocabulary()[0] and _known(right)


def _known(word: str) -> bool:
    from Stemmer import Stemmer

    words, stems = _vocabulary()
    return word in words or Stemmer("english").stemWord(word) in stems


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Whole English words of the built-in embedding model's tokenizer, and their stems."""
    from importlib.util import find_spec

    from Stemmer import Stemmer
    from tokenizers import Tokenizer

    from ...embed import BUILT_IN_PACKAGE

    spec = find_spec(BUILT_IN_PACKAGE)
    if spec is None or spec.origin is None:
        log.warning("%s is missing: words broken at a line's end are mended without a list", BUILT_IN_PACKAGE)
        return frozenset(), frozenset()
    file = next(Path(spec.origin).parent.rglob("tokenizer.json"))
    words = sorted(word for word in Tokenizer.from_file(str(file)).get_vocab() if word.isalpha())
    return frozenset(words), frozenset(Stemmer("english").stemWords(words))
