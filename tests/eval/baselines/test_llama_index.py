"""llama-index's two engines, for real: Chroma, the embedding model and a small language model."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from eval.baselines import (
    BASELINES,
    ArticleIndexes,
    Endpoint,
    LlamaIndexCitation,
    LlamaIndexQuery,
    LlamaServer,
    llama_index,
)
from eval.questions import Question
from eval.records import Span
from eval.system import System
from index import Article, Library
from index.embed import Embedder
from rag.errors import BylineError

ARTICLE = Article(
    "The old bridge was closed on Monday. It had been open for ninety years.\n\n"
    "Ann Lee, the mayor, said that a new one would cost 4 million euros.",
    title="Bridge closed",
)
QUESTION = Question(
    id="q", article="a", question="What will a new bridge cost?", kind="fact", answerable=True
)


@pytest.fixture(scope="module")
def endpoint(small_server: LlamaServer) -> Endpoint:
    return small_server.endpoint


@pytest.fixture
def indexes(tmp_path: Path, embedder: Embedder) -> ArticleIndexes:
    return ArticleIndexes(tmp_path / "chroma", embedder)


@pytest.mark.parametrize("kind", [LlamaIndexCitation, LlamaIndexQuery])
def test_it_answers_from_the_article(
    kind: type[LlamaIndexCitation | LlamaIndexQuery],
    endpoint: Endpoint,
    indexes: ArticleIndexes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(llama_index, "MAX_TOKENS", 12)
    system: System = kind(indexes, endpoint)
    reply = system.ask(QUESTION, ARTICLE)
    answer = reply.answer
    assert answer.text
    assert answer.generator == f"llm:{endpoint.model}"
    assert reply.tokens
    assert reply.tokens.prompt > len(ARTICLE.text.split())
    assert 0 < reply.tokens.completion <= 12
    assert reply.ranked == tuple(Span(p.article_id, p.start, p.end) for p in answer.passages)
    assert [ARTICLE.text[p.start : p.end] for p in answer.passages] == [p.text for p in answer.passages]
    assert answer.passages[0].text == ARTICLE.text  # it is shorter than a chunk, and the label is gone
    again = system.ask(QUESTION, ARTICLE)
    assert (again.answer.text, again.tokens) == (answer.text, reply.tokens)


def test_the_nearest_chunk_is_the_one_that_our_embedding_model_says(
    shipped_library: Library, indexes: ArticleIndexes
) -> None:
    article = shipped_library.articles()[0]
    embedder = shipped_library.embedder
    found = indexes.of(article).as_retriever(similarity_top_k=10).retrieve("Who leads the delegation?")
    assert len(found) >= 2
    query = embedder.encode(["Who leads the delegation?"])[0]
    # llama-index embeds the metadata before the text
    cosines = embedder.encode([f"title: {article.title}\n\n{n.node.get_content()}" for n in found]) @ query
    assert sorted(cosines, reverse=True) == list(cosines)


def test_the_query_engines_offsets_are_llama_indexs_own(
    shipped_library: Library, indexes: ArticleIndexes
) -> None:
    article = shipped_library.articles()[0]
    found = indexes.of(article).as_retriever(similarity_top_k=10).retrieve("Who leads the delegation?")
    for node in (n.node for n in found):
        assert article.text[node.start_char_idx : node.end_char_idx] == node.get_content()
        (source,) = llama_index._sources([n for n in found if n.node is node], article)
        assert (source.start, source.end) == (node.start_char_idx, node.end_char_idx)


def test_an_article_without_a_title_is_indexed(indexes: ArticleIndexes) -> None:
    article = Article("The old bridge was closed on Monday.")
    (found,) = indexes.of(article).as_retriever().retrieve("bridge")
    assert found.node.get_content() == article.text
    assert indexes.of(article) is indexes.of(article)


def test_an_endpoint_that_is_not_there_is_one_line(indexes: ArticleIndexes) -> None:
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        system = LlamaIndexQuery(indexes, Endpoint(url, "none", timeout=5))
        with pytest.raises(BylineError, match=f"llama-index query at {url}: ") as caught:
            system.ask(QUESTION, ARTICLE)
    assert "\n" not in str(caught.value)


def test_an_endpoint_that_is_too_slow_is_one_line(indexes: ArticleIndexes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the request, and never replies
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        system = LlamaIndexCitation(indexes, Endpoint(url, "none", timeout=0.2))
        with pytest.raises(BylineError, match=r"timed out"):
            system.ask(QUESTION, ARTICLE)


def test_a_prompt_that_does_not_fit_is_one_line(
    endpoint: Endpoint, indexes: ArticleIndexes, shipped_library: Library
) -> None:
    article = shipped_library.articles()[0]
    small = Endpoint(endpoint.base_url, endpoint.model, context=100)
    with pytest.raises(BylineError, match="llama-index citation at"):
        LlamaIndexCitation(indexes, small).ask(QUESTION, article)


def test_the_key_of_openai_is_not_sent_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    model, _ = llama_index._language_model(Endpoint("http://127.0.0.1:1/v1", "none"))
    assert model.api_key == "none"
    assert "secret" not in repr(Endpoint("http://127.0.0.1:1/v1", "none", api_key="secret"))


def test_both_are_registered() -> None:
    assert {"llama-index-citation", "llama-index-query"} <= set(BASELINES)
