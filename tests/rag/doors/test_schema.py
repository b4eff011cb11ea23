"""The JSON Schemas that ship: up to date, and kept by what Byline writes."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from index import Library
from rag import Answer, Engine
from rag.doors.export import render
from rag.doors.export.schema import ANSWER, CONVERSATION, answer_schema, conversation_schema
from tests.rag.doors.making import ANSWER as HOSTILE
from tests.rag.doors.making import ARTICLE, JOINED, REFUSED
from tests.rag.test_answer import WHOLE


def validator(path: Any) -> jsonschema.Draft202012Validator:
    schema = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_files_are_what_the_records_say() -> None:
    advice = "run `python -m rag.doors.export.schema`"
    assert json.loads(ANSWER.read_text("utf-8")) == json.loads(json.dumps(answer_schema())), advice
    assert json.loads(CONVERSATION.read_text("utf-8")) == json.loads(json.dumps(conversation_schema())), (
        advice
    )


@given(WHOLE)
@settings(max_examples=40)
def test_every_answer_keeps_the_schema(answer: Answer) -> None:
    validator(ANSWER).validate(json.loads(json.dumps(answer.to_dict())))


def test_a_real_answer_keeps_it(shipped_engine: Engine) -> None:
    answer = shipped_engine.query("Who is quoted, and what does Moscow insist on in Donbas?")
    assert answer.parts
    validator(ANSWER).validate(json.loads(json.dumps(answer.to_dict())))


@pytest.mark.parametrize(
    "broken",
    [
        {"schema": 2},
        {"text": 5},
        {"kind": "gossip"},
        {"extra": 1},
        {"citations": [{"number": 1}]},
    ],
)
def test_what_is_no_answer_does_not_keep_it(broken: dict[str, Any]) -> None:
    data = json.loads(json.dumps(HOSTILE.to_dict())) | broken
    assert not validator(ANSWER).is_valid(data)


def test_an_exported_conversation_keeps_its_schema(library: Library) -> None:
    library.add(ARTICLE)
    data = json.loads(render((HOSTILE, REFUSED, JOINED), "json", library))
    check = validator(CONVERSATION)
    check.validate(data)
    assert not check.is_valid(data | {"schema": 99})
    assert not check.is_valid(data | {"answers": [{"question": "?"}]})
