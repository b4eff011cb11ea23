"""`byline verify`: what it finds of answers that stand, and of answers that somebody has changed."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import Article, Library, Settings
from index.library import shipped_articles
from index.read import read
from index.split import sentences
from rag import Answer, AnswerSentence, BylineError, Citation, Engine
from rag.doors.export import export
from rag.doors.verify import Finding, read_answers, verify
from rag.doors.verify.__main__ import main
from rag.doors.verify.near import NEAR, find
from tests.rag.doors.making import ANSWER, REFUSED

REPORTS = sorted((Path(__file__).parents[3] / "eval" / "sets" / "reports").glob("*"))
SHIPPED = shipped_articles()[0]
QUESTIONS = (
    "Who is Andrei Kortunov?",
    "Who is quoted, and what does Moscow insist on in Donbas?",
    "What did Peskov say about a breakthrough?",
)
NEWS = Article(
    text="The mill closed in May. Owner Ann Lee said it lost 40 million euros.\n\n"
    "The mill closed in May. Nobody was asked.\n\nBo Ek told us that he will reopen it.",
    title="The mill",
    pages=((0, 1), (70, 2)),
)


def cited(words: str, speaker: str | None = None, nth: int = 0, **changes: Any) -> Citation:
    start = -1
    for _ in range(nth + 1):
        start = NEWS.text.index(words, start + 1)
    end = start + len(words)
    made = Citation(
        1, words, start, end, NEWS.id, NEWS.title, speaker, False, 1.0, NEWS.page(start),
        NEWS.text[max(0, start - 32) : start], NEWS.text[end : end + 32], NEWS.sha256,
    )  # fmt: skip
    return replace(made, **changes)


def checked(citation: Citation, *articles: Article) -> Finding:
    (finding,) = verify([replace(REFUSED, citations=(citation,))], articles or (NEWS,))
    return finding


@pytest.fixture(scope="module")
def real(shipped_engine: Engine) -> tuple[Answer, ...]:
    return tuple(shipped_engine.query(question) for question in QUESTIONS)


def test_real_answers_are_exact_by_the_article_alone(real: tuple[Answer, ...]) -> None:
    found = verify(real, [read(SHIPPED, Settings())])
    assert len(found) == sum(len(answer.citations) for answer in real) > 5
    assert {(one.state, one.says, one.same_text) for one in found} == {("exact", "", True)}


def test_the_same_words_elsewhere_are_moved() -> None:
    quote = "Nobody was asked."
    found = checked(cited(quote, start=3, end=20))
    assert (found.state, found.start) == ("moved", NEWS.text.index(quote))
    longer = replace(NEWS, text=f"A new beginning.\n\n{NEWS.text}", pages=())
    found = checked(cited(quote), longer)
    assert (found.state, found.same_text) == ("moved", False)
    assert "its hash is another" in found.says
    assert longer.text[found.start : found.end] == quote == found.found


def test_of_repeated_words_those_with_the_recorded_words_around_them_are_meant() -> None:
    second = cited("The mill closed in May.", nth=1)
    assert checked(second).state == "exact"
    found = checked(replace(second, start=second.start + 1, end=second.end + 1))
    assert (found.state, found.start) == ("moved", second.start)
    longer = replace(NEWS, text=f"One. Two.\n\n{NEWS.text}", pages=())
    assert checked(second, longer).start == second.start + len("One. Two.\n\n")


def test_the_same_words_broken_into_other_lines_are_the_same() -> None:
    other = replace(NEWS, text=NEWS.text.replace("lost 40 million", "lost\n40  million"), pages=())
    found = checked(cited("Owner Ann Lee said it lost 40 million euros.", "Ann Lee"), other)
    assert found.state == "moved"


def test_a_page_that_is_not_the_articles_is_moved() -> None:
    found = checked(cited("Nobody was asked.", page=7))
    assert (found.state, found.says) == ("moved", "from page 7 to page 2")
    assert checked(cited("Nobody was asked."), replace(NEWS, pages=())).state == "exact"


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [
        ("Owner Ann Lee said it lost 40 billion euros.", "Owner Ann Lee said it lost 40 million euros."),
        ("owner Ann Lee said it never lost 40 million euros", "Owner Ann Lee said it lost 40 million euros."),
        ("Ann Lee said it lost 400 million", "Ann Lee said it lost 40 million"),
    ],
)
def test_words_that_were_changed_are_shown_with_the_articles(quote: str, nearest: str) -> None:
    found = checked(cited("Owner Ann Lee said it lost 40 million euros.", "Ann Lee", quote=quote))
    assert found.state == "changed"
    assert found.found is not None
    assert found.found.rstrip(".") == nearest.rstrip(".")


def test_other_words_around_the_quote_are_a_change_in_the_same_text_only() -> None:
    lying = cited("Nobody was asked.", suffix=" That is a lie.")
    assert checked(lying).state == "changed"
    assert checked(replace(lying, prefix="", suffix="")).state == "exact"  # as an old answer has it
    assert checked(lying, replace(NEWS, text=f"{NEWS.text} More.")).state == "exact"


@pytest.mark.parametrize(
    ("quote", "speaker", "state"),
    [
        ("Owner Ann Lee said it lost 40 million euros.", "Ann Lee", "exact"),
        ("Owner Ann Lee said it lost 40 million euros.", "lee", "exact"),
        ("Owner Ann Lee said it lost 40 million euros.", "Bo Ek", "misattributed"),
        ("Owner Ann Lee said it lost 40 million euros.", "Bo Lee", "misattributed"),
        ("Owner Ann Lee said it lost 40 million euros.", "Ann", "misattributed"),
        ("Owner Ann Lee said it lost 40 million euros.", "", "misattributed"),
        ("Owner Ann Lee said it lost 40 million euros.", None, "misattributed"),
        ("Nobody was asked.", "Ann Lee", "misattributed"),
        ("Bo Ek told us that he will reopen it.", "Bo Ek", "exact"),
    ],
)
def test_who_said_it_is_who_the_article_says(quote: str, speaker: str | None, state: str) -> None:
    assert checked(cited(quote, speaker)).state == state


@pytest.mark.parametrize(
    "quote", ["The moon is made of green cheese.", "", "  ", "é", "The mill closed in May" * 9]
)
def test_what_stands_nowhere_is_missing(quote: str) -> None:
    found = checked(cited("Nobody was asked.", quote=quote))
    assert (found.state, found.found, found.start) == ("missing", None, None)


@pytest.mark.parametrize(("start", "end"), [(-18, -1), (0, 10_000), (50, 3), (10_000, 10_017)])
def test_offsets_outside_the_text_prove_nothing(start: int, end: int) -> None:
    assert checked(cited("Nobody was asked.", start=start, end=end)).state == "moved"


def test_the_hash_or_the_id_of_an_old_answer_chooses_the_article() -> None:
    twin = replace(NEWS, text=f"{NEWS.text} More.")
    quote = cited("The mill closed in May.", nth=1)
    for one in (quote, replace(quote, sha256="")):
        found = checked(one, twin, NEWS)
        assert (found.article_id, found.same_text) == (NEWS.id, True)
    assert checked(replace(quote, sha256="0" * 64), NEWS).same_text is False


def test_a_part_that_was_changed_and_a_number_without_a_citation_are_found() -> None:
    mill, nobody = cited("The mill closed in May."), cited("Nobody was asked.", number=2)
    named = tuple(AnswerSentence("It closed.", (number,), 1.0, "supported") for number in (1, 2, 3))
    part = replace(
        REFUSED, abstained=False, citations=(replace(mill, speaker="Bo"), replace(nobody, support=0.5))
    )
    whole = replace(
        REFUSED, abstained=False, sentences=named, citations=(mill, nobody), parts=(part, REFUSED)
    )
    assert [(one.number, one.state) for one in verify([whole], [NEWS])] == [
        (1, "misattributed"),
        (1, "exact"),
        (2, "exact"),
        (3, "missing"),
    ]


def test_no_sentence_of_one_article_is_taken_for_another_articles() -> None:
    articles = [read(path, Settings()) for path in (*REPORTS, SHIPPED)]
    assert len(articles) > 10
    for article in articles:
        for other in articles:
            if other is not article:
                for sentence in sentences(article)[::7]:
                    quote = replace(cited("Nobody was asked."), quote=sentence.text)
                    assert find(quote, other.text) is None, (sentence.text, NEAR)


@pytest.fixture
def files(real: tuple[Answer, ...], shipped_library: Library, tmp_path: Path) -> Callable[..., str]:
    """Writes an answer down, changed as told."""

    def write(**changes: Any) -> str:
        data = json.loads(json.dumps(real[1].to_dict()))
        for answer in (data, *data["parts"]):
            for citation in answer["citations"]:
                citation |= changes if citation["number"] == 1 else {}
        path = tmp_path / "answer.json"
        path.write_text(json.dumps(data))
        return str(path)

    return write


def test_the_command_says_what_it_finds(
    real: tuple[Answer, ...], files: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    count = len(real[1].citations)
    assert main([files(), str(SHIPPED)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("exact         [1] NATO:")
    assert shown[-1] == f"{count} citations: {count} exact"
    assert main([files(speaker="Ann Lee"), str(SHIPPED)]) == 1
    shown = capsys.readouterr().out
    assert "it names Ann Lee; the article gives the words to Alexander Grushko" in shown
    assert f"{count} citations: {count - 1} exact, 1 misattributed" in shown
    assert (
        main(
            [
                files(
                    quote="This was stated to Pravda by Russian Deputy Foreign Minister Alexander Grushko."
                ),
                str(SHIPPED),
            ]
        )
        == 1
    )
    shown = capsys.readouterr().out
    assert "    cited:  This was stated to Pravda by" in shown
    assert "    found:  This was stated to Izvestia by Russian Deputy Foreign Minister" in shown


def test_nothing_in_an_answer_is_obeyed_by_the_terminal(
    files: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([files(title="NATO\x1b[2J\x07", speaker="Bo\x1b]0;Ek", page=None), str(SHIPPED)]) == 1
    shown = capsys.readouterr().out
    assert "[1] NATO [2J" in shown
    assert "it names Bo ]0;Ek; the article" in shown
    assert all(character.isprintable() or character == "\n" for character in shown)


def test_json_is_for_programs(
    real: tuple[Answer, ...], files: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    count = len(real[1].citations)
    assert main([files(start=0, end=5), str(SHIPPED), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["exact"] is False
    assert [one["state"] for one in data["citations"]] == ["moved"] + (count - 1) * ["exact"]
    assert data["citations"][0]["same_text"] is True


def test_a_conversation_and_a_chats_lines_are_checked_too(
    real: tuple[Answer, ...], shipped_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = export(real, tmp_path / "chat.json", shipped_library)
    assert main([str(path), str(SHIPPED.parent)]) == 0
    assert "exact         [2-7] NATO" in capsys.readouterr().out
    lines = tmp_path / "chat.jsonl"
    lines.write_text("".join(json.dumps(answer.to_dict()) + "\n" for answer in real))
    assert read_answers(lines) == read_answers(path) == real


def test_without_articles_the_library_is_asked(
    real: tuple[Answer, ...],
    files: Callable[..., str],
    shipped_library: Library,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BYLINE_STORE", shipped_library.settings.store)
    assert main([files()]) == 0
    assert f"{len(real[1].citations)} exact" in capsys.readouterr().out


def test_an_answer_may_come_by_standard_input(
    files: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = Path(files()).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["-", str(SHIPPED)]) == 0


def test_an_abstention_has_nothing_to_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(REFUSED.to_dict()))
    assert main([str(tmp_path / "a.json"), str(SHIPPED)]) == 0
    assert capsys.readouterr().out == "no citations to check\n"


def test_without_an_answer_only_that_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "required: ANSWER.json (see" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "holds no answer"),
        ('{"answers": 5}', "holds no answer"),
        ("[5]", "expected the fields of an answer, got int"),
        ("5", "holds no answer"),
        ('{"schema": 99}', "expected an answer of schema 1 to 4, got 99"),
        ('{"schema": 4}', "not the fields of an answer: 'citations'"),
        (json.dumps(ANSWER.to_dict() | {"text": 5}), "text: input should be a valid string"),
        (json.dumps(ANSWER.to_dict() | {"parts": 5}), "not the fields of an answer"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_answer_is_one_line_and_exit_code_2(
    content: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(content)
    assert main([str(tmp_path / "a.json"), str(SHIPPED)]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_files_that_cannot_be_read_are_named(
    files: Callable[..., str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere.json"), str(SHIPPED)]) == 2
    assert "nowhere.json cannot be read: No such file or directory" in capsys.readouterr().err
    assert main([files(), str(tmp_path / "nowhere.txt")]) == 2
    assert "no such file" in capsys.readouterr().err
    assert main([files(), str(tmp_path / "nowhere.txt"), str(SHIPPED)]) == 0
    assert "no such file" in capsys.readouterr().err
    assert main(["-", "-"]) == 2
    (tmp_path / "b.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(BylineError, match="not UTF-8"):
        read_answers(tmp_path / "b.json")
