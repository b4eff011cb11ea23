"""Train the reader: `python -m eval.train.reader --data ../shared/data --out runs/reader`.

On a CPU under glibc, `MALLOC_MMAP_THRESHOLD_=2000000000 MALLOC_TRIM_THRESHOLD_=8000000000` in the
environment saves a quarter of the time, because freed activations are then kept for the next step.
"""

from __future__ import annotations

import argparse
import logging
import zlib
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from eval.train.data import (
    Document,
    Item,
    Split,
    read_multispan,
    read_qamr,
    read_qed,
    read_squad2,
    read_squad_sentences,
)
from eval.train.encode import LABELS, Batch, Encoded, base_model, load_tokenizer, loss
from eval.train.examples import build
from eval.train.loop import Recipe, batches, fit, recipe_arguments, started
from eval.train.news import read_news
from eval.train.own import read_own
from eval.train.paragraphs import read_adversarial, read_qasrl, read_selqa, read_squad_joined
from eval.train.written import read_written

log = logging.getLogger(__name__)

SHARES = {
    "squad-joined": 0.8,
    "squad2": 0.8,
    "adversarial": 0.7,
    "selqa": 0.7,
    "squad-sentences": 0.0,
    "qasrl": 0.1,
    "qamr": 0.05,
    "qed": 0.7,
    "multispanqa": 0.7,
    "news": 0.05,
    "written": 0.6,
    "own": 1.0,
}
"""How often an item is used in an epoch: most often where people wrote questions in other words, or in vain.

`squad-sentences` holds the same questions as `squad-joined`, without their paragraphs.
"""
WIDE = {**SHARES, "squad-joined": 1.0, "qamr": 0.45, "news": 1.0, "written": 1.0}
"""The same for a first training: more of what is plentiful and follows the text's own words."""


LAST = {**dict.fromkeys(SHARES, 0.0), "own": 1.6, "squad-joined": 0.14, "squad2": 0.2, "written": 0.18}
LAST |= {"adversarial": 0.2, "selqa": 0.2, "qed": 0.3, "multispanqa": 0.3}
"""The same for the last steps: what was written for the product's own task, with enough of the rest."""
MIXES = {"wide": WIDE, "human": SHARES, "last": LAST}


def read_items(data: Path, split: Split) -> list[Item]:
    """:return: All items of a split, in the order of the files."""
    items = [
        *read_squad2(data / "squad2" / "articles-11.json"),
        *read_squad_sentences(data / "squad-sentences"),
        *read_qamr(data / "qamr"),
        *read_qed(data / "qed" / "qed-dev.jsonlines"),
        *read_multispan(data / "multispanqa" / "valid.json"),
        *read_news(data / "realtimeqa"),
        *read_written(data),
        *read_own(),
        *read_squad_joined(data / "squad2-joined" / "squad2-train-part.json"),
        *read_selqa(data / "selqa"),
        *read_qasrl(data / "qasrl-gs"),
    ]
    held = {item.document.name for item in items if item.document.source == "squad2" and not is_train(item)}
    items += read_adversarial(data / "adversarial-qa" / "adversarial_qa_valid.filtered.jsonl", tuple(held))
    return [item for item in items if item.document.split == split]


def is_train(item: Item) -> bool:
    """:return: Whether the item is on the training side."""
    return item.document.split == "train"


def train(
    data: Path, out: Path, recipe: Recipe, resume: bool = False, shares: Mapping[str, float] = SHARES
) -> None:
    """Train on all sets; what is written, `eval.train.loop.fit` says.

    :param resume: Go on from the checkpoint, where there is one.
    """
    torch.manual_seed(recipe.seed)
    items = [
        i for i in read_items(data, "train") if i.document.source != "written" or kept(i.document, recipe.own)
    ]
    items = sampled(items, recipe.share, recipe.seed)
    tokenizer = load_tokenizer(base_model())
    plan: list[list[Encoded]] = []
    for epoch in range(recipe.epochs):
        seed = recipe.seed * 1000 + epoch
        encoded = [Encoded(example, tokenizer) for example in build(items, seed, shares, recipe.made)]
        lengths = [len(e.ids) for e in encoded]
        plan += [[encoded[i] for i in chosen] for chosen in batches(lengths, recipe.batch, seed)]
    plan = plan[: recipe.steps]
    log.info("%d items, %d steps", len(items), len(plan))
    model = started(recipe.start, LABELS)

    def step(chosen: list[Encoded]) -> Tensor:
        batch = Batch(chosen)
        return loss(model(**batch.inputs).logits, batch)

    fit(model, plan, step, out, recipe, resume)
    tokenizer.save(str(out / "model" / "tokenizer.json"))


def kept(document: Document, share: float) -> bool:
    """:return: Whether an article is in that share of all; with a larger share, the same ones and more."""
    return zlib.crc32(f"own {document.name}".encode()) % 1000 < 1000 * share


def sampled(items: list[Item], share: float, seed: int) -> list[Item]:
    """:return: That share of the items, at random; with a larger share, the same ones and more."""
    if share >= 1:
        return items
    draw = torch.Generator().manual_seed(seed)
    chosen = torch.randperm(len(items), generator=draw)[: round(share * len(items))]
    return [items[i] for i in sorted(chosen.tolist())]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    recipe_arguments(parser, Recipe())
    parser.add_argument("--mix", choices=MIXES, default="human", help="which sets, and how often")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    train(given.data, given.out, Recipe.given(given), given.resume, MIXES[given.mix])


if __name__ == "__main__":
    main()
