"""Question sets: their schema, their gold, and what the shipped ones promise."""

import json
from pathlib import Path

import pytest

from eval.questions import Gold, load, resolve
from index import Article, shipped_articles
from index.read import read
from index.settings import Settings
from rag import BylineError
from rag.answer import KINDS

SETS = Path(__file__).parents[2] / "eval" / "sets"
ROW = {
    "id": "q1",
    "article": "shipped",
    "question": "Who?",
    "kind": "fact",
    "quotes": ["Ann came."],
    "answerable": True,
}
PART = {"question": "Who came?", "asks": "fact", "quotes": ["Ann came."], "answerable": True}


def other(**fields: object) -> str:
    return json.dumps({**ROW, "id": "q2", **fields})


def test_the_shipped_set_is_about_the_shipped_article() -> None:
    article = read(shipped_articles()[0], Settings())
    questions = load(SETS / "article.jsonl")
    assert len(questions) >= 60
    for question in questions:
        golds = resolve(question, article)
        assert bool(golds) == question.answerable
        assert all(article.text[a:b] == gold.quote for gold in golds for a, b in gold.places)


def test_the_set_of_reports_is_about_its_reports_and_asks_every_kind() -> None:
    questions = load(SETS / "reports.jsonl")
    reports = {name: read(Path(name), Settings()) for name in {question.article for question in questions}}
    assert len(reports) == len(list((SETS / "reports").iterdir())) >= 12
    assert len(questions) >= 300
    assert {question.asks for question in questions} == {*KINDS, None}
    for question in questions:
        article = reports[question.article]
        golds = resolve(question, article)
        assert all(article.text[a:b] == gold.quote for gold in golds for a, b in gold.places)
        assert not (question.answerable is False and (golds or question.keys))
        assert (question.asks is None) == bool(question.parts)
        assert golds or not question.answerable or question.asks == "metadata"


def test_the_development_set_does_not_ask_the_shipped_article() -> None:
    assert "shipped" not in {question.article for question in load(SETS / "news-dev.jsonl")}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (json.dumps({**ROW, "colour": "red"}), r"set.jsonl:2: colour"),
        (json.dumps({**ROW, "kind": "riddle"}), r"set.jsonl:2: kind"),
        ("not json", r"set.jsonl:2: line"),
        (json.dumps(ROW), r"set.jsonl:2: id 'q1' stands twice"),
        (other(quotes=["Ann came.", ""]), r"set.jsonl:2: quotes.1: .*expected text, got ''"),
        (other(quotes=[" "]), r"set.jsonl:2: quotes.0: .*expected text, got ' '"),
        (other(keys=[[]]), r"set.jsonl:2: keys.0: .*at least 1"),
        (other(keys=[["Ann"], ["Bo", ""]]), r"set.jsonl:2: keys.1.1: .*expected text"),
        (other(id=""), r"set.jsonl:2: id: expected text, got ''"),
        (other(question=" \t"), r"set.jsonl:2: question: expected text"),
        (other(history=[["Who?", ""], ["", "Ann."]]), r"set.jsonl:2: history.1: expected text"),
        (other(forbidden=["Bo", ""]), r"set.jsonl:2: forbidden.1: .*expected text"),
        (other(forbidden=["x", "ann CAME"]), r"set.jsonl:2: forbidden.1: 'ann CAME' stands in the gold"),
        (
            other(keys=[["Ann", "she"]], forbidden=["she"]),
            r"set.jsonl:2: forbidden.0: 'she' stands in the gold",
        ),
        (other(asks="riddle"), r"set.jsonl:2: asks"),
        (other(asks="fact", yes=True), r"set.jsonl:2: yes: expected null"),
        (other(parts=[PART]), r"set.jsonl:2: parts: expected none, or two"),
        (other(parts=[PART, {**PART, "colour": "red"}]), r"set.jsonl:2: parts.1.colour"),
        (other(parts=[PART, {**PART, "question": " "}]), r"set.jsonl:2: parts.1.question: .*expected text"),
        (
            other(parts=[PART, {**PART, "quotes": ["Bo."]}]),
            r"set.jsonl:2: parts.1.quotes.0: .*own, got 'Bo.'",
        ),
        (other(parts=[PART, {**PART, "answerable": False}]), r"set.jsonl:2: parts.1: expected neither"),
        (other(parts=[PART, {**PART, "quotes": []}]), r"set.jsonl:2: parts.1: expected quotes or keys"),
        (other(same_as="q2"), r"set.jsonl:2: same_as: expected another question's id"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(ROW)}\n{line}\n")
    with pytest.raises(BylineError, match=message):
        load(path)


@pytest.mark.parametrize(
    "line",
    [
        other(quotes=[], keys=[["Ann", "she"]]),  # an answer that no one sentence gives
        other(kind="unanswerable", quotes=[], answerable=False),
        other(kind="follow_up", quotes=[], answerable=False, history=[["Who came?", ""]]),
        other(kind="reported", quotes=[], answerable=None, rejected="Bo came."),
        other(kind="injection", forbidden=["Bo came."]),
        other(same_as="q1"),
        other(kind="yes_no", asks="yes_no", yes=False),
        other(kind="double", parts=[PART, {"question": "When?", "asks": "fact", "answerable": False}]),
        other(same_as="q9").replace("q2", "q0") + "\n" + other(id="q9"),  # named before it stands
    ],
)
def test_lines_that_are_right(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(ROW)}\n{line}\n")
    assert len(load(path)) == 2 + line.count("\n")


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(ROW), encoding="utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [question.id for question in load(path)] == ["q1"]


def test_a_quote_that_occurs_twice_has_two_places(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(ROW))
    (question,) = load(path)
    (gold,) = resolve(question, Article("Ann came. It rained. Ann came."))
    assert gold.places == ((0, 9), (21, 30))
    with pytest.raises(BylineError, match="quote is not in the article"):
        resolve(question, Article("Ann left."))


def test_a_span_hits_where_it_shares_half_of_the_shorter() -> None:
    gold = Gold("second", ((50, 70), (90, 110)))
    assert gold.overlaps(60, 300)
    assert gold.overlaps(88, 96)
    assert not gold.overlaps(61, 89)
    assert not gold.overlaps(60, 60), "an empty span shares nothing"


def test_line_breaks_inside_a_quote_do_not_cut_a_line(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({**ROW, "quotes": ["Ann\u2028came."]}, ensure_ascii=False) + "\n", "utf-8")
    assert load(path)[0].quotes == ("Ann\u2028came.",)


def test_paraphrases_of_the_shipped_set_ask_for_what_their_originals_ask() -> None:
    questions = {question.id: question for question in load(SETS / "article.jsonl")}
    pairs = [(q, questions[q.same_as]) for q in questions.values() if q.same_as]
    assert pairs
    for paraphrase, original in pairs:
        assert original.same_as is None
        assert paraphrase.answerable == original.answerable
        assert set(paraphrase.quotes) & set(original.quotes)


def test_a_part_of_a_set_says_which_originals_it_lacks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({**ROW, "same_as": "q9"}))
    assert load(path)[0].same_as == "q9"
    assert "same_as 'q9' is not in the set" in caplog.text
