"""BM25 against its definition, and an index that is saved, reloaded and refused."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

from index import Passage
from index.lexical import LexicalIndex

K1, B = 1.5, 0.75
TEXTS = [
    ("a", "The bridge will reopen in May after repairs of the bridge.", None),
    ("a", "Ferries run until then, and tickets stay at the old price.", "Bridges and ferries"),
    ("b", "Repairs took two years and cost more than the ferries.", None),
    ("b", "Nobody had expected so much ice on the river.", None),
    ("c", "Мост откроют в мае, паромы ходят до конца апреля.", None),
    ("c", "The bridge will reopen in May after repairs of the bridge.", None),
]
PASSAGES = [Passage(article, text, 0, len(text), heading) for article, text, heading in TEXTS]


def terms(text: str) -> list[str]:
    """Words of two letters or more, without stop words, stemmed."""
    words = [word for word in re.findall(r"\w\w+", text.lower()) if word not in STOPWORDS_EN]
    return [str(stem) for stem in Stemmer.Stemmer("english").stemWords(words)]


def naive_scores(query: str) -> list[float]:
    """BM25 as in Lucene (Kamphuis et al., 2020, table 1), by a loop."""
    documents = [terms(f"{heading or ''}\n{text}") for _, text, heading in TEXTS]
    average = sum(map(len, documents)) / len(documents)
    scores = []
    for document in documents:
        score = 0.0
        for term in terms(query):
            holding = sum(term in other for other in documents)
            idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            tf = document.count(term)
            score += idf * tf / (tf + K1 * (1 - B + B * len(document) / average))
        scores.append(score)
    return scores


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(PASSAGES, "fingerprint")


@pytest.mark.parametrize(
    "query",
    [
        "bridge",
        "When will the bridges reopen?",
        "ferry tickets ferry",
        "repairs of ice",
        "паромы",
        "bridge unheard-of",
    ],
)
def test_scores_are_bm25(index: LexicalIndex, query: str) -> None:
    expected = {n: score for n, score in enumerate(naive_scores(query)) if score > 0}
    found = index.search(query, k=10)
    assert sorted(score for _, score in found) == pytest.approx(sorted(expected.values()), rel=1e-5)
    by_score = sorted(expected, key=lambda n: (-expected[n], n))
    assert [passage for passage, _ in found] == [PASSAGES[n] for n in by_score]


def test_k_is_the_most(index: LexicalIndex) -> None:
    assert index.search("bridge", 1) == index.search("bridge", 10)[:1]


@pytest.mark.parametrize("query", ["", "the of and", "?!", "zebra", "x"])
def test_no_shared_term_finds_nothing(index: LexicalIndex, query: str) -> None:
    assert index.search(query, 10) == []


def test_restriction_keeps_scores(index: LexicalIndex) -> None:
    everything = index.search("repairs bridge", 10)
    assert index.search("repairs bridge", 10, {"b", "c"}) == [
        (passage, score) for passage, score in everything if passage.article_id in ("b", "c")
    ]
    assert index.search("bridge", 10, []) == []


@pytest.mark.parametrize("passages", [PASSAGES, PASSAGES[:1], [], [Passage("a", "the", 0, 3)]])
def test_save_and_load(passages: list[Passage], tmp_path: Path) -> None:
    folder = tmp_path / "new" / "bm25"
    made = LexicalIndex.build(passages, "one")
    made.save(folder)
    loaded = LexicalIndex.load(folder, "one")
    assert loaded is not None
    assert loaded.passages == made.passages
    assert loaded.search("bridge repairs", 10) == made.search("bridge repairs", 10)
    assert [path.name for path in folder.parent.iterdir()] == ["bm25"]


def test_saving_replaces_the_old_index(tmp_path: Path) -> None:
    LexicalIndex.build(PASSAGES, "one").save(tmp_path / "bm25")
    LexicalIndex.build(PASSAGES[:2], "two").save(tmp_path / "bm25")
    assert LexicalIndex.load(tmp_path / "bm25", "one") is None
    loaded = LexicalIndex.load(tmp_path / "bm25", "two")
    assert loaded is not None
    assert loaded.passages == tuple(PASSAGES[:2])


def test_nothing_to_load(tmp_path: Path) -> None:
    assert LexicalIndex.load(tmp_path, "one") is None


@pytest.mark.parametrize("keep", [0, 0.5])
def test_damaged_files_are_made_again_rather_than_read(tmp_path: Path, keep: float) -> None:
    folder = tmp_path / "bm25"
    LexicalIndex.build(PASSAGES, "one").save(folder)
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[: int(keep * len(whole))])
        assert LexicalIndex.load(folder, "one") is None, path.name
        path.write_bytes(whole)
        assert LexicalIndex.load(folder, "one") is not None
        path.unlink()
        assert LexicalIndex.load(folder, "one") is None, path.name
        path.write_bytes(whole)
