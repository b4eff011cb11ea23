"""`python -m tests.browser.screenshot page|report PATH.png`: the pictures of the READMEs.

`page`: an answer and its quote, highlighted. `report`: the report that `make eval` has left.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.browser.serving import PATIENCE, chromium, serving

REPORT = Path(__file__).parents[2] / "runs" / "article" / "report.html"
QUESTION = "What did Moscow offer Europe at the end of 2025?"


def of_report(path: str) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1240, "height": 1000})
        page.goto(REPORT.as_uri())
        page.wait_for_selector("[data-ready]", state="attached")
        save(page.screenshot(), path)


def of_page(path: str, question: str = QUESTION) -> None:
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
        save(page.screenshot(), path)


def save(png: bytes, path: str) -> None:
    Image.open(io.BytesIO(png)).quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    {"page": of_page, "report": of_report}[sys.argv[1]](*sys.argv[2:])
