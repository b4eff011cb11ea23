"""`python -m tests.browser.screenshot PATH.png [QUESTION]`: an answer and its quote, highlighted."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.browser.serving import PATIENCE, chromium, serving

QUESTION = "What did Moscow offer Europe at the end of 2025?"


def main(path: str, question: str = QUESTION) -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as url, chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        page.wait_for_selector("[data-shown]")
        for turn, asked in enumerate((question, "How many soldiers has Europe promised to send?")):
            page.fill("#byline-question textarea", asked)
            page.press("#byline-question textarea", "Enter")
            page.wait_for_selector(f".byline-turn >> nth={turn}")
            page.wait_for_selector("#byline-log:not(:has([data-pending])) .byline-footnote")
            page.wait_for_selector("#byline-question textarea:enabled")
        page.click(".byline-marker >> nth=0")
        page.wait_for_selector("mark.byline-mark")
        page.locator("#byline-log").evaluate("log => log.scrollTo(0, 0)")
        Image.open(io.BytesIO(page.screenshot())).quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
