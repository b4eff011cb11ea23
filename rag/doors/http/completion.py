"""The records of OpenAI's chat completions, as far as Byline has a use for them
(https://platform.openai.com/docs/api-reference/chat).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from .ask import AnswerBody


class Part(BaseModel):
    """A piece of a message: text, for nothing else can be read."""

    type: Literal["text"]
    text: str


def _parts(content: Any) -> Any:
    """Plain text as one part, so that what is wrong with a part is told by its own place."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


class Message(BaseModel):
    """What was said; system prompts and tools' replies are taken and change nothing."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[
        list[Part] | None, BeforeValidator(_parts, json_schema_input_type=str | list[Part] | None)
    ] = None

    @property
    def text(self) -> str:
        """Its text, of all its parts."""
        return "\n".join(part.text for part in self.content or ())


class StreamOptions(BaseModel):
    """`include_usage`: a last chunk that counts tokens."""

    include_usage: bool | None = False


class Request(BaseModel):
    """A chat whose last message is the user's. Whatever else chat programs send (temperature, tools, …) is
    taken and changes nothing: an answer is what the articles say.
    """

    model: Annotated[str, Field(examples=["byline"])]
    messages: Annotated[list[Message], Field(min_length=1, max_length=1000)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Annotated[int, Field(ge=1, le=1)] | None = 1


class UrlCitation(BaseModel):
    """A marker, the characters `[start_index, end_index)` of the message, with what stands behind it.

    The last five are Byline's: the exact quote, who said it, and where it stands in the article.
    """

    start_index: int
    end_index: int
    url: str
    title: str
    quote: str
    speaker: str | None
    article_id: str
    start: int
    end: int


class Annotation(BaseModel):
    """A citation in OpenAI's form."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class Reply(BaseModel):
    """The answer as a message."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one answer."""

    index: int = 0
    message: Reply
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """Always 0: nobody is billed for tokens here, and none are counted."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class Completion(BaseModel):
    """What a chat gets; `byline` is the whole answer, as `/api/ask` gives it."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage = Usage()
    byline: AnswerBody


class Model(BaseModel):
    """Something to ask: `byline` is the whole library, `byline/<id>` one article, `name` its title."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: Literal["byline"] = "byline"
    name: str


class Models(BaseModel):
    """All that can be asked."""

    object: Literal["list"] = "list"
    data: list[Model]


def chunk(completion_id: str, created: int, model: str, delta: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A piece of a streamed reply; without a delta (and without more) there is no choice in it."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": more.pop("finish_reason", None)}
    return {
        "id": completion_id,
        "object": "chat.completion.chunk",
        "created": created,
        "model": model,
        "choices": [] if more.get("usage") else [choice],
        **more,
    }
