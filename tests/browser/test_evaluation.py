"""The evaluation in a browser: a set is run and stopped, its failures are opened, runs are compared."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.browser.serving import PATIENCE, serving
from tests.browser.test_everyone import axe, violations  # noqa: F401  (a fixture)
from tests.browser.test_page import PHONE, answered

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect

KNOWN = {
    "id": "held",
    "article": "shipped",
    "question": "Where will the international security conference be held?",
    "kind": "fact",
    "quotes": ["An international security conference will be held in Munich this week"],
    "keys": [["Munich"]],
    "answerable": True,
}
MISLABELLED = {
    "id": "who",
    "article": "shipped",
    "question": "Who is Andrei Kortunov?",
    "kind": "unanswerable",
    "answerable": False,
}
"""The article does answer it, so that an answer counts as wrong."""


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of this module's own, for its runs are kept."""
    with serving(tmp_path_factory.mktemp("evaluation")) as url:
        yield url


def evaluation(page):
    page.get_by_role("link", name="Evaluation").click()
    page.wait_for_selector("#byline-evaluation")
    return page


def bring(page, *questions: dict, name: str = "mine.jsonl") -> None:
    expect(page.locator("#byline-run")).to_be_visible(timeout=PATIENCE)
    text = "\n".join(json.dumps(one) for one in questions).encode()
    file = {"name": name, "mimeType": "application/jsonl", "buffer": text}
    page.get_by_label("Or a set of your own").set_input_files(file)


def finished(page, words: str) -> None:
    expect(page.locator("#byline-progress")).to_contain_text(words, timeout=4 * PATIENCE)


def test_a_set_is_run_its_failure_is_opened_and_runs_are_compared(own_site, visit):
    page = evaluation(visit(own_site))
    for _ in range(2):
        bring(page, KNOWN, MISLABELLED)
        expect(page.get_by_role("progressbar")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_role("button", name="Run", exact=True)).to_be_disabled()
        finished(page, "Done: mine.jsonl, 2 of 2 questions")
    row = page.locator("#byline-figures tr", has_text="correct").first
    expect(row.locator("td").first).to_have_text("0.50", timeout=PATIENCE)
    expect(page.locator("#byline-failing h3")).to_have_text("Not answered rightly: 1 of 2")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#byline-changes")).to_contain_text("2 questions in both", timeout=PATIENCE)
    expect(page.locator("#byline-changes h3")).to_have_text("Flipped: 0")
    page.get_by_text(MISLABELLED["question"]).click()
    page.get_by_role("link", name="Open in the chat").click()
    turn = answered(page, 0)
    expect(turn.locator(".byline-question")).to_contain_text(MISLABELLED["question"])
    expect(turn.locator(".byline-quote").first).to_be_visible()


def test_a_run_is_stopped_and_questions_are_answered_meanwhile(own_site, visit):
    page, other = evaluation(visit(own_site)), visit(own_site)
    bring(page, *({**KNOWN, "id": f"q{place}"} for place in range(200)))
    page.get_by_label("All questions").check()
    finished(page, "of 10 questions")
    box = other.locator("#byline-question textarea")
    box.fill(KNOWN["question"])
    box.press("Enter")
    expect(answered(other, 0).locator(".byline-quote").first).to_contain_text("Munich")
    page.get_by_role("button", name="Stop").click()
    finished(page, "Stopped after")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()


def test_what_is_no_set_is_refused_with_its_reason(own_site, visit):
    page = evaluation(visit(own_site))
    bring(page, {**KNOWN, "article": "/etc/hosts.txt"})
    expect(page.get_by_role("alert")).to_contain_text("is about '/etc/hosts.txt'", timeout=PATIENCE)
    expect(page.locator("#byline-progress progress")).to_have_count(0)


def test_a_visitor_from_elsewhere_runs_and_sees_nothing(own_site, visit):
    """A proxy on this machine says from where its visitors come."""
    page = evaluation(visit(own_site, extra_http_headers={"X-Forwarded-For": "192.0.2.7"}))
    expect(page.locator("#byline-evaluation")).to_contain_text("by who is signed in", timeout=PATIENCE)
    expect(page.locator("#byline-run")).to_be_hidden()
    expect(page.locator("#byline-figures table")).to_have_count(0)


def test_the_page_fits_a_phone(own_site, visit):
    page = evaluation(visit(own_site, **PHONE))
    expect(page.locator("#byline-run")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_here_or_in_the_settings(own_site, visit, axe, scheme):  # noqa: F811
    page = visit(own_site, color_scheme=scheme)
    page.get_by_role("button", name="Settings", exact=True).click()
    expect(page.get_by_role("dialog", name="Settings")).to_be_visible()
    assert violations(page, axe) == {}
    page.keyboard.press("Escape")
    evaluation(page)
    expect(page.locator("#byline-figures :is(table, p)").first).to_be_visible(timeout=PATIENCE)
    for summary in page.locator("#byline-evaluation summary").all():
        summary.click()
    assert violations(page, axe) == {}
