"""Vectors for more text than one would wait for: computed to a stated number, and made up beyond."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder
from index.settings import Settings

NOISE = 0.48
"""Length of what is added to a vector of length 1: the sum's cosine with it is about 0.9."""


class PartlyMadeUp(Embedder):
    """Computes the first so many vectors; each further one is a computed one with noise, the same for the
    same text.

    :param computed: how many to compute, at least 1.
    """

    def __init__(self, settings: Settings, computed: int) -> None:
        super().__init__(settings)
        self.computed = 0
        self.made_up = 0
        self._most = computed
        self._pool: list[NDArray[np.float32]] = []
        self._passages: list[NDArray[np.float32]] = []

    def encode(
        self, texts: Sequence[str], told: Callable[[float], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of unit length, shape (len(texts), dimensions)."""
        room = self._most - self.computed
        vectors = super().encode(texts) if room > 0 else self._invented(texts)
        if room > 0:
            self._pool += list(vectors)
            self.computed += len(texts)
        else:
            self.made_up += len(texts)
        self._passages += [v for text, v in zip(texts, vectors, strict=True) if "\n" in text]
        if told:
            told(1.0)
        return vectors

    @property
    def passages(self) -> NDArray[np.float32]:
        """Those of texts of several lines, as passages with their titles are and single sentences are not;
        shape (passages, dimensions).
        """
        if len(self._passages) > 1:
            self._passages = [np.stack([row for part in self._passages for row in np.atleast_2d(part)])]
        return np.atleast_2d(self._passages[0]) if self._passages else np.empty((0, 0), np.float32)

    def _invented(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, len(self._pool[0])), np.float32)
        rows = []
        for text in texts:
            draw = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
            base = self._pool[int(draw.integers(len(self._pool)))]
            noise = draw.standard_normal(len(base), dtype=np.float32)
            rows.append(base + noise * np.float32(NOISE / np.sqrt(len(base))))
        made = np.stack(rows)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)
