"""Threads and processes that share a library: nobody waits for ever, and all see what is new."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from index import Article, Library, Settings
from index.library import shelf
from index.library.recent import Recent
from tests.index.hashing import HashingEmbedder

BRIDGE = Article("The bridge is open. Ferries stay in the port.", title="Bridge")
OWL = Article("An owl hatched two chicks in the city park.", title="Owls")
LONG = 60
"""Seconds after which somebody waits for ever."""


def opened(folder: Path) -> Library:
    library = Library(Settings(store=str(folder / "store")))
    library.embedder = HashingEmbedder()  # type: ignore[assignment]
    return library


def test_a_first_reader_and_somebody_who_adds_do_not_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened(tmp_path)
    library.add(BRIDGE)
    seeding = threading.Event()
    found: list[object] = []

    def seed() -> None:
        seeding.set()
        library.add(OWL)

    monkeypatch.setattr(library, "_seed", seed)
    library._seeded = False
    reader = threading.Thread(target=lambda: found.append(library.ids()), daemon=True)

    def add() -> None:
        with library._held():
            reader.start()
            seeding.wait()
            found.append(library._stored(BRIDGE.id))

    adder = threading.Thread(target=add, daemon=True)
    adder.start()
    for thread in (adder, reader):
        thread.join(LONG)
    assert found == [BRIDGE, tuple(sorted([BRIDGE.id, OWL.id]))]


def test_what_changed_while_the_lock_was_waited_for_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, other = opened(tmp_path), opened(tmp_path)
    library.add(BRIDGE)
    assert library.get(BRIDGE.id).title == "Bridge"
    looked = library._open

    def late(*given: Any, **named: Any) -> Any:
        found = looked(*given, **named)
        monkeypatch.setattr(library, "_open", looked)
        other.rename(BRIDGE.id, "The old bridge")
        return found

    monkeypatch.setattr(library, "_open", late)
    with library._held():
        pass
    assert library.get(BRIDGE.id).title == "The old bridge"


def test_a_question_does_not_wait_for_a_rebuild_by_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "PATIENCE", 0.01)
    library, other = opened(tmp_path), opened(tmp_path)
    library.add(BRIDGE)
    building, found = threading.Event(), threading.Event()

    def rebuild() -> None:
        with other._held() as held:
            held.list_anew()
            building.set()
            found.wait(LONG)

    builder = threading.Thread(target=rebuild, daemon=True)
    builder.start()
    assert building.wait(LONG)
    assert [p.article_id for p, _ in library.nearest("ferries", 1)] == [BRIDGE.id]
    assert [p.article_id for p, _ in library.matching("ferries", 1)] == [BRIDGE.id]
    assert builder.is_alive()
    found.set()
    builder.join(LONG)
    other.add(OWL)
    monkeypatch.setattr(library._open(), "_not_before", 0.0)  # later
    assert library.ids() == tuple(sorted([BRIDGE.id, OWL.id]))
    assert {p.article_id for p, _ in library.nearest("ferries", 2)} == {BRIDGE.id, OWL.id}


def test_a_passage_that_another_process_is_removing_is_left_out(tmp_path: Path) -> None:
    library, other = opened(tmp_path), opened(tmp_path)
    for article in (BRIDGE, OWL):
        library.add(article)
    library.nearest("owl chicks", 5)  # the index is in memory from now on
    other.ids()
    with other._held() as held:
        held.store.remove(OWL.id)
        assert [p.article_id for p, _ in library.nearest("owl chicks", 5)] == [BRIDGE.id]


def test_what_was_made_before_it_was_forgotten_is_not_kept() -> None:
    recent = Recent[str](2)

    def slow() -> str:
        recent.forget("key")
        return "old"

    assert recent.get("key", slow) == "old"
    assert recent.get("key", lambda: "new") == "new"
    assert recent.get("key", lambda: "newer") == "new"
