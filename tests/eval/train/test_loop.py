"""Training that stops and goes on ends where it would have ended, and the exported network says the same."""

from pathlib import Path

import numpy as np
import pytest
import torch

from eval.train.encode import LABELS, Batch, Encoded, base_model, load_tokenizer, loss
from eval.train.examples import Example
from eval.train.loop import Recipe, batches, fit, started
from eval.train.shipped import restore
from eval.train.text import Span

pytest.importorskip("onnx", reason="training needs `pip install byline[train]`")

EXAMPLES = [
    Example("Who sold it?", ("Ann sold the shop.", "It rained."), frozenset({0}), Span(0, 0, 3), True, ""),
    Example("Who burnt it?", ("Ann sold the shop.", "It rained."), frozenset(), None, True, ""),
]


class StoppedError(Exception):
    pass


def trained(out: Path, stop: int | None = None, resume: bool = False) -> torch.nn.Module:
    """Six steps over two examples; `stop` breaks off before that step."""
    torch.manual_seed(0)
    model = started(None, LABELS)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # whose random numbers a resumed run would draw anew
    rows = [Encoded(example, load_tokenizer(base_model())) for example in EXAMPLES]
    done = iter(range(100))

    def step(chosen: list[Encoded]) -> torch.Tensor:
        if next(done) == stop:
            raise StoppedError
        batch = Batch(chosen)
        inputs = {"input_ids": batch.ids, "token_type_ids": batch.types, "attention_mask": batch.mask}
        return loss(model(**inputs).logits, batch)

    fit(model, [rows] * 6, step, out, Recipe(), resume)
    return model


@pytest.mark.slow
def test_a_run_that_was_broken_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("eval.train.loop.CHECKPOINT_EVERY", 2)
    straight = trained(tmp_path / "straight").state_dict()
    with pytest.raises(StoppedError):
        trained(tmp_path / "broken", stop=3)
    resumed = trained(tmp_path / "broken", resume=True).state_dict()
    for name, values in straight.items():
        torch.testing.assert_close(resumed[name], values, rtol=0, atol=1e-5)


def test_batches_hold_every_index_once():
    lengths = [(7 * i) % 50 for i in range(333)]
    groups = list(batches(lengths, 16, seed=3))
    assert sorted(i for group in groups for i in group) == list(range(333))
    assert max(map(len, groups)) == 16
    assert groups == list(batches(lengths, 16, seed=3))
    assert groups != list(batches(lengths, 16, seed=4))


def test_a_share_of_the_weights_that_are_shipped_comes_back(tmp_path: Path):
    import onnxruntime

    from eval.bench.precision import outputs, pairs
    from eval.train.onnx import write_float, write_int8
    from rag.nets.network import Network
    from rag.retrieve.reader import FOLDER

    network = started(str(FOLDER), LABELS).eval()
    batch = Batch([Encoded(EXAMPLES[0], load_tokenizer(base_model()))])
    with torch.no_grad():
        logits = network(
            input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask
        ).logits.numpy()
    feeds = {"input_ids": batch.ids, "token_type_ids": batch.types, "attention_mask": batch.mask}
    feeds = {name: value.numpy() for name, value in feeds.items()}

    def run(path: Path) -> np.ndarray:
        return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, feeds)[0]

    network.save_pretrained(tmp_path / "model")
    load_tokenizer(base_model()).save(str(tmp_path / "model" / "tokenizer.json"))
    whole, small = tmp_path / "whole", tmp_path / "small"
    whole.mkdir()
    small.mkdir()
    write_float(tmp_path, LABELS, whole)
    np.testing.assert_allclose(run(whole / "model.onnx"), logits, atol=1e-3)
    write_int8(whole, small)
    posed = pairs(Network(FOLDER, "reader"))  # real inputs: of one made up, the deviation is chance
    (integers, _), (floats, _) = (outputs(folder / "model.onnx", posed) for folder in (small, whole))
    assert 0.01 < np.abs(integers - floats).mean() < 0.20, "as far off as products that saturate"
    again = started(None, LABELS)
    restore(again, small / "model.onnx")
    shipped, twice = network.state_dict(), again.state_dict()
    name = "bert.encoder.layer.5.attention.self.query.weight"
    torch.testing.assert_close(twice[name], shipped[name], rtol=0, atol=0.01)
