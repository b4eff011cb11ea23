"""Cross-encoders by sentence-transformers: tiny ones with random weights, and what is no cross-encoder."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from index.embed import built_in_folder
from rag.errors import ModelError
from rag.nets.hub import CrossEncoder, HubReranker, HubSupporter

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] ann lee shut the mill it rained who did . ?".split()
QUOTES = ("Ann Lee shut the mill.", "It rained.")
STATEMENT = "The mill shut."


def cross_encoder(folder: Path, labels: list[str], order: list[int] | None = None) -> Path:
    """A tiny BERT of one output a label, the same for the same number of labels.

    :param order: how the outputs, and their labels, are put; None: as they are.
    """
    torch.manual_seed(0)
    order = order or list(range(len(labels)))
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, initializer_range=1.0,
        id2label={at: labels[number] for at, number in enumerate(order)},
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.copy_(model.classifier.weight[order].clone())
        model.classifier.bias.copy_(torch.arange(float(len(labels)))[order])
    model.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    return folder


def outputs(folder: Path, first: str, second: str) -> torch.Tensor:
    """What transformers says itself of a pair of texts."""
    tokenizer = BertTokenizerFast.from_pretrained(folder)
    model = BertForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        return model(**tokenizer(first, second, truncation=True, return_tensors="pt")).logits[0]


def loaded(folder: Path) -> CrossEncoder:
    return CrossEncoder(str(folder), "verifier_model")


NLI = ["CONTRADICTION", "Entailment", "neutral"]


def test_support_is_the_entailment_of_the_statement_by_the_quotes(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path, NLI)
    expected = outputs(folder, " ".join(QUOTES), STATEMENT).softmax(0)[1].item()
    assert HubSupporter(loaded(folder)).supports([(STATEMENT, QUOTES)]) == pytest.approx(
        (expected,), abs=1e-6
    )
    assert outputs(folder, STATEMENT, " ".join(QUOTES)).softmax(0)[1].item() != pytest.approx(
        expected, abs=1e-3
    )


def test_the_order_of_the_labels_does_not_matter(tmp_path: Path) -> None:
    pairs = [(STATEMENT, QUOTES), ("It rained.", QUOTES[:1]), ("Who?", QUOTES[1:])]
    plain = HubSupporter(loaded(cross_encoder(tmp_path / "a", NLI))).supports(pairs)
    turned = HubSupporter(loaded(cross_encoder(tmp_path / "b", NLI, [1, 2, 0]))).supports(pairs)
    assert plain == pytest.approx(turned, abs=1e-6)
    assert len(set(plain)) == 3


def test_a_negated_label_is_not_entailment(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path, ["not_entailment", "entailment"])
    expected = outputs(folder, QUOTES[0], STATEMENT).softmax(0)[1].item()
    found = HubSupporter(loaded(folder)).supports([(STATEMENT, QUOTES[:1])])
    assert found == pytest.approx((expected,), abs=1e-6)


def test_one_output_is_a_probability_for_support_and_for_relevance(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path, ["LABEL_0"])
    support = outputs(folder, " ".join(QUOTES), STATEMENT).sigmoid().item()
    assert HubSupporter(loaded(folder)).supports([(STATEMENT, QUOTES)]) == pytest.approx((support,), abs=1e-6)
    relevance = [outputs(folder, "Who shut the mill?", quote).sigmoid().item() for quote in QUOTES]
    reranker = HubReranker(loaded(folder))
    assert reranker.scores("Who shut the mill?", QUOTES) == pytest.approx(relevance, abs=1e-6)
    assert reranker.scores("Who?", []) == ()


def test_an_over_long_text_is_cut(tmp_path: Path) -> None:
    model = HubSupporter(loaded(cross_encoder(tmp_path, NLI)))
    (support,) = model.supports([(STATEMENT, ("the mill " * 500,))])
    assert 0 <= support <= 1


def test_labels_that_say_nothing_of_entailment_are_refused(tmp_path: Path) -> None:
    model = loaded(cross_encoder(tmp_path, ["negative", "positive"]))
    with pytest.raises(
        ModelError, match=r"verifier_model .* labels \['negative', 'positive'\]: expected an NLI"
    ):
        HubSupporter(model)
    with pytest.raises(ModelError, match="has 2 outputs: expected a relevance model of one"):
        HubReranker(model)


def test_an_embedding_model_is_not_given_a_random_head() -> None:
    with pytest.raises(ModelError, match="is no cross-encoder"):
        loaded(built_in_folder())


@pytest.mark.parametrize("make", ["nothing", "no model", "broken weights"])
def test_a_folder_that_cannot_be_loaded_is_said_in_one_line(make: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    if make == "no model":
        folder.mkdir()
    if make == "broken weights":
        cross_encoder(folder, NLI)
        (folder / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(
        ModelError, match=r"verifier_model '.*' cannot be loaded \(\w+\): expected 'built-in'"
    ) as e:
        loaded(folder)
    assert "\n" not in str(e.value)


def test_without_a_network_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(
        ModelError, match="without a network, download the model elsewhere and name its folder"
    ):
        CrossEncoder("cross-encoder/not-here", "reranker_model")
