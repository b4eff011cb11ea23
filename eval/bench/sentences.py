"""Where sentences end, beside other splitters: `python -m eval.bench.sentences`.

The set, `eval/sets/sentences.txt`, was written and marked by hand: a sentence a line, a blank line between
paragraphs. Counted are the boundaries inside paragraphs: precision, recall and F1 over the whole set, and the
paragraphs that are split exactly right.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from index.sentences import spans

SET = Path(__file__).parents[1] / "sets" / "sentences.txt"


def paragraphs(path: Path = SET) -> list[list[str]]:
    """The set: paragraphs of sentences."""
    parts = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [part.split("\n") for part in parts]


def byline(text: str) -> list[str]:
    """The splitter of `index.sentences`."""
    return [text[start:end] for start, end in spans(text)]


def _syntok(text: str) -> list[str]:
    from syntok import segmenter

    starts = [sentence[0].offset for block in segmenter.analyze(text) for sentence in block]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _pysbd(text: str) -> list[str]:
    from pysbd import Segmenter

    return list(Segmenter(language="en", clean=False).segment(text))


SPLITTERS: dict[str, tuple[str, Callable[[str], list[str]]]] = {
    "byline": ("index", byline),
    "syntok": ("syntok", _syntok),
    "pysbd": ("pysbd", _pysbd),
}
"""Name -> the package that it needs, and the splitter."""


def ends(sentences: list[str]) -> set[int]:
    """Where the sentences of a paragraph end but for the last: letters before each, white space uncounted."""
    found, at = set(), 0
    for sentence in sentences[:-1]:
        at += len("".join(sentence.split()))
        found.add(at)
    return found


def score(split: Callable[[str], list[str]]) -> tuple[float, float, float, float]:
    """Precision, recall and F1 of boundaries, and the share of paragraphs split exactly right."""
    shared = got = want = exact = 0
    marked = paragraphs()
    for sentences in marked:
        right, found = ends(sentences), ends(split(" ".join(sentences)))
        shared, got, want = shared + len(right & found), got + len(found), want + len(right)
        exact += right == found
    return shared / max(got, 1), shared / want, 2 * shared / (got + want), exact / len(marked)


def main() -> None:
    """Print a table."""
    marked = paragraphs()
    print(f"{sum(len(one) - 1 for one in marked)} boundaries in {len(marked)} paragraphs\n")  # noqa: T201
    print("| splitter | precision | recall | F1 | paragraphs |\n|---|---:|---:|---:|---:|")  # noqa: T201
    for name, (package, split) in SPLITTERS.items():
        if find_spec(package):
            print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in score(split)) + " |")  # noqa: T201


if __name__ == "__main__":
    main()
