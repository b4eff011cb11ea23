"""The catalogue's file, when others hold it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index import StoreError
from index.catalogue import Catalogue, database


def test_a_file_that_is_held_by_others_is_not_taken_for_a_damaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.sqlite3"
    catalogue = Catalogue(path)
    catalogue.change(lambda change: change.set("kept", "yes"))
    catalogue.close()
    monkeypatch.setattr(database, "WAIT", 0.0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked"):
        Catalogue(path)
    other.close()
    assert Catalogue(path).meta("kept") == "yes"
