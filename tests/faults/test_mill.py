"""What comes, through the engine, of a right sentence where a server refuses, or its model thinks first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index import Article, Library, Settings
from index.embed import Embedder
from rag import Answer, Engine
from rag.events import SentenceEvent, TokenEvent

from . import servers as a
from .scripted import Act, Server, says

ARTICLE = Article(
    "The brewery of Tarnby bought the old granary on the Elbe on Monday for 52 million dollars.\n\n"
    "The granary stands 23 kilometres from the brewery and will employ 140 people, said Solveig Harkness, "
    "who runs it.\n\n"
    "Sales of the brewery fell by 7 per cent last year.",
    title="Granary sold to brewery",
)
PAID = "What did the brewery pay for the granary?"
TRUE = "The brewery of Tarnby bought the old granary for 52 million dollars."
THOUGHT = (
    "The question is what the brewery paid. The passages speak of it. It bought the old granary on the Elbe. "
    "The granary stands 23 kilometres from the brewery. It will employ 140 people. Sales of the brewery fell "
    "by 7 per cent last year. So the price is asked. That is 52 million dollars."
)
"""Eight sentences, most of which the article would bear out."""


@pytest.fixture(scope="module")
def library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library(Settings(store=str(tmp_path_factory.mktemp("mill") / "store")))
    made.embedder = embedder
    made.add(ARTICLE)
    return made


@pytest.fixture
def ask(library: Library) -> Callable[..., tuple[Answer, str]]:
    """The answer where a server plays these acts, and all that was shown on the way."""

    def asked(question: str, *acts: Act) -> tuple[Answer, str]:
        with Server(*acts) as server:
            settings = Settings(
                store=library.settings.store,
                generator="llm",
                llm_base_url=server.url,
                llm_model="m",
                llm_timeout=30,
            )
            events = list(Engine(settings, library=library).stream(question))
        shown = "".join(one.text for one in events if isinstance(one, TokenEvent))
        shown += "".join(one.sentence.text for one in events if isinstance(one, SentenceEvent))
        return events[-1].answer, shown

    return asked


REFUSING: dict[str, Act] = {
    "a seed": a.model(says(TRUE), a.if_sent("seed", a.fastapi("seed"))),
    "a system's turn": a.model(says(TRUE), a.if_role(a.vllm("System role not supported"))),
    "a length": a.model(
        says(TRUE), a.if_longer(1300, a.tgi("`inputs` must have less than 300 tokens. Given: 400"))
    ),
}


@pytest.mark.parametrize("server", REFUSING.values(), ids=REFUSING)
def test_the_models_right_sentence_stands_where_the_server_refuses(
    server: Act, ask: Callable[..., tuple[Answer, str]]
) -> None:
    answer, _ = ask(PAID, server)
    assert (answer.generator, answer.fallback) == ("llm:m", None)
    assert answer.text == f"{TRUE[:-1]} [1]."


@pytest.mark.parametrize("pieces", [1, 7, 10_000])
def test_a_thought_whose_end_is_marked_only_is_neither_shown_nor_checked(
    pieces: int, ask: Callable[..., tuple[Answer, str]]
) -> None:
    text = f"{THOUGHT}\n</think>\n\n{TRUE}"
    answer, shown = ask(PAID, says(*(text[at : at + pieces] for at in range(0, len(text), pieces))))
    assert (answer.generator, answer.fallback, answer.dropped) == ("llm:m", None, 0)
    assert answer.text == f"{TRUE[:-1]} [1]."
    assert shown == TRUE * 2  # as it was written, and as it stands
    assert "employ" not in str(answer.sentences)
