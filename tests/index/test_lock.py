"""Several processes over one store in a folder: they wait for each other, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from index import Library, Settings, StoreError
from index.lock import LOCK, writing

PROCESSES = 5
ADD = """
import sys
from index import Article, Library
for number in range(2):
    text = f"The mill of village {sys.argv[1]} was sold in 19{number}0. Ann Reed bought it, she said."
    Library().add(Article(text, title=f"Mill {sys.argv[1]}.{number}"))
"""


def test_processes_that_add_at_once_to_a_new_store_lose_nothing(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    environment = {**os.environ, "BYLINE_STORE": store}
    started = [
        subprocess.Popen([sys.executable, "-c", ADD, str(n)], env=environment, stderr=subprocess.PIPE)
        for n in range(PROCESSES)
    ]
    errors = [process.communicate()[1].decode() for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES, errors
    with Library(Settings(store=store)) as library:
        assert len(library.articles()) == 2 * PROCESSES
        assert library.check() == ()


def test_a_store_that_stays_in_use_is_an_error_that_says_so(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path))
    held = FileLock(tmp_path / LOCK)
    with held, pytest.raises(StoreError, match="in use by another process"), writing(settings, wait=0):
        pass
    with writing(settings, wait=0), writing(settings, wait=0):  # the same thread may take it again
        pass


def test_a_folder_of_other_files_gets_no_lock(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with writing(Settings(store=str(tmp_path))):
        assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]
