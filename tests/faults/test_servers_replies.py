"""Servers as they are: in which forms they reply, and how their models think. A row for each habit."""

from __future__ import annotations

import pytest

from rag import EndpointError
from rag.write.llm.habits import known

from . import servers as a
from .asking import ANSWER, THOUGHT, TRUE, reply
from .scripted import DONE, Act, Server, chunk, says, sse

# --- how they reply --------------------------------------------------------------------------------------

FORMS: dict[str, Act] = {
    "as it should be": ANSWER,
    "a comment first": sse(b": OPENROUTER PROCESSING\n\n", chunk(TRUE), chunk(finish="stop"), DONE),
    "a ping first": sse(b'event: ping\ndata: {"type": "ping"}\n\n', chunk(TRUE), chunk(finish="stop"), DONE),
    "a ping that is no JSON": sse(b"event: ping\ndata: ping\n\n", chunk(TRUE), chunk(finish="stop"), DONE),
    "no choices first": sse(a.EMPTY_FIRST, chunk(TRUE), chunk(finish="stop"), a.USAGE, DONE),
    "null for choices": sse(a.event(choices=None, usage={}), chunk(TRUE), chunk(finish="stop"), DONE),
    "no delta": sse(
        a.event(choices=[{"index": 0, "finish_reason": None}]), chunk(TRUE), chunk(finish="stop")
    ),
    "null for content": sse(a.delta(role="assistant", content=None), chunk(TRUE), chunk(finish="stop"), DONE),
    "no reason for its end": sse(chunk(TRUE), DONE),
    "an empty reason": sse(chunk(TRUE, finish=""), chunk(finish="stop"), DONE),
    "TGI's reason": sse(chunk(TRUE), chunk(finish="eos_token"), DONE),
    "no mark of its end": sse(chunk(TRUE), chunk(finish="stop")),
    "neither": sse(chunk(TRUE)),
    "the reason with the last word": sse(chunk(TRUE[:9]), chunk(TRUE[9:], finish="stop"), DONE),
    "CRLF": sse(*(part.replace(b"\n", b"\r\n") for part in (chunk(TRUE), chunk(finish="stop"), DONE))),
    "no space after the colon": sse(chunk(TRUE).replace(b"data: ", b"data:"), chunk(finish="stop"), DONE),
    "no empty lines": sse(chunk(TRUE)[:-1], chunk(finish="stop")[:-1], DONE),
    "bytes one by one": sse(*(bytes([one]) for one in chunk(TRUE) + chunk(finish="stop") + DONE)),
    "a byte order mark": sse(b"\xef\xbb\xbf" + chunk(TRUE), chunk(finish="stop"), DONE),
    "names of events": sse(b"event: message\nid: 7\n" + chunk(TRUE), chunk(finish="stop"), DONE),
    "JSON by the line": sse(chunk(TRUE)[6:-1], chunk(finish="stop")[6:-1]),
    "a list of parts": sse(
        a.delta(content=[{"type": "text", "text": TRUE[:9]}, {"type": "text", "text": TRUE[9:]}]),
        chunk(finish="stop"),
        DONE,
    ),
    "a message for a delta": sse(
        a.event(choices=[{"message": {"content": TRUE}, "finish_reason": "stop"}]), DONE
    ),
    "a text for a delta": sse(a.event(choices=[{"text": TRUE, "finish_reason": "stop"}]), DONE),
    "not streamed": a.whole(TRUE),
    "not streamed, in parts": a.whole(TRUE, content=[{"type": "text", "text": TRUE}]),
    "not streamed, called a stream": sse(
        b'{"choices": [{"message": {"content": "' + TRUE.encode() + b'"}, "finish_reason": "stop"}]}'
    ),
}


@pytest.mark.parametrize("server", FORMS.values(), ids=FORMS)
def test_a_reply_is_taken_in_whatever_form_it_comes(server: Act) -> None:
    with Server(server) as running:
        assert [reply(running.url), reply(running.url)] == [TRUE, TRUE]
        assert len(running.chats) == 2


# --- what they think -------------------------------------------------------------------------------------


def letters(text: str) -> Act:
    """A reply letter by letter."""
    return says(*text)


HARMONY = f"<|channel|>analysis<|message|>{THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>{TRUE}<|return|>"
MAGISTRAL = [{"type": "thinking", "thinking": [{"type": "text", "text": THOUGHT}]}]

THOUGHTS: dict[str, tuple[Act, str]] = {
    "its end is marked only": (letters(f"{THOUGHT}\n</think>\n\n{TRUE}"), "unmarked"),
    "the same in one piece": (says(f"{THOUGHT}\n</think>\n\n{TRUE}"), "unmarked"),
    "the same, not streamed": (a.whole(f"{THOUGHT}</think>{TRUE}"), "unmarked"),
    "its end is marked as Mistral does": (letters(f"{THOUGHT}[/THINK]{TRUE}"), "unmarked"),
    "<think>": (letters(f"<think>\n{THOUGHT}\n</think>\n\n{TRUE}"), "marked"),
    "<thinking>": (letters(f"<thinking>{THOUGHT}</thinking>{TRUE}"), "marked"),
    "<thought>": (letters(f"<thought>{THOUGHT}</thought>{TRUE}"), "marked"),
    "<seed:think>": (letters(f"<seed:think>{THOUGHT}</seed:think>{TRUE}"), "marked"),
    "<think> with attributes": (letters(f'<think time="3">{THOUGHT}</think>{TRUE}'), "marked"),
    "<think>, empty": (letters(f"<think>\n\n</think>\n\n{TRUE}"), "marked"),
    "[THINK]": (letters(f"[THINK]{THOUGHT}[/THINK]{TRUE}"), "marked"),
    "◁think▷": (letters(f"◁think▷{THOUGHT}◁/think▷{TRUE}"), "marked"),
    "<|begin_of_thought|>": (letters(f"<|begin_of_thought|>{THOUGHT}<|end_of_thought|>{TRUE}"), "marked"),
    "<|START_THINKING|>": (letters(f"<|START_THINKING|>{THOUGHT}<|END_THINKING|>{TRUE}"), "marked"),
    "<|channel>thought": (letters(f"<|channel>thought\n{THOUGHT}<channel|>{TRUE}"), "marked"),
    "harmony": (letters(HARMONY), "marked"),
    "harmony in one piece": (says(HARMONY), "marked"),
    "harmony without its tokens": (letters(f"analysis{THOUGHT}assistantfinal{TRUE}"), "marked"),
    "reasoning_content": (a.thinks(THOUGHT, then=TRUE, field="reasoning_content"), "apart"),
    "reasoning": (a.thinks(THOUGHT, then=TRUE, field="reasoning"), "apart"),
    "reasoning_content, not streamed": (a.whole(TRUE, reasoning_content=THOUGHT), "apart"),
    "a part of the content": (
        sse(a.delta(content=MAGISTRAL), chunk(TRUE), chunk(finish="stop"), DONE),
        "apart",
    ),
    "none": (letters(TRUE), "no"),
}


@pytest.mark.parametrize(("server", "how"), THOUGHTS.values(), ids=THOUGHTS)
def test_a_thought_is_never_shown(server: Act, how: str) -> None:
    with Server(server) as running:
        assert [reply(running.url), reply(running.url)] == [TRUE, TRUE]
        assert known(running.url, "m").thinks == how
        assert len(running.chats) == 2


CUT = chunk(finish="length")
STARVED: dict[str, tuple[Act, Act]] = {
    "before the mark of its end": (sse(chunk(THOUGHT), CUT, DONE), says(f"{THOUGHT}</think>{TRUE}")),
    "after the mark of its beginning": (
        sse(chunk(f"<think>{THOUGHT}"), CUT, DONE),
        says(f"<think>{THOUGHT}</think>{TRUE}"),
    ),
    "in a field of its own": (
        sse(a.delta(role="assistant", reasoning_content=THOUGHT), CUT, DONE),
        a.thinks(THOUGHT, then=TRUE, field="reasoning_content"),
    ),
    "unseen, as OpenAI's": (sse(a.delta(role="assistant", content=""), CUT, DONE), ANSWER),
    "within the answer": (
        sse(chunk(f"<think>{THOUGHT}</think>{TRUE[:20]}"), CUT, DONE),
        says(f"<think>{THOUGHT}</think>{TRUE}"),
    ),
}


@pytest.mark.parametrize(("cut", "enough"), STARVED.values(), ids=STARVED)
@pytest.mark.parametrize("needed", [1000, 4000])
def test_thoughts_do_not_starve_the_answer(needed: int, cut: Act, enough: Act) -> None:
    with Server(a.model(enough, a.if_tokens_under(needed, cut))) as running:
        assert reply(running.url) == TRUE
        before = len(running.chats)
        assert reply(running.url) == TRUE
        assert len(running.chats) == before + 1  # now it is given as much at once
        assert running.chats[-1].json["max_tokens"] > needed


@pytest.mark.parametrize(
    "reply_of", [sse(chunk(f"<think>{THOUGHT}"), CUT, DONE), sse(a.delta(content=""), CUT, DONE)]
)
def test_thoughts_without_end_are_no_answer(reply_of: Act) -> None:
    with (
        Server(reply_of) as running,
        pytest.raises(EndpointError, match="spent all of its tokens on thoughts"),
    ):
        reply(running.url)


def test_everything_sent_as_thoughts_is_no_answer() -> None:
    only = sse(a.delta(role="assistant", reasoning_content=TRUE), chunk(finish="stop"), DONE)
    with Server(only) as running, pytest.raises(EndpointError, match="sent thoughts and no answer"):
        reply(running.url)


def test_an_end_that_is_marked_too_late_is_known_the_next_time() -> None:
    """A model that thought nothing in its first reply, and does in its second."""
    with Server(ANSWER, says(f"{THOUGHT} ", f"Well.</think>{TRUE}")) as running:
        assert reply(running.url) == TRUE
        with pytest.raises(EndpointError, match="marked what it had sent as an answer as a thought"):
            reply(running.url)
        assert reply(running.url) == TRUE
