"""Which models the settings name, and that a reranker's word is what sentences are ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Article, Library, Settings
from rag import Engine, ModelError
from rag.models import reranker, supporter
from rag.nets.hub import HubReranker, HubSupporter
from rag.retrieve.fusion import Fusion, log_odds
from rag.retrieve.reader import Reader
from rag.retrieve.retriever import Retriever
from rag.verify.support import Verifier
from tests.rag.nets.test_hub import NLI, cross_encoder

BAKERY = "The bakery was opened by Nora Finch in 1931. It sells rye bread. Bo Ray bakes on Mondays."


class Likes:
    """Holds for an answer whatever has a word."""

    def __init__(self, word: str) -> None:
        self._word = word

    def scores(self, question: str, sentences: Sequence[str]) -> tuple[float, ...]:
        return tuple(0.9 if self._word in sentence else 0.2 for sentence in sentences)


def test_our_own_need_nothing() -> None:
    assert isinstance(supporter(Settings()), Verifier)
    assert reranker(Settings()) is None


def test_others_come_from_where_the_settings_say(tmp_path: Path) -> None:
    nli, relevance = cross_encoder(tmp_path / "nli", NLI), cross_encoder(tmp_path / "one", ["LABEL_0"])
    settings = Settings(verifier_model=str(nli), reranker_model=str(relevance))
    assert isinstance(supporter(settings), HubSupporter)
    assert isinstance(reranker(settings), HubReranker)


def test_a_reranker_gives_the_reading_of_each_sentence(library: Library) -> None:
    article = library.add(Article(BAKERY, title="A bakery"))
    fusion = Fusion.load()
    plain = Retriever(library, Reader(threads=1), fusion).search("Who opened it?", 5, [article.id]).found
    found = Retriever(library, Reader(threads=1), fusion, Likes("bread")).search("Who opened it?", 5).found
    assert {one.sentence.text: one.features.read for one in found} == {
        sentence.text: pytest.approx(log_odds(0.9 if "bread" in sentence.text else 0.2))
        for sentence in library.sentences(article.id)
    }
    assert [one.features.passage for one in found] == [one.features.passage for one in plain]


def test_a_model_that_cannot_be_loaded_is_told_at_the_first_question(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    for name in ("verifier_model", "reranker_model"):
        engine = Engine(Settings(store=str(tmp_path / "store"), **{name: nowhere}))
        with pytest.raises(ModelError, match=f"{name} .* cannot be loaded"):
            engine.query("Who is Andrei Kortunov?")
