"""Train the verifier: `python -m eval.train.verifier --data ../shared/data --out runs/verifier`.

`--start rag/weights/reader` begins with the encoder of the reader, which has learned to look from one text
into another.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from eval.train.data import Split
from eval.train.encode import Batch, Encoded, base_model, load_tokenizer
from eval.train.examples import Example, times
from eval.train.judged import judged_split, read_judged
from eval.train.loop import Recipe, batches, fit, recipe_arguments, started
from eval.train.own import read_own_statements
from eval.train.pairs import Pair, from_document, from_questions, from_statement, read_labelled
from eval.train.reader import read_items
from eval.train.written import read_statements
from rag.verify.support import LABELS

log = logging.getLogger(__name__)

SMOOTHING = 0.05
PER_PAGE = 4
"""Sentences of a news page that statements are made of in an epoch."""
ASKED = 0.05
"""Share of the statements made of questions and answers that is used in an epoch."""
REPEATS = {"written": 1.2, "own": 2.0, "wice": 2.0, "qags": 2.0, "bump": 1.5, "falke": 1.5, "expertqa": 1.0}
REPEATS |= {"factcheck": 0.8, "fever": 0.2, "fool": 0.7, "breaking": 0.08, "summedits": 0.7, "feedback": 0.6}
"""How often a pair of a set of people's statements is used in an epoch; once where it is not named."""
USUAL = Recipe(epochs=1, rate=1e-4)


def build(data: Path, split: Split, seed: int) -> list[Pair]:
    """The pairs of an epoch, in random order."""
    draw = random.Random(seed)
    pairs: list[Pair] = []
    for one in (*read_statements(data), *read_own_statements()):
        if one.document.split == split:
            for _ in range(times(REPEATS.get(one.document.source, 1.0), draw)):
                pairs += from_statement(one, draw)
    judged = [pair for pair in read_judged(data) if judged_split(pair) == split]
    for pair in [*read_labelled(data, split), *judged]:
        pairs += [pair] * times(REPEATS.get(pair.source, 1.0), draw)
    items = read_items(data, split)
    asked = list(from_questions([item for item in items if item.document.source != "news"], draw))
    pairs += draw.sample(asked, round(ASKED * len(asked)))
    for document in dict.fromkeys(item.document for item in items if item.document.source == "news"):
        pairs += from_document(document, draw, PER_PAGE)
    draw.shuffle(pairs)
    return pairs


def loss(logits: Tensor, labels: Sequence[str]) -> Tensor:
    """Cross-entropy of `[CLS]` with label smoothing; an N counts what partial and unsupported have together.

    :param logits: (batch, 3).
    """
    chances = nn.functional.log_softmax(logits.float(), dim=-1)
    lacking = torch.logsumexp(chances[:, 1:], dim=-1)
    columns = {"S": chances[:, 0], "P": chances[:, 1], "U": chances[:, 2], "N": lacking}
    chosen = torch.stack([columns[label][row] for row, label in enumerate(labels)])
    return -((1 - SMOOTHING) * chosen + SMOOTHING * chances.mean(dim=-1)).mean()


def encoded(pairs: Sequence[Pair]) -> list[Encoded]:
    """Token ids: `[CLS] statement [SEP] quotes [SEP]`."""
    tokenizer = load_tokenizer(base_model())
    nothing: frozenset[int] = frozenset()
    return [Encoded(Example(p.statement, p.quotes, nothing, None, False, p.source), tokenizer) for p in pairs]


def train(data: Path, out: Path, recipe: Recipe, resume: bool = False) -> None:
    """Train on all sets; what is written, `eval.train.loop.fit` says.

    :param resume: Go on from the checkpoint, where there is one.
    """
    torch.manual_seed(recipe.seed)
    plan: list[tuple[list[Encoded], list[str]]] = []
    for epoch in range(recipe.epochs):
        seed = recipe.seed * 1000 + epoch
        pairs = build(data, "train", seed)
        pairs = pairs[: round(recipe.share * len(pairs))]
        rows = encoded(pairs)
        for chosen in batches([len(row.ids) for row in rows], recipe.batch, seed):
            plan.append(([rows[i] for i in chosen], [pairs[i].label for i in chosen]))
    plan = plan[: recipe.steps]
    log.info("%d steps", len(plan))
    model = started(recipe.start, LABELS, keep_head=False)

    def step(chosen: tuple[list[Encoded], list[str]]) -> Tensor:
        batch = Batch(chosen[0])
        return loss(model(**batch.inputs).logits[:, 0], chosen[1])

    fit(model, plan, step, out, recipe, resume)
    load_tokenizer(base_model()).save(str(out / "model" / "tokenizer.json"))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    recipe_arguments(parser, USUAL)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    train(given.data, given.out, Recipe.given(given), given.resume)


if __name__ == "__main__":
    main()
