"""The thumbs under an answer in a browser: what is kept, what is shown, and to whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.feedback import reported
from tests.browser.serving import serving
from tests.browser.test_page import PHONE, QUESTIONS, UNANSWERABLE, ask

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback")


@pytest.fixture(scope="module")
def pressed_site(folder: Path) -> Iterator[str]:
    """A page of this module's own, for what is pressed on it is kept."""
    with serving(folder) as url:
        yield url


@pytest.fixture
def file(folder: Path) -> Iterator[Path]:
    """The feedback of one test."""
    path = folder / "store" / "feedback.jsonl"
    yield path
    path.unlink(missing_ok=True)


def thumb(turn, verdict: str = "wrong"):
    return turn.get_by_role("button", name=f"This answer is {verdict}")


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_press_is_kept_and_becomes_a_question(pressed_site, visit, file):
    page = visit(pressed_site)
    ask(page, QUESTIONS[0])
    turn = ask(page, QUESTIONS[2])
    expect(thumb(turn)).to_have_attribute("aria-pressed", "false")
    thumb(turn).click()
    expect(thumb(turn)).to_have_attribute("aria-pressed", "true")
    expect(turn.locator(".byline-noted")).to_have_text("Noted, and kept only where Byline runs.")
    [row] = rows(file)
    [question] = reported(file)
    assert question.question == row["question"] == QUESTIONS[2]
    assert [asked for asked, _ in question.history] == [QUESTIONS[0]]
    assert question.rejected == row["answer"]["text"]
    assert question.article == f"library#{row['answer']['passages'][0]['article_id']}"
    thumb(turn).click()
    expect(thumb(turn)).to_have_attribute("aria-pressed", "false")
    expect(turn.locator(".byline-noted")).to_have_text("Taken back.")
    assert [row["withdrawn"] for row in rows(file)] == [False, True]
    assert reported(file) == ()


def test_an_answer_held_for_right_is_kept_as_gold_with_its_note(pressed_site, visit, file):
    page = visit(pressed_site)
    turn = ask(page, QUESTIONS[1])
    note = turn.get_by_label("What about it?")
    expect(note).to_be_hidden()
    thumb(turn, "right").click()
    expect(thumb(turn, "right")).to_have_attribute("aria-pressed", "true")
    expect(thumb(turn)).to_have_attribute("aria-pressed", "false")
    note.fill("Just <b>what</b> I asked.")
    note.press("Enter")
    expect(turn.locator(".byline-noted")).to_have_text("Your note is kept with it.")
    expect(note).to_be_hidden()
    [question] = reported(file)
    assert question.answerable
    assert question.rejected is None
    assert question.note == "Just <b>what</b> I asked."
    assert question.quotes == (turn.locator(".byline-quote").text_content(),)


def test_a_press_disturbs_nothing_and_outlives_the_next_question(pressed_site, visit, file):
    page = visit(pressed_site)
    first = ask(page, QUESTIONS[0])
    second = ask(page, UNANSWERABLE)
    first.locator(".byline-marker").first.click()
    page.wait_for_selector("mark.byline-mark")
    thumb(second).click()
    expect(thumb(second)).to_have_attribute("aria-pressed", "true")
    expect(thumb(first)).to_have_attribute("aria-pressed", "false")
    expect(first.locator(".byline-marker").first).to_have_attribute("aria-current", "true")
    expect(page.locator("mark.byline-mark").first).to_be_visible()
    third = ask(page, QUESTIONS[1])
    expect(thumb(second)).to_have_attribute("aria-pressed", "true")
    expect(second.locator(".byline-noted")).to_contain_text("Noted")
    expect(thumb(third)).to_have_attribute("aria-pressed", "false")
    assert len(rows(file)) == 1


def test_nobody_else_sees_it_and_the_browser_remembers_it(pressed_site, visit, file):
    first, second = visit(pressed_site), visit(pressed_site)
    turns = [ask(page, QUESTIONS[0]) for page in (first, second)]
    thumb(turns[0]).click()
    expect(thumb(turns[0])).to_have_attribute("aria-pressed", "true")
    ask(second, QUESTIONS[1])
    expect(second.locator("[aria-pressed='true']")).to_have_count(0)
    expect(second.locator(".byline-noted:not(:empty)")).to_have_count(0)
    first.reload()
    turn = first.locator(".byline-turn")
    expect(turn).to_have_count(1)
    expect(thumb(turn)).to_have_attribute("aria-pressed", "true")
    thumb(turn).click()
    expect(thumb(turn)).to_have_attribute("aria-pressed", "false")
    assert [row["withdrawn"] for row in rows(file)] == [False, True]
    assert reported(file) == ()


def test_it_works_from_the_keyboard_and_is_heard(pressed_site, visit, file):
    page = visit(pressed_site)
    turn = ask(page, QUESTIONS[0])
    turn.get_by_role("button", name="Copy a link").focus()
    page.keyboard.press("Tab")
    expect(thumb(turn, "right")).to_be_focused()
    page.keyboard.press("Tab")
    expect(thumb(turn)).to_be_focused()
    for key, state in (("Space", "true"), ("Enter", "false")):
        page.keyboard.press(key)
        expect(thumb(turn)).to_have_attribute("aria-pressed", state)
        expect(thumb(turn)).to_be_focused()
    assert turn.locator(".byline-noted").evaluate("note => note.closest('[aria-live]').ariaLive") == "polite"


def test_a_press_while_another_answer_is_on_its_way_loses_no_turn(pressed_site, visit, file):
    page = visit(pressed_site)
    turn = ask(page, QUESTIONS[0])
    page.locator("#byline-question textarea").fill(QUESTIONS[1])
    page.evaluate(
        """() => {
            document.querySelector("#byline-question .submit-button").click();
            document.querySelector(".byline-thumb[data-verdict=wrong]").click();
        }"""
    )
    expect(page.locator(".byline-turn")).to_have_count(2)
    expect(page.locator(".byline-thumb")).to_have_count(4)
    expect(page.locator("[data-pending]")).to_have_count(0)
    last = ask(page, QUESTIONS[2])
    expect(page.locator(".byline-turn")).to_have_count(3)
    kept = rows(file) if file.exists() else []
    expect(thumb(turn)).to_have_attribute("aria-pressed", "true" if kept else "false")
    expect(thumb(last)).to_have_attribute("aria-pressed", "false")


def test_a_hostile_question_is_kept_as_text(pressed_site, visit, file):
    page = visit(pressed_site)
    question = "<img src=x onerror='window.hacked=1'> Who is ${window.hacked=2} {{this}} Kortunov?"
    turn = ask(page, question)
    thumb(turn).click()
    expect(thumb(turn)).to_have_attribute("aria-pressed", "true")
    assert reported(file)[0].question == question
    assert page.evaluate("window.hacked") is None
    expect(page.locator("#byline-log img")).to_have_count(0)


def test_what_cannot_be_kept_is_said(pressed_site, visit, file):
    page = visit(pressed_site)
    turn = ask(page, QUESTIONS[0])
    note = page.locator("#byline-word [data-turn]")
    file.mkdir()
    try:
        for _ in range(2):
            before = note.get_attribute("data-at") if note.count() else ""
            thumb(turn).click()
            expect(note).not_to_have_attribute("data-at", before)  # a press while one is on its way is lost
            expect(turn.locator(".byline-noted")).to_contain_text("Byline could not note this")
            expect(thumb(turn)).to_have_attribute("aria-pressed", "false")
    finally:
        file.rmdir()
    thumb(turn).click()
    expect(thumb(turn)).to_have_attribute("aria-pressed", "true")
    assert len(rows(file)) == 1


def test_a_thumb_reaches_it_on_a_phone(pressed_site, visit, file):
    page = visit(pressed_site, **PHONE)
    turn = ask(page, QUESTIONS[0])
    box = thumb(turn).bounding_box()
    assert min(box["width"], box["height"]) >= 44  # WCAG 2.5.5
    thumb(turn).tap()
    expect(turn.locator(".byline-noted")).to_contain_text("Noted")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
