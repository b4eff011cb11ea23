"""What is told of many articles as they are added: passages, speed and time left."""

from __future__ import annotations

import itertools

import pytest

from index import Article, ArticleError, Library, Progress
from index import progress as module
from index.progress import Pace

LONG = Article("\n\n".join(f"The mill of village {n} was sold. " * 12 for n in range(40)), title="Mills")


def test_passages_are_counted_as_they_are_embedded(library: Library) -> None:
    told: list[Progress] = []
    sources = [LONG, Article("An owl hatched two chicks in the city park.", title="Owls"), "/nowhere.txt"]
    results = [result for _, result in library.add_all(sources, progress=told.append)]
    assert [type(result) for result in results] == [Article, Article, ArticleError]
    assert [file for file, _ in itertools.groupby(one.file for one in told)] == [1, 2, 3]
    assert {one.files for one in told} == {3}
    made = [one.passages for one in told]
    assert made == sorted(made)
    assert len(set(made)) > 5  # also within one article
    assert told[-1].passages == told[-1].expected == len(library._opened().passages())
    assert told[-1].seconds_left == 0
    assert all(one.passages <= one.expected for one in told)


def test_speed_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 0.0, 4.0, 10.0, 10.0])
    monkeypatch.setattr(module.time, "monotonic", lambda: next(now))
    told: list[Progress] = []
    pace = Pace(2, told.append)
    pace.begin("a")
    pace.planned(20)
    pace.made(0.5)
    pace.made(1.0)
    pace.begin("b")
    assert told == [
        Progress(1, 2, "a", 0, 0, 0.0, None),
        Progress(1, 2, "a", 10, 40, 2.5, 12.0),  # the second file is taken to be as long as the first
        Progress(1, 2, "a", 20, 40, 2.0, 10.0),
        Progress(2, 2, "b", 20, 40, 2.0, 10.0),
    ]
