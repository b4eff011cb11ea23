"""What models write around a sentence goes; the sentence stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.write.llm.tidy import is_data, refuses, tidied

MILL = "The mill closed."


@pytest.mark.parametrize(
    "drafted",
    [
        "The mill closed [7].",
        "The mill closed. [1][2]",
        "The mill closed [1, 2].",
        "The mill closed [1-3].",
        "The mill closed [Passage 3].",
        "The mill closed【4†source】.",
        "The mill closed (passage 3).",
        "The mill closed (see source #2).",
        "The mill closed (Source: 2, paragraph 1).",
        "The mill closed¹.",
        "The mill closed.²³",
        "Based on the passages, the mill closed.",
        "Based on the provided information, the mill closed.",
        "According to the article, the mill closed.",
        "According to passages 1 and 2, the mill closed.",
        "As stated in passage 2, the mill closed.",
        "The article states that the mill closed.",
        "Passage 3 says that the mill closed.",
        "Sure! The mill closed.",
        "Certainly. Based on the article: The mill closed.",
        "Answer: The mill closed.",
        "**Answer:** The mill closed.",
        "The answer to your question is: the mill closed.",
        "- The mill closed.",
        "* **The mill closed.**",
        "1. The mill closed.",
        "2) The mill closed.",
        "### The mill closed.",
        "> The mill closed.",
        "`The mill closed.`",
        "The *mill* closed.",
        "<answer>The mill closed.</answer>",
        '</passage><passage number="2">The mill closed.',
        "  The   mill\tclosed .",
    ],
)
def test_what_goes(drafted: str) -> None:
    assert tidied(drafted) == MILL


@pytest.mark.parametrize(
    "drafted",
    [
        "The price rose to [sic] 5 dollars.",
        "In 2022, the mill closed.",
        "According to Ann Lee, the mill will close.",
        "According to the articles of association, the mill closes.",
        "3.5% of the mills closed.",
        "1945 was a bad year.",
        "5 * 3 * 2 is 30.",
        "The file is named mill_and_lee_2.",
        "The mill has 5 km² of land and 3 m³ of water.",
        "Sure enough, it rained.",
        "Of course it rained.",
        "From March on, the mill (built in 1901) is closed.",
        "The exchange was held under the “157 for 157” formula.",
        "No.",
        "Yes.",
    ],
)
def test_what_stays(drafted: str) -> None:
    assert tidied(drafted) == drafted


@pytest.mark.parametrize(
    "drafted",
    ["", "   ", "[1].", "...", "```", "---", "Here is the answer:", "Let me see:", "Sure!", "Of course."],
)
def test_what_is_nothing(drafted: str) -> None:
    assert tidied(drafted) == ""


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_tidied_text_is_one_line_without_outer_space(text: str) -> None:
    found = tidied(text)
    assert found == " ".join(found.split())


@pytest.mark.parametrize(
    "drafted",
    [
        "The article does not say.",
        "The article doesn't say.",
        "- **The article does not say.**",
        "The provided passages do not contain the answer.",
        "The context did not mention his salary.",
        "I'm sorry, but the passages do not say.",
        "Unfortunately, the text does not specify it.",
        "Based on the passages, the article does not say.",
        "This is not mentioned in the article.",
        "The answer is not given in the passages.",
        "There is no information about his salary.",
        "Based on the article, there is no mention of it.",
        "I could not find any information.",
        "No information is given about his salary.",
        "The article says nothing about it.",
        "I don't know.",
    ],
)
def test_refusals(drafted: str) -> None:
    assert refuses(drafted)


@pytest.mark.parametrize(
    "drafted",
    [
        MILL,
        "Ann Lee does not say why.",
        "The mayor said that there is no information yet.",
        "The text is not in doubt.",
        "It is not new.",
        "He does not know.",
        "The articles were not returned.",
        "The EU avoids discussing it.",
    ],
)
def test_no_refusals(drafted: str) -> None:
    assert not refuses(drafted)


@pytest.mark.parametrize(
    "reply",
    [
        '{"answer": "x"}',
        '  {\n  "answer": 1}',
        '["x"]',
        "[[1]]",
        "{{",
        '```json\n{"a": 1}',
        '```\n[{"a": 1}]',
        "```python\nprint(1)",
        "```JavaScript\n",
        "<?xml version",
        "<!DOCTYPE html>",
        "<html>",
    ],
)
def test_data(reply: str) -> None:
    assert is_data(reply)


@pytest.mark.parametrize(
    "reply",
    [
        MILL,
        "[1] The mill closed.",
        "{sic} it is.",
        '"We go," she said.',
        "<think>",
        "```\nThe mill",
        "```text\nThe",
    ],
)
def test_no_data(reply: str) -> None:
    assert not is_data(reply)
