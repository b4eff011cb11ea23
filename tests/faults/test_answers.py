"""Whatever a language model says or fails to say, the answer is the article's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cache

import pytest

from index import Library, Settings
from rag import Answer, Engine
from rag.ask.head import AskHead
from rag.ask.understand import Asker
from rag.compose import REFUSED
from rag.events import AnswerEvent, FallbackEvent, PassagesEvent, SentenceEvent, TokenEvent
from rag.stopping import StoppedError, stoppable
from rag.write.llm.habits import learn

from .scripted import (
    PATIENCE,
    Act,
    Server,
    answers,
    breaks_off,
    chunk,
    drips,
    hangs,
    is_killed,
    repeats,
    says,
    sse,
)

WHO = "Who is Andrei Kortunov?"
TRUE = (
    "Russia may raise the issue of security guarantees at the next peace talks in Abu Dhabi, says Andrei "
    "Kortunov, an expert at the Valdai Club."
)
"""The article's own words, so that no model decides whether they stand."""
INVENTED = "The White House confirmed it."
LIMIT = 1.0
"""Seconds for the model where it does not answer."""
AMPLE = 30.0
"""Seconds for the model where it does."""
SLACK = 8.0
"""Seconds for retrieval and checking on a busy machine."""

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def quotes(shipped_library: Library) -> Engine:
    """The engine without a language model, over the shipped article."""
    made = Engine(Settings(store=shipped_library.settings.store, generator="quote"), library=shipped_library)
    made.query(WHO)
    return made


@pytest.fixture
def engine(quotes: Engine) -> Callable[..., Engine]:
    """Makes an engine whose model a server plays; what all have in common is loaded once."""

    def make(url: str, seconds: float = AMPLE, **more: object) -> Engine:
        settings = Settings(
            store=quotes.settings.store,
            generator="llm",
            llm_base_url=url,
            llm_model="m",
            llm_timeout=seconds,
            **({"llm_context": 8192} | more),
        )
        made = Engine(settings, library=quotes.library)
        asker = Asker(made.library.embedder, AskHead(settings.embed_model), made._condenser)
        made._made = replace(quotes._chain(), asker=asker, generator=made._generator)
        return made

    return make


@pytest.fixture
def ask(engine: Callable[..., Engine]) -> Ask:
    """The answer where the model's server plays these acts."""

    def asked(*acts: Act, question: str = WHO, seconds: float = AMPLE) -> Answer:
        with Server(*acts) as server:
            return engine(server.url, seconds).query(question)

    return asked


def is_known(url: str) -> None:
    """The model there is known to think nothing aloud, so that its reply comes as it is written."""
    learn(url, "m", thinks="no")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds + SLACK


@cache
def by_quotes(quotes: Engine, question: str) -> Answer:
    return quotes.query(question)


def assert_is_by_quotes(answer: Answer, quotes: Engine) -> None:
    """It is the answer that there would be without a language model, and it says why in one line."""
    alone = by_quotes(quotes, answer.question)
    assert answer.generator == "quote"
    assert (answer.text, answer.citations, answer.sentences) == (
        alone.text,
        alone.citations,
        alone.sentences,
    )
    assert answer.citations
    for citation in answer.citations:
        text = quotes.library.get(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
    assert answer.fallback
    assert "\n" not in answer.fallback
    assert answer.fallback.endswith(".")
    assert answer.fallback in answer.notes
    assert (answer.dropped, answer.rewritten) == (0, 0)


# --- faults ----------------------------------------------------------------------------------------------

FAULTS: dict[str, tuple[Act, str]] = {
    "down": (is_killed, "cannot be reached"),
    "silent": (hangs, "did not finish within 1 s"),
    "headers only": (sse(then=hangs), "did not finish within 1 s"),
    "headers for ever": (drips(b"HTTP/1.1 200 OK\r\nX-Wait: yes\r\n"), "did not finish within 1 s"),
    "keeps alive": (sse(then=repeats(b": keep-alive\n\n")), "did not finish within 1 s"),
    "stops": (sse(chunk(TRUE), then=hangs), "did not finish within 1 s"),
    "401": (answers(401, {"error": {"message": "no"}}), "asks for a key"),
    "404": (answers(404, {"error": {"message": "no"}}), "is not known at the endpoint"),
    "429": (answers(429, {}, retry_after="9"), "is asked too much"),
    "500": (answers(500, "Internal Server Error", "text/plain"), "failed at its server (HTTP 500)"),
    "breaks off": (sse(chunk(f"{TRUE} {TRUE[:50]}"), then=breaks_off), "broke off in the middle"),
    "nothing": (says(), "sent no reply"),
    "spaces": (says(" ", "\n", " "), "replied with nothing that is a sentence"),
    "a page": (answers(200, "<html>Hi</html>", "text/html"), "sent something that is no chat completion"),
    "garbage": (sse(b'data: {"a": \n\n'), "sent something that is no chat completion"),
    "overflow": (answers(400, {"error": {"message": "context length"}}), "has too small a window"),
}


@pytest.mark.parametrize(("act", "why"), FAULTS.values(), ids=FAULTS)
def test_a_fault_ends_in_an_answer_by_quotes(act: Act, why: str, ask: Ask, quotes: Engine) -> None:
    with within(LIMIT):
        answer = ask(act, seconds=LIMIT)
    assert_is_by_quotes(answer, quotes)
    assert str(answer.fallback).startswith(f"The language model 'm' {why}")
    assert str(answer.fallback).endswith("The answer is by quotes.")


def test_a_server_that_is_not_there(engine: Callable[..., Engine], quotes: Engine) -> None:
    with Server(hangs) as server:
        url = server.url
    with within(LIMIT):
        answer = engine(url, LIMIT, llm_context=None).query(WHO)
    assert_is_by_quotes(answer, quotes)
    assert "cannot be reached" in str(answer.fallback)


@pytest.mark.parametrize("models", [hangs, drips(b"HTTP/1.1 200 OK\r\nX-Wait: yes\r\n")])
def test_a_server_that_says_nothing_of_its_window_either(
    models: Act, engine: Callable[..., Engine], quotes: Engine
) -> None:
    with Server(hangs, models=models) as server, within(LIMIT):
        assert_is_by_quotes(engine(server.url, LIMIT, llm_context=None).query(WHO), quotes)


def test_the_stream_tells_of_a_fallback_before_the_quotes(engine: Callable[..., Engine]) -> None:
    with Server(sse(chunk(f"{TRUE} And so it is"), then=breaks_off)) as server:
        is_known(server.url)
        events = list(engine(server.url).stream(WHO))
    kinds = [event.kind for event in events]
    [fallback] = [event for event in events if isinstance(event, FallbackEvent)]
    before, after = events[: kinds.index("fallback")], events[kinds.index("fallback") + 1 :]
    assert isinstance(before[0], PassagesEvent)
    assert [event.text for event in before if isinstance(event, TokenEvent)] == [f"{TRUE} And so it is"]
    assert isinstance(after[-1], AnswerEvent)
    answer = after[-1].answer
    assert answer.fallback == fallback.reason
    assert [e.sentence.text for e in after if isinstance(e, SentenceEvent)] == [
        sentence.text for sentence in answer.sentences
    ]


def test_who_stops_reading_the_stream_hangs_up_at_the_model(engine: Callable[..., Engine]) -> None:
    with Server(sse(chunk("Ann"), then=hangs)) as server:
        is_known(server.url)
        with closing(engine(server.url).stream(WHO)) as events:  # type: ignore[type-var]
            assert next(event for event in events if isinstance(event, TokenEvent)).text == "Ann"
        assert server.chats[0].saw_hang_up()


def test_who_stops_while_the_model_is_silent_hangs_up_at_it(engine: Callable[..., Engine]) -> None:
    stopped, failed = threading.Event(), []

    def ask() -> None:
        try:
            list(engine(server.url).stream(WHO))
        except StoppedError as error:
            failed.append(error)

    with Server(sse(chunk("Ann"), then=hangs)) as server:
        asking = threading.Thread(target=stoppable(ask, stopped))
        asking.start()
        while not server.chats:
            asking.join(0.05)
        stopped.set()
        assert server.chats[0].saw_hang_up()
        asking.join(PATIENCE)
    assert len(failed) == 1


def test_one_question_at_a_time_and_one_that_waits(engine: Callable[..., Engine]) -> None:
    goes_on = threading.Event()
    with Server(sse(chunk("Ann"), goes_on, chunk(finish="stop"))) as server:
        is_known(server.url)
        one = engine(server.url, llm_parallel=1, queue_limit=0)
        first = one.stream(WHO)
        next(event for event in first if isinstance(event, TokenEvent))
        assert "Too many questions wait" in str(one.query(WHO).fallback)
        goes_on.set()
        assert isinstance(list(first)[-1], AnswerEvent)
        assert "Too many questions wait" not in str(one.query(WHO).fallback)
        assert len(server.chats) == 2


# --- replies that are none -------------------------------------------------------------------------------

USELESS: dict[str, tuple[str, str]] = {
    "inventions": (f"{INVENTED} The pope agreed to it.", "None of the 2 sentences"),
    "French": ("La Maison Blanche a confirmé hier les négociations de paix.", "The one sentence"),
    "JSON": ('{"answer": "Andrei Kortunov is an expert at the Valdai Club."}', "answered in data"),
    "a list in JSON": ('[{"answer": "Andrei Kortunov is an expert."}]', "answered in data"),
    "JSON in a code block": ('```json\n{"answer": "Kortunov is an expert."}\n```', "answered in data"),
    "code": ("```python\nprint('Kortunov')\n```", "answered in data"),
    "a page": ("<html><body>Kortunov is an expert.</body></html>", "answered in data"),
    "no end": ("Kortunov and " * 200, "runs on without an end of a sentence"),
    "thoughts only": ("<think>Kortunov is an expert at the Valdai Club.", "sent thoughts and no answer"),
    "a marker only": ("[7]", "replied with nothing"),
    "marks": ("... !!! ???", "replied with nothing"),
}


@pytest.mark.parametrize(("text", "why"), USELESS.values(), ids=USELESS)
def test_a_reply_of_no_use_leaves_no_trace(text: str, why: str, ask: Ask, quotes: Engine) -> None:
    pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
    answer = ask(says(*pieces))
    assert_is_by_quotes(answer, quotes)
    assert why in str(answer.fallback)


def test_a_text_without_end_is_left(engine: Callable[..., Engine], quotes: Engine) -> None:
    with Server(sse(then=repeats(chunk("Kortunov and Grushko and ")))) as server:
        answer = engine(server.url).query(WHO)
        assert server.chats[0].saw_hang_up()
    assert_is_by_quotes(answer, quotes)
    assert "runs on" in str(answer.fallback)


def test_an_invention_for_ever_is_left(engine: Callable[..., Engine], quotes: Engine) -> None:
    with Server(sse(then=repeats(chunk(f"{INVENTED} ")))) as server:
        answer = engine(server.url).query(WHO)
        assert server.chats[0].saw_hang_up()
    assert_is_by_quotes(answer, quotes)


def test_a_truth_for_ever_is_told_once(engine: Callable[..., Engine]) -> None:
    with Server(sse(then=repeats(chunk(f"{TRUE} ")))) as server:
        answer = engine(server.url).query(WHO)
        assert server.chats[0].saw_hang_up()
    assert answer.generator == "llm:m"
    assert [sentence.text for sentence in answer.sentences] == [TRUE]


# --- replies that are some -------------------------------------------------------------------------------


def assert_says_only_the_truth(answer: Answer, quotes: Engine) -> None:
    assert (answer.generator, answer.fallback, answer.abstained) == ("llm:m", None, False)
    assert answer.text == f"{TRUE[:-1]} [1]."
    [citation] = answer.citations
    assert quotes.library.get(citation.article_id).text[citation.start : citation.end] == citation.quote
    assert "Kortunov, an expert at the Valdai Club" in citation.quote


REPLIES: dict[str, str] = {
    "as it should be": TRUE,
    "its own marker": f"{TRUE[:-1]} [7].",
    "its own marker after the end": f"{TRUE} [7]",
    "sticking markers": f"{TRUE}[7][8] ",
    "another marker": f"{TRUE[:-1]} 【4†source】.",
    "a passage's number": f"{TRUE[:-1]} (passage 3).",
    "an introduction": f"Based on the passages, {TRUE}",
    "two introductions": f"Sure! Here is the answer:\n\nAccording to the provided passages: {TRUE}",
    "a label": f"Answer: {TRUE}",
    "a bullet": f"- {TRUE}",
    "a number": f"1. {TRUE}",
    "bold": f"**{TRUE}**",
    "thoughts": f"<think>{INVENTED}\nHm. Let me see.</think>\n\n{TRUE}",
    "in its tags": f"<answer>{TRUE}</answer>",
    "in a code block": f"```\n{TRUE}\n```",
    "twice": f"{TRUE} {TRUE}",
}


@pytest.mark.parametrize("text", REPLIES.values(), ids=REPLIES)
def test_what_is_around_a_sentence_is_gone(text: str, ask: Ask, quotes: Engine) -> None:
    answer = ask(says(*(text[at : at + 5] for at in range(0, len(text), 5))))
    assert_says_only_the_truth(answer, quotes)
    assert (answer.dropped, answer.rewritten) == (0, 0)


@pytest.mark.parametrize("text", [f"{TRUE} {INVENTED}", f"{INVENTED} {TRUE}", f"{TRUE}\n\n* {INVENTED}"])
def test_an_invention_beside_a_truth_is_counted_and_not_shown(text: str, ask: Ask) -> None:
    answer = ask(says(text))
    assert answer.generator == "llm:m"
    assert TRUE[:-1] in answer.text
    assert INVENTED[:-1] not in answer.text
    assert "confirmed" not in answer.text
    assert answer.dropped + answer.rewritten == 1
    assert all(sentence.citations for sentence in answer.sentences)
    assert answer.notes


@pytest.mark.parametrize("half", ["Kortunov also said that the United", "Russia may raise the issue of U."])
def test_half_a_sentence_is_never_shown(half: str, ask: Ask, quotes: Engine) -> None:
    answer = ask(says(f"{TRUE} {half}", finish="length"))
    assert_says_only_the_truth(answer, quotes)
    assert answer.dropped == 0


def test_half_a_sentence_alone_is_no_answer(ask: Ask, quotes: Engine) -> None:
    assert_is_by_quotes(ask(says(TRUE[:60], finish="length")), quotes)


def test_a_sentence_stands_in_the_stream_before_the_reply_ends(engine: Callable[..., Engine]) -> None:
    goes_on = threading.Event()
    with Server(sse(chunk(f"{TRUE} Then there is more"), goes_on, chunk(finish="stop"))) as server:
        is_known(server.url)
        events = engine(server.url).stream(WHO)
        sentence = next(event for event in events if isinstance(event, SentenceEvent))
        assert sentence.sentence.text == TRUE
        goes_on.set()
        assert isinstance(list(events)[-1], AnswerEvent)


@pytest.mark.parametrize("said", ["The article does not say.", "I'm sorry, but the passages do not say."])
def test_its_refusal_counts_where_the_evidence_is_weak(
    said: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.chain.SURE", 1.01)
    answer = ask(says(said))
    assert answer.abstained
    assert (answer.generator, answer.fallback, answer.reason) == ("llm:m", None, REFUSED)
    assert answer.citations == ()


def test_its_refusal_does_not_count_where_the_evidence_is_strong(
    ask: Ask, quotes: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.chain.SURE", 0.0)
    answer = ask(says("The article does not say."))
    assert_is_by_quotes(answer, quotes)
    assert "found no answer" in str(answer.fallback)


def test_what_the_article_does_not_say_is_not_even_asked(engine: Callable[..., Engine]) -> None:
    with Server(says("Germany won it.")) as server:
        assert engine(server.url).query("Who won the World Cup in 1998?").abstained
        assert not server.requests


# --- the window ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("context", [8192, 2048])
def test_an_overflow_is_asked_again_with_fewer_passages(
    context: int, engine: Callable[..., Engine], quotes: Engine
) -> None:
    too_much = answers(400, {"error": {"message": "the request exceeds the available context size"}})
    with Server(too_much, says(TRUE)) as server:
        answer = engine(server.url, llm_context=context).query(WHO)
        first, second = (request.prompt.count("<passage ") for request in server.chats)
    assert 1 <= second < first
    assert_says_only_the_truth(answer, quotes)


def test_a_window_in_which_nothing_fits(engine: Callable[..., Engine], quotes: Engine) -> None:
    with Server(says(TRUE)) as server:
        answer = engine(server.url, llm_context=256).query(WHO)
        assert not server.requests
    assert_is_by_quotes(answer, quotes)
    assert "Not one passage fits" in str(answer.fallback)


# --- a follow-up -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "asked"),
    [
        (says('"What did Kortunov say about guarantees?"'), "What did Kortunov say about guarantees?"),
        (says("What did Merkel say about guarantees?"), "what did Andrei Kortunov say about guarantees?"),
        (answers(500, "x"), "what did Andrei Kortunov say about guarantees?"),
        (says(""), "what did Andrei Kortunov say about guarantees?"),
    ],
    ids=["it helps", "it invents", "it fails", "it is silent"],
)
def test_a_follow_up_is_completed_with_the_model_or_without(
    act: Act, asked: str, engine: Callable[..., Engine], quotes: Engine
) -> None:
    before = (WHO, by_quotes(quotes, WHO))
    with Server(act, answers(401, {})) as server:
        patient = engine(
            server.url, 60.0
        )  # a quarter of it is the completion's, importing llama-index included
        answer = patient.query("And what did he say about guarantees?", history=[before])
    assert answer.asked == asked
    assert answer.citations
