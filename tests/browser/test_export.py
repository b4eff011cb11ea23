"""The menu that writes the chat down: what the browser saves is the chat, and nobody else's."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from index.library import shipped_articles
from rag.doors.verify.__main__ import main as verify
from tests.browser.serving import PATIENCE
from tests.browser.test_page import PHONE, QUESTIONS, UNANSWERABLE, ask

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect


def save(page, format_: str) -> tuple[str, Path]:
    """Choose a format; the name and the place of the file that the browser saves."""
    page.locator(".byline-export summary").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.locator(f".byline-export button[data-format='{format_}']").click()
    return download.value.suggested_filename, Path(download.value.path())


def test_a_chat_is_saved_as_it_stands(site, visit, capsys):
    page, other = visit(site), visit(site)
    expect(page.locator(".byline-export")).to_be_hidden()
    ask(page, QUESTIONS[0])
    ask(page, UNANSWERABLE)
    ask(other, QUESTIONS[1])
    name, path = save(page, "docx")
    assert name.startswith("byline-20")
    assert name.endswith(".docx")
    headings = [
        one.text
        for one in docx.Document(io.BytesIO(path.read_bytes())).paragraphs
        if "Heading" in one.style.name
    ]
    assert headings == [QUESTIONS[0], UNANSWERABLE]
    name, path = save(page, "json")
    assert name.endswith(".json")
    asked = [one["question"] for one in json.loads(path.read_bytes())["answers"]]
    assert asked == [QUESTIONS[0], UNANSWERABLE]
    assert verify([str(path), str(shipped_articles()[0])]) == 0
    assert " exact" in capsys.readouterr().out


def test_the_menu_works_from_the_keyboard(site, visit):
    page = visit(site)
    ask(page, QUESTIONS[0])
    summary, first = page.locator(".byline-export summary"), page.locator(".byline-export button").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    with page.expect_download(timeout=PATIENCE) as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".md")
    expect(summary).to_be_focused()


def test_the_menu_fits_a_phone(site, visit):
    page = visit(site, **PHONE)
    ask(page, QUESTIONS[0])
    page.locator(".byline-export summary").tap()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for button in page.locator(".byline-export button").all():
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 40


def test_an_exported_page_shows_a_quote_where_its_number_leads(site, visit, browser):
    page = visit(site)
    turn = ask(page, QUESTIONS[0])
    quote = turn.locator(".byline-quote").first.text_content()
    _, path = save(page, "html")
    asked: list[str] = []
    shown = browser.new_page()
    shown.on("request", lambda request: asked.append(request.url))
    shown.set_content(path.read_text("utf-8"))
    assert shown.locator("article mark").first.text_content() == quote
    assert (
        shown.locator("mark").first.evaluate("mark => getComputedStyle(mark).backgroundColor")
        != "rgba(0, 0, 0, 0)"
    )
    assert asked == []
    shown.close()
