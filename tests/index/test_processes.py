"""Several real processes over one store, and processes that are killed: nothing is lost, or half there."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import Library
from index.library import shelf
from index.read import read
from tests.index.worker import quick_library, text_of

ROOT = Path(__file__).parents[2]
PROCESSES = 10
KILLS = 24


def start(
    store: str, folder: Path, name: str, seed: int, steps: int, passages: int, machine: Path | None = None
) -> subprocess.Popen[str]:
    """A worker process; see `worker.py`.

    :param machine: its cache folder, which no other machine shares; None: that of the tests.
    """
    command = [sys.executable, "-m", "tests.index.worker", store, str(folder), name, str(seed)]
    return subprocess.Popen(
        [*command, str(steps), str(passages)],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "OMP_NUM_THREADS": "1",
            **({"XDG_CACHE_HOME": str(machine)} if machine else {}),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Expected:
    """The versions that each file may stand at: one, or two while a step is under way; 0 is none."""

    def __init__(self) -> None:
        self.versions: dict[str, set[int]] = {}

    def hear(self, said: str) -> None:
        """Go by what a worker says."""
        under_way: tuple[str, int] | None = None
        for line in said.splitlines():
            if line == "done" and under_way:
                self.versions[under_way[0]] = {under_way[1]}
                under_way = None
            elif line.count(" ") == 2:
                _, name, version = line.split()
                under_way = name, int(version)
        if under_way:
            self.versions.setdefault(under_way[0], {0}).add(under_way[1])


def compare(library: Library, expected: Expected, folder: Path, passages: int) -> None:
    """Every article is whole and found by both searches, or is not there at all."""
    assert library.check() == ()
    found = {article.title.removeprefix("About "): article for article in library.articles()}
    assert set(found) <= set(expected.versions)
    for name, versions in expected.versions.items():
        article = found.get(name)
        if article is None:
            assert 0 in versions, f"{name} is lost"
            continue
        texts = set()
        for version in versions - {0}:
            path = folder / "whole.txt"
            path.write_text(text_of(name, version, passages))
            texts.add(read(path, library.settings).text)
        assert article.text in texts
        assert library.sentence_vectors(article.id).shape[0] == len(library.sentences(article.id))
        own = library._opened().passages(article.id)
        whole = ["\n".join(filter(None, (article.title, p.heading, p.text))) for p in own]
        vectors = library.embedder.encode(whole)
        for passage, vector in zip(own, np.asarray(vectors), strict=True):
            assert library.nearest(vector, 1)[0][0] == passage
        assert library.matching(own[0].text, 1)[0][0] == own[0]


@pytest.mark.slow
def test_ten_processes_over_a_new_folder(tmp_path: Path) -> None:
    store, passages = str(tmp_path / "store"), 70
    before = quick_library(store)
    assert before.articles() == ()
    started = [start(store, tmp_path, f"w{n}", n, 3, passages) for n in range(PROCESSES)]
    told = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES, told
    expected = Expected()
    for said, _ in told:
        expected.hear(said)
    assert len(expected.versions) > PROCESSES
    for library in (before, quick_library(store)):
        assert len(library._opened().passages()) > 1000  # after which Chroma writes its index to the disk
        compare(library, expected, tmp_path, passages)


@pytest.mark.slow
def test_killed_processes_leave_nothing_half(tmp_path: Path) -> None:
    store, passages, draw = str(tmp_path / "store"), 30, random.Random(0)
    expected = Expected()
    for kill in range(KILLS):
        process = start(store, tmp_path, f"k{kill}", kill, 1000, passages)
        assert process.stdout is not None
        said = [process.stdout.readline()]  # its first step has begun
        time.sleep(draw.uniform(0, 3))
        process.kill()
        rest, errors = process.communicate()
        assert process.returncode == -9, errors
        expected.hear("".join(said) + rest)
        with quick_library(store) as library:
            compare(library, expected, tmp_path, passages)


@pytest.mark.slow
def test_ten_processes_of_three_machines_over_a_server(server: str, tmp_path: Path) -> None:
    passages = 5
    before = quick_library(server)  # of the first machine, open all the time
    assert before.articles() == ()
    machines = [None, tmp_path / "second", tmp_path / "third"]
    started = [start(server, tmp_path, f"w{n}", n, 3, passages, machines[n % 3]) for n in range(PROCESSES)]
    told = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES, told
    expected = Expected()
    for said, _ in told:
        expected.hear(said)
    for library in (before, quick_library(server)):
        compare(library, expected, tmp_path, passages)


@pytest.mark.slow
def test_each_machine_sees_what_another_changed(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "PAUSE", 0.0)
    here = quick_library(server)
    assert here.matching("mill0", 5) == []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
    there = quick_library(server)
    path = tmp_path / "w.txt"
    path.write_text(text_of("w", 1, 2))
    first = there.add(path)
    assert {p.article_id for p, _ in here.matching("mill0", 5)} == {first.id}
    assert here.words().holds("word", "mill")
    path.write_text(text_of("w", 2, 2))
    second = there.add(path)
    assert {p.article_id for p, _ in here.matching("mill0", 5)} == {second.id}
    assert here.versions(second.id) == (first, second)
    here.remove(second.id)
    assert there.matching("mill0", 5) == []
    assert there.ids() == here.ids(superseded=True) == ()
    assert not there.words().holds("word", "mill")
    for library in (here, there):
        assert library.check() == ()


@pytest.mark.slow
def test_a_rebuild_on_one_machine_keeps_what_another_adds_meanwhile(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "PAUSE", 0.0)
    here = quick_library(server)
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(text_of("a", 1, 2))
    second.write_text(text_of("b", 1, 2))
    here.add(first)
    counted = here.embedder.counts

    def late(texts: Sequence[str]) -> list[int]:
        monkeypatch.setattr(here.embedder, "counts", counted)
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
            quick_library(server).add(second)
        return counted(texts)

    monkeypatch.setattr(here.embedder, "counts", late)
    assert here.rebuild() == 2
    assert here.check() == ()
