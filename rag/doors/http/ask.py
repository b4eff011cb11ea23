"""`/api/ask` and `/api/retrieve`: a question in, an answer, its events or its passages out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from rag.answer import SCHEMA, Answer, ScoredPassage
from rag.compose import MAX_QUESTION_CHARS
from rag.doors.shelf import Shelf
from rag.engine import Engine
from rag.events import AnswerEvent, Event, FallbackEvent, PassagesEvent, SentenceEvent, TokenEvent
from rag.where import Filter

from . import sse
from .desk import Desk, primed
from .trouble import Json, errors

MAX_TURNS = 50
STREAMED = (
    "As JSON, or with `stream` as server-sent events, each with its name and JSON: `passages` (question, "
    "kind, answerable, passages), `token` (text: a piece of a draft that is not checked yet), `sentence` "
    "(sentence, citations: checked, it will stand), `fallback` (reason: the sentences so far do not stand), "
    "and last `answer`, the whole answer, or `error`."
)

Question = Annotated[str, Field(max_length=MAX_QUESTION_CHARS, examples=["Who is Andrei Kortunov?"])]
Ids = Annotated[list[str], Field(max_length=1000)]
Names = Annotated[list[str], Field(max_length=100)]
Day = Annotated[str, Field(examples=["2026-03-31"], max_length=40)]
K = Annotated[int, Field(ge=1, le=100)]


@dataclass(frozen=True, slots=True)
class AnswerBody(Answer):
    """An answer as `Answer.to_dict` writes it."""

    schema: Annotated[int, Field(ge=1, le=SCHEMA)] = SCHEMA


class Turn(BaseModel):
    """An earlier question with the whole answer that it got."""

    model_config = ConfigDict(extra="forbid")

    question: Question
    answer: AnswerBody


class Retrieve(BaseModel):
    """`articles`: the ids to restrict to, null: all; `k`: the passages to keep, null: as in the settings.

    `outlets`, `since`, `until` (days, both included) and `languages` (ISO 639-1) restrict besides.
    """

    model_config = ConfigDict(extra="forbid")

    question: Question
    articles: Ids | None = None
    k: K | None = None
    outlets: Names = []
    since: Day | None = None
    until: Day | None = None
    languages: Names = []

    @property
    def where(self) -> Filter:
        """The outlets, days and languages that are asked."""
        return Filter((), tuple(self.outlets), self.since, self.until, tuple(self.languages))


class Ask(Retrieve):
    """`history` are earlier turns, oldest first, for what a follow-up leaves out; `stream`: as events."""

    history: Annotated[list[Turn], Field(max_length=MAX_TURNS)] = []
    stream: bool = False


class Retrieved(BaseModel):
    """The passages that an answer would be drawn from, best first."""

    passages: list[ScoredPassage]


def router(engine: Engine, desk: Desk, shelf: Callable[[Request], Shelf]) -> APIRouter:
    """The routes over an engine.

    :param shelf: what whoever sent a request may see, and so ask.
    """
    routes = APIRouter(prefix="/api", tags=["questions"])
    streamed: dict[int | str, dict[str, Any]] = {200: {"description": STREAMED, "content": sse.CONTENT}}

    @routes.post("/ask", response_model=AnswerBody, responses={**streamed, **errors(404, 408, 429, 504)})
    async def ask(asked: Ask, request: Request) -> Response:
        """Answer a question: with citations, or with why the articles do not say."""
        history, seen = [(turn.question, turn.answer) for turn in asked.history], shelf(request)

        def stream() -> Iterator[Event]:
            wanted = seen.asked(asked.articles)
            return seen.streamed(engine.stream(asked.question, wanted, history, asked.k, asked.where))

        def query() -> Answer:
            wanted = seen.asked(asked.articles)
            return seen.named(engine.query(asked.question, wanted, history, asked.k, asked.where))

        if asked.stream:
            return sse.response(_lines(await primed(desk.stream(stream))))
        return Json((await desk.run(query)).to_dict())

    @routes.post("/retrieve", response_model=Retrieved, responses=errors(404, 408, 429, 504))
    async def retrieve(asked: Retrieve, request: Request) -> Response:
        """The passages that would be read for a question; none for one without words."""
        seen = shelf(request)
        passages = await desk.run(
            lambda: engine.retrieve(asked.question, asked.k, seen.asked(asked.articles), asked.where)
        )
        return Json({"passages": [asdict(passage) for passage in passages]})

    return routes


async def _lines(events: AsyncIterator[Event | None]) -> AsyncIterator[str]:
    async for event in events:
        yield sse.BEAT if event is None else sse.line(data(event), event.kind)


def data(event: Event) -> dict[str, Any]:
    """An event of `Engine.stream`, JSON-safe."""
    match event:
        case PassagesEvent(passages, evidence):
            return {
                "question": evidence.question,
                "kind": evidence.kind,
                "answerable": evidence.answerable,
                "passages": [asdict(passage) for passage in passages],
            }
        case TokenEvent(text):
            return {"text": text}
        case SentenceEvent(sentence, citations):
            return {"sentence": asdict(sentence), "citations": [asdict(one) for one in citations]}
        case FallbackEvent(reason):
            return {"reason": reason}
        case AnswerEvent(answer):
            return answer.to_dict()
