"""The settings' drawer in a browser: what is chosen holds, is kept, and is nobody else's."""

from __future__ import annotations

import pytest

from tests.browser.test_page import PHONE, QUESTIONS, ask

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect


def drawer(page):
    page.get_by_role("button", name="Settings", exact=True).click()
    found = page.get_by_role("dialog", name="Settings")
    expect(found).to_be_visible()
    return found


def choose(dialog, label: str) -> None:
    dialog.get_by_role("radio", name=label, exact=True).check()


def test_what_is_chosen_is_kept_and_nobody_elses(site, visit):
    page, other = visit(site), visit(site)
    dialog = drawer(page)
    expect(dialog).to_contain_text("No language model is set up here")
    choose(dialog, "Strictest")
    expect(dialog).to_contain_text("from a likelihood of 90 %")
    choose(dialog, "Dark")
    choose(dialog, "Larger")
    expect(page.locator("body")).to_have_class("dark")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    page.reload()
    expect(page.locator("body")).to_have_class("dark")
    dialog = drawer(page)
    expect(dialog.get_by_role("radio", name="Strictest")).to_be_checked()
    dialog.get_by_role("button", name="As at first").click()
    expect(page.locator("body")).not_to_have_class("dark")
    expect(dialog.get_by_role("radio", name="Usual").first).to_be_checked()
    expect(drawer(other).get_by_role("radio", name="Usual").first).to_be_checked()


def test_the_drawer_works_from_the_keyboard(site, visit):
    page = visit(site)
    opener = page.get_by_role("button", name="Settings", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Settings")
    expect(dialog.get_by_role("button", name="Close the settings")).to_be_focused()
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("radio", name="Usual").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("radio", name="Strict", exact=True)).to_be_checked()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_drawer_fits_a_phone(site, visit):
    page = visit(site, **PHONE)
    dialog = drawer(page)
    choose(dialog, "Larger")
    box = dialog.bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    for label in dialog.locator("label").all():
        assert label.bounding_box()["height"] >= 40


def test_a_strict_visitor_is_told_less_than_another(site, visit):
    """A question whose answer is likely, but not as likely as the strictest step wants."""
    page, other = visit(site), visit(site)
    for question in ("Why did Grushko speak?", "Does Europe want peace?"):
        turn = ask(other, question)
        likely = int(turn.get_by_title("Confidence").text_content().partition("%")[0])
        if turn.locator(".byline-quote").count() and likely < 90:
            break
    else:
        pytest.fail("none of these is answered with less than 90 % confidence any more: take another")
    choose(drawer(page), "Strictest")
    page.keyboard.press("Escape")
    expect(ask(page, question).locator(".byline-refusal")).to_have_count(1)
    expect(ask(page, QUESTIONS[1]).locator(".byline-quote").first).to_be_visible()
