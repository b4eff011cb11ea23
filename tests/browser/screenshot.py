"""`python -m tests.browser.screenshot PATH.png`: the report that `make eval` has left, for eval/README.md."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from tests.browser.serving import chromium

REPORT = Path(__file__).parents[2] / "runs" / "article" / "report.html"


def of_report(path: str) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1240, "height": 1000})
        page.goto(REPORT.as_uri())
        page.wait_for_selector("[data-ready]", state="attached")
        save(page.screenshot(), path)


def save(png: bytes, path: str) -> None:
    Image.open(io.BytesIO(png)).quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    of_report(sys.argv[1])
