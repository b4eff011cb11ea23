"""A chat in, what the browser keeps of it out, and back; the server keeps nothing of it.

The browser may send anything: a quote is shown again only where it stands in the library as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from rag.answer import Answer
from rag.doors.export.conversation import Articles
from rag.errors import BylineError
from rag.feedback import Verdict

from .chat import Chat, Turn
from .escaping import escape
from .refusal import NEAREST

MAX_TURNS, MAX_CHARS = 200, 4_000_000
"""Of a chat that is opened again, at most; a browser keeps about 5 million characters."""
GONE = "The words that this answer quoted are not in the library any more. Ask again to see what is."
MENU = (
    '<button type="button" class="byline-new">New chat</button>'
    '<details class="byline-history"><summary>History</summary><div><p></p><ol></ol>'
    '<button type="button" class="byline-forget">Clear history</button></div></details>'
)
"""The list is filled by `js/history.js`."""


def render_kept(chat: Chat, at: str) -> str:
    """The last turn on its way to the browser, which puts it where it stands and drops what stood after it.

    :param at: the time, so that no two are the same and each is kept.
    """
    if not chat.turns:
        return ""
    place = len(chat.turns) - 1
    state = f'data-chat="{chat.id}" data-place="{place}" data-at="{escape(at)}"'
    return f"<p {state}>{escape(json.dumps(_plain(chat.turns[place])))}</p>"


def reopened(sent: Any, library: Articles) -> Chat:
    """The chat that a browser kept; what it quotes and is no longer in the library is not shown.

    :param sent: JSON of `{"chat": id, "turns": […]}`.
    :raises BylineError: if it is not that, or too much.
    """
    if not isinstance(sent, str) or len(sent) > MAX_CHARS:
        raise BylineError(f"a kept chat must be text of at most {MAX_CHARS} characters")
    try:
        data = json.loads(sent)
        turns, chat_id = list(data["turns"])[:MAX_TURNS], str(data["chat"])
        if not chat_id.isalnum() or len(chat_id) > 32:
            raise BylineError(f"not the id of a chat: {chat_id[:40]!r}")
        return Chat(tuple(_turn(turn, library) for turn in turns), chat_id)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise BylineError(f"not a kept chat: {error}") from error


def _plain(turn: Turn) -> dict[str, Any]:
    answer = turn.answer and replace(turn.answer, passages=turn.answer.passages[:NEAREST])
    return {
        "question": turn.question,
        "scope": turn.scope,
        "answer": answer and answer.to_dict(),
        "trouble": turn.trouble,
        "verdict": turn.verdict,
        "note": turn.note,
    }


def _turn(data: dict[str, Any], library: Articles) -> Turn:
    verdict = data.get("verdict")
    turn = Turn(
        str(data["question"]),
        str(data.get("scope") or ""),
        trouble=data.get("trouble") and str(data["trouble"]),
        verdict=verdict if verdict in get_args(Verdict) else None,
        note=str(data.get("note") or ""),
        begun=True,
    )
    if not data.get("answer"):
        return turn if turn.trouble else replace(turn, stopped=True)
    answer = Answer.from_dict(data["answer"])
    _answers().validate_json(json.dumps(asdict(answer)), strict=True)  # `from_dict` looks at no types
    return replace(turn, answer=answer) if _stands(answer, library) else replace(turn, trouble=GONE)


@cache
def _answers() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)


def _stands(answer: Answer, library: Articles) -> bool:
    """Whether all that it quotes stands in the library, word for word."""
    try:
        return all(
            library.get(where).text[start:end] == words for where, start, end, words in _quoted(answer)
        )
    except BylineError:
        return False


def _quoted(answer: Answer) -> Iterator[tuple[str, int, int, str]]:
    for citation in answer.citations:
        yield citation.article_id, citation.start, citation.end, citation.quote
    for passage in answer.passages:
        yield passage.article_id, passage.start, passage.end, passage.text
    for part in answer.parts:
        yield from _quoted(part)
