"""The page in a browser: answers, citations, refusals, sessions, and what must not happen."""

from __future__ import annotations

import pytest

from index import Article, Library, Settings
from index.library import shipped_articles
from index.read import read
from tests.browser.serving import EMOJI, HOSTILE, PATIENCE

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect

QUESTIONS = (
    "Who is Andrei Kortunov?",
    "Where will the international security conference be held?",
    "What does Moscow insist on in Donbas?",
)
UNANSWERABLE = "How many medals did Norway win at the Winter Olympics in Lillehammer?"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def shipped() -> Article:
    return read(shipped_articles()[0], Settings())


def ask(page, question: str):
    """Ask, wait until the answer stands, and give its part of the chat."""
    turns = page.locator(".byline-turn")
    count = turns.count()
    box = page.locator("#byline-question textarea")
    box.fill(question)
    box.press("Enter")
    return answered(page, count)


def answered(page, count: int):
    turns = page.locator(".byline-turn")
    expect(turns).to_have_count(count + 1, timeout=PATIENCE)
    turn = turns.nth(count)
    expect(turn.locator("[data-pending]")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("#byline-question textarea")).to_be_enabled(timeout=PATIENCE)
    return turn


def marked(page) -> str:
    """The highlighted text."""
    page.wait_for_selector("mark.byline-mark", state="attached")
    return "".join(page.locator("mark.byline-mark").all_text_contents())


def follow_span(page, article: Article, start: int, end: int) -> None:
    """Follow a citation of our own making."""
    page.evaluate(
        """([article, start, end]) => {
            const link = Object.assign(document.createElement("a"), { className: "byline-link", href: "#" });
            Object.assign(link.dataset, { article, start, end });
            document.getElementById("byline-log").append(link);
            link.click();
        }""",
        [article.id, start, end],
    )


def test_three_questions_and_a_citation(site, visit, shipped):
    page = visit(site)
    turns = [ask(page, question) for question in QUESTIONS]
    for question, turn in zip(QUESTIONS, turns, strict=True):
        expect(turn).to_contain_text(question)
        expect(turn.locator(".byline-marker").first).to_have_text("[1]")
    for turn in (turns[2], turns[0]):
        for marker in turn.locator(".byline-marker").all():
            marker.click()
            expect(marker).to_have_attribute("aria-current", "true")
            start, end = (int(marker.get_attribute(f"data-{edge}")) for edge in ("start", "end"))
            source = turn.locator(f".byline-quote[data-start='{start}']")
            assert marked(page) == source.text_content() == shipped.text[start:end]
            expect(page.locator("mark.byline-mark").first).to_be_in_viewport()


def test_a_refusal_looks_different_and_shows_what_is_nearest(site, visit, shipped):
    page = visit(site)
    turn = ask(page, UNANSWERABLE)
    expect(turn.locator(".byline-refusal")).to_contain_text("does not say")
    expect(turn.locator(".byline-answer, .byline-marker")).to_have_count(0)
    passage = turn.locator(".byline-passage").first
    passage.click()
    start, end = (int(passage.get_attribute(f"data-{edge}")) for edge in ("start", "end"))
    assert marked(page) == shipped.text[start:end].replace("\n", "")


def test_an_example_is_asked_at_a_press(site, visit):
    page = visit(site)
    chip = page.locator("#byline-examples button").nth(1)
    question = chip.text_content()
    chip.click()
    turn = answered(page, 0)
    expect(turn.locator(".byline-question")).to_contain_text(question)
    expect(turn.locator(".byline-quote").first).to_be_visible()


def test_the_first_paint_waits_for_no_example(site, visit):
    page = visit(site, java_script_enabled=False)
    expect(page.locator("#byline-examples button")).to_have_count(0)
    page = visit(site)
    expect(page.locator("#byline-examples button")).to_have_count(4, timeout=PATIENCE)


def test_a_suggestion_is_asked_from_the_keyboard(site, visit):
    page = visit(site)
    turn = ask(page, "hi")
    expect(turn.locator(".byline-reply")).to_contain_text("I answer questions about the article")
    expect(turn.locator(".byline-refusal, .byline-footnote")).to_have_count(0)
    for place, key in enumerate(("Enter", "Space"), 1):
        suggestion = turn.locator(".byline-suggestion").nth(place - 1)
        question = suggestion.text_content()
        suggestion.focus()
        page.keyboard.press(key)
        pressed = answered(page, place)
        expect(pressed.locator(".byline-question")).to_contain_text(question)
        expect(pressed.locator(".byline-quote").first).to_be_visible()
        expect(page.get_by_role("log")).to_be_focused()


def test_a_refusal_suggests_what_is_answered(site, visit):
    page = visit(site)
    suggestion = ask(page, UNANSWERABLE).locator(".byline-suggestion").first
    question = suggestion.text_content()
    suggestion.click()
    expect(answered(page, 1).locator(".byline-question")).to_contain_text(question)


def test_the_articles_own_words_stand_once(site, visit):
    turn = ask(visit(site), QUESTIONS[1])
    quote = turn.locator(".byline-quote")
    expect(quote).to_have_count(1)
    assert turn.text_content().count(quote.text_content()) == 1
    expect(turn.locator(".byline-voice")).to_have_text("The article itself")


def test_each_of_two_questions_has_its_own_answer(site, visit, shipped):
    page = visit(site)
    turn = ask(page, f"{QUESTIONS[2].rstrip('?')}, and where will the security conference be held?")
    expect(turn.locator(".byline-part")).to_have_text(
        ["What does Moscow insist on in Donbas?", "Where will the security conference be held?"]
    )
    numbers = turn.locator(".byline-marker").all_text_contents()
    assert len(numbers) == len(set(numbers)) >= 2
    shown = []
    for marker in turn.locator(".byline-marker").all():
        marker.click()
        shown.append(marked(page))
    assert any("Donbas" in text for text in shown)
    assert any("Munich" in text for text in shown)


def test_a_question_that_stays_open_is_named_beside_one_that_is_answered(site, visit):
    turn = ask(visit(site), f"{QUESTIONS[2].rstrip('?')}, and {UNANSWERABLE[0].lower()}{UNANSWERABLE[1:]}")
    expect(turn.locator(".byline-part")).to_have_count(2)
    expect(turn.locator(".byline-part + .byline-unanswered")).to_contain_text("does not say")
    expect(turn.locator(".byline-quote")).to_have_count(1)
    expect(turn.locator(".byline-refusal")).to_have_count(0)


def test_another_session_sees_nothing_of_the_chat(site, visit):
    first, second = visit(site), visit(site)
    ask(first, QUESTIONS[0])
    ask(second, QUESTIONS[1])
    expect(second.locator(".byline-turn")).to_have_count(1)
    expect(first.locator(".byline-turn")).to_have_count(1)
    third = visit(site)
    expect(third.locator("#byline-log .byline-welcome")).to_be_visible()
    expect(third.locator(".byline-turn")).to_have_count(0)


def test_an_empty_question_does_nothing_not_even_to_the_next(site, visit):
    page = visit(site)
    box = page.locator("#byline-question textarea")
    assert box.get_attribute("maxlength") == "2000"
    chip = page.locator("#byline-examples button").nth(1)
    chip.wait_for()
    box.fill("   ")
    box.press("Enter")
    chip.click()  # at once: what follows an empty question must not end or answer this one
    expect(answered(page, 0).locator(".byline-footnote")).to_be_visible()
    expect(page.locator(".byline-turn")).to_have_count(1)
    expect(page.locator(".byline-trouble")).to_have_count(0)
    expect(page.get_by_text("nothing to ask now")).to_have_count(0)


def test_a_question_is_text(site, visit):
    page = visit(site)
    question = (
        "<img src=x onerror='window.hacked=1'> <script>window.hacked=1</script> ${window.hacked=1} {{x}}"
    )
    expect(ask(page, question).locator(".byline-question")).to_contain_text(question)
    assert page.evaluate("window.hacked") is None
    expect(page.locator("#byline-log img, #byline-log script")).to_have_count(0)


def test_a_citation_works_from_the_keyboard(site, visit):
    page = visit(site)
    marker = ask(page, QUESTIONS[0]).locator(".byline-marker").first
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.byline-mark").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()
    expect(page.locator("mark.byline-mark")).to_have_count(0)


def test_a_phone_shows_one_column_and_a_way_back(site, visit):
    page = visit(site, **PHONE)
    turn = ask(page, QUESTIONS[0])
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    marker = turn.locator(".byline-marker").first
    marker.tap()
    expect(page.locator("mark.byline-mark").first).to_be_in_viewport()
    page.locator(".byline-back").tap()
    expect(marker).to_be_in_viewport()
    expect(page.locator(".byline-back")).to_be_hidden()


def test_a_hostile_article_is_text(mixed_site, visit):
    page = visit(mixed_site)
    expect(page.locator("[data-shown] li")).to_have_count(3)
    follow_span(page, HOSTILE, 0, len(HOSTILE.text))
    assert marked(page) == HOSTILE.text.replace("\n", "")
    assert page.locator("#byline-shown h2").text_content() == HOSTILE.title
    expect(page.locator("#byline-shown img, #byline-shown script, #byline-shown b")).to_have_count(0)
    expect(page.locator("#byline-shown a[href^='javascript']")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_offsets_are_code_points(mixed_site, visit):
    page = visit(mixed_site)
    size = len(EMOJI.text)
    for start, end in [(0, 1), (0, size), (14, 45), (26, 28), (30, 60), (size - 5, size), (11, 15)]:
        follow_span(page, EMOJI, start, end)
        assert marked(page) == EMOJI.text[start:end].replace("\n", ""), (start, end)


def test_a_citation_of_another_article_shows_it_first(mixed_site, visit, shipped):
    page = visit(mixed_site)
    follow_span(page, EMOJI, 14, 25)
    assert marked(page) == EMOJI.text[14:25]
    follow_span(page, shipped, 100, 190)
    page.wait_for_selector(f"[data-shown='{shipped.id}']")
    assert marked(page) == shipped.text[100:190]
    page.get_by_text("All articles", exact=True).last.click()
    expect(page.locator("[data-shown] li")).to_have_count(3)


def test_one_of_several_articles_can_be_asked(mixed_site, visit):
    page = visit(mixed_site)
    examples = page.locator("#byline-examples button")
    expect(examples.first).to_be_visible(timeout=PATIENCE)
    before = examples.all_text_contents()
    page.get_by_role("button", name="Sources (3)").click()
    row = page.locator(f".byline-row[data-id='{EMOJI.id}']")
    row.locator(".byline-more summary").click()
    row.get_by_role("button", name="Ask only this").click()
    row.get_by_role("button", name=EMOJI.title, exact=True).click()
    page.wait_for_selector(f"[data-shown='{EMOJI.id}']")
    for example in before:
        expect(page.locator("#byline-examples").get_by_text(example, exact=True)).to_have_count(0)
    turn = ask(page, "How much hay did the giraffe eat?")
    articles = {link.get_attribute("data-article") for link in turn.locator(".byline-link").all()}
    assert articles <= {EMOJI.id}
    assert articles or turn.locator(".byline-refusal").count()


def test_the_shown_quote_is_the_librarys(site, visit, tmp_path, embedder):
    library = Library(Settings(store=str(tmp_path / "store")))
    library.embedder = embedder
    [article] = library.add_shipped()
    page = visit(site)
    for sentence in library.sentences(article.id)[::7]:
        follow_span(page, article, sentence.start, sentence.end)
        assert marked(page) == library.get(article.id).text[sentence.start : sentence.end]
