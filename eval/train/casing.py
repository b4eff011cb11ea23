"""Which English words are written small inside a sentence: `python -m eval.train.casing DATA`.

A word at the head of a sentence is capitalised whatever it is, so that "However" looks like a name. Running
text tells them apart, as in truecasing (Lita et al. 2003, https://aclanthology.org/P03-1020): a word counts
as ordinary that is written small nearly always where it does not open a sentence. Written to
`rag/weights/casing/words.txt`, which `rag.verify.casing` reads.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval.train.text import split_sentences
from rag.verify.casing import WORDS
from rag.words import stem

ORDINARY = 0.85
"""Least share of a word's occurrences inside a sentence that are written small."""
MOSTLY = 0.5
"""The same for a word that opens a sentence, where a capital says less."""
LEAST = 2
"""Least number of them."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def texts(data: Path) -> Iterator[str]:
    """Paragraphs and sentences of Wikipedia and Wikinews of the sets that may be passed on; none of a set
    that measures the exact checks.
    """
    joined = json.loads((data / "squad2-joined" / "squad2-train-part.json").read_text(encoding="utf-8"))
    for article in joined["data"]:
        yield from (paragraph["context"] for paragraph in article["paragraphs"])
    for file in sorted((data / "selqa").glob("*.json")):
        yield from (
            text for row in json.loads(file.read_text(encoding="utf-8")) for text in row["candidates"]
        )
    for file in sorted((data / "qasrl-gs").glob("*.sentences.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            yield from (row[1] for row in csv.reader(lines))
    for file in sorted((data / "clapnq").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield from (passage["text"] for passage in json.loads(line)["passages"])


def count(found: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each folded word is written small and with a capital, inside sentences; each text once."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in dict.fromkeys(found):
        for start, end in split_sentences(text):
            for word in _WORD.findall(text[start:end])[1:]:
                (small if word[0].islower() else large)[word.casefold()] += 1
    return small, large


def ordinary(small: Counter[str], large: Counter[str]) -> tuple[list[str], list[str], list[str]]:
    """The ordinary words, those that are mostly small, and the others of their stems."""
    often = {word: n for word, n in small.items() if n >= LEAST}
    words = {word for word, n in often.items() if n >= ORDINARY * (n + large[word])}
    mostly = {word for word, n in often.items() if n >= MOSTLY * (n + large[word])} - words
    stems = {stem(word) for word in words}
    others = {word for word in large if stem(word) in stems} - words - mostly
    return sorted(words), sorted(mostly), sorted(others)


def main() -> None:
    """Count and write."""
    words, mostly, others = ordinary(*count(texts(Path(sys.argv[1]))))
    WORDS.parent.mkdir(parents=True, exist_ok=True)
    lines = [*words, *(f"+{word}" for word in mostly), *(f"-{word}" for word in others)]
    WORDS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    counts = f"{len(words)} ordinary, {len(mostly)} mostly small, {len(others)} others of the stems"
    print(f"{counts} in {WORDS}")  # noqa: T201


if __name__ == "__main__":
    main()
