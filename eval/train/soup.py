"""The mean of several trainings from one start: `python -m eval.train.soup OUT FOLDER FOLDER…`.

Each folder holds shipped weights or a run; all must go back to the same weights, as a run and what it was
started from do. Their mean keeps more of what the start knew than the last of them does, at no cost of time
(Wortsman et al. 2022, https://arxiv.org/abs/2203.05482 and https://arxiv.org/abs/2109.01903).
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from eval.train.encode import LABELS, base_model, load_tokenizer
from eval.train.loop import started


def soup(out: Path, folders: Sequence[str], labels: Sequence[str] = LABELS) -> None:
    """Write `out/model` and `out/training.json`, as a training does."""
    networks = [started(folder, labels) for folder in folders]
    states = [network.state_dict() for network in networks]
    mean = {
        name: torch.stack([state[name] for state in states]).mean(0) if tensor.is_floating_point() else tensor
        for name, tensor in states[0].items()
    }
    networks[0].load_state_dict(mean)
    shutil.rmtree(out, ignore_errors=True)
    networks[0].save_pretrained(out / "model")  # type: ignore[operator]
    load_tokenizer(base_model()).save(str(out / "model" / "tokenizer.json"))
    last = Path(folders[-1]) / "training.json"
    record = {"mean of": len(folders), "last": json.loads(last.read_text()) if last.exists() else None}
    (out / "training.json").write_text(json.dumps(record, indent=1) + "\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the mean")
    parser.add_argument("folders", nargs="+", help="runs, or shipped weights, the last one last")
    given = parser.parse_args()
    soup(given.out, given.folders)


if __name__ == "__main__":
    main()
