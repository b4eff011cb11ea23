"""Passages of many articles: judged with their articles, and none crowds out the others."""

import json
from pathlib import Path

import pytest

from index import Article, Library, Passage, Settings
from index.catalogue import Catalogue
from rag import Engine
from rag.errors import ModelError
from rag.retrieve.among import without_first
from rag.retrieve.fusion import Logistic
from rag.retrieve.many import EACH, Many, best_articles, candidates, chosen, stretched
from rag.retrieve.narrow import Narrowed, narrowed
from rag.retrieve.reader import Reading, Span

OPENED = "It was opened on Sunday by the mayor. Two hundred people came. Nobody was hurt in the crowd."
ARTICLES = {
    "selby": Article(OPENED, "A bridge for Selby", outlet="cnn.com", published="2025-06-21"),
    "marlby": Article(
        OPENED + " It rained.", "A bridge for Marlby", outlet="usatoday.com", published="2026-01-05"
    ),
}
EQUAL = Logistic((1.0,) * 8, 0.0)


def passage(name: str, number: int = 0) -> Passage:
    return Passage(name, OPENED, number * 100, number * 100 + 90)


def ranked(question: str, narrows: Narrowed | None = None) -> list[str]:
    both = [(passage("marlby"), 0.5), (passage("selby"), 0.5)]
    found = candidates(question, both, both, ARTICLES.__getitem__, narrows or Narrowed(), EQUAL)
    return [one.passage.article_id for one in found]


def test_a_title_tells_two_passages_of_the_same_words_apart() -> None:
    assert ranked("Who opened the bridge of Selby?") == ["selby", "marlby"]
    assert ranked("Who opened the bridge of Marlby?") == ["marlby", "selby"]


def test_days_and_outlets_of_a_question_count() -> None:
    outlets = [one.outlet or "" for one in ARTICLES.values()]
    for question, first in (
        ("Who opened the bridge in June 2025?", "selby"),
        ("Who opened the bridge in January 2026?", "marlby"),
        ("What does CNN say of the bridge?", "selby"),
        ("What does USA TODAY say of the bridge?", "marlby"),
    ):
        assert ranked(question, narrowed(question, outlets))[0] == first, question


def test_one_article_does_not_crowd_out_the_others() -> None:
    found = [(passage("selby", number), 0.9 - number / 100) for number in range(20)] + [
        (passage("marlby"), 0.1)
    ]
    best = candidates("Who opened it?", found, [], ARTICLES.__getitem__, Narrowed(), EQUAL)
    taken = [one.passage.article_id for one in chosen(best, EACH + 1)]
    assert taken == ["selby"] * EACH + ["marlby"]
    assert len(chosen(best, 15)) == 15, "where nothing else is there, more of one are read"
    assert best_articles(best) == ("selby", "marlby")


def test_a_threshold_falls_onto_another() -> None:
    assert stretched(0.3, 0.3, 0.48) == pytest.approx(0.48)
    assert (stretched(0.0, 0.3, 0.48), stretched(1.0, 0.3, 0.48)) == (0.0, 1.0)
    assert stretched(0.15, 0.3, 0.48) == pytest.approx(0.24)


def test_what_is_read_first_is_no_part_of_the_reading() -> None:
    title, own = Span(0, 0, 3, 0.5), Span(1, 2, 5, 0.4)
    reading = without_first(Reading(0.7, (0.1, 0.6), own, (title, own)))
    assert reading.sentences == (0.6,)
    assert reading.spans == (Span(0, 2, 5, 0.4),)
    assert reading.span == Span(0, 2, 5, 0.4)
    assert without_first(Reading(0.7, (0.1, 0.6), title, (title, own))).span is None


def test_weights_that_are_not_such_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text(json.dumps({"passage": {"bias": 1}}))
    with pytest.raises(ModelError, match="install Byline again"):
        Many.load(path)


def test_the_right_bridge_is_cited_among_two_and_nobody_lists_them_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library(Settings(store=str(tmp_path), generator="quote")) as library:
        for place, mayor in (("Selby", "Ann Lee"), ("Marlby", "Bo Tarn")):
            text = f"The new bridge was opened on Sunday by {mayor}, the mayor. Two hundred people came."
            library.add(Article(text, f"A new bridge for {place}"))
        engine = Engine(library=library)
        monkeypatch.setattr(Catalogue, "ids", lambda *_: pytest.fail("a library may have very many"))
        for place, mayor in (("Selby", "Ann Lee"), ("Marlby", "Bo Tarn")):
            answer = engine.query(f"Who opened the new bridge of {place}?")
            assert answer.citations[0].title == f"A new bridge for {place}"
            assert mayor in answer.text
