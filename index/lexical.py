"""BM25 over passages, by bm25s with Snowball stemming, kept in a folder beside the vectors.

The index is derived data: it carries the fingerprint of the passages that it was made from, and is
made again when that differs.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .article import Passage

_IDS_FILE = "passages.json"


class LexicalIndex:
    """A BM25 index (Lucene's variant; Robertson and Zaragoza, 2009) of passages with their headings."""

    def __init__(self, passages: Sequence[Passage], fingerprint: str, bm25: Any) -> None:
        self.passages = tuple(passages)
        self.fingerprint = fingerprint
        self._bm25 = bm25

    @classmethod
    def build(cls, passages: Sequence[Passage], fingerprint: str) -> LexicalIndex:
        """Index passages.

        :param passages: may be empty: then nothing is ever found.
        :param fingerprint: identifies the passages, and is what `load` compares.
        """
        import bm25s

        tokens = [_tokens(f"{passage.heading or ''}\n{passage.text}") for passage in passages]
        if not any(tokens):
            return cls(passages, fingerprint, None)
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
        bm25 = bm25s.BM25(method="lucene")
        bm25.index(tokens, show_progress=False)
        return cls(passages, fingerprint, bm25)

    def search(
        self, query: str, k: int, articles: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """The best passages that share a term with the query, best first, with their BM25 scores (> 0).

        :param articles: ids to restrict to; None: all.
        """
        terms = _tokens(query)
        if self._bm25 is None or not terms:
            return []
        scores = np.asarray(self._bm25.get_scores(terms), dtype=np.float64)
        if articles is not None:
            scores = np.where([p.article_id in articles for p in self.passages], scores, 0.0)
        order = np.argsort(-scores, kind="stable")[:k]
        return [(self.passages[i], float(scores[i])) for i in order if scores[i] > 0]

    def save(self, folder: Path) -> None:
        """Write the index; a reader meanwhile finds the old one, the new one, or none and makes its own."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".lexical-", dir=folder.parent))
        if self._bm25 is not None:
            self._bm25.save(str(fresh), show_progress=False)
        rows = [[p.article_id, p.text, p.start, p.end, p.heading] for p in self.passages]
        record = {"fingerprint": self.fingerprint, "empty": self._bm25 is None, "passages": rows}
        (fresh / _IDS_FILE).write_text(json.dumps(record), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            fresh.replace(folder)
        except OSError:  # another process has just put its own there
            shutil.rmtree(fresh, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, fingerprint: str) -> LexicalIndex | None:
        """The saved index, or None where there is none of this fingerprint or it is damaged."""
        try:
            record = json.loads((folder / _IDS_FILE).read_text(encoding="utf-8"))
            if record["fingerprint"] != fingerprint:
                return None
            passages = [Passage(*row) for row in record["passages"]]
            if record["empty"]:
                return cls(passages, fingerprint, None)
            import bm25s

            return cls(passages, fingerprint, bm25s.BM25.load(str(folder), show_progress=False))
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None


def _tokens(text: str) -> list[str]:
    import bm25s
    import Stemmer

    split = bm25s.tokenize(
        [text], stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=False, show_progress=False
    )
    return list(split[0])
