"""The training loop of both models: AdamW, a progress bar, and checkpoints to go on from."""

from __future__ import annotations

import argparse
import json
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR
from tqdm import tqdm

from eval.train.encode import build_model
from eval.train.shipped import restore

log = logging.getLogger(__name__)
CHECKPOINT_EVERY = 250
"""Steps between two writings of `checkpoint.pt`."""
LAYERS = 6
"""Of MiniLM."""


@dataclass(frozen=True)
class Recipe:
    """What weights depend on, besides the data.

    `rate` is the encoder's peak rate and `head_rate` the head's; both rise over the first `warmup` of the
    steps and fall to zero. `steps` cuts the training, with its schedule, to so many batches. `share` is the
    part of the training questions that is used, and `own` the part of the articles that we wrote questions
    about, for learning curves. `layer_decay` is what each layer's rate is of the one above it, and `made` the
    part of the answerable questions that the reader is shown without their answer. `start` is a folder of
    shipped weights or of a run to go on from; None: all-MiniLM-L6-v2.
    """

    epochs: int = 2
    seed: int = 0
    batch: int = 32
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    steps: int | None = None
    share: float = 1.0
    own: float = 1.0
    layer_decay: float = 1.0
    made: float = 0.36
    start: str | None = None

    @classmethod
    def given(cls, arguments: argparse.Namespace) -> Recipe:
        """The recipe of a command line that `recipe_arguments` described."""
        return cls(**{field.name: getattr(arguments, field.name) for field in fields(cls)})


def recipe_arguments(parser: argparse.ArgumentParser, usual: Recipe) -> None:
    """Add what both trainings take: where from, where to, and the recipe with its usual values."""
    parser.add_argument("--data", type=Path, required=True, help="folder of the development sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and checkpoints")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--epochs", type=int, default=usual.epochs)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--batch", type=int, default=usual.batch)
    parser.add_argument("--rate", type=float, default=usual.rate, help="peak learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=usual.head_rate, help="the same of the head")
    parser.add_argument("--warmup", type=float, default=usual.warmup, help="share of steps in which it rises")
    parser.add_argument(
        "--steps", type=int, default=usual.steps, help="batches of the whole training, for a limit of time"
    )
    parser.add_argument("--share", type=float, default=usual.share, help="share of the items, 0 to 1")
    parser.add_argument("--own", type=float, default=usual.own, help="share of our own articles, 0 to 1")
    parser.add_argument(
        "--layer-decay", type=float, default=usual.layer_decay, help="its rate to the next one's"
    )
    parser.add_argument("--made", type=float, default=usual.made, help="share of questions shown in vain")
    parser.add_argument("--start", default=usual.start, help="folder of a run, or of shipped weights")


def started(start: str | None, labels: Sequence[str], keep_head: bool = True) -> nn.Module:
    """The network to train, with the weights of a run or of shipped ones where a folder is given.

    :param keep_head: False: the head starts anew, as where the folder's weights do another task.
    """
    if start is None:
        return build_model(labels=labels)
    folder = Path(start)
    if not (folder / "model.onnx").exists():
        return build_model(folder / "model", labels, keep_head)
    model = build_model(labels=labels)
    restore(model, folder / "model.onnx", keep_head)
    return model


def fit(
    model: nn.Module,
    plan: Sequence[Any],
    loss: Callable[[Any], Tensor],
    out: Path,
    recipe: Recipe,
    resume: bool = False,
) -> dict[str, Any]:
    """Train over a plan of batches, and write `out/model` (Hugging Face format) and `out/training.json`.

    :param loss: of one entry of the plan; called under bfloat16 autocast.
    :param resume: go on from `out/checkpoint.pt`, where there is one.
    :return: what `training.json` holds.
    """
    out.mkdir(parents=True, exist_ok=True)
    optimizer, schedule = _optimizer(model, recipe, len(plan))
    parts: dict[str, Any] = {"model": model, "optimizer": optimizer, "schedule": schedule}
    checkpoint = out / "checkpoint.pt"
    first = _resumed(parts, checkpoint) if resume else 0
    model.train()
    began, mean = time.monotonic(), 0.0
    bar = tqdm(range(first, len(plan)), initial=first, total=len(plan), mininterval=10)
    for step in bar:
        with torch.autocast("cpu", torch.bfloat16):
            value = loss(plan[step])
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        mean = value.item() if step == first else 0.98 * mean + 0.02 * value.item()
        bar.set_postfix(loss=f"{mean:.3f}", refresh=False)
        if (step + 1) % CHECKPOINT_EVERY == 0 or step + 1 == len(plan):
            _save(parts, checkpoint, step + 1)
    model.save_pretrained(out / "model")  # type: ignore[operator]
    minutes = round((time.monotonic() - began) / 60, 1)
    record = {**asdict(recipe), "steps": len(plan), "loss": round(mean, 4), "minutes": minutes}
    (out / "training.json").write_text(json.dumps(record, indent=1) + "\n")
    return record


def batches(lengths: Sequence[int], size: int, seed: int) -> Iterator[list[int]]:
    """:return: Batches of indices of like length, in random order."""
    draw = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(lengths), generator=draw).tolist()
    pools = [
        sorted(order[i : i + size * 40], key=lengths.__getitem__) for i in range(0, len(order), size * 40)
    ]
    groups = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
    for place in torch.randperm(len(groups), generator=draw).tolist():
        yield groups[place]


def _optimizer(model: nn.Module, recipe: Recipe, steps: int) -> tuple[AdamW, LambdaLR]:
    """AdamW with a faster head and, if asked for, slower low layers (Howard and Ruder 2018, section 3.2), a
    linear warm-up and a linear decay to zero.
    """
    depths = {name: _depth(name) for name, _ in model.named_parameters()}
    rates = {depth: recipe.rate * recipe.layer_decay ** (LAYERS - depth) for depth in range(LAYERS + 1)}
    rates[LAYERS + 1] = recipe.head_rate
    groups = [
        {"params": [p for name, p in model.named_parameters() if depths[name] == depth], "lr": rate}
        for depth, rate in rates.items()
    ]
    warm = max(1, int(steps * recipe.warmup))

    def rate(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))

    optimizer = AdamW(groups, weight_decay=0.01)
    return optimizer, LambdaLR(optimizer, rate)


def _depth(name: str) -> int:
    """Of a parameter: 0 for the embeddings, 1 to 6 for MiniLM's layers, 7 for the head."""
    if name.startswith("classifier"):
        return LAYERS + 1
    layer = re.search(r"\.layer\.(\d+)\.", name)
    return int(layer.group(1)) + 1 if layer else 0


def _save(parts: dict[str, Any], checkpoint: Path, step: int) -> None:
    states = {name: part.state_dict() for name, part in parts.items()}
    torch.save({**states, "step": step}, checkpoint.with_suffix(".new"))
    checkpoint.with_suffix(".new").replace(checkpoint)


def _resumed(parts: dict[str, Any], checkpoint: Path) -> int:
    """Fill the parts from a checkpoint; the step to go on with, 0 where there is none."""
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return int(state["step"])
