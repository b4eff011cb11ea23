"""Asking a system: what is kept of its replies, and of its failures."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.load import load_sets
from eval.questions import Question
from eval.records import Asked, Judgement, Reply
from eval.run import run
from eval.runs import load_run
from eval.support import supports
from eval.system import Byline, Calling
from index import Article, Library
from rag import Answer, AnswerSentence, BylineError, Citation, Engine
from tests.eval.building import TEXT, about, abstention, answer, asked, question, unanswerable

SETS = Path(__file__).parents[2] / "eval" / "sets"
SHOP = Article(TEXT, title="Shop")


class Words:
    """A judge by whole words, that remembers what it was asked."""

    name = "words"

    def __init__(self) -> None:
        self.judged: list[tuple[str, tuple[str, ...]]] = []

    def judge(self, sentence: str, sources: Sequence[str]) -> Judgement:
        self.judged.append((sentence, tuple(sources)))
        held = all(word in " ".join(sources) for word in sentence.strip(".").split())
        return Judgement(1.0, "supported") if held else Judgement(0.0, "unsupported")


def cited(number: int, start: int, end: int) -> Citation:
    return Citation(number, TEXT[start:end], start, end, SHOP.id, "Shop", "Ann", False, 1.0)


def two_sentences() -> Answer:
    sentences = (
        AnswerSentence("Ann sold the shop for 300 euros.", (1, 2), 1.0, "supported"),
        AnswerSentence("Bo sold it.", (), 1.0, "supported"),
    )
    citations = (cited(1, 0, 18), cited(2, 19, 46))
    text = "Ann sold the shop for 300 euros [1][2]. Bo sold it."
    return Answer("?", text, False, None, citations, sentences, (), 0.9, "other")


def test_exactly_the_sentences_of_the_answer_are_judged() -> None:
    """TruLens 1059: sentences were scored that are not in the answer."""
    judge = Words()
    found = supports(two_sentences(), judge)
    assert [one.text for one in found] == [s.text for s in two_sentences().sentences]
    assert {sentence for sentence, _ in judge.judged} <= {s.text for s in two_sentences().sentences}


def test_a_sentence_is_judged_by_its_citations_together_alone_and_without_each() -> None:
    first, second = supports(two_sentences(), Words())
    assert first.cited.verdict == "supported"
    assert [one.verdict for one in first.alone] == ["unsupported", "unsupported"]
    assert [one.verdict for one in first.without] == ["unsupported", "unsupported"]
    assert (second.cited.verdict, second.citations, second.alone) == ("unsupported", (), ())


def test_the_judge_sees_the_speaker_that_the_reader_sees() -> None:
    judge = Words()
    supports(two_sentences(), judge)
    assert judge.judged[0][1] == (TEXT[:18], "Ann", TEXT[19:46], "Ann")


def test_an_abstention_is_not_judged() -> None:
    """TruLens 1538 and Ragas 1689: an abstention raised, or scored 0 or 1 at random."""
    judge = Words()
    assert supports(abstention(), judge) == ()
    assert judge.judged == []


class Broken:
    """Fails at the second question, as a server that is down does."""

    name = "broken"

    def __init__(self) -> None:
        self.count = 0

    def ask(self, question: Question, article: Article) -> Reply:
        self.count += 1
        if self.count == 2:
            raise BylineError("the endpoint is down")
        return Reply(answer())


def test_a_failure_is_that_questions_result_and_the_run_goes_on() -> None:
    questions = [question(f"q{n}") for n in range(3)]
    found = run(Broken(), questions, {"a": SHOP}, Words(), about())
    assert [one.error for one in found.asked] == [None, "the endpoint is down", None]
    assert found.asked[1].answer is None


class Defective:
    name = "defective"

    def ask(self, question: Question, article: Article) -> Reply:
        raise ZeroDivisionError


def test_a_defect_of_a_system_of_ours_ends_the_run() -> None:
    with pytest.raises(ZeroDivisionError):
        run(Defective(), [question()], {"a": SHOP}, Words(), about())


def test_whatever_an_outside_function_does_is_its_own_failure() -> None:
    """An HTTP error of another library, no answer at all, or one with numbers that are none."""

    def broken(text: str) -> Answer:
        raise ConnectionResetError("gone")

    odd = {
        "ConnectionResetError: gone": broken,
        "expected an Answer, got NoneType: see eval.answer_from": lambda text: None,
        "confidence and timings must be finite and not under 0, got (nan,)": lambda text: answer(
            confidence=float("nan")
        ),
        "confidence and timings must be finite and not under 0, got (0.9, -3.0)": lambda text: answer(
            timings={"total": -3.0}
        ),
    }
    for message, function in odd.items():
        (found,) = run(Calling(function, "odd"), [question()], {"a": SHOP}, Words(), about()).asked
        assert found.error == message


def test_the_first_three_sentences_of_the_article_are_kept_also_of_a_failure() -> None:
    def fail(_: str) -> Answer:
        raise ValueError("it broke")

    of = question("q1", article="shop")
    made = run(Calling(fail, "mine"), [of], {"shop": SHOP}, Words(), about())
    assert [TEXT[start:end] for _, start, end in made.asked[0].lead] == [
        "Ann sold the shop.",
        "Bo bought it for 300 euros.",
        "It rained.",
    ]
    assert Asked.from_dict(made.asked[0].to_dict()) == made.asked[0]


def test_a_failed_question_is_asked_again(tmp_path: Path) -> None:
    questions = [question(f"q{n}") for n in range(3)]
    manifest = about(tuple(asked(q) for q in questions))
    system = Broken()
    first = run(system, questions, {"a": SHOP}, Words(), manifest, tmp_path)
    assert [one.error is None for one in first.asked] == [True, False, True]
    second = run(system, questions, {"a": SHOP}, Words(), manifest, tmp_path)
    assert [one.error for one in second.asked] == [None, None, None]
    assert system.count == 4
    assert load_run(tmp_path).complete


@pytest.mark.parametrize(
    ("span", "article_id", "whole"),
    [
        ((0, 18), SHOP.id, True),
        ((1, 19), SHOP.id, False),
        ((0, 18), "other", False),
        ((0, 999), SHOP.id, False),
    ],
)
def test_quotes_are_compared_with_the_stored_article(
    span: tuple[int, int], article_id: str, whole: bool
) -> None:
    quote = Citation(1, TEXT[:18], *span, article_id, "Shop", None, False, 1.0)
    reply = answer(citations=(quote,))
    (found,) = run(Calling(lambda _: reply, "x"), [question()], {"a": SHOP}, Words(), about()).asked
    assert found.whole is whole


def test_a_gold_quote_that_is_not_in_the_article_ends_it_before_anything_is_asked() -> None:
    system = Broken()
    with pytest.raises(BylineError, match="not in the article"):
        run(system, [question(quotes=("Kim left.",))], {"a": SHOP}, Words(), about())
    assert system.count == 0


def test_what_was_kept_is_not_asked_again(tmp_path: Path) -> None:
    questions = [question(f"q{n}") for n in range(4)]
    records = tuple(asked(q) for q in questions)
    seen: list[str] = []

    def ask(text: str) -> Answer:
        seen.append(text)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return answer()

    with pytest.raises(KeyboardInterrupt):
        run(Calling(ask, "x"), questions, {"a": SHOP}, Words(), about(records), tmp_path)
    found = run(Calling(ask, "x"), questions, {"a": SHOP}, Words(), about(records), tmp_path)
    assert len(seen) == 5
    assert load_run(tmp_path) == found


def test_byline_gives_its_sentences_in_order_and_what_it_withheld(
    shipped_library: Library, shipped_engine: Engine
) -> None:
    system = Byline(shipped_engine)
    (article,) = shipped_library.articles()
    reply = system.ask(question(question="How many prisoners were exchanged?"), article)
    assert not reply.answer.abstained
    first = reply.ranked[0]
    assert article.text[first.start : first.end] in [s.text for s in shipped_library.sentences(article.id)]
    assert len(set(reply.ranked)) == len(reply.ranked)
    beside = unanswerable(question="What is the capital of Peru?")
    assert system.ask(beside, article).answer.abstained
    withheld = system.ask_anyway(beside, article)
    assert withheld is not None
    assert not withheld.abstained


def test_an_earlier_turn_is_asked_first(shipped_library: Library, shipped_engine: Engine) -> None:
    questions = [q for q in load_sets([SETS / "article.jsonl"]) if q.kind == "follow_up"]
    system = Byline(shipped_engine)
    (article,) = shipped_library.articles()
    changed = any(system.ask(q, article).answer.asked for q in questions)
    assert changed, "no follow-up was resolved by its history"
