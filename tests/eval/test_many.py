"""A tiny library of invented articles, asked as a whole."""

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.many.articles import articles
from eval.many.asking import Asked, ask, check
from eval.many.figures import table
from eval.many.questions import LibraryQuestion, load
from index import Article, Library, Settings
from rag import Engine
from rag.errors import BylineError

QUAY = "The council of Penhallow closed Quay Road on Thursday. It voted by 14 votes to nine for the closing."
MILL = "The mill in Dorrick was sold to the Askett family. The family paid four million crowns for the mill."
VOTED = "It voted by 14 votes to nine for the closing."


def question(**fields: object) -> LibraryQuestion:
    row = {"id": "q1", "question": "By how many votes was Quay Road closed?", "asks": "fact"}
    row |= {"articles": ["u/quay"], "quotes": [VOTED], "keys": [["14"]]}
    return LibraryQuestion.model_validate(row | fields)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(Settings(store=str(tmp_path_factory.mktemp("many"))))


@pytest.fixture(scope="module")
def stored(library: Library) -> dict[str, Article]:
    return {
        "u/quay": library.add(Article(QUAY, "Quay Road is closed")),
        "u/mill": library.add(Article(MILL, "The mill of Dorrick has a new owner")),
    }


def test_a_question_is_right_where_the_gold_is_cited_and_the_keys_are_said(
    library: Library, stored: dict[str, Article]
) -> None:
    engine = Engine(library=library)
    found = ask(engine, question(), stored)
    assert (found.rank, found.cited, found.right) == (1, True, True)
    assert not ask(engine, question(keys=[["fifteen"]]), stored).right
    assert ask(engine, question(articles=["u/mill"], quotes=[MILL.split(". ")[1]]), stored).rank == 2
    none = {"articles": [], "quotes": [], "keys": []}
    refused = ask(engine, question(question="Who painted the ceiling of the opera?", **none), stored)
    assert refused.right == refused.answer.abstained


def test_gold_that_is_not_there_is_refused(stored: dict[str, Article]) -> None:
    check([question()], stored)
    with pytest.raises(BylineError, match="no article u/sea"):
        check([question(articles=["u/sea"])], stored)
    with pytest.raises(BylineError, match="in none of its articles"):
        check([question(quotes=["It voted."])], stored)


def test_a_set_is_read_and_its_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    row = question().model_dump(mode="json")
    path.write_text(json.dumps(row) + "\n\n" + json.dumps(row | {"id": "q2"}))
    assert [one.id for one in load(path)] == ["q1", "q2"]
    for bad, why in (
        (row | {"id": "q3", "quotes": []}, "expected articles, quotes and keys, or none"),
        (row, "stands twice"),
        (row | {"id": "q3", "asks": "gossip"}, ":2: asks"),
    ):
        path.write_text(json.dumps(row) + "\n" + json.dumps(bad))
        with pytest.raises(BylineError, match=why):
            load(path)


def test_questions_about_one_article_are_in_one_half() -> None:
    halves = {question(id=str(n), question=f"Question {n}?").half for n in range(9)}
    assert len(halves) == 1
    assert {question(articles=[f"u/{n}"]).half for n in range(9)} == {"seen", "unseen"}


def test_the_table_counts_by_hand(library: Library, stored: dict[str, Article]) -> None:
    answer = ask(Engine(library=library), question(), stored).answer
    asked = [
        Asked(question(), answer, 1, True, True),
        Asked(question(tags=["terse"]), answer, 3, True, False),
        Asked(question(articles=[], quotes=[], keys=[]), answer, None, False, False),
    ]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table(asked).splitlines()]
    assert rows[2] == ["all", "3", "0.500", "1.000", "0.500", "1.000", "1.000", "0.000"]
    assert rows[-1] == ["terse", "1", "0.000", "1.000", "0.000", "1.000", "1.000", "-"]


def test_articles_are_selected_once_each_and_asked_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = " ".join(f"{QUAY} Line {n} of the minutes was read by councillor number {n}." for n in range(12))
    site = "https://www.penhallow.example"
    pages = [
        {"url": f"{site}/a", "title": "Quay Road", "text": long, "publish_date": "2026/03/27"},
        {"url": f"{site}/b", "title": "The same again", "text": long + " More of it."},
        {"url": f"{site}/quiz", "title": "A quiz", "text": long[::-1]},
        {"url": f"{site}/c", "title": "Too short", "text": MILL},
    ]  # fmt: skip
    folder = tmp_path / "realtimeqa"
    folder.mkdir()
    (folder / "1_gcs.jsonl").write_text(json.dumps({"search_result": pages}))
    (only,) = articles(tmp_path).values()
    assert (only.outlet, only.published, only.title) == ("penhallow.example", "2026-03-27", "Quay Road")
    row = question(articles=[pages[0]["url"]]).model_dump(mode="json")
    (tmp_path / "set.jsonl").write_text(json.dumps(row))
    out = tmp_path / "out.jsonl"
    given = [str(tmp_path / "set.jsonl"), "--data", str(tmp_path), "--store", str(tmp_path / "store")]
    assert main(["library", *given, "--out", str(out)]) == 0
    assert "1 articles" in capsys.readouterr().out
    assert json.loads(out.read_text())["rank"] == 1
    assert main(["library", *given[:2], str(tmp_path / "nowhere")]) == 2
