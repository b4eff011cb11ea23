"""The panel of sources: what is asked, what is done with one, a hundred of them, and who sees whose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Article, Library, Settings
from tests.browser.serving import PATIENCE, serving
from tests.browser.test_adding import TRAM, ZOO, brought, opened
from tests.browser.test_everyone import axe, violations  # noqa: F401  (a fixture)
from tests.browser.test_page import PHONE, ask
from tests.browser.test_turn import WIDE

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=PATIENCE)  # what a press changes comes from the server, which may be busy

MANY = 100


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of this module's own, for it is added to."""
    with serving(tmp_path_factory.mktemp("sources")) as url:
        yield url


@pytest.fixture(scope="module")
def writable_site(tmp_path_factory: pytest.TempPathFactory, embedder) -> Iterator[tuple[str, Path]]:
    """The page over a hundred articles of everybody's and one of a file, which may be changed; the file."""
    folder = tmp_path_factory.mktemp("many")
    library = Library(Settings(store=str(folder / "store")))
    library.embedder = embedder
    for number in range(MANY):
        library.add(
            Article(
                f"House number {number} of the town of Brno was sold for {number} crowns.",
                title=f"House {number}",
                outlet=("Brno Daily", "Ostrava Post")[number % 2],
                published=f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            )
        )
    file = folder / "hall.txt"
    file.write_text("The town hall of Brno opens at nine. It has a clock.")
    library.add(file)
    library.close()
    with serving(folder, BYLINE_API_WRITE="true") as url:
        yield url, file


def bring(page, text: str, title: str = "") -> None:
    side = opened(page, "Text")
    if title:
        side.get_by_label("Title, if it has one").fill(title)
    side.locator("textarea").last.fill(text)
    page.get_by_role("button", name="Add the text").click()
    brought(page, "1 article added.")


def sources(page):
    """The panel's rows, with the panel open."""
    page.locator("#byline-listing .byline-row").first.wait_for(state="attached", timeout=PATIENCE)
    if not page.locator("#byline-side").is_visible():
        page.get_by_role("button", name="Sources (").click()
    return page.locator(".byline-row")


def do(page, title: str, name: str) -> None:
    row = sources(page).filter(has_text=title)
    row.locator(".byline-more summary").click()
    row.get_by_role("button", name=name).click()


def test_two_browsers_see_nothing_of_each_others(own_site, visit):
    first, second = visit(own_site), visit(own_site)
    bring(first, ZOO, "A secret zoo")
    article = first.locator("#byline-shown [data-shown]").get_attribute("data-shown")
    turn = ask(first, "What is the giraffe of Ostrava named?")
    expect(turn.locator(".byline-quote").first).to_contain_text("Zora")
    for page in (second, visit(own_site)):
        expect(sources(page)).to_have_count(1)
        turn = ask(page, "What is the giraffe of Ostrava named?")
        expect(turn).not_to_contain_text("Zora")
        assert article not in page.content()
        page.evaluate(
            """(article) => {
                const link = Object.assign(document.createElement("a"), { className: "byline-link" });
                Object.assign(link.dataset, { article, start: 0, end: 3 });
                document.getElementById("byline-log").append(link);
                link.click();
            }""",
            article,
        )
        expect(page.locator("#byline-shown")).to_contain_text(f"no article '{article}' in the library")
        assert "Zora" not in page.content()
        for path in ("/api/articles", "/v1/models"):
            assert article not in page.request.get(own_site + path).text()
        assert page.request.get(f"{own_site}/api/articles/{article}").status == 404
    assert first.request.get(f"{own_site}/api/articles/{article}").status == 200
    first.reload()
    expect(sources(first)).to_have_count(2)


def test_one_is_renamed_removed_and_put_back(own_site, visit):
    page = visit(own_site)
    bring(page, TRAM, "The tram")
    do(page, "The tram", "Rename")
    box = page.get_by_label("New title")
    box.fill("Line <b>8</b>")
    box.press("Enter")
    expect(page.locator(".byline-sources-said")).to_contain_text("Now called “Line <b>8</b>”.")
    expect(page.locator("#byline-shown h2")).to_have_text("Line <b>8</b>")
    do(page, "Line", "Remove")
    expect(sources(page)).to_have_count(1)
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(sources(page)).to_have_count(2)
    expect(page.locator(".byline-source-title", has_text="Line <b>8</b>")).to_be_visible()
    assert "Read again" not in page.locator("#byline-listing").text_content()  # it is a text
    everybodys = sources(page).filter(has_text="Foreign Ministry")
    expect(everybodys.locator("[data-do=remove], [data-do=rename]")).to_have_count(0)


def test_what_is_ticked_is_asked(own_site, visit):
    page = visit(own_site)
    bring(page, ZOO, "The zoo")
    line = page.locator(".byline-asking")
    expect(line).to_have_text("Asking all 2 sources")
    do(page, "Foreign Ministry", "Ask only this")
    expect(line).to_contain_text("Asking only “NATO")
    expect(ask(page, "What is the giraffe of Ostrava named?")).not_to_contain_text("Zora")
    page.get_by_label("Ask The zoo").check()
    expect(line).to_have_text("Asking all 2 sources")
    page.get_by_label("Ask all").uncheck()
    expect(line).to_have_text("No source is ticked")
    expect(ask(page, "Who is Zora?").locator(".byline-trouble")).to_contain_text("tick one at least")
    page.get_by_label("Ask The zoo").check()
    expect(line).to_contain_text("Asking only “The zoo”")
    turn = ask(page, "What is the giraffe of Ostrava named?")
    expect(turn.locator(".byline-quote").first).to_contain_text("Zora")


def test_a_hundred_are_found_ordered_and_chosen(writable_site, visit):
    page = visit(writable_site[0])
    rows = sources(page)
    expect(rows).to_have_count(MANY + 1)
    search = page.get_by_label("Find a source")
    search.fill("ostrava HOUSE")
    expect(page.locator(".byline-found")).to_have_text("50 found")
    page.get_by_label("Ask all").uncheck()
    search.fill("")
    expect(page.locator(".byline-asking")).to_have_text(f"Asking {MANY + 1 - 50} of {MANY + 1} sources")
    titles = page.locator(".byline-source-title")
    assert [titles.nth(at).text_content() for at in range(3)] == ["House 0", "House 1", "House 2"]
    page.get_by_label("Order of the sources").select_option("Newest first")
    dates = rows.evaluate_all("rows => rows.map(row => row.dataset.published)")
    assert dates[:MANY] == sorted(dates[:MANY], reverse=True)
    assert dates[-1] == ""
    page.get_by_label("Order of the sources").select_option("By outlet")
    outlets = rows.evaluate_all("rows => rows.map(row => row.dataset.outlet)")
    assert outlets == ["Brno Daily"] * 50 + ["Ostrava Post"] * 50 + [""]


def test_one_is_read_again_and_says_what_has_changed(writable_site, visit):
    url, file = writable_site
    page = visit(url)
    do(page, "town hall", "Read again")
    expect(page.locator(".byline-sources-said")).to_contain_text("Nothing has changed")
    file.write_text("The town hall of Brno opens at ten. It has a clock.")
    do(page, "town hall", "Read again")
    said = page.locator(".byline-sources-said")
    expect(said).to_contain_text("has changed")
    expect(said.locator("del").last).to_contain_text("opens at nine")
    expect(said.locator("ins").last).to_contain_text("opens at ten")
    expect(page.locator("#byline-shown .byline-text")).to_contain_text("opens at ten")


def test_the_panel_works_from_the_keyboard(own_site, visit):
    page = visit(own_site)
    sources(page)
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Sources (")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    more = page.locator(".byline-more summary").first
    more.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask only this").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#byline-side")).to_be_hidden()


def left(page, selector: str) -> float:
    return page.locator(selector).first.bounding_box()["x"]


def test_what_belongs_together_is_in_line(writable_site, visit):
    page = visit(writable_site[0], **WIDE)
    sources(page)
    assert left(page, ".byline-source-title") == left(page, ".byline-source .byline-meta")
    assert left(page, ".byline-row input") == left(page, ".byline-every input")
    assert left(page, ".byline-asking") == left(page, "#byline-question")
    line = "getComputedStyle(tab, '::after').backgroundColor"
    colour = page.get_by_role("tab", name="File").evaluate(f"tab => [getComputedStyle(tab).color, {line}]")
    assert colour[0] == colour[1]


def test_a_phone_shows_the_panel_whole(writable_site, visit):
    page = visit(writable_site[0], **PHONE)
    sources(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    box = page.locator("#byline-side").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    for part in ("[data-panel=close]", ".byline-more summary >> nth=0"):
        assert page.locator(f"#byline-side {part}").bounding_box()["height"] >= 44  # WCAG 2.5.5
    page.locator("#byline-side h2").click()  # the focus is nowhere then
    page.keyboard.press("Escape")
    expect(page.locator("#byline-side")).to_be_hidden()
    expect(page.get_by_role("button", name="Sources (")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1360", "390"])
def test_axe_finds_nothing_on_the_panel(writable_site, visit, axe, tmp_path, size, scheme):  # noqa: F811
    page = visit(writable_site[0], **size, color_scheme=scheme)
    found = {}

    def look(view: str) -> None:
        found[view] = violations(page, axe)

    sources(page)
    look("sources")
    page.locator(".byline-more summary").first.click()
    look("more")
    page.get_by_role("button", name="Ask only this").first.click()
    expect(page.locator(".byline-asking")).to_contain_text("Asking only", timeout=PATIENCE)
    files = page.get_by_role("button", name="choose files", exact=False)
    expect(files).to_be_visible()
    (tmp_path / "empty.txt").touch()
    page.locator("#byline-files input[type=file]").set_input_files(tmp_path / "empty.txt")
    expect(page.locator(".byline-refused")).to_contain_text("it is empty")
    look("a file refused")
    for way in ("Address", "Text"):
        page.get_by_role("tab", name=way).click()
        look(way)
    do(page, "town hall", "Rename")
    look("a new title")
    assert {view: what for view, what in found.items() if what} == {}
