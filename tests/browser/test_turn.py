"""What a person does with a question and its answer: stop, edit, copy, link, come back to it, forget it."""

from __future__ import annotations

import json

import pytest

from tests.browser.serving import PATIENCE, serving
from tests.browser.test_page import PHONE, QUESTIONS, UNANSWERABLE, answered, ask
from tests.faults.scripted import Server, chunk, hangs, sse

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect

WIDE = {"viewport": {"width": 1360, "height": 900}}
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
BOTH = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1360", "390"])


def questions(page) -> list[str]:
    return [one.removeprefix("You asked: ") for one in page.locator(".byline-question").all_text_contents()]


def pressed(page, size: dict, locator) -> None:
    locator.tap() if size is PHONE else locator.click()


def clipboard(page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


@BOTH
def test_a_question_is_edited_and_asked_again(site, visit, size):
    page = visit(site, **size)
    for question in QUESTIONS[:2]:
        ask(page, question)
    pressed(page, size, page.get_by_role("button", name="Edit and ask again").first)
    box = page.get_by_label("Edit the question")
    expect(box).to_be_focused()
    expect(box).to_have_value(QUESTIONS[0])
    expect(page.get_by_text("The answer below it goes.")).to_be_visible()
    box.fill(QUESTIONS[2])
    pressed(page, size, page.get_by_role("button", name="Ask again", exact=True))
    expect(page.locator(".byline-turn")).to_have_count(1)
    turn = answered(page, 0)
    assert questions(page) == [QUESTIONS[2]]
    expect(turn.locator(".byline-quote").first).to_contain_text("Donbas")


def test_an_edit_can_be_left_with_the_keyboard(site, visit):
    page = visit(site)
    ask(page, QUESTIONS[0])
    edit = page.get_by_role("button", name="Edit and ask again")
    edit.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Something else?")
    page.keyboard.press("Escape")
    expect(edit).to_be_focused()
    assert questions(page) == [QUESTIONS[0]]


@BOTH
def test_an_answer_is_copied_with_its_citations(site, visit, size):
    page = visit(site, **size, **CLIPBOARD)
    turn = ask(page, QUESTIONS[0])
    pressed(page, size, turn.get_by_role("button", name="Copy with citations"))
    expect(page.locator("#byline-status")).to_have_text("Copied.")
    quote = turn.locator(".byline-quote").first.text_content()
    question, answer, source = clipboard(page).split("\n\n")
    assert question == QUESTIONS[0]
    assert answer == "An expert at the Valdai Club [1]."
    assert source.startswith(f"[1] “{quote}” — Andrei Kortunov, as reported. ")


@BOTH
def test_a_link_asks_the_same_question_once(site, visit, size):
    page = visit(site, **size, **CLIPBOARD)
    turn = ask(page, "Who is Andrei Kortunov & co?")
    pressed(page, size, turn.get_by_role("button", name="Copy a link"))
    expect(page.locator("#byline-status")).to_have_text("Link copied.")
    link = clipboard(page)
    assert link.startswith(f"{site}/#q=")
    other = visit(link, **size)
    answered(other, 0)
    assert questions(other) == ["Who is Andrei Kortunov & co?"]
    assert "#" not in other.url  # so that to load it again asks nothing
    other.reload()
    expect(other.locator(".byline-turn")).to_have_count(1)


def test_a_link_may_name_its_article(mixed_site, visit):
    articles = "document.querySelectorAll('[data-shown] li a.byline-link')"
    first = visit(mixed_site).evaluate(f"[...{articles}].map(a => a.dataset.article)")
    page = visit(f"{mixed_site}/#q=How+much+hay+did+the+giraffe+eat%3F&article={first[0]}")
    answered(page, 0)
    expect(page.locator(".byline-turn")).to_have_attribute("data-asked", first[0])
    page = visit(f"{mixed_site}/#q=How+much+hay%3F&article=gone")
    expect(answered(page, 0).locator(".byline-trouble")).to_contain_text("no article 'gone'")


@BOTH
def test_a_conversation_comes_back_and_is_forgotten(site, visit, size):
    page = visit(site, **size)
    ask(page, QUESTIONS[0])
    ask(page, UNANSWERABLE)
    before = page.locator(".byline-turn").first.locator(".byline-quote").all_text_contents()
    page.reload()
    expect(page.locator(".byline-turn")).to_have_count(2)
    assert questions(page) == [QUESTIONS[0], UNANSWERABLE]
    assert page.locator(".byline-turn").first.locator(".byline-quote").all_text_contents() == before
    pressed(page, size, page.get_by_role("button", name="New chat"))
    expect(page.locator("#byline-log .byline-welcome")).to_be_visible()
    ask(page, QUESTIONS[1])
    menu = page.locator(".byline-history")
    pressed(page, size, menu.locator("summary"))
    expect(menu.locator(".byline-past span")).to_have_text([QUESTIONS[1], QUESTIONS[0]])
    pressed(page, size, menu.locator(".byline-past").nth(1))
    expect(page.locator(".byline-turn")).to_have_count(2)
    assert questions(page) == [QUESTIONS[0], UNANSWERABLE]
    pressed(page, size, menu.locator("summary"))
    pressed(page, size, menu.get_by_role("button", name="Clear history"))
    expect(menu.locator(".byline-past")).to_have_count(0)
    assert QUESTIONS[0] not in json.dumps(page.evaluate("Object.values(localStorage)"))
    page.reload()
    expect(page.locator("#byline-log .byline-welcome")).to_be_visible()


def test_what_the_browser_kept_is_not_believed(site, visit):
    page = visit(site)
    ask(page, QUESTIONS[0])
    page.wait_for_function("localStorage.length === 1")
    page.evaluate(
        """() => {
            const key = Object.keys(localStorage)[0];
            const forged = localStorage.getItem(key).replaceAll("Valdai", "<img src=x onerror=alert(1)>");
            localStorage.setItem(key, forged);
        }"""
    )
    page.reload()
    expect(page.locator(".byline-trouble")).to_contain_text("not in the library any more")
    expect(page.locator("#byline-log img")).to_have_count(0)


@BOTH
def test_a_marker_shows_its_quote_and_leads_there_and_back(site, visit, size):
    page = visit(site, **size)
    turn = ask(page, QUESTIONS[0])
    marker, card = turn.locator(".byline-prose .byline-marker"), page.get_by_role("tooltip")
    quote = turn.locator(".byline-quote").text_content()
    marker.focus()
    if size is WIDE:
        marker.hover()
        expect(card).to_contain_text(quote)
        expect(marker).to_have_attribute("aria-describedby", "byline-preview")
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
    pressed(page, size, marker)
    expect(page.locator("mark.byline-mark").first).to_be_in_viewport()
    expect(card).to_be_hidden()
    pressed(page, size, page.get_by_role("button", name="Back to the answer"))
    expect(marker).to_be_focused()
    expect(marker).to_be_in_viewport()


def test_stop_ends_the_answer_and_the_models_work(visit, tmp_path):
    with Server(sse(chunk("Andrei"), then=hangs)) as llm:
        named = {"BYLINE_LLM_BASE_URL": llm.url, "BYLINE_LLM_MODEL": "m", "BYLINE_LLM_CONTEXT": "4096"}
        with serving(tmp_path, **named, BYLINE_LLM_TIMEOUT="100") as url:
            page = visit(url)
            box = page.locator("#byline-question textarea")
            box.fill(QUESTIONS[0])
            box.press("Enter")
            expect(page.locator(".byline-stage")).to_contain_text("passages found", timeout=PATIENCE)
            expect(page.get_by_role("button", name="Ask", exact=True)).to_have_count(0)
            while not llm.chats:  # the model is asked after the passages are found
                page.wait_for_timeout(100)
            page.get_by_role("button", name="Stop").click()
            expect(page.locator(".byline-stopped")).to_be_visible()
            expect(box).to_be_enabled()
            assert llm.chats[-1].saw_hang_up()
            expect(page.get_by_role("button", name="Stop")).to_have_count(0)
            expect(page.locator("[data-pending]")).to_have_count(0)
