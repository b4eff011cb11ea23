"""Sets of three kinds, and the articles that they name."""

import json
from pathlib import Path

import pytest

from eval.corpus import articles
from eval.load import load_sets
from eval.questions import resolve
from index import Library, Settings
from rag.errors import BylineError
from rag.feedback import Feedback, append
from tests.eval.building import abstention

SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": f"{title} is a town.  It has {n} mills. Nobody knows why.",
                    "qas": [
                        {
                            "id": f"{title}-{q}",
                            "question": f" How many mills, {q}? ",
                            "is_impossible": q > 1,
                            "answers": [] if q > 1 else [{"text": f"{n} mills", "answer_start": 24}],
                        }
                        for q in range(4)
                    ],
                }
                for n in (11, 12)
            ][:1],
        }
        for title in ("Abcd", "Efgh")
    ],
}


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(SQUAD))
    return path


def test_squad_is_asked_by_article(squad: Path) -> None:
    questions = load_sets([squad])
    assert len(questions) == 8
    found = articles(questions)
    assert sorted(a.title for a in found.values()) == ["Abcd", "Efgh"]
    for question in questions:
        article = found[question.article]
        assert question.answerable == (question.kind == "fact")
        for gold in resolve(question, article):
            assert [article.text[a:b] for a, b in gold.places] == ["It has 11 mills."]
        assert question.keys == ((("11 mills",),) if question.answerable else ())


def test_a_draw_is_seeded_and_does_not_depend_on_other_articles(squad: Path) -> None:
    drawn = load_sets([squad], per_article=2, seed=3)
    assert len(drawn) == 4
    assert drawn == load_sets([squad], per_article=2, seed=3)
    only = load_sets([squad], per_article=2, articles=["Efgh"], seed=3)
    assert only == tuple(question for question in drawn if question.article.endswith("Efgh"))


def test_a_draw_does_not_depend_on_how_the_path_is_spelt(
    squad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(squad.parent)
    near, far = load_sets([Path("dev.json")], per_article=2), load_sets([squad], per_article=2)
    assert [question.id for question in near] == [question.id for question in far]


def test_what_readers_turned_down_is_asked_of_their_own_article(library: Library, tmp_path: Path) -> None:
    kept = library.add(_text(tmp_path))
    path = tmp_path / "feedback.jsonl"
    append(path, Feedback("Who sold it?", (), (kept.id,), abstention(), "2026-01-01T00:00:00Z"))
    (question,) = load_sets([path])
    assert (question.kind, question.answerable, question.rejected) == (
        "reported",
        None,
        "The article does not say. No.",
    )
    (article,) = articles([question], settings=library.settings).values()
    assert article == kept


def _text(folder: Path) -> Path:
    path = folder / "shop.txt"
    path.write_text("Ann sold the shop. Bo bought it for 300 euros.")
    return path


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("{}", "x.json", "x.json is not a SQuAD file"),
        ('{"data": [{"title": "x"}]}', "x.json", "'paragraphs'"),
        ("", "x.jsonl", "no question in"),
        ('{"id": "q"}', "x.jsonl", "x.jsonl:1: "),
    ],
)
def test_what_is_no_set_is_refused(tmp_path: Path, content: str, name: str, message: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(BylineError, match=message):
        load_sets([tmp_path / name])


def test_an_id_in_two_sets_is_refused(squad: Path) -> None:
    with pytest.raises(BylineError, match="'Abcd-0' stands twice"):
        load_sets([squad, squad])
    with pytest.raises(BylineError, match="no question about Nowhere"):
        load_sets([squad], articles=["Nowhere"])
    with pytest.raises(BylineError, match="cannot be read"):
        load_sets([squad.parent / "none.jsonl"])


def test_an_article_that_is_not_at_hand_is_named(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text(
        json.dumps(
            {"id": "q", "article": "realtimeqa/1#u", "question": "?", "kind": "fact", "answerable": None}
        )
    )
    questions = load_sets([tmp_path / "s.jsonl"])
    with pytest.raises(BylineError, match="--data"):
        articles(questions, settings=Settings())


def test_an_article_that_is_a_file_lies_beside_its_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mill.txt").write_text("The mill closes in May. It employs forty.\n")
    row = {"id": "q1", "article": "mine/mill.txt", "question": "When?", "kind": "fact", "answerable": True}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(row | {"quotes": ["The mill closes in May."]}))
    monkeypatch.chdir(tmp_path)
    for set_ in (path, Path("set.jsonl")):
        (question,) = load_sets([set_], articles=["mill.txt"])
        assert resolve(question, articles([question])[question.article])
    (tmp_path / "mine" / "mill.txt").unlink()
    with pytest.raises(BylineError, match=r"no such file: .*mill\.txt"):
        articles([question])
