"""A visitor's settings: what is read of them, and that they never ask less than the server's."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from index import Settings
from rag import Engine
from rag.doctor import Check
from rag.retrieve.evidence import Draft, Evidence
from rag.ui import health
from rag.ui.drawer import render_drawer
from rag.ui.wishes import Wishes, engine_for, passages

QUESTION = "Who is Andrei Kortunov?"


class Writer:
    """Stands in for a language model."""

    name = "llm:<b>m</b>"

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        yield Draft(evidence.sentences[0].sentence.text)


def test_what_a_browser_sends_is_read():
    sent = '{"writer": "quotes", "strictness": "strict", "passages": 4}'
    assert Wishes.of(sent, most=16) == Wishes("quotes", "strict", 4)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "null",
        "[]",
        '{"strictness": "loose"}',
        '{"writer": "llm:gpt"}',
        '{"passages": 0}',
        '{"passages": 17}',
        '{"passages": 1e9}',
    ],
)
def test_what_is_not_offered_is_as_if_nothing_were_wished(sent):
    assert Wishes.of(sent, most=16) == Wishes()


@pytest.mark.parametrize(
    ("usual", "offered"), [(8, (4, 8, 16)), (1, (1, 2)), (80, (40, 80, 100)), (100, (50, 100))]
)
def test_passages_are_offered_about_the_servers_own(usual, offered):
    assert passages(usual) == offered


def test_nothing_wished_is_the_servers_own_engine(shipped_engine: Engine):
    assert engine_for(shipped_engine, Wishes()) is shipped_engine


def test_a_stricter_engine_abstains_where_the_servers_answers(shipped_engine: Engine):
    usual = shipped_engine.query(QUESTION)
    assert not usual.abstained
    strict = shipped_engine.stricter(min_answerable=1.0).query(QUESTION)
    assert strict.abstained
    assert strict.confidence == usual.confidence
    assert not shipped_engine.query(QUESTION).abstained


def test_no_threshold_is_lowered(shipped_library):
    settings = shipped_library.settings.model_copy(update={"min_answerable": 0.95, "min_support": 0.99})
    own = Engine(settings, shipped_library)
    assert own.stricter(min_answerable=0.5, min_support=0.5).min_answerable == 0.95
    assert own.stricter(min_support=0.5)._chain().min_support == 0.99
    assert re.findall('name="strictness" value="([a-z]+)"', render_drawer(own)) == ["usual"]


def test_a_model_that_is_set_may_be_left_out_and_none_comes_from_nowhere(shipped_library, shipped_engine):
    written = Engine(shipped_library.settings, shipped_library, generator=Writer())
    assert written.query(QUESTION).generator == "llm:<b>m</b>"
    by_quotes = engine_for(written, Wishes(writer="quotes"))
    assert (by_quotes.generator, by_quotes.query(QUESTION).generator) == ("quote", "quote")
    assert written.generator == "llm:<b>m</b>"
    assert engine_for(shipped_engine, Wishes(writer="usual")).generator == "quote"
    drawer = render_drawer(written)
    assert "&lt;b&gt;m&lt;/b&gt;" in drawer
    assert "<b>" not in drawer
    assert 'name="writer"' not in render_drawer(shipped_engine)


def test_a_model_that_is_not_well_is_said_so_without_its_address(monkeypatch, caplog):
    asked = []

    def found(settings: Settings):
        asked.append(settings)
        yield Check("server", False, "no server answers at http://10.0.0.7:11434/v1: start it")

    monkeypatch.setattr(health, "check_llm", found)
    one = health.Health(Settings(store="unused"))
    assert one.told() == one.told() == "Not well: its server does not answer. Quotes answer in its place."
    assert len(asked) == 1
    assert "10.0.0.7" in caplog.text


def test_a_model_that_is_well_says_how_fast(monkeypatch):
    checks = [Check("server", True, "answers at http://a"), Check("speed", True, "0.4 s to the first piece")]
    monkeypatch.setattr(health, "check_llm", lambda settings: iter(checks))
    assert health.Health(Settings(store="unused")).told() == "It answers: 0.4 s to the first piece."
