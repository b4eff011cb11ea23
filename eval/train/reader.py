"""Train the reader: `python -m eval.train.reader --data ../shared/data --out runs/reader`.

On a CPU under glibc, `MALLOC_MMAP_THRESHOLD_=2000000000 MALLOC_TRIM_THRESHOLD_=8000000000` in the
environment saves a quarter of the time, because freed activations are then kept for the next step.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR
from tqdm import tqdm

from eval.train.data import (
    Item,
    Split,
    read_multispan,
    read_qamr,
    read_qed,
    read_squad2,
    read_squad_sentences,
)
from eval.train.encode import Batch, Encoded, base_model, build_model, load_tokenizer, loss
from eval.train.examples import batches, build
from eval.train.news import read_news

log = logging.getLogger(__name__)

SHARES = {
    "squad2": 2.5,
    "qamr": 0.45,
    "qed": 1.5,
    "multispanqa": 1.5,
}  # how often an item is used in an epoch


@dataclass(frozen=True)
class Recipe:
    """What the weights depend on, besides the data; `limit` cuts each epoch short to that many examples,
    and `steps` the whole training, with its schedule, to that many batches.
    """

    epochs: int = 2
    seed: int = 0
    batch: int = 32
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    limit: int | None = None
    steps: int | None = None


def read_items(data: Path, split: Split) -> list[Item]:
    """:return: All items of a split, in the order of the files."""
    items = [
        *read_squad2(data / "squad2" / "articles-11.json"),
        *read_squad_sentences(data / "squad-sentences"),
        *read_qamr(data / "qamr"),
        *read_qed(data / "qed" / "qed-dev.jsonlines"),
        *read_multispan(data / "multispanqa" / "valid.json"),
        *read_news(data / "realtimeqa"),
    ]
    return [item for item in items if item.document.split == split]


def train(data: Path, out: Path, recipe: Recipe, every: int = 250, resume: bool = False) -> None:
    """Train and write `out/model` (Hugging Face format) and `out/training.json`.

    :param every: Steps between checkpoints (`out/checkpoint.pt`).
    :param resume: Go on from the checkpoint, where there is one.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    random.seed(recipe.seed)
    items = read_items(data, "train")
    tokenizer = load_tokenizer(base_model())
    plan: list[list[Encoded]] = []
    for epoch in range(recipe.epochs):
        seed = recipe.seed * 1000 + epoch
        encoded = [Encoded(example, tokenizer) for example in build(items, seed, SHARES)[: recipe.limit]]
        lengths = [len(e.ids) for e in encoded]
        plan += [[encoded[i] for i in chosen] for chosen in batches(lengths, recipe.batch, seed)]
    plan = plan[: recipe.steps]
    log.info("%d items, %d steps", len(items), len(plan))
    model = build_model()
    optimizer, schedule = _optimizer(model, recipe, len(plan))
    checkpoint, first = out / "checkpoint.pt", 0
    if resume and checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["step"]
    model.train()
    began, mean = time.monotonic(), 0.0
    bar = tqdm(range(first, len(plan)), initial=first, total=len(plan), mininterval=10)
    for step in bar:
        batch = Batch(plan[step])
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask).logits
        value = loss(logits, batch)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        mean = value.item() if step == first else 0.98 * mean + 0.02 * value.item()
        bar.set_postfix(loss=f"{mean:.3f}", refresh=False)
        if (step + 1) % every == 0 or step + 1 == len(plan):
            parts = {"model": model, "optimizer": optimizer, "schedule": schedule}
            states = {name: part.state_dict() for name, part in parts.items()}  # type: ignore[attr-defined]
            torch.save({**states, "step": step + 1}, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
    model.save_pretrained(out / "model")  # type: ignore[operator]
    tokenizer.save(str(out / "model" / "tokenizer.json"))
    record = {**recipe.__dict__, "steps": len(plan), "items": len(items), "loss": mean, "shares": SHARES}
    record["minutes"] = round((time.monotonic() - began) / 60, 1)
    (out / "training.json").write_text(json.dumps(record, indent=1) + "\n")


def _optimizer(model: torch.nn.Module, recipe: Recipe, steps: int) -> tuple[AdamW, LambdaLR]:
    """AdamW with a faster head, a linear warm-up and a linear decay to zero."""
    head = [p for name, p in model.named_parameters() if name.startswith("classifier")]
    body = [p for name, p in model.named_parameters() if not name.startswith("classifier")]
    groups = [{"params": body, "lr": recipe.encoder_rate}, {"params": head, "lr": recipe.head_rate}]
    optimizer = AdamW(groups, weight_decay=0.01)
    warm = max(1, int(steps * recipe.warmup))

    def rate(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))

    return optimizer, LambdaLR(optimizer, rate)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and checkpoints")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument(
        "--rate", type=float, default=Recipe.encoder_rate, help="peak learning rate of the encoder"
    )
    parser.add_argument("--limit", type=int, help="examples an epoch, for trials")
    parser.add_argument("--steps", type=int, help="batches of the whole training, for a limit of time")
    parser.add_argument("--resume", action="store_true")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = Recipe(given.epochs, given.seed, encoder_rate=given.rate, limit=given.limit, steps=given.steps)
    train(given.data, given.out, recipe, resume=given.resume)


if __name__ == "__main__":
    main()
