"""How outputs become a guess, and what the shipped head says of texts that it was not trained on."""

from pathlib import Path

import numpy as np
import pytest

from index.embed import Embedder
from rag.answer import KINDS, Kind
from rag.ask.features import PLACES
from rag.ask.head import FOLDER, AskHead, Guess, Weights, decided, file_name, inputs, load
from rag.ask.parts import CUTS
from rag.errors import ModelError
from tests.rag.ask.typed import CHAT, REAL

WEIGHTS = Weights(np.zeros((1, 13), np.float32), np.zeros(13, np.float32), temperature=1.0, chat=0.8)


def outputs(**odds: float) -> np.ndarray:
    return np.array([odds.get(name, 0.0) for name in (*KINDS, "leans", "several")], dtype=np.float32)


@pytest.fixture(scope="module")
def head(embedder: Embedder) -> AskHead:
    return AskHead(embedder.name)


def guess(head: AskHead, embedder: Embedder, text: str) -> Guess:
    return head.guess(text, embedder.encode([text])[0])


def test_the_likeliest_kind_is_guessed_with_its_softmax_share() -> None:
    got = decided(outputs(people=5.0, leans=0.0, several=-2.0), WEIGHTS)
    assert got.kind == "people"
    assert got.sure == pytest.approx(np.exp(5) / (np.exp(5) + 10))
    assert got.leans == pytest.approx(0.5)
    assert got.several == pytest.approx(1 / (1 + np.exp(2)))
    assert sum(got.chances) == pytest.approx(1.0)


def test_a_temperature_makes_it_less_sure() -> None:
    warm = Weights(WEIGHTS.matrix, WEIGHTS.bias, temperature=2.0, chat=0.8)
    assert decided(outputs(list=6.0), warm).sure < decided(outputs(list=6.0), WEIGHTS).sure


def test_unsure_means_fact() -> None:
    assert decided(outputs(people=1.0), WEIGHTS).kind == "fact"


@pytest.mark.parametrize(("odds", "kind"), [(3.0, "fact"), (5.0, "chat")])
def test_chat_is_guessed_only_over_its_own_threshold(odds: float, kind: Kind) -> None:
    assert decided(outputs(chat=odds), WEIGHTS).kind == kind  # e**3 of e**3 + 10 is 0.67, e**5 is 0.94


def test_an_encoder_without_a_head_is_not_looked_at(embedder: Embedder) -> None:
    head, text = AskHead("somebody/else"), "Who wrote this article?"
    one, other = head.guess(text, np.ones(8, np.float32)), head.guess(text, np.zeros(300, np.float32))
    assert one == other
    assert one.kind == "metadata"


def test_inputs_are_the_vector_the_counts_and_the_cuts() -> None:
    assert inputs("who", None).shape == (2 * PLACES + CUTS,)
    assert inputs("who", np.ones(384, np.float32)).shape == (384 + 2 * PLACES + CUTS,)
    assert inputs("Who won? Who lost?", None)[-CUTS:].tolist() == [1, 0, 1, 0, 1]


def test_a_head_is_named_after_its_encoder() -> None:
    assert file_name("sentence-transformers/all-MiniLM-L6-v2") == "all-MiniLM-L6-v2"


def test_weights_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "text.npz").write_bytes(b"no zip")
    with pytest.raises(ModelError, match=r"text\.npz cannot be read .* install Byline again"):
        load(tmp_path / "text.npz")
    with pytest.raises(ModelError, match=r"gone\.npz cannot be read"):
        load(tmp_path / "gone.npz")


def test_weights_for_other_kinds_are_refused(tmp_path: Path) -> None:
    with np.load(FOLDER / "text.npz") as stored:
        held = {key: stored[key] for key in stored.files}
    np.savez(tmp_path / "old.npz", **{**held, "kinds": np.array(["fact", "riddle"])})
    with pytest.raises(ModelError, match=r"riddle.*python -m eval\.train\.ask"):
        load(tmp_path / "old.npz")


def test_the_typed_texts_are_enough_to_say_something() -> None:
    assert len(CHAT) >= 30
    assert len(REAL) >= 60


def test_nine_in_ten_of_what_is_no_question_is_taken_for_it(head: AskHead, embedder: Embedder) -> None:
    missed = [text for text in CHAT if guess(head, embedder, text).kind != "chat"]
    assert len(missed) <= 0.1 * len(CHAT), missed


def test_at_most_two_real_questions_are_taken_for_chat(head: AskHead, embedder: Embedder) -> None:
    taken = [text for text in REAL if guess(head, embedder, text).kind == "chat"]
    assert len(taken) <= 2, taken


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How long did the strike last?", "fact"),
        ("When was the bridge opened?", "fact"),
        ("Who wrote the letter to the court?", "fact"),
        ("When was this published?", "metadata"),
        ("who published it", "metadata"),
        ("How long is this article?", "metadata"),
        ("And what is this article about?", "about"),
        ("tl;dr", "about"),
        ("and what did he say?", "statement"),
        ("Which experts does it talk to?", "people"),
        ("Compare what Tolgay and Orbelin say.", "compare"),
        ("Did Kostrava and Morvania agree?", "yes_no"),
    ],
)
def test_kinds_that_are_easily_mistaken(head: AskHead, embedder: Embedder, text: str, kind: Kind) -> None:
    assert guess(head, embedder, text).kind == kind


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Where and when was it held?", True),
        ("Who won? And by how much?", True),
        ("What did Ann and Bob say?", False),
        ("What is bread and butter?", False),
    ],
)
def test_whether_several_are_asked(head: AskHead, embedder: Embedder, text: str, several: bool) -> None:
    assert (guess(head, embedder, text).several >= 0.5) is several
