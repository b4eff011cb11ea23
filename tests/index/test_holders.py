"""Articles that are somebody's: who is told of them, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, ArticleError, Library
from index.holders import Holder, as_brought, from_text, held_by, to_text, with_holder

ABOUT = (("title", "The zoo"),)
ADA = Holder("user:ada", "My zoo", "zoo.txt", "2026-02-09", about=ABOUT)
BOB = Holder("user:bob", name="b.txt", about=ABOUT)
ZOO = Article("The zoo of Ostrava bought a giraffe.", title="The zoo", source="/home/ada/secret/zoo.txt")


@pytest.fixture
def library(settings, embedder) -> Library:
    made = Library(settings)
    made.embedder = embedder
    return made


def test_holders_come_back_as_they_were_written():
    nobody_said = Holder("user:eve")
    assert from_text(to_text((ADA, BOB, nobody_said))) == (ADA, BOB, nobody_said)
    assert from_text(to_text(())) == ()


@pytest.mark.parametrize("damaged", ["{", "[]", '[{"who": "ada"}]', '"x"', "3"])
def test_what_cannot_be_read_is_not_everybodys(damaged):
    holders = from_text(damaged)
    assert holders != ()
    assert held_by("user:ada", holders) is held_by(None, holders) is None


def test_who_brings_it_again_keeps_the_name_that_they_gave_it():
    again = with_holder((replace(ADA, replaced_by="x"), BOB), Holder("user:ada", name="zoo2.txt", about=()))
    assert again == (replace(ADA, name="zoo2.txt", about=()), BOB)


def test_an_article_is_its_holders_and_keeps_nothing_of_where_they_have_it(library: Library, settings):
    stored = library.add(ZOO, ADA)
    assert stored.source is None
    assert library.holders() == {ZOO.id: (ADA,)}
    library.close()
    assert Library(settings).holders() == {ZOO.id: (ADA,)}


def test_the_same_text_has_two_holders_and_stays_until_both_have_let_go(library: Library):
    library.add(ZOO, ADA)
    library.add(ZOO, BOB)
    assert library.holders() == {ZOO.id: (ADA, BOB)}
    library.hold(ZOO.id, lambda each: each[1:])
    assert library.get(ZOO.id).text == ZOO.text
    library.hold(ZOO.id, lambda each: ())
    assert library.holders(superseded=True) == {}
    assert library.nearest("giraffe", 5) == []
    assert library.check() == ()


def test_what_came_with_one_copy_alone_is_its_holders(library: Library):
    own = replace(ZOO, title="Secret", outlet="Ada's desk", author="Ada Byron", published="2026-03-01")
    other = replace(ZOO, outlet="Bob's", published="2026-03-01")
    assert library.add(own, Holder("user:ada")) == replace(own, source=None)
    stored = library.add(other, Holder("user:bob"))
    assert (stored.title, stored.outlet, stored.author, stored.published) == ("", None, None, "2026-03-01")
    library.close()
    assert library.get(ZOO.id) == stored
    ada, bob = library.holders()[ZOO.id]
    assert as_brought(stored, ada) == replace(own, source=None)
    assert as_brought(stored, bob) == replace(other, source=None)
    assert as_brought(stored, Holder("user:eve")).title == ""
    assert [p.article_id for p, _ in library.nearest("giraffe", 5)] == [ZOO.id]
    assert library.check() == ()


def test_what_everybody_has_is_nobodys(library: Library):
    library.add(ZOO)
    library.add(ZOO, ADA)
    assert library.holders() == {ZOO.id: ()}
    with pytest.raises(ArticleError, match="everybody's"):
        library.hold(ZOO.id, lambda each: ())


def test_what_somebody_has_becomes_everybodys_as_it_is_read_then(library: Library, tmp_path: Path):
    file = tmp_path / "shared.txt"
    file.write_text(ZOO.text)
    library.add(ZOO, ADA)
    shared = library.add(file)
    assert library.holders() == {shared.id: ()}
    assert shared.id == ZOO.id
    assert library.get(ZOO.id).source == str(file)
    assert [p.article_id for p, _ in library.nearest("giraffe", 5)] == [ZOO.id]
    assert library.check() == ()


def test_what_is_somebodys_is_no_version_of_what_everybody_has(library: Library, tmp_path: Path):
    file = tmp_path / "zoo.txt"
    file.write_text("The zoo has a tapir.")
    old = library.add(file)
    file.write_text("The zoo has a tapir and an okapi.")
    own = library.add(file, ADA)
    assert library.holders() == {old.id: (), own.id: (replace(ADA),)}
    assert own.replaces is None
    file.write_text("The zoo has nothing.")
    library.add(file)
    with pytest.raises(ArticleError, match="newer version"):
        library.add(Article("The zoo has a tapir."), BOB)


def test_what_all_have_read_anew_is_searched_no_more_and_can_be_had_again(library: Library):
    library.add(ZOO, ADA)
    library.hold(ZOO.id, lambda each: tuple(replace(one, replaced_by="f" * 16) for one in each))
    assert library.holders() == {}
    assert library.get(ZOO.id).text == ZOO.text
    assert library.nearest("giraffe", 5) == []
    library.add(ZOO, BOB)
    assert library.holders() == {ZOO.id: (replace(ADA, replaced_by="f" * 16), BOB)}
    assert len(library.nearest("giraffe", 5)) == 1
    assert library.check() == ()


def test_a_title_is_given_and_taken_back(library: Library, settings):
    library.add(ZOO)
    assert library.rename(ZOO.id, " An ark ").title == "An ark"
    library.close()
    reopened = Library(settings)
    assert reopened.get(ZOO.id).title == "An ark"
    assert reopened.check() == ()
    assert reopened.rename(ZOO.id, "").title == "The zoo"


def test_a_title_that_is_given_is_among_the_words(library: Library) -> None:
    library.add(ZOO)
    assert not library.words().holds("word", "ark")
    library.rename(ZOO.id, "An ark")
    assert library.words().holds("word", "ark")
    library.rename(ZOO.id, "")
    assert not library.words().holds("word", "ark")
    library.remove(ZOO.id)
    assert library.words().scripts() == frozenset()


def test_what_was_taken_out_is_put_back_with_its_versions(library: Library, tmp_path: Path):
    file = tmp_path / "zoo.txt"
    for text in ("The zoo has a tapir.", "The zoo has a tapir and an okapi."):
        file.write_text(text)
        newest = library.add(file)
    before = library.versions(newest.id)
    copies = library.copies(newest.id)
    library.remove(newest.id)
    assert library.ids(superseded=True) == ()
    library.put_back(copies)
    assert library.versions(newest.id) == before
    assert library.ids() == (newest.id,)
    assert len(library.nearest("okapi", 5)) == 1
    assert library.check() == ()
