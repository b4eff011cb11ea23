"""Feedback kept on disk: lossless, whole lines, and no trouble to the store that it lies beside."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

import rag.feedback
from index import Article, Library, Settings
from rag import Answer, AnswerSentence, Citation, Engine, ScoredPassage
from rag.errors import BylineError
from rag.feedback import Feedback, append, feedback_file

EVIL = "<script>alert(1)</script>\u2028 \"'&\x00\n{{x}} 🦒"
PRESS = Feedback(
    question=EVIL,
    history=(("a?", "A [1]."), (EVIL, "B.")),
    articles=("a1", "a2"),
    answer=Answer(
        question=EVIL,
        text="Yes [1].",
        abstained=False,
        reason=None,
        citations=(Citation(1, EVIL, 9, 20, "a1", EVIL, None, True, 1),),
        sentences=(AnswerSentence("Yes.", (1,), 0.9, "supported"),),
        passages=(ScoredPassage(EVIL, 3, 40, "a1", EVIL, None, 0.5, 1, None),),
        confidence=0.1 + 0.2,
        generator="quote",
        timings={"total": 0.26},
    ),
    at="2026-02-09T08:00:00.000+00:00",
    withdrawn=True,
)


def rows(path: Path) -> list[Feedback]:
    return [Feedback.from_dict(json.loads(line)) for line in path.read_text().splitlines()]


def test_nothing_is_lost_on_the_way_through_a_file(tmp_path):
    assert Feedback.from_dict(PRESS.to_dict()) == PRESS
    other = replace(PRESS, articles=(), history=(), withdrawn=False)
    path = tmp_path / "new" / "folder" / "feedback.jsonl"
    append(path, PRESS)
    append(path, other)
    assert rows(path) == [PRESS, other]


def test_a_wrong_type_is_not_made_to_fit():
    with pytest.raises(BylineError, match=r"articles\.0: input should be a valid string"):
        Feedback.from_dict({**PRESS.to_dict(), "articles": [1]})


def test_lines_of_many_threads_stay_whole(tmp_path):
    path = tmp_path / "feedback.jsonl"
    ready = threading.Barrier(8)

    def press(number: int) -> None:
        ready.wait()
        for turn in range(25):
            append(path, replace(PRESS, question=f"{number} {turn} " + "x" * 5000))

    threads = [threading.Thread(target=press, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = {row.question.rsplit(" ", 1)[0] for row in rows(path)}
    assert written == {f"{number} {turn}" for number in range(8) for turn in range(25)}


def test_a_file_that_cannot_be_written_is_one_line_of_error(tmp_path):
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "feedback.jsonl"):
        with pytest.raises(BylineError, match=r"^[^\n]+ cannot be written: [^\n]+$"):
            append(path, PRESS)


def test_a_full_disk_is_said():
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(BylineError, match="No space left"):
        append(full, PRESS)


def test_a_full_file_takes_no_more(tmp_path, monkeypatch):
    path = tmp_path / "feedback.jsonl"
    append(path, PRESS)
    monkeypatch.setattr(rag.feedback, "MAX_BYTES", 2 * path.stat().st_size)
    append(path, PRESS)
    with pytest.raises(BylineError, match="is full"):
        append(path, PRESS)
    assert rows(path) == [PRESS, PRESS]


def test_a_store_with_feedback_in_its_folder_is_as_sound_as_before(library: Library, settings: Settings):
    owl = library.add(Article("Two owls hatched a chick.", title="Owls"))
    path = feedback_file(settings)
    assert path.parent == Path(settings.store)
    append(path, PRESS)
    kept = path.read_bytes()
    again = Library(settings)
    again.embedder = library.embedder
    assert again.check() == ()
    assert again.articles() == (owl,)
    assert again.rebuild() == 1
    again.remove(owl.id)
    assert again.add_shipped() == ()
    assert again.check() == ()
    assert path.read_bytes() == kept


def test_feedback_about_a_servers_articles_leaves_the_default_store_alone(embedder):
    servers = [Settings(store=f"http://127.0.0.1:{port}") for port in (8001, 8002)]
    first, second = map(feedback_file, servers)
    assert first != second
    append(first, PRESS)
    default = Library()
    default.embedder = embedder
    assert len(default.articles()) == 1


def test_a_real_answer_can_be_turned_down(engine: Engine, tmp_path):
    question = "Who is Andrei Kortunov?"
    answer = engine.query(question)
    feedback = Feedback(question, (), (), answer, "2026-02-09T08:00:00+00:00")
    append(tmp_path / "feedback.jsonl", feedback)
    assert rows(tmp_path / "feedback.jsonl") == [feedback]
    assert feedback.article_id == engine.library.ids()[0]
