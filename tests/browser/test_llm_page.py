"""The page with a language model behind it: a real one, a dead one and one that does not answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from eval.baselines import LlamaServer
from index import Settings
from index.library import shipped_articles
from index.read import read
from tests.browser.serving import PATIENCE, free_port, serving

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect

QUESTIONS = ("What does Donald Trump want?", "Who is Andrei Kortunov?")
WATCH = """() => {
    window.seen = [];
    const log = document.querySelector("#byline-log");
    new MutationObserver(() => {
        const pending = log.querySelector("[data-pending]");
        const part = selector => pending?.querySelector(selector)?.textContent ?? "";
        if (pending) window.seen.push([part(".byline-stage"), part(".byline-prose")]);
    }).observe(log, { childList: true, subtree: true, characterData: true });
}"""
"""Keeps every stage, and every text shown with it, until the answer is there."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, small_server: LlamaServer) -> Iterator[str]:
    """The page over the shipped article, where SmolLM2 writes."""
    named = {"BYLINE_LLM_BASE_URL": small_server.base_url, "BYLINE_LLM_MODEL": small_server.model}
    named["BYLINE_LLM_TIMEOUT"] = "100"  # the machine may be busy
    with serving(tmp_path_factory.mktemp("llm"), **named) as url:
        yield url


@contextmanager
def silent() -> Iterator[str]:
    """A server that takes every question and answers none."""
    kept = []

    def accept() -> None:
        while True:
            try:
                kept.append(listener.accept()[0])
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)
    for one in kept:
        one.close()


def ask(page, question: str) -> None:
    box = page.locator("#byline-question textarea")
    box.fill(question)
    box.press("Enter")


def answered(page):
    """The last turn, once its answer stands."""
    expect(page.locator("[data-pending]")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("#byline-question textarea")).to_be_enabled(timeout=PATIENCE)
    return page.locator(".byline-turn").last


def test_an_answer_is_drafted_and_only_what_was_checked_is_shown(site, visit):
    text = read(shipped_articles()[0], Settings()).text
    page = visit(site)
    page.evaluate(WATCH)
    for question in QUESTIONS:
        page.evaluate("window.seen.length = 0")
        ask(page, question)
        page.wait_for_selector("[data-pending]")
        turn = answered(page)
        seen = page.evaluate("window.seen")
        stages = [stage for stage, _ in seen]
        assert "Drafting…" in stages, stages
        assert len(stages) < 20, "the page was drawn anew for every piece"
        if turn.locator(".byline-remark").count() == 0:
            prose = turn.locator(".byline-prose").text_content()
            assert "written by SmolLM2" in turn.text_content()
            assert all(shown[:20] in prose for _, shown in seen)
        quotes = turn.locator(".byline-quote")
        assert quotes.count()
        for quote in quotes.all():
            start, end = (int(quote.get_attribute(f"data-{edge}")) for edge in ("start", "end"))
            assert quote.text_content() == text[start:end]
        turn.locator(".byline-marker").first.click()
        expect(page.locator("mark.byline-mark").first).to_be_in_viewport()


def test_a_dead_endpoint_is_told_and_quotes_answer(visit, tmp_path):
    named = {"BYLINE_LLM_BASE_URL": f"http://127.0.0.1:{free_port()}/v1", "BYLINE_LLM_MODEL": "none"}
    with serving(tmp_path, **named) as url:
        page = visit(url)
        ask(page, QUESTIONS[1])
        page.wait_for_selector(".byline-turn")
        turn = answered(page)
        expect(turn.locator(".byline-prose")).to_contain_text("Valdai Club")
        remark = turn.locator(".byline-remark")
        expect(remark).to_have_count(1)
        expect(remark).to_contain_text("'none' cannot be reached at its address")
        expect(remark).to_contain_text("The answer is by quotes.")
        expect(turn).to_contain_text("in the text’s own words")


@pytest.mark.slow
def test_a_visitor_too_many_is_told_so(visit, tmp_path):
    """One is answered, one waits, and there is no place for a third."""
    with silent() as llm:
        named = {"BYLINE_LLM_BASE_URL": llm, "BYLINE_LLM_MODEL": "m", "BYLINE_LLM_CONTEXT": "4096"}
        few = {"BYLINE_LLM_PARALLEL": "1", "BYLINE_QUEUE_LIMIT": "1", "BYLINE_LLM_TIMEOUT": "25"}
        with serving(tmp_path, **named, **few) as url:
            first, second, third = visit(url), visit(url), visit(url)
            ask(first, QUESTIONS[1])
            expect(first.locator(".byline-stage")).to_contain_text("passages")
            ask(second, QUESTIONS[1])
            expect(second.locator(".byline-stage")).to_have_text("Waiting for a turn…")
            second.wait_for_timeout(1000)
            ask(third, QUESTIONS[1])
            expect(third.get_by_text("This application is currently busy")).to_be_visible()
            box = third.locator("#byline-question textarea")
            expect(box).to_have_value(QUESTIONS[1])
            expect(box).to_be_enabled()
            late = visit(url)  # the page itself opens all the same
            expect(late.locator("#byline-shown h2")).to_be_visible()
            expect(late.locator("#byline-examples button").first).to_be_visible()
            for page in (first, second):
                expect(answered(page).locator(".byline-remark")).to_contain_text("did not finish within 25 s")
