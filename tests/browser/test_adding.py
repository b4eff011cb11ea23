"""Adding articles on the page, as somebody would who has never seen it: files, an address, a text."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.browser.serving import PATIENCE, serving
from tests.browser.test_page import PHONE, ask

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=PATIENCE)  # what a press changes comes from the server, which may be busy

ZOO = (
    "The zoo of Ostrava bought a giraffe named Zora in May 2024.\n\n"
    '"She eats 40 kg of hay a day," said Eva Nová, the keeper.'
)
TRAM = "A new tram line to the harbour of Ostrava opens in 2027, said the mayor, Jan Malý."
HOSTILE = "<img src=x onerror='window.hacked=1'> The ${window.hacked=2} {{x}} zoo has a tapir named Bob."
MAY_FETCH_HERE = {"BYLINE_ALLOW_PRIVATE_URLS": "true", "BYLINE_MAX_UPLOAD_MB": "1"}


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of this module's own, for it is added to."""
    with serving(tmp_path_factory.mktemp("adding"), **MAY_FETCH_HERE) as url:
        yield url


@pytest.fixture
def news() -> Iterator[str]:
    """A page on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/tram" else 404)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(TRAM.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def opened(page, way: str = "File"):
    page.locator("#byline-listing .byline-row").first.wait_for(state="attached", timeout=PATIENCE)
    page.get_by_role("button", name="Add an article").click()
    page.get_by_role("tab", name=way).click()
    return page.locator("#byline-side")


def brought(page, words: str) -> None:
    expect(page.locator("#byline-adding [role=status]")).to_have_text(words, timeout=PATIENCE)


def row(page, name: str):
    return page.locator(".byline-brought li").filter(has=page.locator("b", has_text=name))


def test_a_file_is_added_opens_and_is_asked(own_site, visit, tmp_path: Path):
    (tmp_path / "zoo.txt").write_text(ZOO)
    page = visit(own_site)
    opened(page).locator("input[type=file]").set_input_files(tmp_path / "zoo.txt")
    brought(page, "1 article added.")
    expect(page.locator("#byline-shown h2")).to_contain_text("giraffe named Zora")
    expect(page.locator(".byline-row")).to_have_count(2)
    suggestions = page.locator("#byline-examples button")
    expect(suggestions.first).to_contain_text(re.compile("Zora|Nová|giraffe|zoo", re.I), timeout=PATIENCE)
    expect(page.locator("#byline-files input[type=file]")).to_be_attached()  # ready for the next one
    turn = ask(page, "What is the giraffe of Ostrava named?")
    expect(turn.locator(".byline-quote").first).to_contain_text("Zora")


def test_what_fails_says_why_and_the_others_go_on(own_site, visit, tmp_path: Path):
    files = {
        "tram.txt": TRAM.encode(),
        "broken.pdf": b"%PDF-1.4 nothing",
        "odd.xyz": b"?",
        "empty.txt": b"",
        "large.txt": b"x" * 2_000_000,
        "zoo.txt": ZOO.encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page = visit(own_site)
    opened(page).locator("input[type=file]").set_input_files([tmp_path / name for name in files])
    brought(page, "2 articles added, 2 not.")
    for name, why in (
        ("broken.pdf", "not a PDF"),
        ("odd.xyz", "unknown kind"),
        ("empty.txt", "it is empty"),
        ("large.txt", "more than 1 MiB"),
    ):
        expect(row(page, name)).to_have_attribute("data-state", "failed")
        expect(row(page, name)).to_contain_text(why)
    for name in ("tram.txt", "zoo.txt"):
        expect(row(page, name)).to_have_attribute("data-state", "there")
    assert "/byline-" not in page.locator("#byline-side").inner_text()  # no folder of the server's


def test_files_can_be_dropped(own_site, visit):
    page = visit(own_site)
    opened(page)
    page.evaluate(
        """([name, text]) => {
            const data = new DataTransfer();
            data.items.add(new File([text], name, { type: "text/plain" }));
            data.items.add(new File([new Uint8Array(3000000)], "large.pdf"));
            const zone = document.querySelector("#byline-files button");
            for (const type of ["dragenter", "dragover", "drop"])
                zone.dispatchEvent(
                    new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
        }""",
        ["dropped.txt", ZOO],
    )
    brought(page, "1 article added.")
    expect(row(page, "dropped.txt")).to_have_attribute("data-state", "there")
    expect(row(page, "large.pdf")).to_contain_text("more than 1 MiB")


def test_progress_is_shown_by_file_and_passages(own_site, visit, tmp_path: Path):
    lines = (f"Keeper number {n} of the zoo of Brno feeds animal {n * 7} with hay.\n\n" for n in range(900))
    (tmp_path / "long.txt").write_text("".join(lines))
    page = visit(own_site)
    opened(page).locator("input[type=file]").set_input_files(tmp_path / "long.txt")
    bar = page.get_by_role("progressbar", name="Adding")
    expect(bar).to_be_visible(timeout=PATIENCE)
    said = page.locator(".byline-progress .byline-meta")
    expect(said).to_have_text(
        re.compile(r"^File 1 of 1, \d+ of about \d+ passages, about \d+ (s|min) left$"), timeout=PATIENCE
    )
    brought(page, "1 article added.")


def test_an_address_is_added_and_a_wrong_one_says_why(own_site, visit, news):
    page = visit(own_site)
    box = opened(page, "Address").get_by_label("Address of a page")
    box.fill(f"{news}/gone")
    box.press("Enter")
    brought(page, "Nothing was added.")
    expect(row(page, f"{news}/gone")).to_contain_text("404")
    expect(box).to_have_value(f"{news}/gone")  # to be mended
    box.fill(f"{news}/tram")
    box.press("Enter")
    brought(page, "1 article added.")
    expect(page.locator("#byline-shown h2")).to_contain_text("tram line")
    expect(box).to_have_value("")
    expect(page.locator("#byline-shown a", has_text="original")).to_have_attribute("href", f"{news}/tram")


def test_a_text_is_added_from_the_keyboard(own_site, visit):
    page = visit(own_site)
    page.locator("#byline-listing .byline-row").first.wait_for(state="attached", timeout=PATIENCE)
    add = page.get_by_role("button", name="Add an article")
    add.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="File")).to_be_focused()
    page.get_by_role("tab", name="Text").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Title, if it has one").focus()
    page.keyboard.insert_text("Our <b>zoo</b>")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(ZOO)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    brought(page, "1 article added.")
    expect(page.locator("#byline-shown h2")).to_have_text("Our <b>zoo</b>")
    expect(page.locator("#byline-side textarea").last).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator("#byline-side")).to_be_hidden()
    expect(add).to_be_focused()


def test_a_hostile_article_and_its_name_are_text(own_site, visit, tmp_path: Path):
    name = "<img src=x onerror='window.hacked=3'>.txt"
    (tmp_path / name).write_text(HOSTILE)
    page = visit(own_site)
    opened(page).locator("input[type=file]").set_input_files(tmp_path / name)
    brought(page, "1 article added.")
    expect(page.locator("#byline-side img, #byline-shown img")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_the_panel_fits_a_phone(own_site, visit, tmp_path: Path):
    (tmp_path / "zoo.txt").write_text(ZOO)
    page = visit(own_site, **PHONE)
    page.locator("#byline-listing .byline-row").first.wait_for(state="attached", timeout=PATIENCE)
    button = page.get_by_role("button", name="Add an article")
    assert button.bounding_box()["height"] >= 44  # WCAG 2.5.5
    button.tap()
    page.locator("#byline-files input[type=file]").set_input_files(tmp_path / "zoo.txt")
    brought(page, "1 article added.")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    title = page.locator(".byline-source-title", has_text="giraffe")
    title.tap()
    expect(page.locator("#byline-side")).to_be_hidden()
    expect(page.locator("#byline-shown h2")).to_contain_text("giraffe")


def test_the_article_stands_in_the_first_response(own_site, visit):
    page = visit(own_site, java_script_enabled=False)
    expect(page.locator("#byline-first h2")).to_contain_text("Foreign Ministry")
    expect(page.locator("#byline-first .byline-text")).to_be_visible()
    page = visit(own_site)
    expect(page.locator("#byline-first")).to_have_count(0)
    expect(page.locator("#byline-shown h2")).to_contain_text("Foreign Ministry")
