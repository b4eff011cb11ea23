"""`/v1`: OpenAI's chat completions, so that any chat program can ask the library."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from index import Article
from index.read.source import is_address
from rag.answer import Answer
from rag.doors.shelf import Shelf
from rag.engine import Engine
from rag.errors import UnknownArticleError
from rag.events import AnswerEvent, Event

from . import completion, sse
from .desk import Desk, primed
from .markdown import Written, turns, written
from .trouble import Json, Trouble, errors

EVERYTHING = "byline"
"""The model that stands for all articles."""
_PARAGRAPHS = re.compile(r"(?<=\n\n)")


def router(engine: Engine, desk: Desk, shelf: Callable[[Request], Shelf]) -> APIRouter:
    """The routes over an engine.

    :param shelf: what whoever sent a request may see, and so ask.
    """
    routes = APIRouter(prefix="/v1", tags=["chat"])
    described = {
        200: {
            "description": "The reply, or with `stream` its pieces as server-sent events.",
            "content": sse.CONTENT,
        },
        **errors(404, 408, 429, 504),
    }

    def model(article: Article) -> dict[str, Any]:
        name = article.title or article.id
        return completion.Model(id=f"{EVERYTHING}/{article.id}", name=name).model_dump()

    def scope(seen: Shelf, name: str) -> tuple[str, ...] | None:
        """Ids of the articles that a model stands for; None: all."""
        start, slash, article_id = name.partition("/")
        if start != EVERYTHING or (slash and article_id not in seen.ids(superseded=True)):
            known = f"{EVERYTHING!r}, for all articles, or `{EVERYTHING}/` and an article's id"
            raise Trouble(404, "model_not_found", f"unknown model {name!r}: expected {known}", "model")
        return (article_id,) if slash else None

    def address(seen: Shelf, article_id: str, base: str) -> str:
        """Where an article is to be read: where it stood, or else here."""
        try:
            article = seen.get(article_id)
        except UnknownArticleError:  # removed while it was cited
            return f"{base}api/articles/{article_id}"
        own = [url for url in (article.url, article.source) if url and is_address(url)]
        return own[0] if own else f"{base}api/articles/{article_id}"

    def annotations(seen: Shelf, text: Written, base: str) -> list[dict[str, Any]]:
        each = []
        for marker in text.markers:
            c = marker.citation
            cited = completion.UrlCitation(
                start_index=marker.start,
                end_index=marker.end,
                url=address(seen, c.article_id, base),
                title=c.title,
                quote=c.quote,
                speaker=c.speaker,
                article_id=c.article_id,
                start=c.start,
                end=c.end,
            )
            each.append(completion.Annotation(url_citation=cited).model_dump())
        return each

    @routes.get("/models", response_model=completion.Models, responses=errors())
    def models(request: Request) -> Response:
        """What can be asked: all articles, or one."""
        seen = shelf(request)
        everything = completion.Model(id=EVERYTHING, name="All articles").model_dump()
        return Json({"object": "list", "data": [everything, *map(model, seen.articles())]})

    @routes.get("/models/{name:path}", response_model=completion.Model, responses=errors(404))
    def one_model(name: str, request: Request) -> Response:
        """One of them."""
        seen = shelf(request)
        asked = scope(seen, name)
        everything = completion.Model(id=name, name="All articles")
        return Json(model(seen.get(asked[0])) if asked else everything.model_dump())

    @routes.post("/chat/completions", response_model=completion.Completion, responses=described)
    async def complete(chat: completion.Request, request: Request) -> Response:
        """Answer the last message by the articles; what was said before serves follow-ups only."""
        *before, last = chat.messages
        if last.role != "user":
            raise Trouble(422, "invalid", "messages: the last one must be the user's", "messages")
        seen = shelf(request)
        asked = await desk.run(lambda: seen.asked(scope(seen, chat.model)))
        history = turns([(message.role, message.text) for message in before])
        base, about = str(request.base_url), (f"chatcmpl-{uuid.uuid4().hex}", int(time.time()), chat.model)
        if chat.stream:
            usage = bool(chat.stream_options and chat.stream_options.include_usage)
            answering = desk.stream(lambda: seen.streamed(engine.stream(last.text, asked, history)))
            events = await primed(answering)
            return sse.response(streamed(seen, events, about, base, usage))
        answer = await desk.run(lambda: seen.named(engine.query(last.text, asked, history)))
        text = written(answer)
        reply = {"role": "assistant", "content": text.text, "refusal": None}
        choice = {
            "index": 0,
            "message": {**reply, "annotations": annotations(seen, text, base)},
            "logprobs": None,
        }
        return Json(
            {
                "id": about[0],
                "object": "chat.completion",
                "created": about[1],
                "model": about[2],
                "choices": [{**choice, "finish_reason": "stop"}],
                "usage": completion.Usage().model_dump(),
                "byline": answer.to_dict(),
            }
        )

    async def streamed(
        seen: Shelf,
        events: AsyncIterator[Event | None],
        about: tuple[str, int, str],
        base: str,
        usage: bool,
    ) -> AsyncIterator[str]:
        """The pieces of a reply. They begin when the answer stands, for a chat program cannot take back what
        it has shown.
        """
        yield sse.line(completion.chunk(*about, {"role": "assistant", "content": ""}))
        answer: Answer | None = None
        async for event in events:
            if event is None:
                yield sse.BEAT
            elif isinstance(event, AnswerEvent):
                answer = event.answer
        assert answer is not None, "a stream ends with an answer"
        text = written(answer)
        for piece in _PARAGRAPHS.split(text.text):
            yield sse.line(completion.chunk(*about, {"content": piece}))
        cited = {"annotations": annotations(seen, text, base)} if text.markers else {}
        yield sse.line(completion.chunk(*about, cited, finish_reason="stop", byline=answer.to_dict()))
        if usage:
            yield sse.line(completion.chunk(*about, {}, usage=completion.Usage().model_dump()))
        yield "data: [DONE]\n\n"

    return routes
