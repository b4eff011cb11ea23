"""One library that grows: at each of some sizes, what a question, an added article and a start cost."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.questions import load
from index import Article, Library, Settings
from index.embed import Embedder
from rag import Engine
from rag.errors import BylineError
from rag.retrieve.retriever import DEPTH

from ..child import ended
from ..text import endless, originals
from ..times import Measured, seconds
from .alone import fill, paragraphs
from .vectors import PartlyMadeUp

QUESTIONS = Path(__file__).parents[2] / "sets" / "reports.jsonl"
TOP = 5
SAME = 1e-3
"""Cosines that differ by less are the same passage's: Chroma keeps 32 bits, in an order of its own."""
CHUNK = 50
"""Articles that are added before it is looked how many passages there are."""
LONGEST = 40
"""Passages of a long article: so many are not gone over by one chunk too many."""
MB = 2**20


@dataclass(frozen=True, slots=True)
class Size:
    """A library of `passages` in `articles`, of whose vectors `made_up` were not computed, and what was
    measured there. `disk_mb` is the store's folder; `recall` the share, 0 to 1, of the exact `TOP` nearest
    passages that dense search finds, None where that cannot be told; `filled` seconds a passage took when the
    library grew to this size, with its vectors as they are. `alone`: it is for search alone, and no question
    can be timed.
    """

    passages: int
    articles: int
    made_up: int
    disk_mb: float
    recall: float | None
    filled: float
    measured: tuple[Measured, ...]
    alone: bool = False

    def find(self, what: str) -> Measured:
        """What was measured by that name."""
        return next(one for one in self.measured if one.what == what)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        return {**asdict(self), "measured": [one.to_dict() for one in self.measured]}


def grow(
    folder: Path,
    sizes: Sequence[int],
    *,
    computed: int = 10_000,
    questions: int = 20,
    starts: int = 3,
    whole: int = 100_000,
    data: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Size]:
    """Sizes of one library, as they are reached.

    :param folder: for the store; new.
    :param sizes: passages, smallest first; a little more may be there, because articles are added whole.
    :param computed: vectors to compute, those of sentences too where the library keeps them.
    :param questions: to ask at each size.
    :param starts: whole processes that ask one question at each size.
    :param whole: the largest size up to which articles are split and embedded; beyond, passages are added for
        search alone.
    :param data: folder of the development data; None: our own texts only.
    """
    asked = [one.question for one in load(QUESTIONS)]
    asked = asked[:: max(1, len(asked) // questions)][:questions]
    settings = Settings(store=str(folder))
    embedder, plain = PartlyMadeUp(settings, computed), Embedder(settings)
    vectors = plain.encode(asked)
    base = originals(data)
    source, texts = endless(base), paragraphs(base, embedder)
    with Library(settings) as library:
        library.embedder = embedder
        for size in sizes:
            tell(f"growing to {size} passages")
            held, began = len(embedder.passages), time.perf_counter()
            while (missing := size - len(embedder.passages)) > 0:
                if size <= whole:
                    _add_all(library, list(islice(source, min(CHUNK, 1 + missing // LONGEST))))
                else:
                    fill(library, embedder, texts, missing)
            grown = len(embedder.passages) - held
            filled = (time.perf_counter() - began) / max(1, grown)
            count = len(embedder.passages)
            tell(f"measuring {count} passages")
            library.embedder = plain  # questions are what they are to a reader
            measured = list(_searches(library, asked, vectors))
            if size <= whole:
                measured += [*_questions(library, asked), *_starts(folder, asked[0], starts)]
            else:
                measured += _openings(folder, asked[0], starts)
            library.embedder = embedder
            recall = _recall(library, vectors, embedder.passages)
            yield Size(
                passages=count,
                articles=len(library.ids()),
                made_up=embedder.made_up,
                disk_mb=_disk_mb(folder),
                recall=recall,
                filled=filled,
                measured=(*measured, _added(library, list(islice(source, starts)))),
                alone=size > whole,
            )


def _questions(library: Library, asked: Sequence[str]) -> Iterator[Measured]:
    """Whole questions as they come to an engine that is warm."""
    engine = Engine(library=library)
    engine.query(asked[0])
    yield Measured("question", "Byline", tuple(seconds(lambda q=q: engine.query(q)) for q in asked))  # type: ignore[misc]


def _searches(library: Library, asked: Sequence[str], vectors: NDArray[np.float32]) -> Iterator[Measured]:
    """Both searches, after one of each to warm up."""
    library.nearest(vectors[0], DEPTH)
    library.matching(asked[0], DEPTH)
    dense = tuple(seconds(lambda v=v: library.nearest(v, DEPTH)) for v in vectors)  # type: ignore[misc]
    lexical = tuple(seconds(lambda q=q: library.matching(q, DEPTH)) for q in asked)  # type: ignore[misc]
    yield Measured("dense search", "Byline", dense)
    yield Measured("lexical search", "Byline", lexical)


def _starts(folder: Path, question: str, runs: int) -> Iterator[Measured]:
    """Whole processes that open the store and ask one question."""
    command = [sys.executable, "-m", "rag", question]
    done = [ended(command, {"BYLINE_STORE": str(folder)}) for _ in range(runs)]
    yield Measured("start", "Byline", tuple(one.seconds for one in done))
    peaks = tuple(one.peak_mb for one in done if one.peak_mb is not None)
    if peaks:
        yield Measured("memory", "Byline", peaks, "MB")


def _openings(folder: Path, question: str, runs: int) -> Iterator[Measured]:
    """Whole processes that open the store and search it once, both ways."""
    code = (
        "import sys; from index import Library; library = Library();"
        f"library.nearest(sys.argv[1], {DEPTH}); library.matching(sys.argv[1], {DEPTH})"
    )
    command = [sys.executable, "-c", code, question]
    done = [ended(command, {"BYLINE_STORE": str(folder)}) for _ in range(runs)]
    note = "opened and searched, without a question"
    yield Measured("start", "Byline", tuple(one.seconds for one in done), note=note)
    peaks = tuple(one.peak_mb for one in done if one.peak_mb is not None)
    if peaks:
        yield Measured("memory", "Byline", peaks, "MB", note)


def _added(library: Library, new: Sequence[Article]) -> Measured:
    """Articles added one by one; the vectors are made up, so that only the store's part is left."""
    return Measured("added article", "Byline", tuple(seconds(lambda a=a: library.add(a)) for a in new))  # type: ignore[misc]


def _add_all(library: Library, articles: list[Article]) -> None:
    for _, stored in library.add_all(articles):
        if isinstance(stored, BylineError):
            raise stored


def _recall(library: Library, asked: NDArray[np.float32], held: NDArray[np.float32]) -> float | None:
    """Told by cosines: what is found counts where it is as near as the exact search's last one.

    None where a cosine that was found is none of those held, so that the two are not of the same passages.
    """
    shares = []
    for vector in asked:
        exact = np.sort(held @ vector)
        found = [cosine for _, cosine in library.nearest(vector, TOP)]
        if any(np.abs(exact - cosine).min() > SAME for cosine in found):
            return None
        least = exact[-min(TOP, len(exact))]
        shares.append(sum(cosine >= least - SAME for cosine in found) / min(TOP, len(exact)))
    return float(np.mean(shares))


def _disk_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MB
