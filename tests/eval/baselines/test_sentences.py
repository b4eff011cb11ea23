"""The sentence baselines against a naive ranking of the same sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.baselines import DenseOnly, HybridSentences, LexicalOnly
from eval.questions import Question
from eval.records import Reply, Span
from index import Article, Library

ASKED = "What did the participants discuss?"


def question(text: str = ASKED) -> Question:
    return Question(id="q", article="a", question=text, kind="fact", answerable=True)


@pytest.fixture(scope="session")
def shipped(shipped_library: Library) -> Article:
    return shipped_library.articles()[0]


def nearest(library: Library, article: Article) -> list[Span]:
    """All sentences by cosine, without Chroma."""
    sentences = library.sentences(article.id)
    cosines = library.embedder.encode([s.text for s in sentences]) @ library.embedder.encode([ASKED])[0]
    return [Span(article.id, sentences[i].start, sentences[i].end) for i in np.argsort(-cosines)]


def check_quote(reply: Reply, article: Article) -> None:
    """One sentence, quoted and cited, and it is the first of the ranking."""
    (citation,) = reply.answer.citations
    assert article.text[citation.start : citation.end] == citation.quote
    assert reply.ranked[0] == (article.id, citation.start, citation.end)
    assert [(s.text, s.citations) for s in reply.answer.sentences] == [(citation.quote, (1,))]
    assert reply.answer.text.replace(" [1]", "") == citation.quote
    assert not reply.answer.abstained
    assert 0 < reply.answer.confidence <= 1
    assert len(set(reply.ranked)) == len(reply.ranked)


def test_dense_ranks_every_sentence_by_its_cosine(
    shipped_library: Library, shipped: Article, tmp_path: Path
) -> None:
    reply = DenseOnly(shipped_library, tmp_path / "dense").ask(question(), shipped)
    assert list(reply.ranked) == nearest(shipped_library, shipped)
    check_quote(reply, shipped)


def test_dense_keeps_articles_apart(library: Library, tmp_path: Path) -> None:
    system = DenseOnly(library, tmp_path / "dense")
    first = library.add(Article("The participants discussed fish. Nobody else came.", title="Fish"))
    second = library.add(Article("The participants discussed cheese. It was late.", title="Cheese"))
    for article in (first, second, first):
        reply = system.ask(question(), article)
        assert {span.article_id for span in reply.ranked} == {article.id}
        assert len(reply.ranked) == 2
        check_quote(reply, article)


def test_lexical_finds_the_sentence_with_the_rare_words(library: Library) -> None:
    article = library.add(Article("Boats came. The trout was discussed. Boats left. Boats were late."))
    reply = LexicalOnly(library).ask(question("Who discussed trout?"), article)
    assert reply.answer.citations[0].quote == "The trout was discussed."
    assert reply.ranked == (Span(article.id, 12, 36),)
    assert reply.answer.passages[0].lexical_rank == 1
    assert reply.answer.passages[0].dense_rank is None


def test_lexical_abstains_only_where_no_word_is_shared(library: Library) -> None:
    article = library.add(Article("Boats came. Boats left."))
    reply = LexicalOnly(library).ask(question("Qui a mangé la truite?"), article)
    assert reply.answer.abstained
    assert reply.answer.reason
    assert reply.ranked == ()
    assert reply.answer.confidence == 0.0


def test_hybrid_is_the_reciprocal_rank_fusion_of_both(
    shipped_library: Library, shipped: Article, tmp_path: Path
) -> None:
    lexical = LexicalOnly(shipped_library).ask(question(), shipped).ranked
    dense = nearest(shipped_library, shipped)
    scores = {
        span: sum(1 / (60 + ranking.index(span) + 1) for ranking in (list(lexical), dense) if span in ranking)
        for span in dense
    }
    reply = HybridSentences(shipped_library, tmp_path / "hybrid").ask(question(), shipped)
    assert [scores[span] for span in reply.ranked] == sorted(scores.values(), reverse=True)
    assert reply.answer.confidence == pytest.approx(max(scores.values()) / (2 / 61))
    check_quote(reply, shipped)
