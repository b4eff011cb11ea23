"""What visitors see of one library, and what they do to it: each their own, and everybody's."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from starlette.types import Scope

from index import Article, ArticleError, Library, Progress, Settings
from index.read import fetch
from rag import Engine
from rag.doors import bringing
from rag.doors.http import Rights, create
from rag.doors.shelf import Shelf
from rag.doors.visitors import COOKIE, Visitors, new_token, set_cookie
from rag.errors import UnknownArticleError
from tests.rag.doors.conftest import client

ZOO = Article("The zoo of Ostrava bought a giraffe named Zora.", title="The zoo", source="/home/ada/zoo.txt")
TRAM = Article("A new tram line to the harbour opens in 2027.", title="A tram")
EVERYBODYS = Article("The town hall of Ostrava opens at nine.", title="The town hall")


@pytest.fixture
def library(settings: Settings, embedder) -> Library:
    made = Library(settings)
    made.embedder = embedder
    made.add(EVERYBODYS)
    return made


@pytest.fixture
def ada(library: Library) -> Shelf:
    return Shelf(library, "browser:ada")


@pytest.fixture
def bob(library: Library) -> Shelf:
    return Shelf(library, "browser:bob")


def bring(shelf: Shelf, *articles: Article | Path | str, title: str = "") -> list[str | Article]:
    """What became of each: the article, or its error's words."""
    each = (result for _, result in bringing.add_all(shelf, articles, title))
    return [one if isinstance(one, Article) else str(one) for one in each]


def test_what_one_brings_is_not_there_for_others(ada: Shelf, bob: Shelf, library: Library):
    [zoo] = bring(ada, ZOO)
    assert set(ada.ids()) == {ZOO.id, EVERYBODYS.id}
    assert ada.own() == {ZOO.id}
    for other in (bob, Shelf(library), Shelf(library, "user:ada"), Shelf(library, "")):
        assert other.ids() == other.ids(superseded=True) == (EVERYBODYS.id,)
        assert [one.id for one in other.articles()] == [EVERYBODYS.id]
        assert other.asked() == (EVERYBODYS.id,)
        for call in (
            lambda o=other: o.get(ZOO.id),
            lambda o=other: o.asked([ZOO.id]),
            lambda o=other: bringing.rename(replace(o, writes=True), ZOO.id, "Mine"),
            lambda o=other: bringing.refresh(replace(o, writes=True), ZOO.id),
            lambda o=other: bringing.remove(replace(o, writes=True), ZOO.id),
        ):
            with pytest.raises(UnknownArticleError) as hidden:
                call()
            with pytest.raises(UnknownArticleError) as absent:
                other.get("0123456789abcdef")
            assert str(hidden.value).replace(ZOO.id, "") == str(absent.value).replace("0123456789abcdef", "")
    assert zoo.id in library.ids()  # whoever runs Byline sees all


def test_two_who_bring_the_same_text_know_nothing_of_each_other(ada: Shelf, bob: Shelf, library: Library):
    [own] = bring(ada, ZOO, title="Our takeover")
    assert own.title == "Our takeover"
    [other] = bring(bob, Article(ZOO.text, title="The zoo"))
    assert (other.title, other.source) == ("The zoo", None)
    bringing.rename(bob, ZOO.id, "  A zoo\n of ours ")
    assert (ada.get(ZOO.id).title, bob.get(ZOO.id).title) == ("Our takeover", "A zoo of ours")
    assert len(bringing.rename(ada, ZOO.id, "zoo" * 10_000).title) == bringing.MOST_IN_TITLE
    bringing.remove(ada, ZOO.id)
    assert ada.ids() == (EVERYBODYS.id,)
    assert bob.get(ZOO.id).text == ZOO.text
    bringing.remove(bob, ZOO.id)
    assert library.ids() == (EVERYBODYS.id,)


def test_what_came_with_a_text_is_told_to_nobody_else_who_brings_it(visitor):
    ada, bob = visitor(), visitor()
    about = {"title": "Secret", "outlet": "Ada's desk", "author": "Ada Byron", "section": "Leaks"}
    assert ada.post("/api/articles", json={"text": ZOO.text, **about}).status_code == 201
    assert bob.post("/api/articles", json={"text": ZOO.text}).status_code == 201
    what = {"question": "What is the giraffe named?"}
    chat = {"model": "byline", "messages": [{"role": "user", "content": what["question"]}]}
    for reply in (
        bob.get("/api/articles"),
        bob.get(f"/api/articles/{ZOO.id}"),
        bob.get("/v1/models"),
        bob.post("/api/ask", json=what),
        bob.post("/api/ask", json={"question": "Who wrote this?", "articles": [ZOO.id]}),
        bob.post("/api/retrieve", json=what),
        bob.post("/v1/chat/completions", json=chat),
    ):
        assert reply.status_code == 200
        assert not any(value in reply.text for value in about.values())
    told = ada.get(f"/api/articles/{ZOO.id}").json()
    assert about.items() <= told.items()
    [cited] = ada.post("/api/ask", json=what).json()["citations"]
    assert cited["title"] == "Secret"


def test_progress_does_not_tell_that_somebody_else_has_the_text(ada: Shelf, bob: Shelf):
    bring(ada, ZOO)
    told: list[Progress] = []
    list(bringing.add_all(bob, [ZOO], progress=told.append))
    assert max(one.passages for one in told) == 1


def test_an_answer_calls_its_sources_as_the_visitor_does(ada: Shelf, library: Library, engine: Engine):
    bring(ada, ZOO, title="Our zoo")
    asked = Engine(library.settings, library).query("What is the giraffe named?", ada.asked([ZOO.id]))
    assert asked.citations
    assert {c.title for c in asked.citations} == {"The zoo"}
    named = ada.named(asked)
    assert {c.title for c in named.citations} | {p.title for p in named.passages} == {"Our zoo"}
    assert Shelf(library, "browser:bob").named(asked) == asked


def test_everybodys_are_changed_by_those_who_may(library: Library, bob: Shelf):
    for change in (bringing.remove, bringing.refresh, lambda s, i: bringing.rename(s, i, "x")):
        with pytest.raises(ArticleError, match="everybody's"):
            change(bob, EVERYBODYS.id)
    writer = replace(bob, writes=True)
    assert bringing.rename(writer, EVERYBODYS.id, "The hall").title == "The hall"
    assert Shelf(library).get(EVERYBODYS.id).title == "The hall"
    gone = bringing.remove(writer, EVERYBODYS.id)
    assert library.ids() == ()
    assert bringing.put_back(writer, gone).title == "The hall"
    assert Shelf(library).ids() == (EVERYBODYS.id,)


def test_a_removal_is_undone_with_the_name_that_was_given(ada: Shelf, bob: Shelf, library: Library):
    bring(ada, ZOO, title="Our zoo")
    gone = bringing.remove(ada, ZOO.id)
    assert library.ids() == (EVERYBODYS.id,)
    assert bringing.put_back(ada, gone).title == "Our zoo"
    assert bob.ids() == (EVERYBODYS.id,)
    assert library.check() == ()


def test_a_shared_one_is_there_for_all(library: Library, bob: Shelf):
    sharing = Shelf(library, "browser:ada", shared=True)
    [zoo] = bring(sharing, ZOO, title="Our zoo")
    assert bob.get(zoo.id).title == "Our zoo"


def test_nobody_in_particular_brings_nothing(library: Library):
    assert "nobody could tell whose it is" in bring(Shelf(library), ZOO)[0]
    assert library.ids() == (EVERYBODYS.id,)


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(ada: Shelf, tmp_path: Path):
    names = ("a.txt", "b.txt", "c.txt")
    for name, text in zip(names, ("One tapir sleeps.", "", "Two tapirs sleep."), strict=True):
        (tmp_path / name).write_text(text)
    first, second, third = bring(ada, *(tmp_path / name for name in names))
    assert (first.text, third.text) == ("One tapir sleeps.", "Two tapirs sleep.")
    assert (first.source, third.source) == ("a.txt", "c.txt")
    assert "b.txt is empty" in second


def test_nobody_brings_more_than_they_may(library: Library, tmp_path: Path):
    import zipfile

    few = Shelf(library, "browser:ada", limit=2)
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", f"Keeper number {number} sleeps.")
    told = bring(few, tmp_path / "many.zip")
    assert len(few.own()) == 2
    assert "2 articles here, the most" in told[-1]
    with pytest.raises(ArticleError, match="the most"):
        bringing.add(few, TRAM)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Addresses and what stands there today."""
    held: dict[str, str] = {}

    def fetched(address: str, settings: Settings) -> fetch.Page:
        return fetch.Page(address, held[address].encode(), ".txt", "utf-8")

    monkeypatch.setattr(fetch, "fetch", fetched)
    return held


def test_ones_own_is_read_again_and_says_what_has_changed(pages, ada: Shelf, bob: Shelf, library: Library):
    address = "https://news.example/zoo"
    pages[address] = "The zoo has a tapir. It opens at nine."
    [old] = bring(ada, address, title="Our zoo")
    bring(bob, address)
    assert old.source == address
    assert bringing.refreshable(ada) == {old.id}
    assert bringing.refresh(ada, old.id)[1] == ()
    pages[address] = "The zoo has a tapir. It opens at ten."
    new, changed = bringing.refresh(ada, old.id)
    assert new.title == "Our zoo"
    assert [(one.sign, one.text) for one in changed if "opens" in one.text] == [
        ("-", "It opens at nine."),
        ("+", "It opens at ten."),
    ]
    assert ada.own() == {new.id}
    assert ada.own(superseded=True) == {old.id, new.id}
    assert ada.get(old.id).text == old.text  # answers that cite it still lead there
    assert bob.own() == {old.id}
    assert bob.ids() == tuple(sorted((old.id, EVERYBODYS.id)))
    bringing.refresh(bob, old.id)
    assert bob.own() == {new.id}
    assert library.nearest("opens at nine", 5, [old.id]) == []
    pages[address] = "The zoo has a tapir. It opens at eleven."
    with pytest.raises(ArticleError, match="the most"):
        bringing.refresh(replace(ada, limit=2), new.id)
    bringing.remove(ada, new.id)
    assert ada.own(superseded=True) == frozenset()  # what was read there before went with it
    assert bob.own(superseded=True) == {old.id, new.id}
    assert library.check() == ()


def scope(**headers: str) -> Scope:
    return {"type": "http", "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}


def test_a_browser_is_known_by_its_cookie_of_which_nothing_is_kept(library: Library):
    visitors, token = Visitors(library), new_token()
    owner = visitors.owner(scope(cookie=f"a=b; {COOKIE}={token}"))
    assert owner == visitors.owner(scope(cookie=f"{COOKIE}={token}"))
    assert owner != visitors.owner(scope(cookie=f"{COOKIE}={new_token()}"))
    assert token not in owner
    for other in ("", "x", f"{COOKIE}=", f"{COOKIE}=short", f"other={token}"):
        assert visitors.owner(scope(cookie=other)) is None
    assert "HttpOnly" in set_cookie(token, 7, "/", False)
    assert set_cookie(token, 7, "/byline", True).endswith("; Secure")


def test_a_signed_in_person_is_known_by_name_from_any_browser(library: Library):
    visitors = Visitors(library, ("ada", "secret"))
    assert visitors.owner(scope()) == visitors.owner(scope(cookie=f"{COOKIE}={new_token()}")) == "user:ada"


def away(library: Library, owner: str, days: float) -> None:
    """Let a browser not have been here for so long."""
    file = Path(library.settings.store) / "visitors" / owner.removeprefix("browser:")
    when = time.time() - days * 86400
    os.utime(file, (when, when))


def test_what_a_browser_left_goes_after_days_and_a_persons_stays(library: Library):
    visitors = Visitors(library)
    shelves = [visitors.shelf(scope(cookie=f"{COOKIE}={new_token()}")) for _ in range(2)]
    for shelf, article in zip(shelves, (ZOO, TRAM), strict=True):
        bring(shelf, article)
        visitors.seen(shelf.owner)
    person = Article("A person signed in.")
    bring(Shelf(library, "user:ada"), person)
    away(library, shelves[0].owner, 6)
    away(library, shelves[1].owner, 8)
    assert visitors.sweep() == 1
    assert set(library.ids()) == {ZOO.id, person.id, EVERYBODYS.id}
    visitors.seen(shelves[0].owner)  # here again: the days count anew
    away(library, shelves[0].owner, 0)
    assert visitors.sweep() == 0


def test_nothing_is_kept_of_browsers_that_hold_nothing(library: Library):
    visitors, folder = Visitors(library), Path(library.settings.store) / "visitors"
    ada, bob = (visitors.shelf(scope(cookie=f"{COOKIE}={new_token()}")) for _ in range(2))
    visitors.seen(bob.owner)
    assert not folder.exists()
    bring(ada, ZOO)
    visitors.seen(ada.owner)
    bringing.remove(ada, ZOO.id)
    away(library, ada.owner, 8)
    visitors.sweep()
    assert list(folder.iterdir()) == []


def test_a_browser_of_which_nobody_knows_when_it_was_here_keeps_its_articles_for_now(library: Library):
    bring(Shelf(library, "browser:lost"), ZOO)
    assert Visitors(library).sweep() == 0
    away(library, "browser:lost", 8)
    assert Visitors(library).sweep() == 1


@pytest.fixture
def visitor(library: Library) -> Callable[[], httpx.Client]:
    """A new browser at the HTTP API of a library that anybody may write to."""
    app = create(Engine(library.settings, library), Rights(write=True))
    return lambda: client(app, headers={"Cookie": f"{COOKIE}={new_token()}"})


def test_the_api_shows_nobody_what_is_somebody_elses(visitor):
    ada, bob = visitor(), visitor()
    made = ada.post("/api/articles", json={"text": ZOO.text})
    assert (made.status_code, made.json()["id"]) == (201, ZOO.id)
    what = {"question": "What is the giraffe named?"}
    assert "Zora" in ada.post("/api/ask", json=what).json()["text"]
    chat = {"model": "byline", "messages": [{"role": "user", "content": what["question"]}]}
    one = {**chat, "model": f"byline/{ZOO.id}"}
    assert "Zora" in ada.post("/v1/chat/completions", json=one).json()["choices"][0]["message"]["content"]
    for reply in (
        bob.get("/api/articles"),
        bob.get("/v1/models"),
        bob.post("/api/ask", json=what),
        bob.post("/api/ask", json=what | {"stream": True}),
        bob.post("/api/retrieve", json=what),
        bob.post("/v1/chat/completions", json=chat),
        bob.post("/v1/chat/completions", json=chat | {"stream": True}),
    ):
        assert reply.status_code == 200
        assert "Zora" not in reply.text
        assert ZOO.id not in reply.text
    for reply in (
        bob.get(f"/api/articles/{ZOO.id}"),
        bob.delete(f"/api/articles/{ZOO.id}"),
        bob.post("/api/ask", json=what | {"articles": [ZOO.id]}),
        bob.post("/api/retrieve", json=what | {"articles": [ZOO.id]}),
        bob.get(f"/v1/models/byline/{ZOO.id}"),
        bob.post("/v1/chat/completions", json=one),
    ):
        assert reply.status_code == 404
        assert "Zora" not in reply.text
    assert bob.post("/api/articles", json={"text": ZOO.text}).status_code == 201  # as if it were new
    assert ada.delete(f"/api/articles/{ZOO.id}").status_code == 204
    assert ada.get(f"/api/articles/{ZOO.id}").status_code == 404
    assert bob.get(f"/api/articles/{ZOO.id}").status_code == 200


def test_nothing_is_asked_where_nothing_is_seen(settings: Settings, embedder):
    library = Library(settings)
    library.embedder = embedder
    bring(Shelf(library, "browser:ada"), ZOO)
    api = client(create(Engine(settings, library)))
    answer = api.post("/api/ask", json={"question": "What is the giraffe named?"}).json()
    assert answer["abstained"]
    assert answer["passages"] == []
    assert "Zora" not in str(answer)
