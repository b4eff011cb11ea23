"""BM25 against its definition, and a catalogue that is changed, reopened and made anew."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Protocol

import pytest
import Stemmer
from bm25s.stopwords import STOPWORDS_EN
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.baselines.lexical import LexicalIndex
from index import Passage
from index.catalogue import Catalogue, Changing
from index.catalogue import terms as terms_module
from index.heads import Head
from index.vocabulary import Held, TextWords, entries

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


HELD = {"word": ()}


class Index(Protocol):
    def search(self, query: str, k: int) -> list[tuple[Passage, float]]: ...


def stored(path: Path, passages: list[Passage] = PASSAGES) -> Catalogue:
    """A catalogue of passages."""
    catalogue = Catalogue(path / "catalogue.sqlite3")
    for article in dict.fromkeys(p.article_id for p in passages):
        add(catalogue, article, [p for p in passages if p.article_id == article])
    return catalogue


def add(catalogue: Catalogue, article: str, passages: list[Passage]) -> None:
    catalogue.change(lambda change: change.put(Head(article), 1, passages, HELD))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return stored(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture(scope="module", params=["catalogue", "bm25s"])
def index(request: pytest.FixtureRequest, catalogue: Catalogue) -> Index:
    """What Byline searches, and what it is compared with."""
    return catalogue if request.param == "catalogue" else LexicalIndex(PASSAGES)


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
def test_scores_are_bm25(index: Index, query: str) -> None:
    expected = {n: score for n, score in enumerate(naive_scores(query)) if score > 0}
    found = index.search(query, k=10)
    assert sorted(score for _, score in found) == pytest.approx(sorted(expected.values()), rel=1e-5)
    by_score = sorted(expected, key=lambda n: (-expected[n], n))
    assert [passage for passage, _ in found] == [PASSAGES[n] for n in by_score]


def test_k_is_the_most(index: Index) -> None:
    assert index.search("bridge", 1) == index.search("bridge", 10)[:1]


@pytest.mark.parametrize("query", ["", "the of and", "?!", "zebra", "x"])
def test_no_shared_term_finds_nothing(index: Index, query: str) -> None:
    assert index.search(query, 10) == []


@pytest.mark.parametrize("few", [terms_module.FEW, 0], ids=["all scored", "looked for"])
def test_restriction_keeps_scores(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(terms_module, "FEW", few)
    everything = catalogue.search("repairs bridge", 10)
    assert catalogue.search("repairs bridge", 10, {"b", "c"}) == [
        (passage, score) for passage, score in everything if passage.article_id in ("b", "c")
    ]
    assert catalogue.search("bridge", 10, []) == []


@pytest.mark.parametrize("passages", [PASSAGES, PASSAGES[:1], [], [Passage("a", "the", 0, 3)]])
def test_opened_again(passages: list[Passage], tmp_path: Path) -> None:
    made = stored(tmp_path, passages)
    again = Catalogue(tmp_path / "catalogue.sqlite3")
    assert again.passages() == made.passages() == tuple(sorted(passages, key=lambda p: p.article_id))
    assert again.search("bridge repairs", 10) == made.search("bridge repairs", 10)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=12))
def test_any_run_of_changes_leaves_what_was_written_last(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Adding, writing over (0, 1) and dropping (2) come to the same as writing what is left at once."""
    changed = stored(tmp_path_factory.mktemp("changed"), [])
    left: dict[str, list[Passage]] = {}
    for article, how in steps:
        if how == 2:
            changed.change(lambda change, one=article: change.drop([one]))
            left.pop(article, None)
            continue
        left[article] = [p for p in PASSAGES if p.article_id == article][how:]
        add(changed, article, left[article])
    fresh = stored(tmp_path_factory.mktemp("fresh"), [p for one in left.values() for p in one])
    for query in ("bridge repairs", "ferries", "паромы"):
        assert dict(changed.search(query, 10)) == pytest.approx(dict(fresh.search(query, 10)))


@pytest.mark.parametrize("content", [b"", b"not a database" * 99, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes(content)
    catalogue = Catalogue(tmp_path / "catalogue.sqlite3")
    assert catalogue.heads() == ()
    add(catalogue, "a", PASSAGES[:1])
    assert catalogue.search("bridge", 5)


def test_a_change_that_is_cut_off_leaves_nothing(tmp_path: Path) -> None:
    catalogue = stored(tmp_path, PASSAGES[:2])
    before = catalogue.search("bridge", 9), catalogue.generation

    def cut(change: Changing) -> None:
        change.put(Head("b"), 1, PASSAGES[2:4], HELD)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        catalogue.change(cut)
    assert (catalogue.search("bridge", 9), catalogue.generation) == before


class TestWords:
    TEXT = "The Financial Times paid 1,200 euros at 12:30. Bridges of the USA. Мост открыт."

    @pytest.fixture
    def both(self, tmp_path: Path) -> tuple[Held, Held]:
        """The words of a text, asked of itself and of a catalogue."""
        catalogue = Catalogue(tmp_path / "catalogue.sqlite3")
        for number, text in enumerate([self.TEXT, "Bridges only."]):
            held = entries(text)
            catalogue.change(lambda change, n=number, h=held: change.put(Head(f"{n}"), 1, (), h))
        return TextWords(f"{self.TEXT}\n\nBridges only."), catalogue.words

    def test_the_same_of_a_catalogue_as_of_the_text(self, both: tuple[Held, Held]) -> None:
        for held in both:
            assert held.holds("word", "bridges")
            assert held.holds("stem", "bridg")
            assert held.holds("number", "1200")
            assert held.holds("number", "12")
            assert held.holds("initials", "ft")
            assert not held.holds("word", "bridge")
            assert held.among(["usa", "bridges", "ferry"]) == {"usa", "bridges"}
            assert held.starting("b", 4) == ["bridges"]
            assert held.starting("мо", 4) == ["мост"]
            assert held.starting("b", 8) == []
            assert held.scripts() == {"LATIN", "CYRILLIC"}

    def test_a_word_goes_with_the_last_article_that_holds_it(self, tmp_path: Path) -> None:
        catalogue = Catalogue(tmp_path / "catalogue.sqlite3")
        for name in ("one", "two"):
            catalogue.change(lambda change, n=name: change.put(Head(n), 1, (), entries(f"Bridges {n}.")))
        catalogue.change(lambda change: change.drop(["one"]))
        assert catalogue.words.holds("word", "bridges")
        assert not catalogue.words.holds("word", "one")
        catalogue.change(lambda change: change.retire(Head("two", retired=True)))
        assert not catalogue.words.holds("word", "bridges")
