"""Reading: who speaks, find, selected words, pages, and articles that are long or read leftwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Article, Library, Settings
from index.library import shipped_articles
from index.read import read
from tests.browser.serving import serving
from tests.browser.test_page import PHONE, follow_span, marked
from tests.browser.test_turn import BOTH, pressed

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect

LINE = "The ferry waited in the harbour while its crew repaired the engine, and nobody knew for how long. "
PAGES = 200
LONG = Article(
    text="\n\n".join(f"Day {day}. {LINE * 5}" for day in range(4 * PAGES)),
    title="The long " + "Donaudampfschifffahrtsgesellschaftskapitän" * 4,
)
LONG = Article(
    text=LONG.text,
    title=LONG.title,
    pages=tuple((LONG.text.index(f"Day {4 * page}. "), page + 1) for page in range(PAGES)),
)
HEBREW = Article(
    text="המעבורת לא תפליג לפני מאי.\n\nדנה לוי אמרה: “המנוע בתיקון.”", title="המעבורת", language="he"
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, embedder) -> Iterator[str]:
    """The page over a document of 200 pages, an article in Hebrew and the shipped one."""
    folder = tmp_path_factory.mktemp("reading")
    library = Library(Settings(store=str(folder / "store")))
    library.embedder = embedder
    for article in (LONG, HEBREW):
        library.add(article)
    library.add_shipped()
    with serving(folder) as url:
        yield url


def found(page) -> str:
    """The text of the hit that the arrows have come to."""
    return page.evaluate("[...CSS.highlights.get('byline-here')].map(String).join('')")


@BOTH
def test_who_speaks_is_told_and_their_quotes_are_shown(site, visit, size):
    page = visit(site, **size)
    pressed(page, size, page.locator(".byline-people > summary"))
    first = page.locator(".byline-person").first
    expect(first).to_contain_text("Alexander Grushko")
    pressed(page, size, first.locator("summary"))
    says = first.locator(".byline-saying").nth(2)
    words = says.text_content()
    pressed(page, size, says)
    assert marked(page) == words
    expect(page.locator("mark.byline-mark").first).to_be_in_viewport()
    pressed(page, size, page.locator(".byline-people > summary"))
    pressed(page, size, page.get_by_role("button", name="Quotes of Alexander Grushko"))
    theirs = page.locator(".byline-theirs")
    count = page.locator(".byline-by[title^='Alexander Grushko,']").count()
    expect(theirs).to_have_count(count)
    expect(page.locator(".byline-count")).to_have_text(f"Quotes of Alexander Grushko: 1 of {count}")
    pressed(page, size, page.get_by_role("button", name="Next"))
    expect(page.locator(".byline-count")).to_have_text(f"Quotes of Alexander Grushko: 2 of {count}")
    expect(theirs.nth(1)).to_be_in_viewport()
    pressed(page, size, page.get_by_role("button", name="Show the whole article again"))
    expect(theirs).to_have_count(0)


@BOTH
def test_words_are_found_in_the_article(site, visit, size):
    text = read(shipped_articles()[0], Settings()).text
    page = visit(site, **size)
    box = page.get_by_label("Find in the article")
    box.fill("SECURITY  guarantees")
    many = text.casefold().count("security guarantees")
    expect(page.locator(".byline-count")).to_have_text(f"1 of {many}")
    assert found(page).casefold() == "security guarantees"
    box.press("Shift+Enter")
    expect(page.locator(".byline-count")).to_have_text(f"{many} of {many}")
    box.fill("a giraffe (*")
    expect(page.locator(".byline-count")).to_have_text("Not found")
    box.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator(".byline-steps")).to_be_hidden()


def test_selected_words_are_asked_about(site, visit):
    page = visit(site)
    page.evaluate(
        """() => {
            const span = document.querySelector(".byline-by");
            getSelection().selectAllChildren(span);
        }"""
    )
    words = page.locator(".byline-by").first.text_content()
    page.get_by_role("button", name="Ask about this").click()
    box = page.locator("#byline-question textarea")
    expect(box).to_have_value(f"What does the article say about “{words}”?")
    expect(box).to_be_focused()
    expect(page.get_by_role("button", name="Ask about this")).to_be_hidden()


@BOTH
def test_a_long_document_shows_its_pages_and_finds_a_far_one(shelf, visit, size):
    page = visit(shelf, **size)
    start = LONG.text.index("Day 700. ")
    follow_span(page, LONG, start, start + 8)
    assert marked(page) == "Day 700."
    expect(page.locator("mark.byline-mark")).to_be_in_viewport()
    breaks = page.locator("[role=doc-pagebreak]")
    expect(breaks).to_have_count(PAGES)
    expect(breaks.nth(175)).to_have_attribute("aria-label", "Page 176")
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    drawn = page.evaluate(  # of what is inside a block: of itself it is not told
        """[...document.querySelectorAll(".byline-text > p")].filter((block) => {
          const inside = block.appendChild(document.createElement("span"));
          const shown = inside.checkVisibility({ contentVisibilityAuto: true });
          inside.remove();
          return shown;
        }).length"""
    )
    assert 0 < drawn < 60  # of 800: what is far away is not laid out


def test_an_article_that_reads_leftwards_does_so(shelf, visit):
    page = visit(shelf, **PHONE)
    follow_span(page, HEBREW, 0, 7)
    assert marked(page) == HEBREW.text[:7]
    assert page.locator(".byline-text p").first.evaluate("p => getComputedStyle(p).direction") == "rtl"
    assert page.locator("article").evaluate("a => getComputedStyle(a).direction") == "rtl"
    assert page.locator(".byline-find").evaluate("a => getComputedStyle(a).direction") == "ltr"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
