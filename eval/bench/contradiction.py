"""Are contradictions told from what only looks like one: `python -m eval.bench.contradiction`.

The pairs of `eval/sets/contradiction.jsonl` (two reports, a question, whether they contradict each other) as
the chain compares them, each read by the reader; and the reports of `corrections.jsonl`, in each of which one
value replaces another. Both are invented, and the rules were made with them in view: how precise they are on
real news is told by hand from the answers of `python -m eval library`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index import Article
from index.split import sentences
from rag.answer import Kind
from rag.retrieve.evidence import Evidence, EvidenceSentence, ShortAnswer
from rag.retrieve.reader import Reader
from rag.write.corrected import correction
from rag.write.differing import differing

SETS = Path(__file__).parents[1] / "sets"
KIND: Kind = "fact"


def main() -> None:
    """Print precision and recall on the pairs, by what differs, and how many corrections are taken."""
    reader = Reader()
    pairs = [
        (row, bool(differing(evidence(reader, row["question"], articles(row))))) for row in rows("pairs")
    ]
    shown = [row["contradiction"] for row, told in pairs if told]
    there = [told for row, told in pairs if row["contradiction"]]
    print(f"pairs {len(pairs)}: precision {sum(shown)}/{len(shown)}, recall {sum(there)}/{len(there)}")  # noqa: T201
    for about in dict.fromkeys(row["about"] for row, _ in pairs):
        own = [told for row, told in pairs if row["about"] == about]
        print(f"  {about:<10} told {sum(own)}/{len(own)}")  # noqa: T201
    for row, told in pairs:
        if told and not row["contradiction"]:
            print(f"  wrong: {row['id']} {row['why']}")  # noqa: T201
    right = [(row["id"], takes(reader, row)) for row in rows("corrections")]
    wrong = [name for name, taken in right if not taken]
    print(f"corrections {len(right)}: taken {len(right) - len(wrong)}; not {', '.join(wrong)}")  # noqa: T201


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a set: "pairs" or "corrections"."""
    path = SETS / {"pairs": "contradiction.jsonl", "corrections": "corrections.jsonl"}[name]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def articles(row: dict[str, Any]) -> list[Article]:
    """The two reports of a pair."""
    return [Article(r["text"], outlet=r["outlet"], published=r["date"]) for r in (row["a"], row["b"])]


def takes(reader: Reader, row: dict[str, Any]) -> bool:
    """Whether what comes first holds the right value, and not the outdated one by itself."""
    read = evidence(reader, row["question"], [Article(row["text"])])
    first = correction(read) or read.best
    if first is None:
        return False
    short, text = first.short, first.sentence.text
    told = text[short.start : short.end] if short else text
    return row["right"].casefold() in (told if row["outdated"] in text else text).casefold()


def evidence(reader: Reader, question: str, found: Sequence[Article]) -> Evidence:
    """Reports as the chain would draw on them, each read whole."""
    every = [sentences(article) for article in found]
    readings = reader.read(question, [[one.text for one in own] for own in every])
    read = tuple(
        EvidenceSentence(
            article.id, article.title, number, one, p, own[number - 1] if number else None,
            ShortAnswer(span.start, span.end, span.score) if span else None,
            outlet=article.outlet, published=article.published,
        )
        for article, own, reading in zip(found, every, readings, strict=True)
        for number, (one, p, span) in enumerate(zip(own, reading.sentences, reading.spans, strict=True))
    )  # fmt: skip
    return Evidence(question, (), read, max(one.answerable for one in readings), kind=KIND)


if __name__ == "__main__":
    main()
