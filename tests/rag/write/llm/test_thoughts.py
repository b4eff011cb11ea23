"""What a model thinks aloud, and what of its reply is the answer."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.write.llm.call_error import CallError
from rag.write.llm.listener import Listener
from rag.write.llm.part import Part
from rag.write.llm.thoughts import Thoughts

TRUE = "The mill closed. It was <b>old</b> [1], 3 < 4."
MARKED = [
    f"<think>The mill? Hm.\n\nIt closed.</think>\n\n{TRUE}",
    f"<thinking>Hm. A <b>.</thinking>{TRUE}",
    f"\n<Reasoning>\nHm.\n</Reasoning>\n{TRUE}",
    f"<think></think>{TRUE}",
    f"<think>One.</think><think>Two.</think>{TRUE}",
    f"[THINK]Hm [1].[/THINK]{TRUE}",
    f"<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary<|message|>So.<|end|>"
    f"<|start|>assistant<|channel|>final<|message|>{TRUE}<|return|>",
    f"<|start|>assistant<|channel|>final<|message|>{TRUE}",
    f"<|channel>thought\nHm, it is.<channel|>{TRUE}",
    f"analysisWe look.assistantfinal{TRUE}",
]


def told(*pieces: str, unmarked: bool = False) -> str:
    thoughts = Thoughts(unmarked)
    return ("".join(map(thoughts.add, pieces)) + thoughts.end()).strip()


@pytest.mark.parametrize("reply", MARKED)
@pytest.mark.parametrize("unmarked", [False, True])
def test_what_stands_between_marks_is_no_answer(reply: str, unmarked: bool) -> None:
    assert told(reply, unmarked=unmarked) == told(*reply, unmarked=unmarked) == TRUE


@pytest.mark.parametrize("end", ["</think>", "</thinking>", "[/THINK]", "◁/think▷", "<|end_of_thought|>"])
def test_what_stands_before_an_end_is_no_answer_where_a_beginning_may_lack(end: str) -> None:
    reply = f"Let me see. It closed.\n{end}\n\n{TRUE}"
    assert told(reply, unmarked=True) == told(*reply, unmarked=True) == TRUE
    assert Thoughts(unmarked=True).add("Let me see. It closed.") == ""


@given(st.sampled_from(MARKED), st.data())
def test_any_cut_into_pieces_gives_the_same(reply: str, data: st.DataObject) -> None:
    at = data.draw(st.lists(st.integers(0, len(reply))))
    pieces = [reply[start:end] for start, end in pairwise([0, *sorted(at), len(reply)])]
    assert told(*pieces) == TRUE


@given(st.lists(st.text(alphabet='ab AB.!?"[]()</1\n—…', max_size=12)))
def test_what_holds_no_thought_is_not_touched(pieces: list[str]) -> None:
    assert told(*pieces) == told(*pieces, unmarked=True) == "".join(pieces).strip()


def test_thoughts_that_do_not_end_are_no_answer() -> None:
    assert told("<think>" + "The mill closed. " * 99) == ""


def test_an_end_after_what_was_given_out_is_late() -> None:
    thoughts = Thoughts(unmarked=False)
    assert thoughts.add("Let me see.") == "Let me see."
    thoughts.add("</think>")
    assert thoughts.late


# --- a first reply ---------------------------------------------------------------------------------------


def test_a_first_reply_is_held_to_its_end() -> None:
    listener = Listener(None)
    assert listener.add(Part("The mill closed. ")) == ""
    assert listener.add(Part("It was old.")) == ""
    assert listener.end() == "The mill closed. It was old."
    assert listener.thinks == "no"


def test_a_reply_of_a_known_model_is_not_held() -> None:
    assert Listener("no").add(Part("The mill closed. ")) == "The mill closed. "


@pytest.mark.parametrize("loop", ["mill and ", "The mill closed on Friday. It was old. "])
def test_a_first_reply_that_goes_round_and_round_is_not_waited_for(loop: str) -> None:
    listener = Listener(None)
    given_out = [listener.add(Part(loop)) for _ in range(4000 // len(loop))]
    assert "".join(given_out).startswith(loop)


def test_an_end_that_comes_late_is_a_fault() -> None:
    listener = Listener("no")
    listener.add(Part("Let me see."))
    with pytest.raises(CallError, match="late"):
        listener.add(Part("</think>The mill closed."))
