"""Learning curve of the reader: what more questions of our own would give.

`python -m eval.train.curve --data ../shared/data --out runs/curve --start WEIGHTS [--shares 0 0.25 0.5 1]`

Each point is a training of the same length from the same weights, which must not have seen our questions
yet, with those of a part of the articles. It is measured as `eval.train.calibrate` measures: end to end, on
articles that were not trained on, weights of the fusion cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
import logging
from dataclasses import replace
from pathlib import Path

from eval.train.calibrate import collect, cross_validate
from eval.train.encode import LABELS
from eval.train.export import NEUTRAL
from eval.train.loop import Recipe, recipe_arguments
from eval.train.onnx import write_config, write_float
from eval.train.reader import kept, read_items, train
from rag.retrieve.reader import Reader

log = logging.getLogger(__name__)
SQUAD = 60
"""Questions drawn from each held-out article of SQuAD 2.0."""


def point(data: Path, out: Path, recipe: Recipe) -> dict[str, float]:
    """Train and measure one point; what was measured before in the same folder is read back."""
    done = out / "figures.json"
    if not done.exists():
        train(data, out, recipe, resume=True)
        figures = measured(data, out)
        questions = [item for item in read_items(data, "train") if item.document.source == "written"]
        used = sum(kept(item.document, recipe.own) for item in questions)
        done.write_text(json.dumps({"own questions": used, **figures}, indent=1) + "\n")
    found: dict[str, float] = json.loads(done.read_text())
    return found


def measured(data: Path, run: Path) -> dict[str, float]:
    """What a run's weights reach, as floats."""
    folder = run / "float"
    folder.mkdir(exist_ok=True)
    write_float(run, LABELS, folder)
    write_config(folder, "byline-reader", LABELS, run, NEUTRAL)
    return cross_validate(collect(data, SQUAD, Reader(folder)))[2]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    recipe_arguments(parser, Recipe(rate=1.2e-4, steps=400))
    parser.add_argument("--shares", type=float, nargs="+", default=[0.0, 0.25, 0.5, 1.0])
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = Recipe.given(given)
    rows = [point(given.data, given.out / f"{own:g}", replace(recipe, own=own)) for own in given.shares]
    for name in rows[0]:
        log.info("%-50s %s", name, "  ".join(f"{row[name]:8.3f}" for row in rows))


if __name__ == "__main__":
    main()
