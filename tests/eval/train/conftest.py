"""Development data in small, in the layouts of the real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PAGE = (
    "The harbour of Elm Bay was closed on Monday after a storm broke its outer wall. "
    "Mayor Ann Reed said the repair could take three months. Sign up for our newsletter today. "
    "Bo Lind, who fishes there, called the closure a disaster for thirty families."
)
SENTENCES = (
    "The harbour of Elm Bay was closed on Monday after a storm broke its outer wall.",
    "Mayor Ann Reed said the repair could take three months.",
    "Bo Lind, who fishes there, called the closure a disaster for thirty families.",
)
PARAGRAPH = "Ann sold the shop in 1999. Bo bought it for 300 euros. It rained."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a page of news and five encyclopaedia articles, of which two are held out."""
    (tmp_path / "realtimeqa").mkdir()
    page = {"url": "https://elm.example/1", "title": "Harbour closed", "text": PAGE}
    line = json.dumps({"question_id": "1", "search_result": [page]})
    (tmp_path / "realtimeqa" / "20260101_gcs.jsonl").write_text(line + "\n")
    asked = [
        {
            "question": "When was the shop sold?",
            "is_impossible": False,
            "answers": [{"text": "1999", "answer_start": PARAGRAPH.index("1999")}],
        },
        {
            "question": "When was the shop burnt?",
            "is_impossible": True,
            "answers": [],
            "plausible_answers": [{"text": "1999", "answer_start": PARAGRAPH.index("1999")}],
        },
    ]
    articles = [{"title": title, "paragraphs": [{"context": PARAGRAPH, "qas": asked}]} for title in "EABCD"]
    (tmp_path / "squad2").mkdir()
    (tmp_path / "squad2" / "articles-11.json").write_text(json.dumps({"data": articles}))
    return tmp_path
