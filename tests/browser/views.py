"""`python -m tests.browser.views FOLDER [VIEW…]`: pictures of the page's main views, in two looks and widths.

Each is named with its scheme and width, such as `chat-light-1360.png`. A part that the page does not have is
left out, with a line that says so.
"""

# ruff: noqa: T201  (what it prints is its output)

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.browser.screenshot import save
from tests.browser.serving import PATIENCE, chromium, serving

QUESTIONS = (
    "What did Moscow offer Europe at the end of 2025?",
    "How many soldiers has Europe promised to send?",
)
SIZES = {1360: 860, 390: 844}
"""Width and height of the window, in CSS pixels."""
PHONE = 390


def ask(page) -> None:
    for turn, question in enumerate(QUESTIONS):
        page.fill("#byline-question textarea", question)
        page.press("#byline-question textarea", "Enter")
        page.wait_for_selector(f".byline-turn >> nth={turn}")
        page.wait_for_selector("#byline-log:not(:has([data-pending])) .byline-footnote")
        page.wait_for_selector("#byline-question textarea:enabled")


def start(page) -> None:
    page.wait_for_selector("#byline-examples button")


def chat(page) -> None:
    ask(page)
    if page.viewport_size["width"] == PHONE:
        page.locator(".byline-turn").first.scroll_into_view_if_needed()
        return
    page.click(".byline-marker >> nth=0")
    page.wait_for_selector("mark.byline-mark")
    page.locator("#byline-log").evaluate("log => log.scrollTo(0, 0)")


def people(page) -> None:
    page.locator(".byline-people summary").first.click(timeout=5000)


def sources(page) -> None:
    page.get_by_role("button", name="Sources").first.click(timeout=5000)


def adding(page) -> None:
    page.get_by_role("button", name="Add an article").first.click(timeout=5000)


def settings(page) -> None:
    page.get_by_role("button", name="Settings", exact=True).click(timeout=5000)


def evaluation(page) -> None:
    page.get_by_role("link", name="Evaluation").click()
    page.wait_for_selector("#byline-run:visible")
    page.wait_for_selector("#byline-figures :is(table, p)")
    if page.locator("#byline-figures table").count() == 0:
        page.click("#byline-run")
        page.wait_for_selector("#byline-figures table", timeout=4 * PATIENCE)
    page.wait_for_selector("#byline-failing section")


VIEWS: dict[str, Callable] = {
    one.__name__: one for one in (start, chat, people, sources, adding, settings, evaluation)
}


def main(folder: str, *names: str) -> None:
    """Make the pictures of some views, or of all."""
    from playwright.sync_api import TimeoutError

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, serving(Path(kept)) as url, chromium() as browser:
        for name in names or VIEWS:
            for scheme in ("light", "dark"):
                for width, height in SIZES.items():
                    size = {"width": width, "height": height}
                    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
                    page.set_default_timeout(PATIENCE)
                    page.goto(url)
                    page.wait_for_selector("[data-shown]")
                    try:
                        VIEWS[name](page)
                    except TimeoutError:
                        print(f"left out: {name} at {width}, {scheme}: the page has no such part")
                    else:
                        page.wait_for_timeout(500)
                        save(page.screenshot(), str(out / f"{name}-{scheme}-{width}.png"))
                    page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
